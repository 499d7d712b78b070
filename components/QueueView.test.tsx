import { describe, expect, test, vi } from 'vitest';
import type { DeliveryReason, DeliveryState, DeliveryView, QueueFilter } from '../lib/messages.ts';
import { endingsOf } from './endings-for-test.ts';
import { mountForTest } from './mount-for-test.ts';
import { QueueView, type QueueViewProps } from './QueueView.tsx';
import type { QueueNotice, QueueProblem } from './queue-notice.ts';
import { describeQueueNotice } from './describe-notice.ts';
import { describeKept } from './describe-reason.ts';
import { plural, t } from '../lib/i18n/translate.ts';

const nowMs = Date.UTC(2026, 10, 21, 12);

function delivery(name: string, change: Partial<DeliveryView> = {}): DeliveryView {
  return {
    eventId: `evt_${name}`,
    siteName: 'ChatGPT',
    title: name,
    url: `https://chatgpt.com/c/${name}`,
    messageCount: 12,
    state: 'waiting',
    reason: 'unreachable',
    detail: null,
    createdAtMs: nowMs - 5 * 60_000,
    deliveredAtMs: null,
    nextTryAtMs: nowMs + 130_000,
    attempts: 3,
    ...change,
  };
}

function view(part: Partial<QueueViewProps> = {}) {
  const items = part.items === undefined ? [delivery('garlic')] : part.items;
  return (
    <QueueView
      connection={{ endpoint: 'http://127.0.0.1:8787', workspaceId: 'ws_home', permitted: true }}
      overview={{ undelivered: items?.length ?? 0, hold: null, recent: [] }}
      hasMore={false}
      hasNewer={false}
      filter="open"
      discarded={0}
      exported={null}
      notice={null}
      problem={null}
      nowMs={nowMs}
      onFilter={vi.fn()}
      onShowMore={vi.fn()}
      onShowNewer={vi.fn()}
      onRetry={vi.fn()}
      onRetryAll={vi.fn()}
      onDiscard={vi.fn()}
      onExport={vi.fn()}
      {...part}
      items={items}
    />
  );
}

const show = (part: Partial<QueueViewProps> = {}) => mountForTest(view(part));
const rowOf = (name: string) => document.querySelector<HTMLElement>(`[data-event="evt_${name}"]`);
const focused = () => document.activeElement;

describe('a capture that waits', () => {
  test('says what, since when, how often it was tried, why it waits and until when', () => {
    show();
    expect(rowOf('garlic')?.querySelector('.what')?.textContent).toBe(
      `garlic${t('state_waiting')} · ChatGPT · 12 messages · captured 5m ago · 3 attempts` +
        `${describeKept('unreachable')} Next try in 2m.`,
    );
  });

  test('leads to its conversation', () => {
    show();
    expect(rowOf('garlic')?.querySelector('a')?.href).toBe('https://chatgpt.com/c/garlic');
  });

  test('that is due but not tried yet is not said to be tried in the past', () => {
    expect(show({ items: [delivery('a', { nextTryAtMs: nowMs - 600_000 })] }).text()).toContain('Next try any moment.');
  });

  test('can be tried now', async () => {
    const onRetry = vi.fn();
    await show({ onRetry }).click(t('queue_retry'));
    expect(onRetry).toHaveBeenCalledExactlyOnceWith(delivery('garlic'));
  });

  test('has a name also without a title', () => {
    expect(show({ items: [delivery('a', { title: '' })] }).text()).toContain(t('untitled'));
  });
});

test.each(endingsOf<DeliveryState>('state_hint_'))('%s is told by a word and a shape', (state) => {
  show({ items: [delivery('a', { state })] });
  expect(rowOf('a')?.querySelector('b')?.textContent).toBe(t(`state_${state}`));
  expect(rowOf('a')?.querySelector('svg')).not.toBeNull();
});

test.each<[DeliveryReason, boolean]>([
  ['timeout', true],
  ['not_connected', false],
  ['other_workspace', false],
])('%s: trying now is offered: %s', (reason, isOffered) => {
  expect(show({ items: [delivery('a', { reason })] }).findButton(t('queue_retry')) !== undefined).toBe(isOffered);
});

test('what is on its way can be neither tried nor discarded, and its buttons stay where they are', async () => {
  const [onRetry, onDiscard] = [vi.fn(), vi.fn()];
  const page = show({ items: [delivery('a', { state: 'sending', reason: null })], onRetry, onDiscard });
  await page.click(t('queue_retry'));
  await page.click(t('queue_discard'));
  expect(onRetry).not.toHaveBeenCalled();
  expect(page.findButton(t('queue_confirm'))).toBeUndefined();
});

