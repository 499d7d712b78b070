import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test, vi } from 'vitest';
import { makeApi } from '../../test-support/api.ts';
import { makeEvent } from '../../test-support/signed-request.ts';
import { parseSubnets } from '../../webhooks/target-addresses.ts';

/** On a busy machine everything takes its time. */
const eventually = (check: () => unknown) => vi.waitFor(check, { timeout: 10_000 });

const WANTED = {
  name: ' CRM ',
  url: 'https://example.com/hook#part',
  event_types: ['chat.*', 'Message', 'chat.message'],
};

async function makeTarget(statuses: number[] = []) {
  const got: string[] = [];
  const server = createServer((request, response) => {
    request.on('data', (chunk) => got.push(String(chunk)));
    request.on('end', () => void response.writeHead(statuses.shift() ?? 200).end('answer'));
  });
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, got };
}

async function makeWorld() {
  const parsed = parseSubnets('127.0.0.0/8');
  if (!parsed.ok) throw new Error('no subnets');
  return makeApi({ allowedSubnets: parsed.subnets, retrySchedule: [60_000] });
}

const idOf = ({ body }: { body: Record<string, unknown> }) => String(body['id']);

test('a webhook is made, read, changed, switched off and deleted; its secret is shown once', async () => {
  const { tell, ask } = await makeApi();
  const made = await tell('POST /webhooks', { ...WANTED, headers: { 'X-Tenant': 'a password' } });
  expect(made).toMatchObject({
    status: 201,
    body: {
      id: expect.stringMatching(/^wh_[0-9a-f]{18}$/),
      secret: expect.stringMatching(/^whsec_/),
      name: 'CRM',
      url: 'https://example.com/hook',
      event_types: ['chat.*', 'chat.message'],
      active: true,
      timeout_seconds: 30,
      rate_per_minute: 0,
      header_names: ['x-tenant'],
      fields: null,
      ordered: false,
      disabled_reason: null,
    },
  });
  const { secret, ...item } = made.body;
  const id = idOf(made);
  expect((await tell(`GET /webhooks/${id}`)).body).toEqual(item);
  const changed = await tell(`PATCH /webhooks/${id}`, { active: false, fields: { 'data.source': 'claude' } });
  expect(changed).toMatchObject({ status: 200, body: { active: false, disabled_reason: 'by_hand', name: 'CRM' } });
  expect((await tell(`PATCH /webhooks/${id}`, { active: true })).body).toMatchObject({ disabled_reason: null });
  expect(JSON.stringify(await tell('GET /webhooks'))).not.toMatch(new RegExp(`a password|${String(secret)}`));
  expect((await ask(`DELETE /webhooks/${id}`)).status).toBe(204);
  for (const request of [`GET /webhooks/${id}`, `DELETE /webhooks/${id}`, `POST /webhooks/${id}/test`])
    expect((await ask(request)).status).toBe(404);
  expect((await ask(`PATCH /webhooks/${id}`, {})).status).toBe(404);
});

test('pages of webhooks, all or those that are active', async () => {
  const { tell } = await makeApi();
  for (let n = 1; n <= 5; n += 1) await tell('POST /webhooks', { ...WANTED, name: `n${n}`, active: n !== 3 });
  const names = ({ body }: { body: Record<string, unknown> }) =>
    (body['items'] as { name: string }[]).map((i) => i.name);
  const first = await tell('GET /webhooks?limit=2');
  expect(first.body).toMatchObject({ page: 1, limit: 2, total: 5, next: expect.any(String) });
  expect(names(first)).toEqual(['n5', 'n4']);
  await tell('POST /webhooks', { ...WANTED, name: 'late' });
  expect(names(await tell(`GET /webhooks?limit=2&after=${String(first.body['next'])}`))).toEqual(['n3', 'n2']);
  const last = await tell('GET /webhooks?limit=2&page=3');
  expect(last.body).toMatchObject({ next: null });
  expect(names(last)).toEqual(['n2', 'n1']);
  expect(names(await tell('GET /webhooks?active=false'))).toEqual(['n3']);
  expect((await tell('GET /webhooks?active=true')).body).toMatchObject({ total: 5 });
  expect((await tell('GET /webhooks?page=0')).status).toBe(400);
});

