import { expect, onTestFinished, test } from 'vitest';
import { createPairingCode } from '../accounts/pairing.ts';
import { makeApi } from '../test-support/api.ts';
import { makeEvent, signedInit, WORKSPACE } from '../test-support/signed-request.ts';
import { startServer } from './server.ts';

const MINUTE_MS = 60_000;

/** A receiver on a socket. */
async function open(change: Parameters<typeof makeApi>[0] = {}) {
  const api = await makeApi(change);
  const server = await startServer(api.app, { host: '127.0.0.1', port: 0 });
  onTestFinished(() => server.close());
  const pair = async (body: unknown, headers: Record<string, string> = {}) => {
    const init = { method: 'POST', headers: { 'content-type': 'application/json', ...headers } };
    const response = await fetch(`${server.url}/api/v1/pair`, { ...init, body: JSON.stringify(body) });
    return {
      status: response.status,
      headers: response.headers,
      body: (await response.json()) as Record<string, string>,
    };
  };
  const makeCode = async (deviceName?: string) => {
    const made = await createPairingCode(api.store, { workspaceId: WORKSPACE, deviceName }, api.clock.now);
    if (!made.ok) throw new Error(made.reason);
    return made.code;
  };
  return { ...api, pair, makeCode, url: server.url };
}

test('1.8 a code gives a key that is good at once, once, and until it is revoked', async () => {
  const { pair, makeCode, send, tell, log } = await open();
  const code = await makeCode();
  expect(code).toMatch(/^[2-9A-HJKMNP-TV-Z]{4}-[2-9A-HJKMNP-TV-Z]{4}$/);
  const typed = ` ${code.toLowerCase().replace('-', ' ')}`;
  const paired = await pair({ code: typed, name: 'Chrome on Linux' });
  expect(paired).toMatchObject({ status: 201, body: { workspace_id: WORKSPACE, name: 'Chrome on Linux' } });
  expect(paired.headers.get('cache-control')).toBe('no-store');
  const { secret = '', key_id: id = '' } = paired.body;
  expect((await send(makeEvent(), { secret })).status).toBe(200);

  const listed = (await tell('GET /devices')).body['items'];
  expect(listed).toMatchObject([{ id, name: 'Chrome on Linux', revoked_at: null, last_used_at: expect.any(String) }]);
  expect(JSON.stringify(listed) + log()).not.toContain(secret);
  expect(log()).not.toContain(code);

  const again = await pair({ code });
  expect(again).toMatchObject({ status: 401, body: { error: 'invalid_code' } });
  expect((await tell(`DELETE /devices/${id}`)).status).toBe(204);
  expect((await send(makeEvent({ event_id: 'evt_2' }), { secret })).status).toBe(401);
  expect((await tell(`DELETE /devices/${id}`)).status).toBe(404);
});

test('1.8 of many at once with one code, one gets a key', async () => {
  const { pair, makeCode, store } = await open();
  const code = await makeCode('the phone');
  const answers = await Promise.all(Array.from({ length: 8 }, () => pair({ code, name: 'else' })));
  expect(answers.filter(({ status }) => status === 201)).toMatchObject([{ body: { name: 'the phone' } }]);
  expect((await store.listKeys(WORKSPACE)).filter(({ kind }) => kind === 'device')).toHaveLength(1);
});

test('1.8 wrong, used, old and malformed codes are answered alike', async () => {
  const { pair, makeCode, clock } = await open();
  const [used, old] = [await makeCode(), await makeCode()];
  await pair({ code: used });
  clock.now += 10 * MINUTE_MS;
  const answers = [];
  for (const code of [used, old, 'AAAA-AAAA', '0000', '']) answers.push(await pair({ code }));
  expect(new Set(answers.map(({ status, body }) => JSON.stringify({ status, body }))).size).toBe(1);
  expect(answers[0]).toMatchObject({ status: 401, body: { error: 'invalid_code' } });
});

test('1.8 a code is good until just before ten minutes are over', async () => {
  const { pair, makeCode, clock } = await open();
  const code = await makeCode();
  clock.now += 10 * MINUTE_MS - 1;
  expect((await pair({ code })).status).toBe(201);
});

