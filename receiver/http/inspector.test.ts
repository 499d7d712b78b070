import { createHmac } from 'node:crypto';
import { expect, onTestFinished, test } from 'vitest';
import { makeApi } from '../test-support/api.ts';
import { NOW } from '../test-support/receiver.ts';
import { makeEvent, type RequestOptions, signedInit, WORKSPACE } from '../test-support/signed-request.ts';
import { startServer } from './server.ts';

async function makeWorld() {
  const api = await makeApi();
  const { app, tell } = api;
  const made = await tell('POST /inspectors');
  expect(made).toMatchObject({ status: 201, body: { path: expect.stringMatching(/^\/inspect\/[\w-]{32}$/) } });
  const { id, path } = made.body as { id: string; path: string };
  const sendSigned = async (event = makeEvent(), change: Partial<RequestOptions> = {}, query = '') =>
    app.request(path + query, await signedInit(event, { timestampSec: NOW / 1000, ...change }));
  const requests = async () => (await tell(`GET /inspectors/${id}/requests`)).body['items'] as { id: string }[];
  const newest = async () => (await tell(`GET /inspectors/${id}/requests/${(await requests())[0]?.id}`)).body;
  return { ...api, id, path, sendSigned, requests, newest };
}

test('shows what was sent, byte by byte, whatever the method', async () => {
  const { app, path, requests, newest } = await makeWorld();
  const answer = await app.request(`${path}?a=1&b=ü`, { method: 'PUT', body: 'tea 🍵', headers: { 'X-Mine': 'x' } });
  expect([answer.status, await answer.json()]).toEqual([200, { status: 'inspected' }]);
  expect(await newest()).toMatchObject({
    at: new Date(NOW).toISOString(),
    method: 'PUT',
    query: 'a=1&b=%C3%BC',
    bytes: 8,
    body_text: 'tea 🍵',
    headers: expect.arrayContaining([{ name: 'x-mine', value: 'x' }]),
  });
  await app.request(path, { method: 'POST', body: new Uint8Array([0xff, 0]) });
  expect(await newest()).toMatchObject({ body_text: null, body_base64: '/wA=' });
  await app.request(path);
  expect(await requests()).toHaveLength(3);
});

test('a signed event: both ways in would take it, and none does', async () => {
  const { sendSigned, newest, tell } = await makeWorld();
  await sendSigned();
  const signed = { scheme: 'iw', proof: 'strong', error: null, topic: 'webhook.chatgpt.brain_ingest' };
  expect((await newest())['findings']).toMatchObject([
    { ...signed, route: 'signed', source: 'chatgpt' },
    { ...signed, route: 'generic', source: 'chatgpt' },
  ]);
  expect((await tell('GET /events')).body['items']).toEqual([]);
  const { items } = (await tell('GET /sources')).body as { items: unknown[] };
  expect(items).toEqual([]);
});

test.each<[string, { event?: Record<string, unknown> } & Partial<RequestOptions>, object]>([
  ['the wrong secret', { secret: 'another secret of enough bytes' }, { scheme: null, error: 'invalid_signature' }],
  ['a clock that is late', { timestampSec: NOW / 1000 - 1000 }, { error: 'invalid_timestamp' }],
  ['no time', { bodyOnly: true, headers: { 'x-iw-timestamp': undefined } }, { error: 'missing_header' }],
  ['no JSON', { headers: { 'content-type': 'text/plain' } }, { error: 'unsupported_media_type' }],
  ['another workspace', { event: { workspace_id: 'ws_2' } }, { proof: 'strong', error: 'workspace_mismatch' }],
  ['no data', { event: { data: {} } }, { proof: 'strong', error: 'invalid_payload' }],
])('tells what is wrong with %s', async (_, { event, ...change }, finding) => {
  const { sendSigned, newest } = await makeWorld();
  await sendSigned(makeEvent(event), change);
  expect((await newest())['findings']).toMatchObject([{ route: 'signed', topic: null, ...finding }, {}]);
});

test('what is wrong with the body is told with the field', async () => {
  const { sendSigned, newest } = await makeWorld();
  await sendSigned(makeEvent({ timestamp: 'noon' }));
  expect((await newest())['findings']).toMatchObject([{ details: { issues: [{ path: 'timestamp' }] } }, {}]);
});

test('the source of the address is looked at, also after it was set up', async () => {
  const { app, path, newest, ask } = await makeWorld();
  const body = '{"action":"opened"}';
  const signature = `sha256=${createHmac('sha256', 'a secret of github').update(body).digest('hex')}`;
  const headers = {
    'content-type': 'application/json',
    'x-hub-signature-256': signature,
    'x-github-event': 'issues',
    'x-github-delivery': 'd1',
  };
  await app.request(`${path}?source=github`, { method: 'POST', body, headers });
  expect((await newest())['findings']).toMatchObject([{}, { source: 'github', error: 'invalid_signature' }]);
  await ask('PUT /sources/github', { scheme: 'github', secret: 'a secret of github' });
  expect((await newest())['findings']).toMatchObject([
    { error: 'invalid_signature', details: { header: 'x-iw-signature' } },
    { source: 'github', scheme: 'github', proof: 'body', topic: 'webhook.github.issues' },
  ]);
});