test.each([
  ['name', { ...WANTED, name: ' ' }],
  ['url', { ...WANTED, url: 'example.com' }],
  ['url', { ...WANTED, url: 'http://example.com/' }],
  ['url', { ...WANTED, url: 'https://user:pass@example.com/' }],
  ['url', { ...WANTED, url: 'https://0x7f.1/' }],
  ['url', { ...WANTED, url: 'https://[::ffff:169.254.169.254]/' }],
  ['event_types', { ...WANTED, event_types: [] }],
  ['event_types.0', { ...WANTED, event_types: ['chat*'] }],
  ['timeout_seconds', { ...WANTED, timeout_seconds: 31 }],
  ['rate_per_minute', { ...WANTED, rate_per_minute: -1 }],
  ['headers.Host', { ...WANTED, headers: { Host: 'x' } }],
  ['headers.x-a', { ...WANTED, headers: { 'x-a': 'a\r\nb' } }],
  ['fields..a', { ...WANTED, fields: { '.a': 1 } }],
  ['', { ...WANTED, secret: 'mine' }],
])('refused at %s: %j', async (path, body) => {
  const { tell } = await makeApi();
  const answer = await tell('POST /webhooks', body);
  expect(answer).toMatchObject({ status: 422, body: { error: 'invalid_payload', issues: [{ path }] } });
  expect((await tell('GET /webhooks')).body).toMatchObject({ total: 0 });
});

test('a key for payloads is shown once, replaced, and taken away', async () => {
  const { tell, ask } = await makeApi();
  const id = idOf(await tell('POST /webhooks', WANTED));
  const keyIdOf = async () => (await tell(`GET /webhooks/${id}`)).body['encryption_key_id'];
  expect(await keyIdOf()).toBeNull();
  const made = await tell(`POST /webhooks/${id}/encryption-key`);
  expect(made).toMatchObject({ status: 201, body: { encryption_key: expect.stringMatching(/^[A-Za-z0-9_-]{43}$/) } });
  expect(await keyIdOf()).toBe(made.body['encryption_key_id']);
  const again = await tell(`POST /webhooks/${id}/encryption-key`);
  expect(await keyIdOf()).not.toBe(made.body['encryption_key_id']);
  expect(JSON.stringify(await tell('GET /webhooks'))).not.toContain(String(again.body['encryption_key']));
  expect((await ask(`DELETE /webhooks/${id}/encryption-key`)).status).toBe(204);
  expect(await keyIdOf()).toBeNull();
  for (const method of ['POST', 'DELETE'])
    expect((await ask(`${method} /webhooks/wh_none/encryption-key`)).status).toBe(404);
});

test('a new secret signs at once, the old one along with it for as long as asked', async () => {
  const { tell, clock } = await makeApi();
  const made = await tell('POST /webhooks', WANTED);
  const rotated = await tell(`POST /webhooks/${idOf(made)}/secret`, { overlap_hours: 1 });
  expect(rotated).toMatchObject({ status: 201, body: { previous_secret_until: '2026-11-21T11:00:00.000Z' } });
  expect(rotated.body['secret']).not.toBe(made.body['secret']);
  clock.now += 3_600_000;
  expect((await tell(`GET /webhooks/${idOf(made)}`)).body).toMatchObject({ previous_secret_until: null });
});

test('a test event goes out whatever the webhook listens for, and its delivery can be looked at', async () => {
  const target = await makeTarget();
  const { tell } = await makeWorld();
  const id = idOf(await tell('POST /webhooks', { ...WANTED, url: target.url, event_types: ['document.updated'] }));
  const sent = await tell(`POST /webhooks/${id}/test`);
  expect(sent.status).toBe(202);
  await eventually(() => expect(target.got).toHaveLength(1));
  const path = `/webhooks/${id}/deliveries/${String(sent.body['delivery_id'])}`;
  await eventually(async () => expect((await tell(`GET ${path}`)).body).toMatchObject({ status: 'delivered' }));
  const { body } = await tell(`GET ${path}`);
  expect(body).toMatchObject({
    event_type: 'webhook.test',
    attempts: [
      { status_code: 200, error: null, response: 'answer', request_headers: { 'webhook-id': sent.body['event_id'] } },
    ],
    body: JSON.parse(target.got[0] ?? ''),
  });
  expect(JSON.stringify(body)).not.toMatch(/signature/i);
  for (const other of ['0', 'x', '999'])
    expect((await tell(`GET /webhooks/${id}/deliveries/${other}`)).status).toBe(404);
});

