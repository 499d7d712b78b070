import { beforeEach, expect, test } from 'vitest';
import type { NewEvent } from '../accept-store.ts';
import type { InboxEffect } from '../inbox-store.ts';
import { endEvents, KEY, makeMessage, makeNewEvent, makeState, NOW, OPTIONS, type StoreUnderTest } from './fixtures.ts';

/** `InboxStore`, the side of the worker. */
export function testInbox(under: StoreUnderTest): void {
  const claim = (now: number, token = 't', limit = 10) => under.store.claimInbox({ now, leaseMs: 1000, limit, token });

  const settle = async (effects: readonly (InboxEffect & { id: number })[], token = 't') => {
    for (let rest = effects; rest.length > 0; ) {
      rest = rest.slice(await under.store.settleInbox({ effects: rest, token, now: NOW, budgetMs: 1000 }));
    }
  };
  const happened = async () => (await under.store.readOutbox({ after: 0, limit: 10 })).map(({ subject }) => subject);

  beforeEach(async () => {
    await under.store.acceptBatch([makeNewEvent(), makeNewEvent({ content: 'b', eventId: 'evt_2' })], OPTIONS);
  });

  test('gives each event to one worker, oldest first', async () => {
    expect(await under.store.nextInboxDueAt()).toBe(NOW);
    const [first] = await claim(NOW, 'one', 1);
    expect(first).toMatchObject({
      workspaceId: 'ws_1',
      source: 'chatgpt',
      eventType: 'brain.ingest',
      proof: 'body',
      attempts: 1,
    });
    const second = await claim(NOW, 'two');
    expect(second).toHaveLength(1);
    expect(second[0]?.id).not.toBe(first?.id);
    expect(await claim(NOW, 'three')).toEqual([]);
    expect(await under.store.nextInboxDueAt()).toBe(NOW + 1000);
  });

  test('gives it again when the lease ends, and the first worker can no longer finish it', async () => {
    const ids = (await claim(NOW, 'dead')).map(({ id }) => id);
    const again = await claim(NOW + 1000, 'alive');
    expect(again.map(({ attempts }) => attempts)).toEqual([2, 2]);
    const [id = 0] = ids;
    await endEvents(under.store, ids, 'dead');
    expect(await under.store.nextInboxDueAt()).toBe(NOW + 2000);
    expect(await under.store.failInbox({ id, token: 'dead', error: 'x', retryAt: 0 })).toBe(false);
    expect(await under.store.parkInbox({ id, token: 'dead', error: 'x' })).toBe(false);
    await endEvents(under.store, ids, 'alive');
    expect(await under.store.nextInboxDueAt()).toBeNull();
    expect(await under.store.countInbox()).toEqual({ waiting: 0, parked: 0, oldestWaitingAt: null });
  });

  test('writes what an event led to together with its end', async () => {
    const claimed = await claim(NOW);
    await settle(claimed.map(({ id }) => ({ id, ...leadingTo(`m${id}`) })));
    expect(await under.store.countInbox()).toMatchObject({ waiting: 0 });
    expect(await happened()).toEqual(claimed.flatMap(({ id }) => [`arrival of m${id}`, `change by m${id}`]));
  });

  test('writes nothing of an event that is no longer held', async () => {
    const [first] = await claim(NOW, 'dead');
    await claim(NOW + 1000, 'alive');
    await settle([{ id: first?.id ?? 0, ...leadingTo('m1') }], 'dead');
    expect(await happened()).toEqual([]);
  });

  test('writes nothing of an event whose change throws, and goes on waiting for it', async () => {
    const [first] = await claim(NOW);
    const merge = () => {
      throw new RangeError('bug');
    };
    const effect = { id: first?.id ?? 0, ...leadingTo('m1'), update: { key: KEY, merge } };
    await expect(settle([effect])).rejects.toThrow(RangeError);
    expect(await happened()).toEqual([]);
    expect(await under.store.countInbox()).toMatchObject({ waiting: 2 });
  });

  test('sees to one at least, however little time there is', async () => {
    const effects = (await claim(NOW)).map(({ id }) => ({ id, ...leadingTo(`m${id}`) }));
    expect(await under.store.settleInbox({ effects, token: 't', now: NOW, budgetMs: -1 })).toBe(1);
    expect(await under.store.countInbox()).toMatchObject({ waiting: 1 });
  });

  test('gives at once what a worker that is gone was busy with, and a failed event at its time', async () => {
    const [failed, busy] = await claim(NOW, 'dead');
    await under.store.failInbox({ id: failed?.id ?? 0, token: 'dead', error: 'x', retryAt: NOW + 500 });
    await under.store.releaseLeases(NOW + 1);
    expect((await claim(NOW + 1, 'alive')).map(({ id }) => id)).toEqual([busy?.id]);
    await endEvents(under.store, [busy?.id ?? 0], 'dead');
    expect(await under.store.countInbox()).toMatchObject({ waiting: 2 });
    expect((await claim(NOW + 500)).map(({ id }) => id)).toEqual([failed?.id]);
  });

  test('brings a failed event back at its time, and a parked one never', async () => {
    const [failed, parked] = await claim(NOW);
    await under.store.failInbox({ id: failed?.id ?? 0, token: 't', error: 'x', retryAt: NOW + 5000 });
    await under.store.parkInbox({ id: parked?.id ?? 0, token: 't', error: 'x' });
    expect(await under.store.countInbox()).toEqual({ waiting: 1, parked: 1, oldestWaitingAt: NOW });
    expect(await claim(NOW + 4999)).toEqual([]);
    expect((await claim(NOW + 5000)).map(({ id }) => id)).toEqual([failed?.id]);
  });
}

