import { beforeEach, expect, test, vi } from 'vitest';
import { countUndelivered, recentDeliveries } from './outbox.ts';
import { submit } from './submit.ts';
import { accepted, failing, sampleConversation, type TestWorld, testWorld, unreachable } from './test-context.ts';
import { prune } from './upkeep.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

let world: TestWorld;
beforeEach(async () => {
  world = await testWorld();
});

async function send(sessionId: string, answer: () => Response | Promise<Response>) {
  world.answers = [answer];
  const conversation = sampleConversation({ sessionId, url: `https://chatgpt.com/c/${sessionId}` });
  return submit(world.context, { conversation, mode: 'manual', extensionVersion: '1.0.0' });
}
const kept = async () => (await recentDeliveries(world.context.db, 10)).map(({ state }) => state);

test('what was delivered is kept for 30 days, what was not for ever', async () => {
  await send('a', accepted);
  await send('b', unreachable);
  await send('c', failing(422));
  await prune(world.context.db, world.clock.nowMs + 29 * DAY_MS);
  expect(await kept()).toEqual(['dead', 'waiting', 'delivered']);
  await prune(world.context.db, world.clock.nowMs + 31 * DAY_MS);
  expect(await kept()).toEqual(['dead', 'waiting']);
  expect(await world.context.db.count('bodies')).toBe(2);
});

test('the oldest delivered go first when there are too many', async () => {
  for (const id of ['a', 'b', 'c']) await send(id, accepted);
  await prune(world.context.db, world.clock.nowMs, 1);
  expect((await recentDeliveries(world.context.db, 10)).map(({ url }) => url)).toEqual(['https://chatgpt.com/c/c']);
});

test('the last ones are found over what was taken out in between', async () => {
  const ids = 'abcdefghijklmno'.split('');
  for (const id of ids) await send(id, accepted);
  const keys = await world.context.db.getAllKeys('deliveries');
  for (const key of keys.slice(6, 13)) await world.context.db.delete('deliveries', key);
  const left = ids.filter((_, i) => i < 6 || i >= 13).toReversed();
  const recent = (await recentDeliveries(world.context.db, 6)).map(({ url }) => url.at(-1));
  expect(recent).toEqual(left.slice(0, 6));
  expect(await recentDeliveries(world.context.db, 100)).toHaveLength(left.length);
});

test('a capture sent by hand again after it was pruned is the same event', async () => {
  const first = await send('a', accepted);
  await prune(world.context.db, world.clock.nowMs, 0);
  world.clock.nowMs += DAY_MS;
  expect(await send('a', accepted)).toEqual(first);
});

test('a full disk is said in words, after what was delivered made room, and nothing else is dropped', async () => {
  await send('a', accepted);
  await send('b', unreachable);
  const full = () => {
    throw new DOMException('full', 'QuotaExceededError');
  };
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(full);
  expect(await send('c', accepted)).toEqual({ ok: false, reason: 'storage_full' });
  vi.restoreAllMocks();
  expect(await countUndelivered(world.context.db)).toBe(1);
  expect(await send('c', accepted)).toMatchObject({ outcome: 'saved' });
});
