import { beforeEach, expect, test } from 'vitest';
import type { ClaimedDelivery, DeliveryClaim, FinishedAttempt } from '../webhook-delivery-store.ts';
import { NOW, type StoreUnderTest } from './fixtures.ts';
import { makeAttempt, makeNewDelivery, makeNewWebhook } from './webhook-fixtures.ts';

const DAY = 86_400_000;
const AUTO_DISABLE = { afterMs: 5 * DAY, failures: 20 };

/** `WebhookDeliveryStore`, the side of the engine. The outbox holds three events of `ws_1` with the ids 1 to 3. */
export function testWebhookDeliveries(under: StoreUnderTest): void {
  const claim = (now: number, options: Partial<Pick<DeliveryClaim, 'token' | 'limit' | 'slotsOf'>> = {}) =>
    under.store.claimDeliveries({ now, leaseMs: 1000, token: 't', limit: 10, slotsOf: () => 10, ...options });
  const finish = (of: ClaimedDelivery | undefined, change: Partial<FinishedAttempt> = {}) =>
    under.store.finishAttempts(
      [
        {
          deliveryId: of?.id ?? 0,
          webhookId: of?.webhook.id ?? '',
          token: 't',
          attempt: makeAttempt(),
          next: { state: 'delivered' },
          disable: null,
          ...change,
        },
      ],
      AUTO_DISABLE,
    );
  const states = async () => {
    const { items } = await under.store.listDeliveries({ workspaceId: 'ws_1', limit: 100 });
    return items.toReversed().map(({ webhookId, eventId, state }) => `${webhookId} ${eventId} ${state}`);
  };
  const fanOut = (deliveries: Parameters<typeof under.store.fanOut>[0]['deliveries'], after = 0, upTo = 3) =>
    under.store.fanOut({ after, upTo, deliveries, now: NOW });

  beforeEach(async () => {
    for (const n of [1, 2, 3]) await appendEvent(under, n);
    await under.store.createWebhook(makeNewWebhook());
    await under.store.createWebhook(makeNewWebhook({ id: 'wh_2', isOrdered: true }));
  });

  test('makes each delivery once, however often the same rows are handed in', async () => {
    await fanOut([makeNewDelivery(1), makeNewDelivery(2)], 0, 2);
    await fanOut([makeNewDelivery(1), makeNewDelivery(2)], 0, 2);
    await fanOut([makeNewDelivery(2), makeNewDelivery(3)], 2, 3);
    expect(await under.store.fanOutCursor()).toBe(3);
    expect(await states()).toEqual(['wh_1 evt_1 pending', 'wh_1 evt_2 pending', 'wh_1 evt_3 pending']);
  });

  test('makes none for a webhook that is gone, and sets them aside for one that is off', async () => {
    await under.store.updateWebhook({ workspaceId: 'ws_1', id: 'wh_2', settings: {}, active: false, now: NOW });
    await fanOut([makeNewDelivery(1, { webhookId: 'wh_gone' }), makeNewDelivery(1, { webhookId: 'wh_2' })]);
    expect(await states()).toEqual(['wh_2 evt_1 skipped_disabled']);
    expect(await claim(NOW)).toEqual([]);
  });

  test('gives a delivery to one worker, with its webhook and the event as JSON text', async () => {
    await fanOut([makeNewDelivery(1)]);
    const [first] = await claim(NOW);
    expect(first).toMatchObject({ eventId: 'evt_1', eventType: 'chat.message', attempts: 1, webhook: { id: 'wh_1' } });
    expect(JSON.parse(first?.body ?? '')).toMatchObject({ type: 'chat.message', data: { n: 1 } });
    expect(await claim(NOW)).toEqual([]);
    expect(await under.store.nextDeliveryDueAt(() => false)).toBe(NOW + 1000);
    expect(await under.store.nextDeliveryDueAt((id) => id === 'wh_1')).toBeNull();
  });

  test('gives it again when the lease ends, and the first worker can only add to the log', async () => {
    await fanOut([makeNewDelivery(1)]);
    const [first] = await claim(NOW, { token: 'dead' });
    const [again] = await claim(NOW + 1000, { token: 't' });
    expect(again).toMatchObject({ id: first?.id, attempts: 2 });
    await finish(first, { token: 'dead' });
    expect(await states()).toEqual(['wh_1 evt_1 pending']);
    await finish(again);
    expect(await states()).toEqual(['wh_1 evt_1 delivered']);
    expect((await under.store.attemptsOf([first?.id ?? 0])).get(first?.id ?? 0)).toHaveLength(2);
  });

  test('gives at once what a receiver that is gone was busy with', async () => {
    await fanOut([makeNewDelivery(1)]);
    await claim(NOW, { token: 'dead' });
    await under.store.releaseDeliveryLeases(NOW + 1);
    expect(await claim(NOW + 1)).toHaveLength(1);
  });

  test('takes no more of a webhook than there is room for, and never more than asked', async () => {
    await fanOut([1, 2, 3].flatMap((n) => [makeNewDelivery(n), makeNewDelivery(n, { webhookId: 'wh_2' })]));
    const some = await claim(NOW, { slotsOf: ({ id }) => (id === 'wh_1' ? 1 : 2) });
    expect(some.map(({ webhook }) => webhook.id).toSorted()).toEqual(['wh_1', 'wh_2', 'wh_2']);
    expect(await claim(NOW, { limit: 2 })).toHaveLength(2);
    expect(await claim(NOW, { limit: 0 })).toEqual([]);
  });

  test('brings a failed one back at its time', async () => {
    await fanOut([makeNewDelivery(1)]);
    const [first] = await claim(NOW);
    await finish(first, {
      attempt: makeAttempt({ statusCode: null, error: 'timeout', response: '' }),
      next: { state: 'failed', dueAt: NOW + 5000 },
    });
    expect(await under.store.nextDeliveryDueAt(() => false)).toBe(NOW + 5000);
    expect(await claim(NOW + 4999)).toEqual([]);
    const { items } = await under.store.listDeliveries({ workspaceId: 'ws_1', limit: 1 });
    expect(items[0]).toMatchObject({
      state: 'failed',
      nextAttemptAt: NOW + 5000,
      lastStatusCode: null,
      lastError: 'timeout',
    });
    expect(await claim(NOW + 5000)).toHaveLength(1);
  });

  test('keeps the events of a subject in order where the webhook asks for it', async () => {
    const ordered = (n: number, subject: string) => makeNewDelivery(n, { webhookId: 'wh_2', subject });
    await fanOut([ordered(1, 'a'), ordered(2, 'a'), ordered(3, 'b')]);
    const [first, other] = await claim(NOW);
    expect([first?.eventId, other?.eventId]).toEqual(['evt_1', 'evt_3']);
    await finish(first, { next: { state: 'failed', dueAt: NOW + 10 } });
    expect((await claim(NOW + 10)).map(({ eventId }) => eventId)).toEqual(['evt_1']);
    await finish(first);
    expect((await claim(NOW + 100)).map(({ eventId }) => eventId)).toEqual(['evt_2']);
  });

  test('lets everything go that waited behind another when the order is given up', async () => {
    const ordered = (n: number) => makeNewDelivery(n, { webhookId: 'wh_2', subject: 'a' });
    await fanOut([ordered(1), ordered(2), ordered(3)]);
    await under.store.updateWebhook({ workspaceId: 'ws_1', id: 'wh_2', settings: { isOrdered: false }, now: NOW });
    expect(await claim(NOW)).toHaveLength(3);
  });

  test('is switched off by a target that wants no more, and says so in the outbox', async () => {
    await fanOut([makeNewDelivery(1), makeNewDelivery(2)]);
    const [first] = await claim(NOW, { limit: 1 });
    await finish(first, { attempt: makeAttempt({ statusCode: 410 }), next: { state: 'exhausted' }, disable: 'gone' });
    expect(await under.store.findWebhook('ws_1', 'wh_1')).toMatchObject({ isActive: false, disabledReason: 'gone' });
    expect(await states()).toEqual(['wh_1 evt_1 exhausted', 'wh_1 evt_2 skipped_disabled']);
    const [event] = await under.store.readOutbox({ after: 3, limit: 10 });
    expect(event).toMatchObject({ workspaceId: 'ws_1', type: 'webhook.disabled' });
    expect(JSON.parse(event?.payload ?? '')).toMatchObject({ data: { webhook_id: 'wh_1', reason: 'gone' } });
  });

  test.each([
    { name: 'long and often', durationMs: 5 * DAY, failures: 20, stays: false },
    { name: 'long, but seldom', durationMs: 50 * DAY, failures: 19, stays: true },
    { name: 'often, but not for long', durationMs: 5 * DAY - 1, failures: 200, stays: true },
  ])('a webhook whose every attempt fails, $name', async ({ durationMs, failures, stays }) => {
    await fanOut([makeNewDelivery(1)]);
    for (let n = 1; n <= failures; n += 1) {
      const at = NOW + Math.floor((durationMs * (n - 1)) / (failures - 1));
      const [one] = await claim(at + 1);
      await finish(one, { attempt: makeAttempt({ at, statusCode: 500 }), next: { state: 'failed', dueAt: 0 } });
    }
    expect((await under.store.findWebhook('ws_1', 'wh_1'))?.isActive).toBe(stays);
  });

  test('forgets earlier failures after a success', async () => {
    await fanOut([makeNewDelivery(1), makeNewDelivery(2)]);
    const [first, second] = await claim(NOW);
    await finish(first, { attempt: makeAttempt({ statusCode: 500 }), next: { state: 'failed', dueAt: NOW + 10 } });
    expect(await under.store.findWebhook('ws_1', 'wh_1')).toMatchObject({ failures: 1, failingSince: NOW });
    await finish(second);
    expect(await under.store.findWebhook('ws_1', 'wh_1')).toMatchObject({ failures: 0, failingSince: null });
  });

  test('a webhook that is deleted in the middle of an attempt takes everything along', async () => {
    await fanOut([makeNewDelivery(1)]);
    const [first] = await claim(NOW);
    await under.store.deleteWebhook('ws_1', 'wh_1');
    await finish(first);
    expect(await states()).toEqual([]);
    expect((await under.store.attemptsOf([first?.id ?? 0])).get(first?.id ?? 0)).toEqual([]);
  });
}

