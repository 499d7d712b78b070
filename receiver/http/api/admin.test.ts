import { readdirSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { utf8Bytes } from '../../../lib/protocol/bytes.ts';
import { makeApi } from '../../test-support/api.ts';
import { makeEvent, SECRET, signedInit } from '../../test-support/signed-request.ts';

/** For work that goes on behind the requests. */
const SOON = { timeout: 10_000 };

const WORKSPACES = '/api/v1/workspaces';
const HOUR_MS = 3_600_000;

test('the operator makes a workspace, its secret is shown once and signs; nobody else may', async () => {
  const { tell, makeToken, send } = await makeApi();
  const made = await tell(`POST ${WORKSPACES}`, { id: 'ws_2', name: 'Two' });
  expect(made).toMatchObject({
    status: 201,
    body: { id: 'ws_2', name: 'Two', secret: expect.stringMatching(/^whsec_/) },
  });
  const secret = String(made.body['secret']);
  const event = makeEvent({ workspace_id: 'ws_2' });
  expect((await send(event, { path: '/webhooks/v1/ws_2/chatgpt', secret })).status).toBe(200);
  const list = await tell(`GET ${WORKSPACES}`);
  expect((list.body['items'] as { id: string }[]).map(({ id }) => id)).toEqual(['ws_1', 'ws_2']);
  expect(JSON.stringify(list)).not.toContain(secret);
  const token = await makeToken(['admin']);
  expect((await tell(`POST ${WORKSPACES}`, {}, token)).status).toBe(403);
  expect((await tell(`GET ${WORKSPACES}`, undefined, token)).status).toBe(403);
});

test.each([
  ['id', { id: 'ws_1' }],
  ['id', { id: 'no good' }],
  ['secret', { secret: 'short' }],
  ['secret', { secret: SECRET }],
  ['name', { name: ' ' }],
])('a workspace is refused for its %s: %j', async (path, body) => {
  const { tell } = await makeApi();
  expect(await tell(`POST ${WORKSPACES}`, body)).toMatchObject({ status: 422, body: { issues: [{ path }] } });
});

test('settings are changed one by one', async () => {
  const { tell } = await makeApi();
  const first = await tell('PATCH ', { name: 'Mine', retention_days: 30 });
  expect(first).toMatchObject({ status: 200, body: { name: 'Mine', retention_days: 30, render_only: false } });
  await tell('PATCH ', { conversation_idle_minutes: 5 });
  await tell('PATCH ', { retention_days: null, render_only: true });
  const settings = { name: 'Mine', retention_days: null, render_only: true, conversation_idle_minutes: 5 };
  expect((await tell('GET ')).body).toMatchObject(settings);
  expect((await tell('PATCH ', { retention_days: -1 })).status).toBe(422);
  expect((await tell('PATCH ', { colour: 'red' })).status).toBe(422);
});

test('in a workspace that is render only neither events nor files leave their content behind', async () => {
  const { app, tell, send, clock, dataDir } = await makeApi();
  await tell('PATCH ', { render_only: true });
  await send();
  expect((await tell('GET /events/1')).body).toMatchObject({ event_id: 'evt_1', body: null });
  const generic = await signedInit(makeEvent({ event_id: 'evt_2' }), { timestampSec: clock.now / 1000 });
  await app.request('/api/v1/webhooks/generic/ws_1', generic);
  expect((await tell('GET /events/2')).body).toMatchObject({ event_id: 'evt_2', body: null });

  const body = utf8Bytes('a picture');
  const digest = createHash('sha256').update(body).digest('hex');
  const init = await signedInit({ event_id: digest }, { timestampSec: clock.now / 1000, body });
  const put = { ...init, method: 'PUT' };
  expect((await app.request(`/webhooks/v1/ws_1/blobs/${digest}`, put)).status).toBe(404);
  const files = readdirSync(join(dataDir, 'blobs'), { recursive: true, withFileTypes: true });
  expect(files.filter((file) => file.isFile())).toEqual([]);
});

test('1.3 a source is set up, seen, and its pin reset; its secret goes in and never out', async () => {
  const { tell, send } = await makeApi();
  const github = await tell('PUT /sources/github', { scheme: 'github', secret: 'a github secret of mine' });
  const item = {
    source: 'github',
    scheme: 'github',
    policy: 'compat',
    pinned: false,
    last_seen_at: null,
    has_secret: true,
    allowed_addresses: null,
  };
  expect(github).toEqual({ status: 200, body: item });
  await send();
  const { body } = await tell('GET /sources');
  expect(body['items']).toEqual([
    {
      source: 'chatgpt',
      scheme: null,
      policy: 'strict',
      pinned: true,
      last_seen_at: expect.any(String),
      has_secret: false,
      allowed_addresses: null,
    },
    item,
  ]);
  expect(JSON.stringify(body)).not.toContain('a github secret');
  expect((await send(makeEvent({ event_id: 'evt_2' }), { bodyOnly: true })).status).toBe(401);
  expect((await tell('PUT /sources/chatgpt', { reset_pin: true })).body).toMatchObject({
    policy: 'compat',
    pinned: false,
  });
  expect((await send(makeEvent({ event_id: 'evt_2' }), { bodyOnly: true })).status).toBe(200);
});

test.each([
  ['source', 'GitHub', {}],
  ['secret', 'github', { scheme: 'github' }],
  ['secret', 'github', { scheme: 'github', secret: 'short' }],
  ['scheme', 'chatgpt', { scheme: 'none' }],
  ['scheme', 'github', { scheme: 'magic' }],
])('2 a source is refused for its %s: %s %j', async (path, source, body) => {
  const { tell, send } = await makeApi();
  await send();
  expect(await tell(`PUT /sources/${source}`, body)).toMatchObject({ status: 422, body: { issues: [{ path }] } });
});

test('a rotated secret signs at once, the old one for the overlap, and a revoked one no more', async () => {
  const { tell, send, clock } = await makeApi();
  const rotated = await tell('POST /secrets', { overlap_hours: 1 });
  const secret = String(rotated.body['secret']);
  let count = 0;
  const status = async (options: { secret?: string }) => {
    count += 1;
    return (await send(makeEvent({ event_id: `evt_${count}` }), options)).status;
  };
  expect([await status({ secret }), await status({})]).toEqual([200, 200]);
  clock.now += HOUR_MS;
  expect([await status({ secret }), await status({})]).toEqual([200, 401]);
  const { body } = await tell('GET /secrets');
  expect(body['items']).toMatchObject([{ name: 'first', expires_at: expect.any(String) }, { id: rotated.body['id'] }]);
  expect(JSON.stringify(body)).not.toContain(secret);
  expect((await tell(`DELETE /secrets/${String(rotated.body['id'])}`)).status).toBe(204);
  expect((await tell(`DELETE /secrets/${String(rotated.body['id'])}`)).status).toBe(404);
  expect(await status({ secret })).toBe(401);
  expect((await tell('POST /secrets', { source: 'No' })).body).toMatchObject({ issues: [{ path: 'source' }] });
});

test('a conversation of a workspace ends when the workspace says', async () => {
  const { tell, send, store, clock, wake } = await makeApi();
  await tell('PATCH ', { conversation_idle_minutes: 2 });
  await send();
  await vi.waitFor(async () => expect(await store.nextIdleAt()).toBe(clock.now + 2 * 60_000), SOON);
  wake();
});
