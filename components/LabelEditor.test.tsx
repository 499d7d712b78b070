import { beforeEach, expect, test, vi } from 'vitest';
import { t } from '../lib/i18n/translate.ts';
import { LabelEditor } from './LabelEditor.tsx';
import { mountForTest } from './mount-for-test.ts';

const onChange = vi.fn();
const onUseForSite = vi.fn();
const view = (labels: string[], isOfSite = false) => (
  <LabelEditor
    view={{ labels, known: ['baking', 'rye', 'work'], isOfSite }}
    siteName="ChatGPT"
    onChange={onChange}
    onUseForSite={onUseForSite}
  />
);

beforeEach(() => vi.clearAllMocks());

test('a label is typed with completion of those that are not there yet, and taken off by name', async () => {
  const page = mountForTest(view(['rye']));
  const options = [...(page.field(t('labels_new')).list?.options ?? [])].map(({ value }) => value);
  expect(options).toEqual(['baking', 'work']);
  await page.type(t('labels_new'), ' baking ');
  await page.click(t('settings_add'));
  expect(onChange).toHaveBeenLastCalledWith(['rye', 'baking']);
  await page.click(t('settings_remove', { name: 'rye' }));
  expect(onChange).toHaveBeenLastCalledWith([]);
});

test('one that is there already is not added again, and it says so', async () => {
  const page = mountForTest(view(['rye']));
  await page.type(t('labels_new'), 'rye');
  expect(page.button(t('settings_add')).getAttribute('aria-disabled')).toBe('true');
  await page.click(t('settings_add'));
  expect(onChange).not.toHaveBeenCalled();
});

test('the same for new conversations of the site: offered unless it is so', async () => {
  const page = mountForTest(view(['rye']));
  await page.click(t('labels_use_for_site', { site: 'ChatGPT' }));
  expect(onUseForSite).toHaveBeenCalledOnce();
  await page.rerender(view(['rye'], true));
  expect(page.findButton(t('labels_use_for_site', { site: 'ChatGPT' }))).toBeUndefined();
});