test('what was refused says in the receiver’s words why, as text', () => {
  const detail = '422 invalid_payload; data.messages: <b>too few</b>';
  show({ items: [delivery('a', { state: 'dead', reason: 'rejected', nextTryAtMs: null, detail })] });
  expect(rowOf('a')?.querySelector('.answer')?.textContent).toBe(t('queue_answer', { answer: detail }));
});

test('what is delivered says when, and has no buttons', () => {
  const saved = delivery('a', {
    state: 'delivered',
    reason: null,
    nextTryAtMs: null,
    deliveredAtMs: nowMs - 60_000,
    attempts: 1,
  });
  show({ items: [saved], filter: 'delivered' });
  expect(rowOf('a')?.textContent).toBe('aSaved · ChatGPT · 12 messages · captured 5m ago · saved 1m ago · 1 attempt');
  expect(rowOf('a')?.querySelector('button')).toBeNull();
});

describe('discarding', () => {
  test('asks in the row, says what is lost, and has the harmless answer in focus', async () => {
    const onDiscard = vi.fn();
    const page = show({ onDiscard });
    await page.click(t('queue_discard'));
    expect(focused()).toBe(page.button(t('queue_keep')));
    expect(page.describedBy(page.button(t('queue_keep')))).toBe(
      t('queue_loss', { messages: '12 messages', site: 'ChatGPT' }),
    );
    expect(onDiscard).not.toHaveBeenCalled();
    await page.click(t('queue_confirm'));
    expect(onDiscard).toHaveBeenCalledExactlyOnceWith(delivery('garlic'));
    expect(page.findButton(t('queue_confirm'))).toBeUndefined();
  });

  test.each(['the button', 'Escape'])('is given up with %s, and the focus is where it was', async (how) => {
    const onDiscard = vi.fn();
    const page = show({ onDiscard });
    await page.click(t('queue_discard'));
    if (how === 'Escape') await page.press('Escape', page.button(t('queue_keep')));
    else await page.click(t('queue_keep'));
    expect(focused()).toBe(page.button(t('queue_discard')));
    expect(page.findButton(t('queue_confirm'))).toBeUndefined();
    expect(onDiscard).not.toHaveBeenCalled();
  });

  const discardIn = async (names: string[], name: string) => {
    const items = names.map((it) => delivery(it));
    const page = show({ items });
    const button = rowOf(name)?.querySelector<HTMLElement>('[data-discard]');
    button?.focus();
    await page.rerender(view({ items }));
    button?.click();
    await page.rerender(view({ items }));
    await page.click(t('queue_confirm'));
    expect(focused()).toBe(rowOf(name));
    await page.rerender(view({ items: items.filter(({ title }) => title !== name) }));
  };

  test('moves the focus to the next row', async () => {
    await discardIn(['a', 'b', 'c'], 'b');
    expect(focused()).toBe(rowOf('c'));
  });

  test('moves the focus to the row before, when there is no next', async () => {
    await discardIn(['a', 'b'], 'b');
    expect(focused()).toBe(rowOf('a'));
  });

  test('moves the focus to the heading, when there is no other', async () => {
    await discardIn(['a'], 'a');
    expect(focused()?.textContent).toBe(t('queue_list'));
  });

  test('of one that stays after all leaves the focus on it', async () => {
    const page = show();
    await page.click(t('queue_discard'));
    await page.click(t('queue_confirm'));
    await page.rerender(view({ notice: { kind: 'under_way', title: 'garlic' } }));
    expect(focused()).toBe(rowOf('garlic'));
  });
});

test('a row that is delivered under the focus gives it to the heading; a focus elsewhere is left alone', async () => {
  const items = [delivery('a'), delivery('b')];
  const page = show({ items });
  rowOf('a')?.querySelector('button')?.focus();
  await page.rerender(view({ items: items.slice(1) }));
  expect(focused()?.textContent).toBe(t('queue_list'));
  page.button(t('queue_export')).focus();
  await page.rerender(view({ items: [] }));
  expect(focused()).toBe(page.button(t('queue_export')));
});

