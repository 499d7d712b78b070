import { describe, expect, test, vi } from 'vitest';
import type { ConnectionProblem, ConnectionView } from '../lib/messages.ts';
import { ConnectionForm } from './ConnectionForm.tsx';
import { mountForTest } from './mount-for-test.ts';
import { t } from '../lib/i18n/translate.ts';

const connection: ConnectionView = { endpoint: 'http://127.0.0.1:8787', workspaceId: 'ws_1', permitted: true };
const onSave = vi.fn();
const first = (problem: ConnectionProblem | null = null) => (
  <ConnectionForm connection={null} problem={problem} onSave={onSave} />
);
const change = (problem: ConnectionProblem | null = null) => (
  <ConnectionForm connection={connection} problem={problem} onSave={onSave} />
);

describe('for the first time', () => {
  test('takes a code, at the usual address unless another is typed', async () => {
    const page = mountForTest(first());
    await page.type(t('form_code'), 'ABCD-EFGH');
    await page.click(t('form_save'));
    expect(onSave).toHaveBeenCalledExactlyOnceWith({
      kind: 'code',
      endpoint: 'http://127.0.0.1:8787',
      code: 'ABCD-EFGH',
    });
  });

  test('saves the pasted connection string', async () => {
    const page = mountForTest(first());
    await page.click(t('form_use_string'));
    await page.type(t('form_string'), 'brainpost+http://ws_1:secret@127.0.0.1:8787');
    await page.click(t('form_save'));
    expect(onSave).toHaveBeenCalledExactlyOnceWith({
      kind: 'string',
      text: 'brainpost+http://ws_1:secret@127.0.0.1:8787',
    });
  });

  test('saves the three fields', async () => {
    const page = mountForTest(first());
    await page.click(t('form_use_fields'));
    await page.type(t('form_endpoint'), 'https://brain.example.org');
    await page.type(t('form_workspace'), 'ws_2');
    await page.type(t('form_secret'), 'whsec_abc');
    await page.click(t('form_save'));
    expect(onSave).toHaveBeenCalledExactlyOnceWith({
      kind: 'fields',
      endpoint: 'https://brain.example.org',
      workspaceId: 'ws_2',
      secret: 'whsec_abc',
    });
  });

  test('has no way back', () => {
    expect(mountForTest(first()).findButton(t('form_cancel'))).toBeUndefined();
  });
});

describe('what is secret', () => {
  test('is hidden while it is typed, until it is asked for', async () => {
    const page = mountForTest(first());
    await page.click(t('form_use_string'));
    await page.type(t('form_string'), 'brainpost+http://');
    expect(page.field(t('form_string')).type).toBe('password');
    await page.click(t('form_show'));
    expect(page.field(t('form_string')).type).toBe('text');
  });

  test('is never filled in', () => {
    const secret = mountForTest(change()).field(t('form_secret'));
    expect(secret).toMatchObject({ type: 'password', value: '', placeholder: t('form_secret_stored') });
  });

  test('is kept when left empty', async () => {
    const page = mountForTest(change());
    await page.type(t('form_endpoint'), 'http://127.0.0.1:9000');
    await page.click(t('form_save_change'));
    expect(onSave).toHaveBeenCalledExactlyOnceWith({
      kind: 'fields',
      endpoint: 'http://127.0.0.1:9000',
      workspaceId: 'ws_1',
      secret: '',
    });
  });
});

describe('a problem', () => {
  test.each<[ConnectionProblem, string]>([
    ['invalid_endpoint', t('form_endpoint')],
    ['insecure_endpoint', t('form_endpoint')],
    ['invalid_workspace', t('form_workspace')],
    ['missing_secret', t('form_secret')],
    ['invalid_secret', t('form_secret')],
  ])('%s stands at the field "%s"', (problem, label) => {
    const page = mountForTest(change(problem));
    const field = page.field(label);
    expect(field.getAttribute('aria-invalid')).toBe('true');
    expect(page.describedBy(field)).toBe(t(`problem_${problem}`));
    expect(document.activeElement).toBe(field);
  });

  test.each<[ConnectionProblem, string]>([
    ['not_a_code', t('form_code')],
    ['code_refused', t('form_code')],
    ['code_limited', t('form_code')],
    ['insecure_endpoint', t('form_endpoint')],
    ['code_unreachable', t('form_endpoint')],
    ['code_not_a_receiver', t('form_endpoint')],
    ['code_not_private', t('form_endpoint')],
    ['code_not_permitted', t('form_endpoint')],
  ])('%s of a code stands at the field "%s"', (problem, label) => {
    const page = mountForTest(first(problem));
    expect(page.describedBy(page.field(label))).toBe(t(`problem_${problem}`));
  });

  test('of any field stands at the connection string when that was saved', async () => {
    const page = mountForTest(first());
    await page.click(t('form_use_string'));
    await page.rerender(first('invalid_workspace'));
    expect(page.describedBy(page.field(t('form_string')))).toBe(t('problem_invalid_workspace'));
  });

  test('goes away with the next key and comes back when it happens again', async () => {
    const page = mountForTest(first('not_a_code'));
    await page.type(t('form_code'), 'nonsense');
    expect(page.text()).not.toContain(t('problem_not_a_code'));
    await page.click(t('form_save'));
    expect(page.text()).toContain(t('problem_not_a_code'));
  });
});
