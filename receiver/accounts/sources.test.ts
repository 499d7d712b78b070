import { expect, test } from 'vitest';
import { createMemoryStore } from '../store/memory/memory-store.ts';
import type { SourceChange } from '../store/source-store.ts';
import type { Scheme } from '../verification/scheme.ts';
import { NOW } from '../test-support/receiver.ts';
import { createWorkspace } from './create-workspace.ts';
import { configureSource } from './sources.ts';

async function openStore() {
  const store = createMemoryStore();
  await createWorkspace(store, { id: 'ws_1' }, NOW);
  return store;
}

test('a provider needs its secret once', async () => {
  const store = await openStore();
  const github = { workspaceId: 'ws_1', source: 'github' };
  expect(await configureSource(store, github, { scheme: 'github', secret: 'sixteen bytes...' })).toEqual({ ok: true });
  expect(await configureSource(store, github, { policy: 'strict' })).toEqual({ ok: true });
  expect(await configureSource(store, github, { secret: null })).toEqual({ ok: false, reason: 'missing_secret' });
});

test.each<[string, string, SourceChange]>([
  ['invalid_source', 'GitHub', { scheme: 'iw' }],
  ['invalid_secret', 'github', { scheme: 'github', secret: 'short' }],
  ['missing_secret', 'github', { scheme: 'github' }],
  ['missing_secret', 'stripe', { scheme: 'stripe' }],
  ['missing_secret', 'slack', { scheme: 'slack' }],
  ['missing_secret', 'shopify', { scheme: 'shopify' }],
])('%s: %s %j', async (reason, source, change) => {
  const store = await openStore();
  expect(await configureSource(store, { workspaceId: 'ws_1', source }, change)).toEqual({ ok: false, reason });
  expect(await store.listSources('ws_1')).toEqual([]);
});

test("a provider's secret is taken as it is written, ours has to be a key", async () => {
  const store = await openStore();
  const setSecret = async (scheme: Scheme, secret: string) =>
    configureSource(store, { workspaceId: 'ws_1', source: 'a' }, { scheme, secret });
  expect(await setSecret('iw', 'whsec_no base64 here')).toEqual({ ok: false, reason: 'invalid_secret' });
  expect(await setSecret('stripe', 'whsec_no base64 here')).toEqual({ ok: true });
});
