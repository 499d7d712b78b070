import { expect, test } from 'vitest';
import { makeApi, memberSession } from '../../test-support/api.ts';
import { makeEvent, WORKSPACE } from '../../test-support/signed-request.ts';

const itemsOf = (body: Record<string, unknown>) => body['items'] as Record<string, unknown>[];

test('a request that was refused is listed with its reason at once, and without a word of its body', async () => {
  const { send, tell } = await makeApi();
  expect((await send(makeEvent({ data: { session_id: 's', messages: 'hush' } }))).status).toBe(422);
  expect((await send(makeEvent(), { secret: 'another secret of 32 characters!' })).status).toBe(401);
  expect((await send()).status).toBe(200);
  const { body } = await tell('GET /refusals');
  const [unsigned, invalid, ...others] = itemsOf(body);
  expect(unsigned).toMatchObject({ error: 'invalid_signature', verified: false, detail: '' });
  expect(invalid).toMatchObject({
    error: 'invalid_payload',
    verified: true,
    detail: expect.stringContaining('data.messages: '),
    path: `/webhooks/v1/${WORKSPACE}/chatgpt`,
  });
  expect(others).toEqual([]);
  expect(JSON.stringify(body)).not.toContain('hush');
  const page = await tell('GET /refusals?limit=1');
  expect(itemsOf(page.body)).toEqual([unsigned]);
  const next = await tell(`GET /refusals?limit=1&after=${String(page.body['next'])}`);
  expect(itemsOf(next.body)).toEqual([invalid]);
});

test('what went to a workspace that is not there is told to the operator alone', async () => {
  const { send, tell, makeToken } = await makeApi();
  await send(makeEvent(), { path: '/webhooks/v1/ws_nowhere/chatgpt' });
  expect(itemsOf((await tell('GET /refusals')).body)).toEqual([]);
  const unknown = await tell('GET /api/v1/refusals');
  expect(itemsOf(unknown.body)).toMatchObject([
    { error: 'invalid_signature', path: '/webhooks/v1/ws_nowhere/chatgpt' },
  ]);
  expect((await tell('GET /api/v1/refusals', undefined, await makeToken(['admin']))).status).toBe(403);
});

test('what is changed is noted with who did it; what is read or refused is not', async () => {
  const { app, store, tell, makeToken } = await makeApi();
  const token = await makeToken(['admin']);
  await tell(`PATCH /api/v1/workspaces/${WORKSPACE}`, { name: 'Home' }, token);
  await tell('GET /webhooks', undefined, token);
  await tell('POST /tokens', { name: 'x', scopes: ['root'] }, token);
  const owner = await memberSession(store, 'owner');
  const headers = { ...owner, 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' };
  const body = JSON.stringify({ name: 'Laptop' });
  const made = await app.request(`/api/v1/workspaces/${WORKSPACE}/devices`, { method: 'POST', headers, body });
  expect(made.status).toBe(201);
  const listed = await tell('GET /audit-log');
  expect(itemsOf(listed.body)).toMatchObject([
    { actor_kind: 'user', actor_name: `owner of ${WORKSPACE}`, action: 'POST /api/v1/workspaces/{ws}/devices' },
    { actor_kind: 'token', actor_name: 'of a test', target: `/api/v1/workspaces/${WORKSPACE}` },
  ]);
});
