import { expect, test } from 'vitest';
import { standardKeyBytes } from '../../lib/protocol/secret.ts';
import { openSqliteStore } from '../store/sqlite/sqlite-store.ts';
import { NOW } from '../test-support/receiver.ts';
import { createWorkspace } from './create-workspace.ts';

function openStore() {
  const opened = openSqliteStore(':memory:');
  if (!opened.ok) throw new Error(opened.message);
  return opened.store;
}

test('makes up what is not given', async () => {
  const store = openStore();
  const created = await createWorkspace(store, {}, NOW);
  if (!created.ok) throw new Error(created.reason);
  expect(created.id).toMatch(/^ws_[0-9a-f]{18}$/);
  const [key] = await store.findLiveKeys(created.id, null, NOW);
  expect(standardKeyBytes(key?.secret ?? '')).toHaveLength(32);
});

test.each([
  ['invalid_id', { id: 'a b' }],
  ['invalid_id', { id: '-a' }],
  ['invalid_secret', { secret: 'fifteen bytes..' }],
  ['invalid_secret', { secret: 'whsec_c2l4dGVlbiBieXRl' }],
  ['invalid_secret', { secret: 'whsec_no base64 at all, but long' }],
  ['invalid_secret', { secret: '' }],
  ['id_taken', { id: 'ws_1' }],
  ['secret_taken', { id: 'ws_2', secret: 'sixteen bytes...' }],
])('%s: %j', async (reason, wanted) => {
  const store = openStore();
  expect(await createWorkspace(store, { id: 'ws_1', secret: 'sixteen bytes...' }, NOW)).toEqual({
    ok: true,
    id: 'ws_1',
  });
  expect(await createWorkspace(store, wanted, NOW)).toEqual({ ok: false, reason });
});