test('what failed is listed, delivered again one by one, or all that match after they were counted', async () => {
  const target = await makeTarget([500, 500, 500]);
  const { tell, send } = await makeWorld();
  const id = idOf(
    await tell('POST /webhooks', { ...WANTED, url: target.url, event_types: ['chat.conversation.started'] }),
  );
  for (const n of [1, 2, 3]) {
    const messages = [{ role: 'user', content: 'a' }];
    await send(makeEvent({ event_id: `evt_${n}`, data: { session_id: `s${n}`, messages } }));
  }
  const deliveries = async (query: string) => (await tell(`GET /webhooks/${id}/deliveries?${query}`)).body;
  await eventually(async () => expect(await deliveries('status=failed')).toMatchObject({ total: 3 }));
  expect(await deliveries('status_class=5&event_type=chat.conversation.started')).toMatchObject({ total: 3 });
  expect(await deliveries('status_class=2')).toMatchObject({ total: 0, items: [], next: null });
  expect(await deliveries('from=2026-11-22T00:00:00Z')).toMatchObject({ total: 0 });
  const first = await deliveries('limit=2');
  const [newest] = first['items'] as { id: string; attempts: unknown[] }[];
  expect(newest?.attempts).toEqual([
    { at: '2026-11-21T10:00:00.000Z', status_code: 500, duration_ms: expect.any(Number), error: null },
  ]);
  const second = await deliveries(`limit=2&after=${String(first['next'])}`);
  expect([(first['items'] as unknown[]).length, (second['items'] as unknown[]).length]).toEqual([2, 1]);

  expect(await tell(`POST /webhooks/${id}/deliveries/${newest?.id}/retry`)).toEqual({
    status: 202,
    body: { count: 1 },
  });
  await eventually(async () => expect(await deliveries('status=delivered')).toMatchObject({ total: 1 }));
  const range = { status: 'failed', from: '2026-11-21T00:00:00Z' };
  expect((await tell(`POST /webhooks/${id}/replay`, { ...range, dry_run: true })).body).toEqual({ count: 2 });
  expect(await deliveries('status=failed')).toMatchObject({ total: 2 });
  expect((await tell(`POST /webhooks/${id}/replay`, range)).body).toEqual({ count: 2 });
  await eventually(async () => expect(await deliveries('status=delivered')).toMatchObject({ total: 3 }));
  expect((await tell('POST /webhooks/wh_none/replay', {})).status).toBe(404);
});

test.each([
  ['GET /webhooks', ['read', 'admin'], undefined],
  ['GET /event-types', ['read', 'admin'], undefined],
  ['POST /webhooks', ['admin'], WANTED],
  ['PATCH /webhooks/wh_none', ['admin'], {}],
  ['DELETE /webhooks/wh_none', ['admin'], undefined],
  ['POST /webhooks/wh_none/secret', ['admin'], {}],
  ['POST /webhooks/wh_none/test', ['write', 'admin'], undefined],
  ['POST /webhooks/wh_none/replay', ['write', 'admin'], {}],
  ['GET /webhooks/wh_none/deliveries', ['read', 'admin'], undefined],
] as const)('%s is for tokens with the scope %j', async (request, scopes, body) => {
  const { ask, makeToken } = await makeApi();
  for (const scope of ['ingest', 'read', 'write', 'admin'] as const) {
    const { status } = await ask(request, body, await makeToken([scope]));
    expect([scope, status === 403]).toEqual([scope, !(scopes as readonly string[]).includes(scope)]);
  }
  expect((await ask(request, body, null)).status).toBe(401);
});

test('what can be listened for, with samples', async () => {
  const { tell } = await makeApi();
  const { items } = (await tell('GET /event-types')).body as { items: { type: string; sample: object }[] };
  expect(items.map(({ type }) => type)).toContain('chat.response.generated');
});