test('1.8 ten wrong codes a minute are an address’s last; right ones do not count', async () => {
  const { pair, makeCode, clock } = await open();
  for (let i = 0; i < 11; i++) expect((await pair({ code: await makeCode() })).status).toBe(201);
  const right = await makeCode();
  const guesses = await Promise.all(Array.from({ length: 12 }, () => pair({ code: 'AAAA-AAAA' })));
  expect(guesses.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([
    ...Array<number>(10).fill(401),
    429,
    429,
  ]);
  const limited = await pair({ code: right });
  expect(limited).toMatchObject({ status: 429, body: { error: 'rate_limited' } });
  expect(Number(limited.headers.get('retry-after'))).toBeGreaterThan(0);
  clock.now += MINUTE_MS;
  expect((await pair({ code: right })).status).toBe(201);
});

test('1.8 all addresses together have a limit, too', async () => {
  const { pair, makeCode } = await open({ trustedProxies: ['127.0.0.1'] });
  const from = (address: string) => ({ 'x-forwarded-for': address, 'x-forwarded-proto': 'https' });
  for (let i = 0; i < 60; i++) expect((await pair({ code: 'AAAA-AAAA' }, from(`10.0.0.${i}`))).status).toBe(401);
  expect((await pair({ code: await makeCode() }, from('10.0.1.1'))).status).toBe(429);
});

test('1.8 no key is given out where somebody may listen, and the code stays good', async () => {
  const { pair, makeCode } = await open();
  const code = await makeCode();
  const inTheOpen = await pair({ code }, { 'x-forwarded-proto': 'http' });
  expect(inTheOpen).toMatchObject({ status: 403, body: { error: 'https_required' } });
  expect((await pair({ code })).status).toBe(201);
});

test.each([
  [422, 'invalid_payload', {}],
  [422, 'invalid_payload', { code: 7 }],
  [422, 'invalid_payload', { code: 'AAAA-AAAA', name: ' ' }],
  [422, 'invalid_payload', { code: 'AAAA-AAAA', name: 'x'.repeat(101) }],
])('1.8 %i %s: %j', async (status, error, body) => {
  const { pair } = await open();
  expect(await pair(body)).toMatchObject({ status, body: { error } });
});

test('1.8 a body that is no JSON -> 400', async () => {
  const { url } = await open();
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{' };
  const answer = await fetch(`${url}/api/v1/pair`, init);
  expect([answer.status, await answer.json()]).toEqual([400, expect.objectContaining({ error: 'invalid_json' })]);
});

test('1.8 a web page gets nowhere: no form reaches it, and nothing says that a page may ask', async () => {
  const { url, pair, makeCode } = await open();
  const code = await makeCode();
  const form = { method: 'POST', headers: { 'content-type': 'text/plain' }, body: JSON.stringify({ code }) };
  expect((await fetch(`${url}/api/v1/pair`, form)).status).toBe(415);
  const preflight = await fetch(`${url}/api/v1/pair`, { method: 'OPTIONS', headers: { origin: 'https://evil.test' } });
  expect(preflight.status).toBe(405);
  const answer = await pair({ code }, { origin: 'https://evil.test' });
  expect([...answer.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
});

test('1.8 the API makes codes, for those with the right alone', async () => {
  const { tell, ask, pair, makeToken } = await open();
  const made = await tell('POST /devices', { name: 'Laptop' });
  expect(made).toEqual({ status: 201, body: { code: expect.any(String), expires_at: '2026-11-21T10:10:00.000Z' } });
  expect(await pair({ code: made.body['code'], name: 'else' })).toMatchObject({
    status: 201,
    body: { name: 'Laptop' },
  });
  expect((await ask('POST /devices', {}, await makeToken(['read', 'write']))).status).toBe(403);
  expect((await ask('GET /devices', undefined, null)).status).toBe(401);
  const [{ id }] = (await tell('GET /tokens')).body['items'] as [{ id: string }];
  expect((await ask(`DELETE /devices/${id}`)).status).toBe(404);
});

test('1.8 a signed test event passes with the device’s key', async () => {
  const { url, pair, makeCode, clock } = await open();
  const { body } = await pair({ code: await makeCode() });
  const secret = body['secret'] ?? '';
  const init = await signedInit(makeEvent(), { secret, timestampSec: Math.floor(clock.now / 1000) });
  const answer = await fetch(`${url}/webhooks/v1/test`, init);
  expect(await answer.json()).toMatchObject({ status: 'ok' });
});
