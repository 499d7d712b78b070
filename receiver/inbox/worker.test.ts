import { setTimeout } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { utf8Bytes } from '../../lib/protocol/bytes.ts';
import { createWorkspace } from '../accounts/create-workspace.ts';
import type { NewOutboxEvent } from '../outbox/outbox-event.ts';
import { openSqliteStore } from '../store/sqlite/sqlite-store.ts';
import type { ClaimedEvent } from '../store/inbox-store.ts';
import type { Store } from '../store/store.ts';
import { captureLog, NOW } from '../test-support/receiver.ts';
import { SECRET } from '../test-support/signed-request.ts';
import { backoffMs } from './backoff.ts';
import { createInboxPass, type Effect, MAX_ATTEMPTS } from './worker.ts';

/** A store with `count` events in its inbox. */
async function makeInbox(count: number): Promise<Store> {
  const opened = openSqliteStore(':memory:');
  if (!opened.ok) throw new Error(opened.message);
  const { store } = opened;
  await createWorkspace(store, { id: 'ws_1', secret: SECRET }, NOW);
  const events = Array.from({ length: count }, (_, i) => ({
    workspaceId: 'ws_1',
    source: 'chatgpt',
    sourceKind: 'webhook.chatgpt',
    eventType: 'brain.ingest',
    eventId: `evt_${i}`,
    key: `evt_${i}`,
    sourceIdentifier: null,
    scheme: 'iw' as const,
    proof: 'strong' as const,
    keyId: null,
    bodyDigest: utf8Bytes(String(i).padEnd(32, '.')),
    body: utf8Bytes(String(i)),
    headers: {},
    receivedAt: NOW,
  }));
  await store.acceptBatch(events, { now: NOW, keyMemoryMs: 1 });
  return store;
}

const makePass = (store: Store, effect: Effect) => createInboxPass({ store, effect, onDone: () => {}, patienceMs: 20 });

const fails: Effect = async () => {
  throw new TypeError('with chat text');
};

const NOTHING = { events: [], update: null };

/** Works out that nothing follows, after `work`. */
const after =
  (work: (event: ClaimedEvent) => unknown): Effect =>
  async (event) => {
    await work(event);
    return NOTHING;
  };

const textOf = ({ body }: ClaimedEvent) => Buffer.from(body ?? []).toString();

test('works everything off, batch after batch', async () => {
  const store = await makeInbox(40);
  const seen: string[] = [];
  const pass = makePass(
    store,
    after((event) => seen.push(textOf(event))),
  );
  expect(await pass(NOW)).toBe(NOW);
  expect(await pass(NOW)).toBeNull();
  expect(seen).toEqual(Array.from({ length: 40 }, (_, i) => String(i)));
  expect(await store.countInbox()).toMatchObject({ waiting: 0, parked: 0 });
});

test('an event that fails does not keep the others waiting, and comes back later', async () => {
  const log = captureLog();
  const store = await makeInbox(3);
  const seen: string[] = [];
  const pass = makePass(store, async (event, now) => {
    const text = textOf(event);
    if (text === '1' && event.attempts === 1) return fails(event, now);
    seen.push(text);
    return NOTHING;
  });
  expect(await pass(NOW)).toBe(NOW + 1000);
  expect(seen).toEqual(['0', '2']);
  expect(await pass(NOW + 1000)).toBeNull();
  expect(seen).toEqual(['0', '2', '1']);
  expect(log()).toContain('TypeError');
  expect(log()).not.toContain('chat text');
});

test('an event that cannot be written keeps none of its batch waiting', async () => {
  captureLog();
  const store = await makeInbox(5);
  const arrival = (event: ClaimedEvent): NewOutboxEvent => ({
    workspaceId: 'ws_1',
    type: 'webhook.chatgpt.brain_ingest',
    subject: textOf(event),
    onceKey: textOf(event),
    at: NOW,
    data: {},
  });
  const merge = () => {
    throw new RangeError('bug');
  };
  const pass = makePass(store, async (event) => ({
    events: [arrival(event)],
    update: textOf(event) === '2' ? { key: { workspaceId: 'ws_1', source: 'chatgpt', sessionId: 's' }, merge } : null,
  }));
  expect(await pass(NOW)).toBe(NOW + 1000);
  const happened = await store.readOutbox({ after: 0, limit: 10 });
  expect(happened.map(({ subject }) => subject)).toEqual(['0', '1', '3', '4']);
  expect(await store.countInbox()).toMatchObject({ waiting: 1, parked: 0 });
});

test('an event that is stuck keeps nobody waiting, and is done when it comes to its end', async () => {
  const store = await makeInbox(40);
  const seen: string[] = [];
  const stuck = Promise.withResolvers<void>();
  const pass = makePass(
    store,
    after(async (event) => {
      if (textOf(event) === '3') await stuck.promise;
      seen.push(textOf(event));
    }),
  );
  await pass(NOW);
  await pass(NOW);
  expect(seen).toHaveLength(39);
  expect(await store.countInbox()).toMatchObject({ waiting: 1 });
  stuck.resolve();
  await vi.waitFor(async () => expect(await store.countInbox()).toMatchObject({ waiting: 0, parked: 0 }));
  expect(seen).toHaveLength(40);
});

test('an event that ends its worker ends no other with it, however often', async () => {
  captureLog();
  const store = await makeInbox(5);
  const done: string[] = [];
  // A process that dies never settles anything: what it held comes back when the next one starts.
  for (let life = 0; life <= MAX_ATTEMPTS + 1; life++) {
    await store.releaseLeases(NOW + life);
    let isDead = false;
    const dying = new Proxy(store, {
      get: (target, name) => (isDead ? () => new Promise(() => {}) : Reflect.get(target, name)),
    });
    const pass = makePass(
      dying,
      after(async (event) => {
        if (textOf(event) === '2') isDead = true;
        if (isDead) await new Promise(() => {});
        done.push(textOf(event));
      }),
    );
    const live = async () => {
      let nextAt = await pass(NOW + life);
      while (nextAt !== null) nextAt = await pass(NOW + life);
    };
    await Promise.race([live(), setTimeout(60)]);
  }
  expect(done).toEqual(expect.arrayContaining(['0', '1', '3', '4']));
  expect(await store.countInbox()).toMatchObject({ waiting: 0, parked: 1 });
});

test('an event that keeps failing is parked', async () => {
  captureLog();
  const store = await makeInbox(1);
  const pass = makePass(store, fails);
  let nextAt: number | null = NOW;
  let passes = 0;
  for (; nextAt !== null; passes++) nextAt = await pass(nextAt);
  expect(passes).toBe(MAX_ATTEMPTS);
  expect(await store.countInbox()).toMatchObject({ waiting: 0, parked: 1 });
});

test('an event that brings its worker down each time is parked and not tried again', async () => {
  captureLog();
  const store = await makeInbox(1);
  for (let i = 0; i < MAX_ATTEMPTS; i++) await store.claimInbox({ now: NOW + i, leaseMs: 1, limit: 1, token: 'dead' });
  let tries = 0;
  const pass = makePass(
    store,
    after(() => tries++),
  );
  expect(await pass(NOW + 60_000)).toBeNull();
  expect(tries).toBe(0);
  expect((await store.countInbox()).parked).toBe(1);
});

test('backs off from one second to five minutes', () => {
  expect([1, 2, 3, 9, 10, 40].map(backoffMs)).toEqual([1000, 2000, 4000, 256_000, 300_000, 300_000]);
});
