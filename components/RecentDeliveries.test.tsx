import { describe, expect, test, vi } from 'vitest';
import type { DeliveryState, DeliveryView, QueueOverview } from '../lib/messages.ts';
import { endingsOf } from './endings-for-test.ts';
import { mountForTest } from './mount-for-test.ts';
import { RecentDeliveries } from './RecentDeliveries.tsx';
import { describeKept } from './describe-reason.ts';
import { plural, t } from '../lib/i18n/translate.ts';

const nowMs = Date.UTC(2026, 10, 21, 12);
const delivery: DeliveryView = {
  eventId: 'evt_1',
  siteName: 'ChatGPT',
  title: 'Planting garlic',
  url: 'https://chatgpt.com/c/1',
  messageCount: 12,
  state: 'delivered',
  reason: null,
  detail: null,
  createdAtMs: nowMs - 5 * 60_000,
  deliveredAtMs: nowMs - 3 * 60_000,
  nextTryAtMs: null,
  attempts: 1,
};

function show(part: Partial<QueueOverview>, onRetry = vi.fn(), onShowAll = vi.fn()) {
  const queue = { undelivered: 0, hold: null, recent: [], ...part };
  return mountForTest(<RecentDeliveries queue={queue} nowMs={nowMs} onRetry={onRetry} onShowAll={onShowAll} />);
}

test('an empty list says what will be there', () => {
  expect(show({}).text()).toContain(t('recent_empty'));
});

test('a delivery shows title, site, size and age', () => {
  const row = show({ recent: [delivery] }).container.querySelector('li');
  expect(row?.textContent).toBe('Planting garlicSaved · ChatGPT · 12 messages · 3m ago');
});

test.each(endingsOf<DeliveryState>('state_hint_'))('%s is told by a word and a shape', (state) => {
  const { container } = show({ recent: [{ ...delivery, state }] });
  expect(container.querySelector('li b')?.textContent).toBe(t(`state_${state}`));
  expect(container.querySelector('li svg')).not.toBeNull();
});

test('no two states look alike', () => {
  const recent = endingsOf<DeliveryState>('state_hint_').map((state) => ({
    ...delivery,
    eventId: state,
    state,
  }));
  const shapes = [...show({ recent }).container.querySelectorAll('li path')].map((path) => path.getAttribute('d'));
  expect(new Set(shapes).size).toBe(recent.length);
});

test('what waits says why and until when', () => {
  const waiting: DeliveryView = { ...delivery, state: 'waiting', reason: 'unreachable', nextTryAtMs: nowMs + 130_000 };
  const text = show({ recent: [waiting] }).text();
  expect(text).toContain(describeKept('unreachable'));
  expect(text).toContain('Next try in 2m.');
});

test('a conversation without a title has a name all the same', () => {
  expect(show({ recent: [{ ...delivery, title: '' }] }).text()).toContain(t('untitled'));
});

describe('what is not delivered', () => {
  test('is counted and can be tried now', async () => {
    const onRetry = vi.fn();
    const view = show({ undelivered: 3 }, onRetry);
    expect(view.text()).toContain(plural('undelivered', 3));
    await view.click(t('recent_retry'));
    expect(onRetry).toHaveBeenCalledOnce();
  });

  test('is not mentioned when there is none', () => {
    expect(show({ recent: [delivery] }).findButton(t('recent_retry'))).toBeUndefined();
  });

  test('gives the reason of a held endpoint once, above the list', () => {
    const blocked: DeliveryView = { ...delivery, state: 'blocked', reason: 'invalid_signature' };
    const text = show({ undelivered: 1, hold: 'invalid_signature', recent: [blocked] }).text();
    expect(text.split(describeKept('invalid_signature'))).toHaveLength(2);
  });
});

describe('all deliveries', () => {
  test('are one click away', async () => {
    const onShowAll = vi.fn();
    const view = show({ recent: [delivery] }, vi.fn(), onShowAll);
    await view.click(t('recent_show_all'));
    expect(onShowAll).toHaveBeenCalledOnce();
  });

  test('are not offered when there is none', () => {
    expect(show({}).findButton(t('recent_show_all'))).toBeUndefined();
  });
});