async function appendEvent(under: StoreUnderTest, n: number): Promise<void> {
  await under.store.appendOutbox([
    { workspaceId: 'ws_1', type: 'chat.message', subject: null, onceKey: `once-${n}`, at: NOW, data: { n } },
  ]);
}

/** `WebhookDeliveryStore`, the side of people: the log and what is done with it. */
export function testWebhookLog(under: StoreUnderTest): void {
  const query = { workspaceId: 'ws_1' };
  const ids = async (filter: object, limit = 100) =>
    (await under.store.listDeliveries({ ...query, limit, ...filter })).items.map(({ eventId }) => eventId);

  beforeEach(async () => {
    for (const n of [1, 2, 3]) await appendEvent(under, n);
    await under.store.createWebhook(makeNewWebhook());
    await under.store.createWebhook(makeNewWebhook({ id: 'wh_2' }));
    const late = { after: 2, upTo: 3, now: NOW + 100 };
    await under.store.fanOut({ after: 0, upTo: 2, now: NOW, deliveries: [makeNewDelivery(1), makeNewDelivery(2)] });
    await under.store.fanOut({
      ...late,
      deliveries: [makeNewDelivery(3, { webhookId: 'wh_2', eventType: 'chat.other' })],
    });
    const claim = { now: NOW, leaseMs: 1000, token: 't', limit: 1, slotsOf: () => 1 };
    const [first] = await under.store.claimDeliveries(claim);
    const attempt = makeAttempt({ statusCode: 503, response: 'later' });
    const failed = { attempt, next: { state: 'exhausted' as const }, disable: null, token: 't', webhookId: 'wh_1' };
    await under.store.finishAttempts([{ deliveryId: first?.id ?? 0, ...failed }], AUTO_DISABLE);
  });

  test.each([
    [{}, ['evt_3', 'evt_2', 'evt_1']],
    [{ webhookId: 'wh_1' }, ['evt_2', 'evt_1']],
    [{ webhookId: 'wh_none' }, []],
    [{ state: 'exhausted' }, ['evt_1']],
    [{ state: 'pending' }, ['evt_3', 'evt_2']],
    [{ eventType: 'chat.other' }, ['evt_3']],
    [{ statusClass: 5 }, ['evt_1']],
    [{ statusClass: 2 }, []],
    [{ from: NOW + 100 }, ['evt_3']],
    [{ to: NOW + 100 }, ['evt_2', 'evt_1']],
    [{ from: NOW + 101 }, []],
    [
      { webhookId: 'wh_1', state: 'exhausted', statusClass: 5, eventType: 'chat.message', from: NOW, to: NOW + 1 },
      ['evt_1'],
    ],
    [{ workspaceId: 'ws_2' }, []],
    [{ offset: 1 }, ['evt_2', 'evt_1']],
  ])('lists by %j', async (filter, expected) => {
    expect(await ids(filter)).toEqual(expected);
    const { offset, ...counted } = { offset: 0, ...filter } as { offset?: number };
    expect(await under.store.countDeliveries({ ...query, ...counted })).toBe(expected.length + (offset ?? 0));
  });

  test('goes on where the page before ended', async () => {
    const first = await under.store.listDeliveries({ ...query, limit: 2 });
    const rest = await under.store.listDeliveries({ ...query, limit: 2, before: first.next ?? 0 });
    expect([...first.items, ...rest.items].map(({ eventId }) => eventId)).toEqual(['evt_3', 'evt_2', 'evt_1']);
    expect(rest.next).toBeNull();
  });

  test('shows one with its event and its attempts, in its workspace alone', async () => {
    const [{ id } = { id: 0 }] = (await under.store.listDeliveries({ ...query, state: 'exhausted', limit: 1 })).items;
    const found = await under.store.findDelivery('ws_1', id);
    expect(found).toMatchObject({ delivery: { id, eventId: 'evt_1', lastStatusCode: 503 } });
    expect(JSON.parse(found?.body ?? '')).toMatchObject({ data: { n: 1 } });
    expect((await under.store.attemptsOf([id])).get(id)).toEqual([makeAttempt({ statusCode: 503, response: 'later' })]);
    expect(await under.store.findDelivery('ws_2', id)).toBeNull();
  });

  test('replays what is asked for, and nothing of a webhook that is off', async () => {
    expect(await under.store.replayDeliveries({ ...query, state: 'exhausted', now: NOW + 5 })).toBe(1);
    expect(await ids({ state: 'pending' })).toEqual(['evt_3', 'evt_2', 'evt_1']);
    await under.store.updateWebhook({ workspaceId: 'ws_1', id: 'wh_1', settings: {}, active: false, now: NOW });
    expect(await under.store.replayDeliveries({ ...query, now: NOW + 6 })).toBe(1);
    await under.store.updateWebhook({ workspaceId: 'ws_1', id: 'wh_1', settings: {}, active: true, now: NOW });
    expect(await under.store.replayDeliveries({ ...query, state: 'skipped_disabled', now: NOW + 7 })).toBe(2);
  });

  test('replays one by its id, its schedule from the start', async () => {
    const [{ id } = { id: 0 }] = (await under.store.listDeliveries({ ...query, state: 'exhausted', limit: 1 })).items;
    expect(await under.store.replayDeliveries({ ...query, ids: [id], now: NOW + 5 })).toBe(1);
    const again = await under.store.claimDeliveries({
      now: NOW + 5,
      leaseMs: 1,
      token: 'u',
      limit: 9,
      slotsOf: () => 9,
    });
    expect(again.find((one) => one.id === id)?.attempts).toBe(1);
  });

  test('adds a test event that stands in no outbox', async () => {
    const event = { eventId: 'evt_test', eventType: 'webhook.test', body: '{"a":1}', now: NOW + 200 };
    const added = await under.store.addDelivery({ workspaceId: 'ws_1', webhookId: 'wh_1', ...event });
    expect(added).toMatchObject({ eventId: 'evt_test', state: 'pending', nextAttemptAt: NOW + 200 });
    expect(await under.store.findDelivery('ws_1', added?.id ?? 0)).toMatchObject({ body: '{"a":1}' });
    expect(await under.store.addDelivery({ workspaceId: 'ws_2', webhookId: 'wh_1', ...event })).toBeNull();
  });

  test('forgets what is finished and old, and nothing that is under way', async () => {
    expect(await under.store.pruneDeliveries({ before: NOW, limit: 10 })).toBe(0);
    expect(await under.store.pruneDeliveries({ before: NOW + 1, limit: 10 })).toBe(1);
    expect(await ids({})).toEqual(['evt_3', 'evt_2']);
  });
}
