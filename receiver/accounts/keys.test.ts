import { expect, test } from 'vitest';
import { createMemoryStore } from '../store/memory/memory-store.ts';
import { NOW } from '../test-support/receiver.ts';
import { createWorkspace } from './create-workspace.ts';
import { createKey, rotateKeys } from './keys.ts';

const HOUR_MS = 3_600_000;

async function openStore() {
  const store = createMemoryStore();
  await createWorkspace(store, { id: 'ws_1' }, NOW);
  const live = async (now: number) => (await store.findLiveKeys('ws_1', null, now)).map(({ secret }) => secret);
  return { store, live };
}

test('a new key is good at once, with a secret of its own', async () => {
  const { store, live } = await openStore();
  const [first] = await live(NOW);
  const created = await createKey(store, { workspaceId: 'ws_1', name: 'Laptop', kind: 'device' }, NOW);
  if (!created.ok) throw new Error(created.reason);
  expect(created.secret).toMatch(/^whsec_/);
  expect(await live(NOW)).toEqual([created.secret, first]);
  expect(await store.listKeys('ws_1')).toMatchObject([
    { name: 'first' },
    { id: created.id, name: 'Laptop', kind: 'device' },
  ]);
});

test.each([
  [undefined, 24],
  [1, 1],
  [0, 0],
])('an overlap of %s hours keeps the old secret for %i', async (overlapHours, hours) => {
  const { store, live } = await openStore();
  const wanted = { workspaceId: 'ws_1', name: 'second', ...(overlapHours === undefined ? {} : { overlapHours }) };
  const rotated = await rotateKeys(store, wanted, NOW);
  expect(rotated.ok).toBe(true);
  expect(await live(NOW + hours * HOUR_MS - 1)).toHaveLength(2);
  expect(await live(NOW + hours * HOUR_MS)).toEqual([rotated.ok && rotated.secret]);
});

test.each([
  ['invalid_name', { name: ' ' }],
  ['invalid_name', { name: 'x'.repeat(101) }],
  ['invalid_source', { source: 'Slack' }],
  ['invalid_secret', { secret: 'short' }],
  ['no_workspace', { workspaceId: 'ws_none' }],
])('%s: %j', async (reason, change) => {
  const { store } = await openStore();
  const wanted = { workspaceId: 'ws_1', name: 'n', ...change };
  expect(await createKey(store, wanted, NOW)).toEqual({ ok: false, reason });
  expect(await rotateKeys(store, wanted, NOW)).toEqual({ ok: false, reason });
});
