import { expect, test } from 'vitest';
import { createWorkspace } from '../../accounts/create-workspace.ts';
import { ADMIN_TOKEN, makeApi } from '../../test-support/api.ts';
import { NOW } from '../../test-support/receiver.ts';
import type { TokenScope } from '../../store/token-store.ts';

test.each([
  ['no token', null],
  ['a token that is nobody’s', `bp_${'0'.repeat(18)}_${'A'.repeat(43)}`],
  ['something else', 'hello'],
  ['the right one with one character more', `${ADMIN_TOKEN}x`],
])('401 for %s, whether the workspace is there or not', async (_, token) => {
  const { ask } = await makeApi();
  for (const path of ['/events', '/api/v1/workspaces/ws_none/events']) {
    const answer = await ask(`GET ${path}`, undefined, token);
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
    expect(await answer.json()).toMatchObject({ error: 'unauthorized' });
  }
});

test('404 alike for a workspace of somebody else and for one that is not there', async () => {
  const { tell, store, makeToken } = await makeApi();
  await createWorkspace(store, { id: 'ws_2' }, NOW);
  const token = await makeToken(['admin']);
  const other = await tell('GET /api/v1/workspaces/ws_2/events', undefined, token);
  const none = await tell('GET /api/v1/workspaces/ws_none/events', undefined, token);
  expect(other).toMatchObject({ status: 404, body: { error: 'not_found' } });
  expect(none).toEqual(other);
  expect(await tell('GET /api/v1/workspaces/ws_none/events')).toEqual(other);
});

test.each<[TokenScope, number, number]>([
  ['ingest', 403, 403],
  ['read', 200, 403],
  ['write', 403, 403],
  ['admin', 200, 200],
])('%s: events %i, tokens %i', async (scope, events, tokens) => {
  const { ask, makeToken } = await makeApi();
  const token = await makeToken([scope]);
  expect((await ask('GET /events', undefined, token)).status).toBe(events);
  expect((await ask('GET /tokens', undefined, token)).status).toBe(tokens);
});

test('the operator’s token of the settings stands in for those of the store', async () => {
  const { ask, makeToken } = await makeApi();
  const stored = await makeToken(['admin'], null);
  expect((await ask('GET /events')).status).toBe(200);
  expect((await ask('GET /events', undefined, stored)).status).toBe(401);

  const other = await makeApi({ adminToken: null });
  const token = await other.makeToken(['admin'], null);
  expect((await other.ask('GET /events', undefined, token)).status).toBe(200);
  expect((await other.ask('GET /events')).status).toBe(401);
});

test('an address that keeps guessing has to wait, and then the right token does, too', async () => {
  const { ask, clock } = await makeApi({ ratePerMinute: 20 });
  const guess = async () => (await ask('GET /events', undefined, 'wrong-token')).status;
  expect([await guess(), await guess(), await guess()]).toEqual([401, 401, 429]);
  const refused = await ask('GET /events');
  expect(refused.status).toBe(429);
  expect(refused.headers.get('retry-after')).toBe('30');
  clock.now += 30_000;
  expect((await ask('GET /events')).status).toBe(200);
});

test('what it tells is kept by no cache, and neither token nor body gets into the log', async () => {
  const { ask, log } = await makeApi();
  const answer = await ask('GET /events');
  expect(answer.headers.get('cache-control')).toBe('no-store');
  await ask('POST /tokens', { name: 'wrong', scopes: ['root'] });
  await ask('GET /events', undefined, 'some-wrong-token');
  for (const secret of [ADMIN_TOKEN, 'some-wrong-token', 'root']) expect(log()).not.toContain(secret);
});
