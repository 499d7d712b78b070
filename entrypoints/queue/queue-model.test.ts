import { beforeEach, expect, test, vi } from 'vitest';
import type { DeliveryView, QueueFilter } from '../../lib/messages.ts';
import { onMessage } from '../../lib/platform/messaging.ts';

// Signals live as long as the module does: each test has its own.
const load = () => import('./queue-model.ts');
let model: Awaited<ReturnType<typeof load>>;

/** The worker's side: a queue of so many captures, newest first. */
let queue: DeliveryView[];
let isUnderWay: boolean;

function delivery(sequence: number): DeliveryView {
  return {
    eventId: `evt_${sequence}`,
    siteName: 'ChatGPT',
    title: `Talk ${sequence}`,
    url: 'https://chatgpt.com/c/1',
    messageCount: 2,
    state: 'waiting',
    reason: 'unreachable',
    createdAtMs: 0,
    deliveredAtMs: null,
    nextTryAtMs: null,
    detail: null,
    attempts: 1,
  };
}
const sequenceOf = ({ eventId }: DeliveryView) => Number(eventId.slice(4));
const shown = () => model.list.value?.items.map(sequenceOf) ?? [];

beforeEach(async () => {
  vi.resetModules();
  model = await load();
  queue = Array.from({ length: 1000 }, (_, index) => delivery(1000 - index));
  isUnderWay = false;
  onMessage('connection:get', () => null);
  onMessage('queue:overview', () => ({ undelivered: queue.length, hold: null, recent: [] }));
  onMessage('queue:page', ({ data: { before, limit } }) => {
    const rest = queue.filter((item) => before === null || sequenceOf(item) < before);
    const items = rest.slice(0, limit);
    const last = items.at(-1);
    return { items, next: last && rest.length > limit ? sequenceOf(last) : null };
  });
  onMessage('queue:discard', ({ data: { eventId } }) => {
    if (!isUnderWay) queue = queue.filter((item) => item.eventId !== eventId);
    return !isUnderWay;
  });
});

async function more(times: number): Promise<void> {
  for (let i = 0; i < times; i++) {
    await model.showMore();
    await model.refresh();
  }
}

test('shows a page, then more, and never more than a few hundred rows', async () => {
  await model.refresh();
  expect(shown()).toHaveLength(50);
  await more(5);
  expect([shown().length, shown()[0], model.hasNewer.value]).toEqual([300, 1000, false]);
  await more(2);
  expect([shown().length, shown()[0], shown().at(-1)]).toEqual([300, 900, 601]);
  expect(model.hasNewer.value).toBe(true);
});

test('goes back to what it dropped', async () => {
  await more(7);
  await model.showNewer();
  await model.refresh();
  expect([shown()[0], shown().at(-1)]).toEqual([950, 651]);
  await model.showNewer();
  await model.refresh();
  expect([shown()[0], model.hasNewer.value]).toEqual([1000, false]);
});

test('another filter begins at the top', async () => {
  const asked: QueueFilter[] = [];
  await more(7);
  onMessage('queue:page', ({ data }) => {
    asked.push(data.filter);
    return { items: [], next: null };
  });
  await model.choose('delivered');
  expect(model.list.value).toBeNull();
  await model.refresh();
  expect([asked, model.hasNewer.value]).toEqual([['delivered'], false]);
});

test('an answer for another filter than the one that is chosen by then is dropped', async () => {
  const late = model.refresh();
  await model.choose('all');
  await late;
  expect(model.list.value).toBeNull();
});

test('says what became of a discard', async () => {
  await model.refresh();
  await model.discard(delivery(999));
  expect(model.notice.value).toEqual({ kind: 'discarded', title: 'Talk 999' });
  expect(model.discarded.value).toBe(1);
  isUnderWay = true;
  await model.discard(delivery(998));
  expect(model.notice.value).toEqual({ kind: 'under_way', title: 'Talk 998' });
  expect(model.discarded.value).toBe(1);
});

test('what arrived in that very moment is not called discarded, though the list does not show it any more', async () => {
  onMessage('queue:discard', ({ data: { eventId } }) => {
    queue = queue.filter((item) => item.eventId !== eventId);
    return false;
  });
  await model.discard(delivery(999));
  expect(model.notice.value).toEqual({ kind: 'under_way', title: 'Talk 999' });
  expect(model.discarded.value).toBe(0);
});

test('says that it tries until all has been tried, and does not wait for that', async () => {
  const drained = Promise.withResolvers<void>();
  onMessage('queue:retry', () => drained.promise);
  await model.retry(null);
  expect(model.notice.value).toEqual({ kind: 'retrying', title: null });
  drained.resolve();
  await vi.waitFor(() => expect(model.notice.value).toBeNull());
  expect(model.problem.value).toBeNull();
});

test('says that it could not try', async () => {
  vi.spyOn(console, 'error').mockReturnValue();
  onMessage('queue:retry', () => Promise.reject(new Error('gone')));
  await model.retry(delivery(1000));
  await vi.waitFor(() => expect(model.problem.value).toBe('retry'));
  expect(model.notice.value).toBeNull();
});

test('keeps what it showed when the worker does not answer, says so, and goes on when it does', async () => {
  vi.spyOn(console, 'error').mockReturnValue();
  await model.refresh();
  onMessage('queue:overview', () => Promise.reject(new Error('gone')));
  await model.refresh();
  expect([model.problem.value, shown().length, model.isWaitingForMore()]).toEqual(['read', 50, true]);
  onMessage('queue:overview', () => ({ undelivered: 0, hold: null, recent: [] }));
  await model.refresh();
  expect([model.problem.value, model.isWaitingForMore()]).toEqual([null, false]);
});
