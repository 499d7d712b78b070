import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { makeReceiver, NOW } from '../test-support/receiver.ts';
import { makeEvent, signedInit, WORKSPACE } from '../test-support/signed-request.ts';
import { startServer, urlOf } from './server.ts';

const PATH = `/webhooks/v1/${WORKSPACE}/chatgpt`;
const MAX_BODY_BYTES = 64 * 1024;

async function listen(
  more: { timeouts?: { headersTimeout: number; requestTimeout: number; connectionsCheckingInterval: number } } = {},
) {
  const { app, clock } = await makeReceiver({ maxBodyBytes: MAX_BODY_BYTES });
  const server = await startServer(app, { host: '127.0.0.1', port: 0, ...more });
  onTestFinished(() => server.close());
  return { url: server.url, port: Number(new URL(server.url).port), timestampSec: clock.now / 1000, server };
}

/** Writes a request as it is, and reads until the receiver closes the connection. */
async function sendRaw(port: number, text: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  let answer = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    answer += chunk;
  });
  socket.on('error', () => undefined); // a reset after the answer is the receiver's right
  socket.write(text);
  // Not `once`, which would reject on a reset.
  await new Promise((resolve) => socket.on('close', resolve));
  return answer;
}

/** A signed request as text, with more header lines. */
async function signedText(timestampSec: number, more: readonly string[], host = '127.0.0.1'): Promise<string> {
  const { headers, body } = await signedInit(makeEvent(), { timestampSec });
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  const all = [`Host: ${host}`, ...lines, `Content-Length: ${body.length}`, 'Connection: close', ...more];
  return `POST ${PATH} HTTP/1.1\r\n${all.join('\r\n')}\r\n\r\n${Buffer.from(body).toString()}`;
}

test('takes a signed event over a socket', async () => {
  const { url, timestampSec } = await listen();
  const response = await fetch(url + PATH, await signedInit(makeEvent(), { timestampSec }));
  expect(await response.json()).toEqual({ status: 'accepted', event_id: 'evt_1' });
});

test.each([
  'X-IW-Signature',
  'X-IW-Timestamp',
  'X-IW-Idempotency-Key',
  'webhook-id',
  'Webhook-Timestamp',
  'webhook-signature',
])('1.3.3 %s twice -> 400 invalid_header', async (name) => {
  const { port, timestampSec } = await listen();
  const { headers } = await signedInit(makeEvent(), { timestampSec });
  const value = new Headers(headers).get(name);
  const answer = await sendRaw(port, await signedText(timestampSec, [`${name}: ${value}`]));
  expect(answer).toMatch(/^HTTP\/1\.1 400 /);
  expect(answer).toContain('"invalid_header"');
});

test.each([
  ['a second Host', ['Host: 127.0.0.1'], '127.0.0.1', /400 .*"invalid_header"/s],
  ['a Host of another site', [], 'evil.example.com', /421 .*"misdirected_request"/s],
  ['a Host that is none', [], 'a b', /400 .*"invalid_header"/s],
])('1.3.3 %s is refused', async (...[, more, host, expected]) => {
  const { port, timestampSec } = await listen();
  expect(await sendRaw(port, await signedText(timestampSec, more, host))).toMatch(expected);
});

/** Sends a body of `bytes` in chunks, without a length. */
async function sendChunked(url: string, bytes: number): Promise<{ status: number; body: string; connection: string }> {
  const { headers } = await signedInit(makeEvent(), { timestampSec: NOW / 1000 });
  const sent = request(url + PATH, { method: 'POST', headers });
  sent.on('error', () => undefined); // the connection may close while the rest is still written
  const chunk = Buffer.alloc(16 * 1024, 0x20);
  for (let at = 0; at < bytes; at += chunk.length) sent.write(chunk);
  sent.end();
  const [response] = await once(sent, 'response');
  let body = '';
  for await (const part of response) body += String(part);
  return { status: response.statusCode, body, connection: response.headers.connection };
}

test('1.3.4 a chunked body over the limit is read to its end and answered 413', async () => {
  const { url } = await listen();
  const answer = await sendChunked(url, MAX_BODY_BYTES + 16 * 1024);
  expect(answer).toMatchObject({ status: 413, connection: 'keep-alive' });
  expect(JSON.parse(answer.body)).toMatchObject({ error: 'payload_too_large', limit_bytes: MAX_BODY_BYTES });
});

test('1.3.4 a body of more than twice the limit is answered 413 and cut off', async () => {
  const { url } = await listen();
  expect(await sendChunked(url, 64 * MAX_BODY_BYTES)).toMatchObject({ status: 413, connection: 'close' });
});

test('a sender that goes away in the middle leaves the receiver as it was', async () => {
  const { url, port, timestampSec } = await listen();
  const socket = connect(port, '127.0.0.1');
  socket.write((await signedText(timestampSec, [])).slice(0, -10));
  await new Promise((resolve) => setTimeout(resolve, 50));
  socket.destroy();
  const response = await fetch(url + PATH, await signedInit(makeEvent(), { timestampSec }));
  expect(await response.json()).toMatchObject({ status: 'accepted' });
});

describe('1.3.4 senders that drip', () => {
  const timeouts = { headersTimeout: 200, requestTimeout: 400, connectionsCheckingInterval: 50 };

  test.each([
    ['headers', (text: string) => text.slice(0, 100)],
    ['a body', (text: string) => text.slice(0, -10)],
    [
      'a chunked body without end',
      (text: string) =>
        `${text.replace(/Content-Length: \d+/, 'Transfer-Encoding: chunked').split('{')[0]}5\r\n{"a":\r\n`,
    ],
  ])('1.3.4 %s: cut off with 408, and others are served meanwhile', async (_, cut) => {
    const { url, port, timestampSec } = await listen({ timeouts });
    const dripping = sendRaw(port, cut(await signedText(timestampSec, [])));
    const response = await fetch(url + PATH, await signedInit(makeEvent(), { timestampSec }));
    expect(await response.json()).toMatchObject({ status: 'accepted' });
    expect(await dripping).toMatch(/^HTTP\/1\.1 408 /);
  });
});

test('1.3.3 100 kB of headers are refused before anything is read', async () => {
  const { url, port, timestampSec } = await listen();
  const answer = await sendRaw(port, await signedText(timestampSec, [`X-Long: ${'a'.repeat(100_000)}`]));
  // The sender may still be writing when the connection closes, and then sees a broken one.
  expect(answer).toMatch(/^(HTTP\/1\.1 431 |$)/);
  const response = await fetch(url + PATH, await signedInit(makeEvent(), { timestampSec }));
  expect(await response.json()).toMatchObject({ status: 'accepted' });
});

test('closing does not wait for a connection that is kept alive', async () => {
  const { url, server } = await listen();
  await (await fetch(`${url}/healthz`)).text();
  await server.close();
  await expect(fetch(`${url}/healthz`)).rejects.toThrow();
});

test.each([
  ['127.0.0.1', 'http://127.0.0.1:1'],
  ['0.0.0.0', 'http://127.0.0.1:1'],
  ['::1', 'http://[::1]:1'],
])('the address of %s is %s', (host, url) => {
  expect(urlOf(host, 1)).toBe(url);
});