/** `replayInbox`, and claims by whether an event was begun. */
export function testReplay(under: StoreUnderTest): void {
  const claim = (isBegun?: boolean) =>
    under.store.claimInbox({
      now: NOW,
      leaseMs: 1000,
      limit: 10,
      token: 't',
      ...(isBegun === undefined ? {} : { isBegun }),
    });
  const replay = (query: object = {}) => under.store.replayInbox({ workspaceId: 'ws_1', now: NOW, ...query });

  beforeEach(async () => {
    const slack = { source: 'slack', content: 'b', eventId: 'evt_2', receivedAt: NOW - 5 };
    await under.store.acceptBatch(
      [makeNewEvent(), makeNewEvent(slack), makeNewEvent({ content: 'c', eventId: 'evt_3', body: null })],
      OPTIONS,
    );
  });

  test('takes those that were begun apart from those that were not', async () => {
    expect(await claim(true)).toEqual([]);
    const [first] = await under.store.claimInbox({ now: NOW, leaseMs: 0, limit: 1, token: 'dead' });
    expect((await claim(true)).map(({ id }) => id)).toEqual([first?.id]);
    expect(await claim(false)).toHaveLength(2);
  });

  test('leaves alone what is waiting or under way', async () => {
    expect(await replay()).toBe(0);
    await claim();
    expect(await replay()).toBe(0);
  });

  test.each<[object, string[]]>([
    [{}, ['evt_1', 'evt_2']],
    [{ eventId: 'evt_2' }, ['evt_2']],
    [{ source: 'chatgpt' }, ['evt_1']],
    [{ state: 'parked' }, ['evt_2']],
    [{ state: 'done', source: 'slack' }, []],
    [{ from: NOW - 5, to: NOW }, ['evt_2']],
    [{ from: NOW }, ['evt_1']],
    [{ workspaceId: 'ws_2' }, []],
    [{ eventId: 'evt_3' }, []],
  ])('gives %j again', async (query, eventIds) => {
    for (const { id, source } of await claim())
      if (source === 'slack') await under.store.parkInbox({ id, token: 't', error: 'x' });
      else await endEvents(under.store, [id], 't');
    expect(await replay(query)).toBe(eventIds.length);
    const again = await claim();
    expect(again.map(({ source }) => (source === 'slack' ? 'evt_2' : 'evt_1'))).toEqual(eventIds);
    expect(again.every(({ attempts }) => attempts === 1)).toBe(true);
    expect((await under.store.countInbox()).parked).toBe(eventIds.includes('evt_2') ? 0 : 1);
  });

  test('gives one again by its number', async () => {
    const claimed = await claim();
    const ids = claimed.map(({ id }) => id);
    await endEvents(under.store, ids, 't');
    expect(await replay({ id: ids[0] ?? 0 })).toBe(1);
    expect((await claim()).map(({ id }) => id)).toEqual(ids.slice(0, 1));
  });
}

/** What an event's body becomes. */
export function testBodies(under: StoreUnderTest): void {
  const accept = async (body: NewEvent['body']) => under.store.acceptBatch([makeNewEvent({ body })], OPTIONS);
  const claim = (now: number, token = 't', limit = 10) => under.store.claimInbox({ now, leaseMs: 1000, limit, token });

  test('keeps the body byte for byte', async () => {
    const body = Uint8Array.from([0, 255, 10, 0, 128]);
    await accept(body);
    expect([...((await claim(NOW))[0]?.body ?? [])]).toEqual([...body]);
  });

  test('gives what is known of an event whose content must not be kept', async () => {
    await accept(null);
    expect(await claim(NOW)).toMatchObject([{ body: null, bodyDigest: makeNewEvent({ body: null }).bodyDigest }]);
    expect(await accept(null)).toEqual([{ status: 'duplicate', eventId: 'evt_1' }]);
  });
}

/** A message that arrived and is new in its conversation. */
function leadingTo(messageId: string): InboxEffect {
  const happening = (subject: string) => ({
    workspaceId: 'ws_1',
    type: 'chat.message' as const,
    subject,
    onceKey: subject,
    at: NOW,
    data: {},
  });
  return {
    events: [happening(`arrival of ${messageId}`)],
    update: {
      key: KEY,
      merge: (current) => ({
        state: makeState([...(current?.messages ?? []), makeMessage(messageId, 0)]),
        events: [happening(`change by ${messageId}`)],
        idleAt: null,
      }),
    },
  };
}