describe('the list', () => {
  test.each<QueueFilter>(['open', 'delivered', 'all'])('%s can be chosen', (filter) => {
    const onFilter = vi.fn();
    show({ filter: filter === 'all' ? 'open' : 'all', onFilter });
    document.querySelector<HTMLInputElement>(`input[value=${filter}]`)?.click();
    expect(onFilter).toHaveBeenCalledExactlyOnceWith(filter);
  });

  test.each<QueueFilter>(['open', 'delivered', 'all'])('%s says what will be there when it is empty', (filter) => {
    expect(show({ items: [], filter }).text()).toContain(t(`queue_empty_${filter}`));
  });

  test('is not said to be empty before it is read', () => {
    expect(show({ items: null }).text()).not.toContain(t('queue_empty_open'));
  });

  test('goes on where it ends, with the focus on what is new', async () => {
    const onShowMore = vi.fn();
    const page = show({ items: [delivery('a')], hasMore: true, onShowMore });
    await page.click(t('queue_more'));
    expect(onShowMore).toHaveBeenCalledOnce();
    await page.rerender(view({ items: [delivery('a'), delivery('b'), delivery('c')] }));
    expect(focused()).toBe(rowOf('b'));
  });

  test('goes back to what was dropped at its beginning', async () => {
    const onShowNewer = vi.fn();
    const page = show({ items: [delivery('c'), delivery('d')], hasNewer: true, onShowNewer });
    await page.click(t('queue_newer'));
    expect(onShowNewer).toHaveBeenCalledOnce();
    await page.rerender(view({ items: [delivery('a'), delivery('b'), delivery('c')] }));
    expect(focused()).toBe(rowOf('b'));
  });
});

describe('the head', () => {
  test('says where captures go', () => {
    expect(show().text()).toContain('To 127.0.0.1:8787, workspace ws_home');
    expect(show({ connection: null }).text()).toContain(t('queue_no_connection'));
  });

  test('counts what is not delivered, and offers to try all of it', async () => {
    const onRetryAll = vi.fn();
    const page = show({ overview: { undelivered: 7, hold: null, recent: [] }, onRetryAll });
    expect(page.text()).toContain(plural('undelivered', 7));
    await page.click(t('queue_retry_all'));
    expect(onRetryAll).toHaveBeenCalledOnce();
  });

  test('says so when nothing waits', () => {
    const page = show({ items: [] });
    expect(page.text()).toContain(t('queue_nothing_waits'));
    expect(page.findButton(t('queue_retry_all'))).toBeUndefined();
  });

  test('says once why nothing is sent', () => {
    const items = ['a', 'b'].map((name) => delivery(name, { state: 'blocked', reason: 'invalid_signature' }));
    const text = show({ items, overview: { undelivered: 2, hold: 'invalid_signature', recent: [] } }).text();
    expect(text.split(describeKept('invalid_signature'))).toHaveLength(2);
    expect(text).not.toContain('Next try');
  });

  test('exports once at a time, and says how to deliver the file', async () => {
    const onExport = vi.fn();
    const page = show({ onExport });
    await page.click(t('queue_export'));
    expect(onExport).toHaveBeenCalledOnce();
    await page.rerender(view({ onExport, exported: 120 }));
    await page.click(t('queue_exporting', { count: 120 }));
    expect(onExport).toHaveBeenCalledOnce();
    expect(page.text()).toContain('npm run receiver -- send FILE');
  });

  test.each<QueueNotice>([
    { kind: 'retrying', title: null },
    { kind: 'retrying', title: 'garlic' },
    { kind: 'discarded', title: 'garlic' },
    { kind: 'under_way', title: 'garlic' },
    { kind: 'exported', count: 3, fileName: 'brainpost.jsonl' },
    { kind: 'nothing_to_export' },
  ])('says what was done: %j', (notice) => {
    show({ notice });
    const said = [...document.querySelectorAll('[role=status]')].map(({ textContent }) => textContent);
    expect(said).toContain(describeQueueNotice(notice));
  });

  test.each(endingsOf<QueueProblem>('queue_problem_'))('says in words that this could not be done: %s', (problem) => {
    show({ problem });
    expect(document.querySelector('[role=alert]')?.textContent).toBe(t(`queue_problem_${problem}`));
  });
});

test('the count is read aloud once in a while, not every second', async () => {
  vi.useFakeTimers();
  const count = (undelivered: number) => view({ overview: { undelivered, hold: null, recent: [] } });
  const page = mountForTest(count(30));
  for (let left = 29; left > 22; left--) {
    await page.rerender(count(left));
    vi.advanceTimersByTime(1000);
  }
  expect(page.status()).toBe(plural('undelivered', 30));
  vi.advanceTimersByTime(3000);
  await page.rerender(count(22));
  expect(page.status()).toBe(plural('undelivered', 23));
  vi.useRealTimers();
});
