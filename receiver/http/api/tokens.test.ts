import { expect, test } from 'vitest';
import { makeApi } from '../../test-support/api.ts';

test('a token is shown once, works, is listed without its secret and is worth nothing once revoked', async () => {
  const { tell, ask, store } = await makeApi();
  const made = await tell('POST /tokens', { name: ' reader ', scopes: ['read', 'read'] });
  expect(made).toEqual({
    status: 201,
    body: { id: expect.stringMatching(/^tok_/), token: expect.stringMatching(/^bp_/) },
  });
  const { id, token } = made.body as { id: string; token: string };
  expect((await ask('GET /events', undefined, token)).status).toBe(200);

  const listed = await tell('GET /tokens');
  const times = { created_at: '2026-11-21T10:00:00.000Z', last_used_at: '2026-11-21T10:00:00.000Z', revoked_at: null };
  expect(listed.body).toEqual({ items: [{ id, name: 'reader', scopes: ['read'], ...times }] });
  expect(JSON.stringify(await store.listTokens('ws_1'))).not.toContain(token.slice(-43));

  expect((await ask(`DELETE /tokens/${id}`)).status).toBe(204);
  expect((await ask('GET /events', undefined, token)).status).toBe(401);
  expect((await tell('GET /tokens')).body['items']).toMatchObject([{ id, revoked_at: times.created_at }]);
  expect((await ask(`DELETE /tokens/${id}`)).status).toBe(404);
});

test.each([
  [422, 'invalid_payload', { name: '', scopes: ['read'] }],
  [422, 'invalid_payload', { name: 'a', scopes: [] }],
  [422, 'invalid_payload', { name: 'a', scopes: ['root'] }],
  [422, 'invalid_payload', { name: 'a', scopes: ['read'], workspace: 'ws_2' }],
  [422, 'invalid_payload', []],
])('%i %s: %j', async (status, error, body) => {
  const { tell } = await makeApi();
  const answer = await tell('POST /tokens', body);
  expect(answer).toMatchObject({ status, body: { error, issues: [{ message: expect.any(String) }] } });
});

test.each([
  ['no JSON', 400, { 'content-type': 'application/json' }, '{'],
  ['no UTF-8', 400, { 'content-type': 'application/json' }, new Uint8Array([0x22, 0xff, 0x22])],
  ['no type', 415, {}, '{}'],
  ['a form', 415, { 'content-type': 'application/x-www-form-urlencoded' }, 'name=a'],
  ['compressed', 415, { 'content-type': 'application/json', 'content-encoding': 'gzip' }, '{}'],
  ['too large', 413, { 'content-type': 'application/json' }, `"${'x'.repeat(300_000)}"`],
])('a body that is %s: %i', async (...[, status, headers, body]) => {
  const { app, makeToken } = await makeApi();
  const authorization = `Bearer ${await makeToken(['admin'])}`;
  const init = { method: 'POST', headers: { authorization, ...headers }, body };
  expect((await app.request('/api/v1/workspaces/ws_1/tokens', init)).status).toBe(status);
});

test('other methods are told which there are', async () => {
  const { ask } = await makeApi();
  const answer = await ask('PUT /tokens', {});
  expect(answer.status).toBe(405);
  expect(answer.headers.get('allow')).toBe('POST, GET');
});
