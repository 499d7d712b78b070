import { readdirSync } from 'node:fs';
import { describe, expect, test, vi } from 'vitest';
import { utf8Bytes } from '../../lib/protocol/bytes.ts';
import { StoreFailure } from '../store/store-failure.ts';
import { ACCEPTED, makeGenericReceiver, SEEN_BEFORE } from '../test-support/generic-receiver.ts';
import { makeEvent, WORKSPACE } from '../test-support/signed-request.ts';

/** A receiver that takes requests without any proof from `source`. */
async function makeOpenReceiver(source = 'generic') {
  const receiver = await makeGenericReceiver();
  await receiver.setSource(source, { scheme: 'none' });
  return receiver;
}

describe('2 any JSON object is accepted and stored byte for byte', () => {
  test.each([
    ['an empty object', '{}'],
    ['spaces and a line end', ' {"b" : 1.0,\r\n "a":[] }\n'],
    ['numbers that JavaScript cannot hold', '{"n":12345678901234567890.123456789e999}'],
    ['a key twice', '{"a":1,"a":2,"type":"x","type":"y"}'],
    ['__proto__', '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}'],
    ['NUL and lone surrogates', String.raw`{"type":"a\u0000b","id":"\ud800","\udfff":"\u0000"}`],
  ])('2 %s', async (_, text) => {
    const { post, lastSubmitted } = await makeOpenReceiver();
    expect(await post(text)).toEqual(ACCEPTED);
    expect(Buffer.from(lastSubmitted().body ?? []).toString()).toBe(text);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  test.each<[string, number, string, string | Uint8Array<ArrayBuffer>]>([
    ['nothing', 400, 'invalid_json', ''],
    ['half an object', 400, 'invalid_json', '{"a":'],
    ['a form', 400, 'invalid_json', 'payload=%7B%7D'],
    ['invalid UTF-8', 400, 'invalid_json', Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d)],
    ['a byte order mark', 400, 'invalid_json', Uint8Array.of(0xef, 0xbb, 0xbf, 0x7b, 0x7d)],
    ['an array', 422, 'not_an_object', '[{}]'],
    ['a text', 422, 'not_an_object', '"{}"'],
    ['null', 422, 'not_an_object', 'null'],
    ['a number', 422, 'not_an_object', '1'],
    ['a depth bomb', 422, 'invalid_payload', `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
  ])('2 %s -> %i %s', async (...[, status, error, text]) => {
    const { post, hasSubmitted } = await makeOpenReceiver();
    expect(await post(text)).toMatchObject({ status, body: { error } });
    expect(hasSubmitted()).toBe(false);
  });

  test('2 over the limit -> 413 with the limit', async () => {
    const { post, setSource } = await makeGenericReceiver({ maxBodyBytes: 1024 });
    await setSource('generic', { scheme: 'none' });
    const answer = await post(`{"a":"${'x'.repeat(1024)}"}`);
    expect(answer).toMatchObject({ status: 413, body: { error: 'payload_too_large', limit_bytes: 1024 } });
  });

  test.each([
    ['text/plain', 'content-type', 'text/plain'],
    ['a form', 'content-type', 'application/x-www-form-urlencoded'],
    ['a compressed body', 'content-encoding', 'gzip'],
  ])('2 %s -> 415', async (_, name, value) => {
    const { post } = await makeOpenReceiver();
    const answer = await post('{}', { headers: { [name]: value } });
    expect(answer).toMatchObject({ status: 415, body: { error: 'unsupported_media_type' } });
  });

  test('2 types that are JSON by their suffix, and parameters', async () => {
    const { post } = await makeOpenReceiver();
    for (const type of ['application/cloudevents+json', 'application/json; charset=utf-8', 'Application/JSON']) {
      expect(await post('{}', { headers: { 'content-type': type } })).toEqual(ACCEPTED);
    }
  });

  test('2 a source that can be none -> 422', async () => {
    const { post } = await makeOpenReceiver();
    expect(await post('{}', { query: 'source=My%20Tool' })).toMatchObject({
      status: 422,
      body: { error: 'invalid_payload', issues: [{ path: 'source' }] },
    });
  });

  test.each([
    ['GET', `/api/v1/webhooks/generic/${WORKSPACE}`, 405],
    ['POST', '/api/v1/webhooks/generic/a.b', 404],
    ['POST', '/api/v1/webhooks/generic', 404],
    ['POST', `/api/v1/webhooks/generic/${WORKSPACE}/more`, 404],
  ])('2 %s %s -> %i', async (method, path, status) => {
    const { app } = await makeGenericReceiver();
    const response = await app.request(path, { method });
    expect(response.status).toBe(status);
    if (status === 405) expect(response.headers.get('allow')).toBe('POST');
  });
});

describe('2 both answers only after the commit', () => {
  test('2 accepted:true is not said before the commit is through', async () => {
    const { post, store } = await makeOpenReceiver();
    const gate = Promise.withResolvers<void>();
    const acceptBatch = store.acceptBatch.bind(store);
    vi.spyOn(store, 'acceptBatch').mockImplementationOnce(async (...args) => {
      await gate.promise;
      return acceptBatch(...args);
    });
    let isAnswered = false;
    const answer = post('{}').finally(() => (isAnswered = true));
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(isAnswered).toBe(false);
    gate.resolve();
    expect(await answer).toEqual(ACCEPTED);
  });

  test('2 a store that fails -> 503, nothing is said to be accepted', async () => {
    const { post, store } = await makeOpenReceiver();
    vi.spyOn(store, 'acceptBatch').mockRejectedValueOnce(new StoreFailure('disk full'));
    expect(await post('{}')).toMatchObject({ status: 503, body: { error: 'unavailable' } });
    expect(await post('{}')).toEqual(ACCEPTED);
  });
});

describe('2 where nothing is signed, the query comes first', () => {
  test.each([
    ['', 'generic'],
    ['source=', 'generic'],
    ['source=zendesk', 'zendesk'],
    ['source=a&source=b', 'a'],
  ])('2 source: ?%s -> %s', async (query, source) => {
    const { post, lastSubmitted } = await makeOpenReceiver(source);
    expect(await post('{"source":"body"}', { query })).toEqual(ACCEPTED);
    expect(lastSubmitted()).toMatchObject({ source, sourceKind: `webhook.${source}` });
  });

  test.each([
    ['event_type=Ticket%20Created', '{"event":"e"}', 'Ticket Created'],
    ['', '{"action":"a","type":"t","event":"e"}', 'e'],
    ['', '{"action":"a","type":"t"}', 't'],
    ['', '{"action":"a"}', 'a'],
    ['event_type=', '{"event":"","type":7,"action":"a"}', 'a'],
    ['', '{"event":{"type":"x"},"type":null}', 'received'],
    ['', '{}', 'received'],
  ])('2 event_type: ?%s %s -> %s', async (query, text, eventType) => {
    const { post, lastSubmitted } = await makeOpenReceiver();
    await post(text, { query });
    expect(lastSubmitted().eventType).toBe(eventType);
  });

  const all = { 'webhook-id': 'w', 'x-iw-idempotency-key': 'i', 'x-webhook-id': 'x', 'x-request-id': 'r' };
  test.each<[string, Record<string, string>, string]>([
    ['dedupe_key=q', all, 'q'],
    ['dedupe_key=', all, 'w'],
    ['', { ...all, 'webhook-id': '' }, 'i'],
    ['', { 'x-request-id': 'r', 'x-webhook-id': 'x' }, 'x'],
    ['', { 'x-request-id': 'r' }, 'r'],
    ['', {}, ''],
  ])('2 dedupe_key: ?%s %j -> %s', async (query, headers, key) => {
    const { post, lastSubmitted } = await makeOpenReceiver();
    await post('{"event_id":"not signed"}', { query, headers });
    expect(lastSubmitted().key).toBe(key);
  });

  test.each<[string, Record<string, string>, string, string]>([
    ['source_identifier=s&dedupe_key=d', {}, '{"id":"i"}', 's'],
    ['dedupe_key=d', {}, '{"id":"i"}', 'd'],
    ['', { 'x-request-id': 'r' }, '{"id":"i"}', 'r'],
    ['', {}, '{"id":"i"}', 'i'],
    ['', {}, '{"id":7}', '7'],
    ['', {}, '{"id":{}}', `generic:${WORKSPACE}`],
    ['', {}, '{}', `generic:${WORKSPACE}`],
  ])('2 source_identifier: ?%s %j %s -> %s', async (...[query, headers, text, identifier]) => {
    const { post, lastSubmitted } = await makeOpenReceiver();
    await post(text, { query, headers });
    expect(lastSubmitted().sourceIdentifier).toBe(identifier);
  });

  test('2 names and keys of any length and kind are stored', async () => {
    const { post, lastSubmitted } = await makeOpenReceiver();
    const long = 'ü'.repeat(1000);
    const text = JSON.stringify({ type: `${long}\0`, id: '\ud800' });
    expect(await post(text)).toEqual(ACCEPTED);
    expect(lastSubmitted()).toMatchObject({ eventType: 'ü'.repeat(255), sourceIdentifier: '\ufffd' });
    const query = `dedupe_key=${'k'.repeat(1000)}`;
    expect(await post('{}', { query })).toEqual(ACCEPTED);
    expect(lastSubmitted().key).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(await post('{}', { query })).toEqual(SEEN_BEFORE);
  });
});

describe('2 accepted:false means: seen before', () => {
  test('2 by the key, whatever the body, for seven days and in one source', async () => {
    const { post, setSource, clock } = await makeOpenReceiver();
    await setSource('other', { scheme: 'none' });
    const send = async (text: string, source = 'generic') => post(text, { query: `dedupe_key=k&source=${source}` });
    expect(await send('{"n":1}')).toEqual(ACCEPTED);
    expect(await send('{"n":1}')).toEqual(SEEN_BEFORE);
    expect(await send('{"n":2}')).toEqual(SEEN_BEFORE);
    expect(await send('{"n":1}', 'other')).toEqual(ACCEPTED);
    clock.now += 7 * 86_400_000 + 1;
    expect(await send('{"n":3}')).toEqual(ACCEPTED);
  });

  test('2 without a key nothing is ever deduplicated', async () => {
    const { post } = await makeOpenReceiver();
    for (let i = 0; i < 3; i++) expect(await post('{"n":1}')).toEqual(ACCEPTED);
  });

  test('2 twenty of one key at once: one is accepted', async () => {
    const { post } = await makeOpenReceiver();
    const answers = await Promise.all(
      Array.from({ length: 20 }, async () => post('{}', { headers: { 'x-request-id': 'r' } })),
    );
    expect(answers.filter(({ body }) => body['accepted'] === true)).toHaveLength(1);
    expect(answers.filter(({ body }) => body['accepted'] === false)).toHaveLength(19);
  });
});

describe('2 where the signature covers the body, what the body says wins', () => {
  const query = 'source=asked&event_type=asked.type&dedupe_key=asked-key';

  test('2 for source, type and dedupe key', async () => {
    const { postSigned, lastSubmitted } = await makeGenericReceiver();
    const body = { source: 'zendesk', type: 'ticket.created', event_id: 'evt_7' };
    expect(await postSigned(body, { query })).toEqual(ACCEPTED);
    expect(lastSubmitted()).toMatchObject({
      source: 'zendesk',
      sourceKind: 'webhook.zendesk',
      eventType: 'ticket.created',
      eventId: 'evt_7',
      key: 'evt_7',
      scheme: 'iw',
      proof: 'strong',
    });
  });

  test('2 the query fills what is missing', async () => {
    const { postSigned, lastSubmitted } = await makeGenericReceiver();
    expect(await postSigned({}, { query, bodyOnly: true })).toEqual(ACCEPTED);
    expect(lastSubmitted()).toMatchObject({ source: 'asked', eventType: 'asked.type', key: 'asked-key' });
  });

  test('2 the id that a strong signature binds comes before the query', async () => {
    const { postSigned, lastSubmitted } = await makeGenericReceiver();
    await postSigned({}, { query });
    expect(lastSubmitted().key).toBe('msg_1');
  });

  test('2 a signed body without event_id is taken', async () => {
    const { postSigned, lastSubmitted } = await makeGenericReceiver();
    expect(await postSigned({ n: 1 }, { bodyOnly: true })).toEqual(ACCEPTED);
    expect(lastSubmitted()).toMatchObject({ key: 'msg_1', eventId: expect.stringMatching(/^evt_/) });
  });

  test.each([['Zendesk Support'], [{ id: 1 }], ['/context'], [7], [null]])(
    '2 what is no name of a source says nothing about it: %j',
    async (source) => {
      const { postSigned, lastSubmitted } = await makeGenericReceiver();
      expect(await postSigned({ source }, { query })).toEqual(ACCEPTED);
      expect(lastSubmitted().source).toBe('asked');
    },
  );

  test('2 a routing key twice -> 400', async () => {
    const { postSigned } = await makeGenericReceiver();
    const body = utf8Bytes('{"source":"a","source":"b"}');
    expect(await postSigned({}, { body })).toMatchObject({ status: 400, body: { error: 'invalid_json' } });
  });

  test('2 render only leaves no content behind', async () => {
    const { postSigned, lastSubmitted } = await makeGenericReceiver();
    expect(await postSigned({ data: { capture: { render_only: true } } })).toEqual(ACCEPTED);
    expect(lastSubmitted().body).toBeNull();
  });

  test('2 the same event_id with another body -> 422 event_id_conflict', async () => {
    const { postSigned } = await makeGenericReceiver();
    await postSigned({ event_id: 'evt_7', n: 1 });
    const answer = await postSigned({ event_id: 'evt_7', n: 2 }, { id: 'msg_2' });
    expect(answer).toMatchObject({ status: 422, body: { error: 'event_id_conflict' } });
  });
});

describe('2 a signed brain.ingest that comes this way', () => {
  const paths = (dir: string) => readdirSync(dir, { recursive: true, encoding: 'utf8' });

  test('2 becomes a note like any other', async () => {
    const { postSigned, dataDir } = await makeGenericReceiver();
    expect(await postSigned(makeEvent(), { id: 'evt_1' })).toEqual(ACCEPTED);
    await expect.poll(() => paths(dataDir).filter((path) => path.endsWith('.md'))).toHaveLength(1);
  });

  test('2 is kept when it is none of ours, and nothing is parked', async () => {
    const { postSigned, store } = await makeGenericReceiver();
    expect(await postSigned({ type: 'brain.ingest', data: 7 })).toEqual(ACCEPTED);
    await expect.poll(async () => store.countInbox()).toMatchObject({ waiting: 0, parked: 0 });
  });
});

describe('1.5 what was accepted once is a duplicate on both ingress routes', () => {
  test.each([{ bodyOnly: true }, {}])('1.5 first signed, then generic %j', async (options) => {
    const { send, postSigned, clock } = await makeGenericReceiver();
    expect((await send(makeEvent(), options)).status).toBe(200);
    const again = async (query: string) => postSigned(makeEvent(), { query, id: 'evt_1', ...options });
    expect(await again('')).toEqual(SEEN_BEFORE);
    expect(await again('source=stripe&event_type=payment.succeeded&dedupe_key=fresh')).toEqual(SEEN_BEFORE);
    clock.now += 400 * 86_400_000;
    expect(await again('dedupe_key=fresh')).toEqual(SEEN_BEFORE);
  });

  test.each([{ bodyOnly: true }, {}])('1.5 first generic, then signed %j', async (options) => {
    const { send, postSigned } = await makeGenericReceiver();
    expect(await postSigned(makeEvent(), { id: 'evt_1', ...options })).toEqual(ACCEPTED);
    const again = await send(makeEvent(), options);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(await again.json()).toEqual({ status: 'duplicate', event_id: 'evt_1' });
  });

  test.each([{ bodyOnly: true }, {}])(
    '1.5 a captured request without a source, sent to another %j',
    async (options) => {
      const { postSigned, clock } = await makeGenericReceiver();
      expect(await postSigned({ n: 1 }, { query: 'source=a', ...options })).toEqual(ACCEPTED);
      clock.now += 60_000;
      expect(await postSigned({ n: 1 }, { query: 'source=b&dedupe_key=fresh', ...options })).toEqual(SEEN_BEFORE);
    },
  );

  test('1.5 the same strongly signed content under another id is another event', async () => {
    const { postSigned } = await makeGenericReceiver();
    expect(await postSigned({ event: 'ping' }, { id: 'msg_1' })).toEqual(ACCEPTED);
    expect(await postSigned({ event: 'ping' }, { id: 'msg_2' })).toEqual(ACCEPTED);
  });
});
