import { describe, expect, test, vi } from 'vitest';
import { type Bytes, utf8Bytes } from '../../lib/protocol/bytes.ts';
import { createWorkspace } from '../accounts/create-workspace.ts';
import { StoreFailure } from '../store/store-failure.ts';
import { makeReceiver, NOW } from '../test-support/receiver.ts';
import { makeEvent, SECRET, signedInit, WORKSPACE } from '../test-support/signed-request.ts';

const NOW_SEC = NOW / 1000;
const OTHER_DATA = { session_id: 's1', messages: [{ role: 'user', content: 'other' }] };

async function answerOf(response: Response) {
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

/** An event without Standard Webhooks headers, under a key of its own. */
const bodyOnly = (key = 'evt_1') => ({ bodyOnly: true, headers: { 'x-iw-idempotency-key': key } });

describe('1.2 an event that is in order', () => {
  test('1.2 is accepted', async () => {
    const { send } = await makeReceiver();
    const response = await send();
    expect(response.headers.get('idempotency-replayed')).toBeNull();
    expect(await answerOf(response)).toEqual({ status: 200, body: { status: 'accepted', event_id: 'evt_1' } });
  });

  test.each([
    ['with the three headers of IntegrateWise alone', { bodyOnly: true }],
    [
      'with the Standard Webhooks headers alone',
      { headers: { 'x-iw-signature': undefined, 'x-iw-timestamp': undefined, 'x-iw-idempotency-key': undefined } },
    ],
    ['with a charset', { headers: { 'content-type': 'application/json; charset=UTF-8' } }],
    ['with an identity encoding', { headers: { 'content-encoding': 'identity' } }],
    ['at the edge of the tolerance', { timestampSec: NOW_SEC - 300 }],
  ])('1.2 is accepted %s', async (_, options) => {
    const { send } = await makeReceiver();
    expect((await send(makeEvent(), options)).status).toBe(200);
  });

  test('1.2 is accepted with a type that is not known, and with unknown keys', async () => {
    const { send } = await makeReceiver();
    expect((await send(makeEvent({ type: 'ticket.created', data: undefined, more: { a: 1 } }))).status).toBe(200);
  });

  test('1.2 is accepted when it is old: its own timestamp is not held against the clock', async () => {
    const { send } = await makeReceiver();
    expect((await send(makeEvent({ timestamp: '2020-01-01T00:00:00+02:00' }))).status).toBe(200);
  });

  test('1.2 is stored byte for byte', async () => {
    const { send, store } = await makeReceiver();
    const body = utf8Bytes(`{ "b":1.0, ${JSON.stringify(makeEvent({ type: 'a.b' })).slice(1)}\n`);
    const acceptBatch = vi.spyOn(store, 'acceptBatch');
    expect((await send(makeEvent(), { body })).status).toBe(200);
    expect(Buffer.from(acceptBatch.mock.calls[0]?.[0][0]?.body ?? []).equals(body)).toBe(true);
  });

  test('1.2 leaves no content behind when it is render only', async () => {
    const { send, store } = await makeReceiver();
    const event = makeEvent({ data: { ...OTHER_DATA, capture: { render_only: true } } });
    const acceptBatch = vi.spyOn(store, 'acceptBatch');
    expect((await send(event)).status).toBe(200);
    expect(acceptBatch.mock.calls[0]?.[0][0]?.body).toBeNull();
    expect((await answerOf(await send(event))).body['status']).toBe('duplicate');
  });
});

describe('1.3.3 headers that are missing or malformed', () => {
  const hex = '0'.repeat(64);
  test.each<[string, number, string, Record<string, string | undefined>]>([
    ['no signature', 401, 'invalid_signature', { 'x-iw-signature': undefined }],
    ['upper-case hex', 401, 'invalid_signature', { 'x-iw-signature': `sha256=${'A'.repeat(64)}` }],
    ['short hex', 401, 'invalid_signature', { 'x-iw-signature': 'sha256=00' }],
    ['no prefix', 401, 'invalid_signature', { 'x-iw-signature': hex }],
    ['a space in the signature', 401, 'invalid_signature', { 'x-iw-signature': `sha256= ${hex}` }],
    ['five signatures', 401, 'invalid_signature', { 'x-iw-signature': Array(5).fill(`sha256=${hex}`).join(',') }],
    ['no timestamp', 400, 'missing_header', { 'x-iw-timestamp': undefined }],
    ['an exponent', 401, 'invalid_timestamp', { 'x-iw-timestamp': '1e9' }],
    ['digits and letters', 401, 'invalid_timestamp', { 'x-iw-timestamp': `${NOW_SEC}abc` }],
    ['a negative time', 401, 'invalid_timestamp', { 'x-iw-timestamp': '-1795255200' }],
    ['milliseconds', 401, 'invalid_timestamp', { 'x-iw-timestamp': String(NOW) }],
    ['no key', 400, 'missing_header', { 'x-iw-idempotency-key': undefined }],
    ['a key with a space', 400, 'invalid_header', { 'x-iw-idempotency-key': 'a b' }],
    ['a key that is too long', 400, 'invalid_header', { 'x-iw-idempotency-key': 'a'.repeat(256) }],
  ])('1.3.3 %s -> %i %s', async (...[, status, error, headers]) => {
    const { send } = await makeReceiver();
    const answer = await answerOf(await send(makeEvent(), { bodyOnly: true, headers }));
    expect(answer).toMatchObject({ status, body: { error } });
  });

  test.each<[string, number, string, Record<string, string | undefined>]>([
    ['no webhook-id', 400, 'invalid_header', { 'webhook-id': undefined }],
    ['no webhook-signature', 400, 'invalid_header', { 'webhook-signature': undefined }],
    ['a dot in the id', 400, 'invalid_header', { 'webhook-id': 'evt.1' }],
    ['times that differ', 401, 'invalid_timestamp', { 'x-iw-timestamp': String(NOW_SEC - 1) }],
    ['a wrong strong signature beside a right weak one', 401, 'invalid_signature', { 'webhook-id': 'evt_2' }],
    [
      'a wrong weak signature beside a right strong one',
      401,
      'invalid_signature',
      { 'x-iw-signature': `sha256=${hex}` },
    ],
    ['a version that is none of ours', 401, 'invalid_signature', { 'webhook-signature': 'v1a,AAAA' }],
    ['another key than the id', 422, 'id_mismatch', { 'x-iw-idempotency-key': 'evt_2' }],
    ['another type', 415, 'unsupported_media_type', { 'content-type': 'text/plain' }],
    ['another charset', 415, 'unsupported_media_type', { 'content-type': 'application/json; charset=latin1' }],
    ['no type', 415, 'unsupported_media_type', { 'content-type': undefined }],
    ['a compressed body', 415, 'unsupported_media_type', { 'content-encoding': 'gzip' }],
  ])('1.3.3 %s -> %i %s', async (...[, status, error, headers]) => {
    const { send } = await makeReceiver();
    expect(await answerOf(await send(makeEvent(), { headers }))).toMatchObject({ status, body: { error } });
  });

  test('1.3.3 several signatures pass when one of them is right', async () => {
    const { send, store } = await makeReceiver();
    const { headers } = await signedInit(makeEvent(), { timestampSec: NOW_SEC });
    const several = `sha256=${hex}, ${headers['x-iw-signature']}`;
    expect((await send(makeEvent(), { bodyOnly: true, headers: { 'x-iw-signature': several } })).status).toBe(200);
    expect(await store.findSource(WORKSPACE, 'chatgpt')).toMatchObject({ policy: 'compat', pinnedAt: null });
  });
});

describe('1.3.5 signature, policy and time', () => {
  test('1.3.5 an unknown workspace cannot be told from a wrong secret', async () => {
    const { send } = await makeReceiver();
    const wrong = await answerOf(await send(makeEvent(), { secret: 'some other secret of ours' }));
    const event = makeEvent({ workspace_id: 'ws_none' });
    const unknown = await answerOf(await send(event, { path: '/webhooks/v1/ws_none/chatgpt' }));
    expect(wrong).toMatchObject({ status: 401, body: { error: 'invalid_signature' } });
    expect(unknown).toEqual(wrong);
  });

  test.each([NOW_SEC - 301, NOW_SEC + 301])('1.3.5 outside the tolerance: %i', async (timestampSec) => {
    const { send } = await makeReceiver();
    expect(await answerOf(await send(makeEvent(), { timestampSec }))).toMatchObject({
      status: 401,
      body: { error: 'invalid_timestamp', server_time: NOW_SEC, tolerance_seconds: 300 },
    });
  });

  test('1.3.5 the time is told to nobody without the secret', async () => {
    const { send } = await makeReceiver();
    const { body } = await answerOf(
      await send(makeEvent(), { secret: 'another secret text', timestampSec: 999_999_999 }),
    );
    expect(body).toMatchObject({ error: 'invalid_signature' });
    expect(body).not.toHaveProperty('server_time');
  });

  test('1.3.5 a source that once signed strongly has to go on', async () => {
    const { send, store } = await makeReceiver();
    expect((await send(makeEvent({ event_id: 'evt_0' }), { bodyOnly: true })).status).toBe(200);
    expect((await send()).status).toBe(200);
    const weak = makeEvent({ event_id: 'evt_2' });
    expect(await answerOf(await send(weak, { bodyOnly: true }))).toMatchObject({
      status: 401,
      body: { error: 'strong_signature_required' },
    });
    const stranger = { bodyOnly: true, secret: 'another secret text' };
    expect((await answerOf(await send(weak, stranger))).body).toMatchObject({ error: 'invalid_signature' });

    const slack = makeEvent({ source: 'slack', event_id: 'evt_3' });
    expect((await send(slack, { bodyOnly: true, path: `/webhooks/v1/${WORKSPACE}/slack` })).status).toBe(200);
    await store.setSource(WORKSPACE, 'chatgpt', { policy: 'compat' });
    expect((await send(weak, { bodyOnly: true })).status).toBe(200);
  });

  test('1.3.5 a strong request that is refused pins nothing', async () => {
    const { send } = await makeReceiver();
    expect((await send(makeEvent({ data: {} }))).status).toBe(422);
    expect((await send(makeEvent(), { bodyOnly: true })).status).toBe(200);
  });
});

describe('1.3.7 bodies, their place and schema', () => {
  const json = JSON.stringify(makeEvent());
  const bytes = (...parts: (string | number)[]): Bytes =>
    Uint8Array.from(parts.flatMap((part) => (typeof part === 'string' ? [...utf8Bytes(part)] : [part])));

  test.each<[string, number, string, Bytes]>([
    ['nothing', 400, 'invalid_json', bytes()],
    ['no JSON', 400, 'invalid_json', bytes('{')],
    ['invalid UTF-8', 400, 'invalid_json', bytes('{"a":"', 0xff, '"}')],
    ['a byte order mark', 400, 'invalid_json', bytes(0xef, 0xbb, 0xbf, json)],
    ['a routing key twice', 400, 'invalid_json', bytes(`${json.slice(0, -1)},"event_id":"evt_2"}`)],
    ['a routing key twice, escaped', 400, 'invalid_json', bytes(`${json.slice(0, -1)},"event\\u005fid":"evt_2"}`)],
    ['an array', 422, 'invalid_payload', bytes('[]')],
    ['null', 422, 'invalid_payload', bytes('null')],
    ['text', 422, 'invalid_payload', bytes('"a"')],
    ['a depth bomb', 422, 'invalid_payload', bytes(`{"a":${'['.repeat(200_000)}${']'.repeat(200_000)}}`)],
  ])('1.3.7 %s -> %i %s', async (...[, status, error, body]) => {
    const { send } = await makeReceiver();
    expect(await answerOf(await send(makeEvent(), { body }))).toMatchObject({ status, body: { error } });
  });

  test.each<[string, string, Record<string, unknown>]>([
    ['no event_id', 'event_id', { event_id: undefined }],
    ['no data', 'data', { data: undefined }],
    ['no messages', 'data.messages', { data: { session_id: 's', messages: [] } }],
    [
      'a role that is none',
      'data.messages.0.role',
      { data: { session_id: 's', messages: [{ role: 'x', content: '' }] } },
    ],
    ['no zone', 'timestamp', { timestamp: '2026-11-21T09:30:00' }],
    ['a number for a source', 'source', { source: 1 }],
  ])('1.3.7 %s is named', async (_, path, change) => {
    const { send } = await makeReceiver();
    const headers = { 'x-iw-idempotency-key': 'k' };
    const answer = await answerOf(await send(makeEvent(change), { bodyOnly: true, headers }));
    expect(answer).toMatchObject({ status: 422, body: { error: 'invalid_payload' } });
    expect(answer.body['issues']).toContainEqual({ path, message: expect.any(String) });
  });

  test('1.3.7 __proto__ is a key like any other', async () => {
    const { send } = await makeReceiver();
    const body = utf8Bytes(`${json.slice(0, -1)},"__proto__":{"polluted":true},"constructor":{"prototype":{"p":1}}}`);
    expect((await send(makeEvent(), { body })).status).toBe(200);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  test.each([
    ['workspace_mismatch', { workspace_id: 'ws_2' }],
    ['source_mismatch', { source: 'claude' }],
  ])('1.3.7 %s: body and path disagree', async (error, change) => {
    const { send } = await makeReceiver();
    expect(await answerOf(await send(makeEvent(change)))).toMatchObject({ status: 422, body: { error } });
  });

  test('1.3.7 a body over the limit -> 413 with the limit', async () => {
    const { send } = await makeReceiver({ maxBodyBytes: 1024 });
    const event = makeEvent({ more: 'x'.repeat(1024) });
    expect(await answerOf(await send(event))).toMatchObject({
      status: 413,
      body: { error: 'payload_too_large', limit_bytes: 1024 },
    });
  });

  test('1.3.7 no answer and no log line shows chat text or a secret', async () => {
    const { send, log } = await makeReceiver();
    const data = { session_id: 's', messages: [{ role: 'user', content: 7, note: 'chat text' }] };
    const answers = await Promise.all([
      (await send(makeEvent({ data }))).text(),
      (await send(makeEvent(), { body: utf8Bytes('{"chat text') })).text(),
    ]);
    for (const text of [...answers, log()]) {
      expect(text).not.toContain('chat text');
      expect(text).not.toContain(SECRET);
    }
  });
});

describe('1.5 deduplication', () => {
  const other = makeEvent({ data: OTHER_DATA });

  test('1.5 the same request again is a duplicate of the first', async () => {
    const { send } = await makeReceiver();
    await send();
    const again = await send();
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(await answerOf(again)).toEqual({ status: 200, body: { status: 'duplicate', event_id: 'evt_1' } });
  });

  test('1.5 the same event id with another body is a conflict', async () => {
    const { send } = await makeReceiver();
    await send();
    expect(await answerOf(await send(other))).toMatchObject({ status: 422, body: { error: 'event_id_conflict' } });
  });

  test('1.5 a key that was used for another event is refused, until it is forgotten', async () => {
    const { send, clock } = await makeReceiver();
    const second = makeEvent({ event_id: 'evt_2' });
    await send(makeEvent(), bodyOnly('key'));
    const refused = await answerOf(await send(second, bodyOnly('key')));
    expect(refused).toMatchObject({ status: 422, body: { error: 'idempotency_key_reuse' } });
    clock.now += 8 * 86_400_000;
    expect((await send(second, bodyOnly('key'))).status).toBe(200);
  });

  test('1.5 a duplicate does not take a new key, and a refused request remembers nothing', async () => {
    const { send } = await makeReceiver();
    await send(makeEvent(), bodyOnly('key_1'));
    expect((await answerOf(await send(makeEvent(), bodyOnly('key_2')))).body['status']).toBe('duplicate');
    expect((await send(other, bodyOnly('key_3'))).status).toBe(422);
    // An old body was replayed under a key that is yet to come: the real event of that key still arrives.
    for (const [id, key] of [
      ['evt_2', 'key_2'],
      ['evt_3', 'key_3'],
    ]) {
      const { body } = await answerOf(await send(makeEvent({ event_id: id }), bodyOnly(key)));
      expect(body['status']).toBe('accepted');
    }
  });

  test('1.5 a captured body-only request stays a duplicate under any key and time', async () => {
    const { send, clock } = await makeReceiver();
    await send(makeEvent(), { bodyOnly: true });
    clock.now += 400 * 86_400_000;
    expect((await answerOf(await send(makeEvent(), bodyOnly('fresh')))).body['status']).toBe('duplicate');
  });

  test('1.5 a captured request cannot be sent to another source or workspace', async () => {
    const { send, store } = await makeReceiver();
    await createWorkspace(store, { id: 'ws_2', secret: 'a secret of ws_2, other' }, NOW);
    await send(makeEvent(), { bodyOnly: true });
    const toSource = await send(makeEvent(), { bodyOnly: true, path: `/webhooks/v1/${WORKSPACE}/stripe` });
    expect((await answerOf(toSource)).body).toMatchObject({ error: 'source_mismatch' });
    const toWorkspace = await send(makeEvent(), { bodyOnly: true, path: '/webhooks/v1/ws_2/chatgpt' });
    expect((await answerOf(toWorkspace)).body).toMatchObject({ error: 'invalid_signature' });
  });

  test('1.5 twenty of one event at once: one is accepted, the others are duplicates', async () => {
    const { send, store } = await makeReceiver();
    const answers = await Promise.all(Array.from({ length: 20 }, async () => answerOf(await send())));
    const statuses = answers.map(({ body }) => body['status']);
    expect(statuses.filter((status) => status === 'accepted')).toHaveLength(1);
    expect(statuses.filter((status) => status === 'duplicate')).toHaveLength(19);
    expect((await store.countInbox()).parked).toBe(0);
  });
});

describe('1.3.2 rate limits', () => {
  test('1.3.2 per workspace, with a time to come back', async () => {
    const { send, clock } = await makeReceiver({ ratePerMinute: 2 });
    await send();
    await send();
    const refused = await send();
    expect(refused.headers.get('retry-after')).toBe('30');
    expect(await answerOf(refused)).toMatchObject({ status: 429, body: { error: 'rate_limited' } });
    clock.now += 30_000;
    expect((await send()).status).toBe(200);
  });

  test('1.3.2 an address whose requests do not verify has a tenth, and does not use up the workspace', async () => {
    const { send, clock } = await makeReceiver({ ratePerMinute: 20 });
    const wrong = { secret: 'another secret text' };
    expect((await send(makeEvent(), wrong)).status).toBe(401);
    expect((await send(makeEvent(), wrong)).status).toBe(401);
    expect((await send(makeEvent(), wrong)).status).toBe(429);
    clock.now += 30_000;
    for (let i = 0; i < 20; i++) expect((await send()).status).toBe(200);
  });

  test('0 is no limit', async () => {
    const { send } = await makeReceiver({ ratePerMinute: 0 });
    for (let i = 0; i < 30; i++) expect((await send()).status).toBe(200);
  });
});

describe('1.7 the test endpoint', () => {
  const path = '/webhooks/v1/test';

  test('1.7 says which checks passed, stores and pins nothing', async () => {
    const { send, store } = await makeReceiver();
    const { status, body } = await answerOf(await send(makeEvent(), { path }));
    expect({ status, body }).toMatchObject({ status: 200, body: { status: 'ok', event_id: 'evt_1' } });
    expect(body['checks']).toContainEqual({ name: 'signature', ok: true });
    expect(await store.findSource(WORKSPACE, 'chatgpt')).toBeNull();
    expect((await answerOf(await send())).body['status']).toBe('accepted');
    expect((await send(makeEvent(), { path })).status).toBe(200);
  });

  test('1.7 tells a verified sender how wrong its clock is', async () => {
    const { send } = await makeReceiver();
    const answer = await answerOf(await send(makeEvent(), { path, timestampSec: NOW_SEC + 7200 }));
    expect(answer).toMatchObject({ status: 401, body: { error: 'invalid_timestamp', clock_skew_seconds: 7200 } });
  });

  test.each<[string, number, string, Record<string, unknown>, Record<string, unknown>]>([
    ['wrong secret', 401, 'invalid_signature', {}, { secret: 'another secret text' }],
    ['unknown workspace', 401, 'invalid_signature', { workspace_id: 'ws_none' }, {}],
    ['no JSON and so no workspace', 401, 'invalid_signature', {}, { body: utf8Bytes('{') }],
    ['invalid payload', 422, 'invalid_payload', { timestamp: 'today' }, {}],
    ['another key', 422, 'id_mismatch', {}, { headers: { 'x-iw-idempotency-key': 'k' } }],
    ['no signature', 401, 'invalid_signature', {}, { bodyOnly: true, headers: { 'x-iw-signature': undefined } }],
  ])('1.7 %s -> %i %s', async (...[, status, error, change, options]) => {
    const { send } = await makeReceiver();
    const answer = await answerOf(await send(makeEvent(change), { path, ...options }));
    expect(answer).toMatchObject({ status, body: { error } });
    expect(answer.body).not.toHaveProperty('checks');
  });

  test('1.7 asks for the strong signature where the real call would', async () => {
    const { send } = await makeReceiver();
    await send();
    const answer = await answerOf(await send(makeEvent(), { path, bodyOnly: true }));
    expect(answer.body).toMatchObject({ error: 'strong_signature_required' });
  });
});

describe('1.3.1 routes', () => {
  test.each([
    ['GET', `/webhooks/v1/${WORKSPACE}/chatgpt`, 405, 'POST'],
    ['PUT', '/webhooks/v1/test', 405, 'POST'],
    ['OPTIONS', `/webhooks/v1/${WORKSPACE}/chatgpt`, 405, 'POST'],
    ['POST', '/healthz', 405, 'GET'],
    ['GET', '/nothing', 404, null],
    ['POST', '/webhooks/v1/ws_1', 404, null],
    ['POST', '/webhooks/v1/ws_1/chatgpt/more', 404, null],
    ['POST', '/webhooks/v1/ws_1/ChatGPT', 404, null],
    ['POST', '/webhooks/v1/-ws/chatgpt', 404, null],
  ])('1.3.1 %s %s -> %i', async (...[method, path, status, allow]) => {
    const { app } = await makeReceiver();
    const response = await app.request(path, { method });
    expect(response.headers.get('allow')).toBe(allow);
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
    expect(await answerOf(response)).toMatchObject({
      status,
      body: { error: status === 405 ? 'method_not_allowed' : 'not_found', message: expect.any(String) },
    });
  });

  test.each([
    ['localhost:1234', 200],
    ['127.0.0.1', 200],
    ['[::1]:8787', 200],
    ['brain.example.com', 200],
    ['10.0.0.7:8787', 200],
    ['evil.example.com', 421],
    ['127.0.0.1.nip.io', 421],
  ])('1.3.1 Host %s -> %i', async (host, status) => {
    const { app } = await makeReceiver({ publicUrl: 'https://brain.example.com/in', host: '10.0.0.7' });
    expect((await app.request('/healthz', { headers: { host } })).status).toBe(status);
  });

  test('1.3.1 a receiver that is about to stop says when to come back', async () => {
    const { send, turnAway } = await makeReceiver();
    turnAway();
    const response = await send();
    expect(response.headers.get('retry-after')).toBe('5');
    expect(await answerOf(response)).toMatchObject({ status: 503, body: { error: 'unavailable' } });
  });

  test('1.3.1 a store that fails is answered 503 and not accepted', async () => {
    const { send, store } = await makeReceiver();
    vi.spyOn(store, 'acceptBatch').mockRejectedValue(new StoreFailure('disk full'));
    const response = await send();
    expect(response.headers.get('retry-after')).toBe('5');
    expect(await answerOf(response)).toMatchObject({ status: 503, body: { error: 'unavailable' } });
  });
});