test('a check of the address by Slack is told as what it is', async () => {
  const { app, path, newest, ask } = await makeWorld();
  await ask('PUT /sources/slack', { scheme: 'slack', secret: 'a secret of slack' });
  const body = '{"type":"url_verification","challenge":"c1"}';
  const time = String(NOW / 1000);
  const signature = `v0=${createHmac('sha256', 'a secret of slack').update(`v0:${time}:${body}`).digest('hex')}`;
  const headers = {
    'content-type': 'application/json',
    'x-slack-signature': signature,
    'x-slack-request-timestamp': time,
  };
  await app.request(`${path}?source=slack`, { method: 'POST', body, headers });
  const finding = { source: 'slack', scheme: 'slack', outcome: 'challenge', topic: null, error: null };
  expect((await newest())['findings']).toMatchObject([{ outcome: 'refused' }, finding]);
});

test('what is too large is told to both sides', async () => {
  const { app, path, newest } = await makeWorld();
  const answer = await app.request(path, { method: 'POST', body: 'x'.repeat(1024 * 1024 + 1) });
  expect(answer.status).toBe(413);
  expect(await newest()).toMatchObject({
    bytes: null,
    body_text: null,
    findings: [{ error: 'payload_too_large' }, { error: 'payload_too_large' }],
  });
});

test('a header that came twice, as it came over a socket', async () => {
  const { app, path, newest } = await makeWorld();
  const server = await startServer(app, { host: '127.0.0.1', port: 0 });
  onTestFinished(() => server.close());
  const headers: [string, string][] = [
    ['Content-Type', 'application/json'],
    ['X-IW-Timestamp', '1'],
    ['X-IW-Timestamp', '2'],
  ];
  await sendRaw(server.url, path, headers);
  const { headers: came, findings } = await newest();
  expect(came).toEqual(expect.arrayContaining([{ name: 'x-iw-timestamp', value: '2' }]));
  expect(findings).toMatchObject([{ error: 'invalid_header', details: { header: 'x-iw-timestamp' } }, {}]);
});

async function sendRaw(url: string, path: string, headers: readonly (readonly [string, string])[]): Promise<void> {
  const { request } = await import('node:http');
  await new Promise<void>((done, fail) => {
    const raw = [...headers, ['Host', new URL(url).host] as const].flat();
    const sent = request(url + path, { method: 'POST', headers: raw }, (answer) => answer.resume().on('end', done));
    sent.on('error', fail).end('{}');
  });
}

test('fifty are kept, of four megabytes at most', async () => {
  const { app, path, requests } = await makeWorld();
  for (let n = 0; n < 52; n += 1) await app.request(path, { method: 'POST', body: 'a' });
  expect((await requests()).map(({ id }) => Number(id))).toEqual(Array.from({ length: 50 }, (_, n) => 52 - n));
  for (let n = 0; n < 5; n += 1) await app.request(path, { method: 'POST', body: 'a'.repeat(1024 * 1024) });
  expect(await requests()).toHaveLength(4);
});

test('it ends by itself, by hand, or for a sixth one; another workspace does not see it', async () => {
  const { app, tell, ask, clock, id, path, makeToken } = await makeWorld();
  await tell('POST /api/v1/workspaces', { id: 'ws_2', name: 'Two' });
  const other = await makeToken(['admin'], 'ws_2');
  expect((await ask(`GET /api/v1/workspaces/ws_2/inspectors/${id}/requests`, undefined, other)).status).toBe(404);
  await ask(`DELETE /api/v1/workspaces/ws_2/inspectors/${id}`, undefined, other);
  expect((await app.request(path)).status).toBe(200);
  const paths: string[] = [];
  for (let n = 0; n < 5; n += 1) paths.push(String((await tell('POST /inspectors')).body['path']));
  expect((await app.request(path)).status).toBe(404);
  const [second = '', third = ''] = paths;
  expect((await ask(`DELETE /inspectors/${second.split('/').at(-1)}`)).status).toBe(204);
  expect((await app.request(second)).status).toBe(404);
  clock.now += 24 * 3_600_000;
  expect((await app.request(third)).status).toBe(404);
  expect((await tell('GET /inspectors')).body).toEqual({ items: [] });
});

test('whoever may only read does not see it: tokens may be in there', async () => {
  const { ask, makeToken, id } = await makeWorld();
  const reader = await makeToken(['read']);
  expect((await ask(`GET /inspectors/${id}/requests`, undefined, reader)).status).toBe(403);
});

test('a sample goes through the real way in', async () => {
  const { tell } = await makeApi();
  const sent = await tell('POST /samples', {});
  expect(sent).toMatchObject({
    status: 200,
    body: { path: `/webhooks/v1/${WORKSPACE}/sample`, status: 200, answer: { status: 'accepted' } },
  });
  const generic = await tell('POST /samples', { route: 'generic', source: 'zendesk' });
  expect(generic.body).toMatchObject({ status: 202, answer: { accepted: true } });
  const { items } = (await tell('GET /events')).body as { items: object[] };
  expect(items).toMatchObject([
    { source: 'zendesk', verified: true, event_type: 'sample' },
    { source: 'sample', verified: true, event_id: sent.body['event_id'] },
  ]);
  await tell('PUT /sources/zendesk', { scheme: 'github', secret: 'another secret of github' });
  const refused = await tell('POST /samples', { route: 'generic', source: 'zendesk' });
  expect(refused).toMatchObject({ status: 200, body: { status: 401, answer: { error: 'invalid_signature' } } });
  expect((await tell('POST /samples', { source: 'Not One' })).status).toBe(422);
});
