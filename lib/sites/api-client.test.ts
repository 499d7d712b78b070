import { describe, expect, test } from 'vitest';
import { MAX_ANSWER_BYTES } from './api-body.ts';
import { createApiClient } from './api-client.ts';
import { toResult } from './api-refusal.ts';

const url = new URL('https://claude.ai/chat/1');

function clientOf(fetch: (address: string, init?: RequestInit) => Response | Promise<Response>) {
  return createApiClient({
    url,
    document: new Document(),
    fetch: async (address, init) => fetch(address as string, init),
  });
}

function redirectedTo(address: string): Response {
  return Object.defineProperty(new Response('{}'), 'url', { value: address });
}

test('asks the origin of the page, with what it is given', async () => {
  const asked: unknown[] = [];
  const client = clientOf((...request) => {
    asked.push(request);
    return new Response('{"a":1}');
  });
  expect(await client.json('/api/x?y=1', { method: 'POST' })).toEqual({ ok: true, value: { a: 1 } });
  expect(asked).toEqual([['https://claude.ai/api/x?y=1', { method: 'POST' }]]);
});

test('one request at a time, also after one that failed', async () => {
  const log: string[] = [];
  const client = clientOf(async (address) => {
    log.push(`ask ${address.slice(-1)}`);
    await Promise.resolve();
    log.push(`got ${address.slice(-1)}`);
    if (address.endsWith('a')) throw new TypeError('Failed to fetch');
    return new Response('{}');
  });
  await Promise.all([client.json('/a'), client.json('/b'), client.text('/c')]);
  expect(log).toEqual(['ask a', 'got a', 'ask a', 'got a', 'ask b', 'got b', 'ask c', 'got c']);
});

describe('refusals', () => {
  const date = 'Sat, 21 Nov 2026 10:00:00 GMT';
  test.each<[number, Record<string, string>, string, object]>([
    [401, {}, '{}', { reason: 'not_logged_in' }],
    [403, {}, '{"code":"permission_denied"}', { reason: 'not_logged_in', said: { code: 'permission_denied' } }],
    [403, { 'cf-mitigated': 'challenge' }, '', { reason: 'blocked' }],
    [503, {}, '<html><head><title>Just a moment...</title>', { reason: 'blocked' }],
    [200, {}, '<html><head><title>Just a moment...</title>', { reason: 'blocked' }],
    [404, {}, '{"detail":"Not Found"}', { reason: 'no_route', said: { detail: 'Not Found' } }],
    [405, {}, '', { reason: 'no_route', detail: 'HTTP 405' }],
    [410, {}, '', { reason: 'no_route' }],
    [400, {}, '', { reason: 'refused' }],
    [500, {}, '', { reason: 'site_error' }],
    [429, {}, '', { reason: 'rate_limited' }],
    [429, { 'retry-after': '12' }, '', { reason: 'rate_limited', retryAfterMs: 12_000 }],
    [429, { 'retry-after': 'Sat, 21 Nov 2026 10:01:30 GMT', date }, '', { retryAfterMs: 90_000 }],
    [429, { 'retry-after': 'Sat, 21 Nov 2026 09:00:00 GMT', date }, '', { retryAfterMs: 0 }],
    [200, {}, '<!DOCTYPE html><p>App', { reason: 'endpoint_changed', detail: 'HTML' }],
    [200, {}, '{"half":', { reason: 'site_error' }],
  ])('%i %o %s', async (...[status, headers, body, expected]) => {
    const client = clientOf(() => new Response(body, { status, headers }));
    expect(await client.json('/x')).toMatchObject({ ok: false, ...expected });
  });

  test('a date without a clock to hold it against says nothing', async () => {
    const headers = { 'retry-after': date };
    const client = clientOf(() => new Response('', { status: 429, headers }));
    expect(await client.json('/x')).toEqual({ ok: false, reason: 'rate_limited', detail: 'HTTP 429' });
  });

  test.each([
    ['https://accounts.google.com/ServiceLogin?continue=x', 'not_logged_in'],
    ['https://claude.ai/login?returnTo=x', 'not_logged_in'],
    ['https://www.google.com/sorry/index?continue=x', 'blocked'],
  ])('redirected to %s', async (address, reason) => {
    expect(await clientOf(() => redirectedTo(address)).json('/x')).toMatchObject({ ok: false, reason });
  });

  test('a redirect that cannot be followed is the way to the sign-in page', async () => {
    const away = Object.defineProperty(new Response(null), 'type', { value: 'opaqueredirect' });
    const client = clientOf((_address, init) => (init?.redirect === 'manual' ? away : Promise.reject(new TypeError())));
    expect(await client.json('/x')).toMatchObject({ reason: 'not_logged_in' });
  });

  test('no network', async () => {
    const client = clientOf(() => Promise.reject(new TypeError('Failed to fetch')));
    expect(await client.json('/x')).toEqual({ ok: false, reason: 'unreachable' });
  });

  test('become the end of a reading without what the site said', () => {
    const refusal = { ok: false, reason: 'no_route', detail: 'HTTP 404', said: { id: 1 } } as const;
    expect(toResult(refusal)).toEqual({ ok: false, reason: 'endpoint_changed', detail: 'HTTP 404' });
  });
});

describe('size', () => {
  function streamOf(chunks: number, size: number, onCancel: () => void): ReadableStream<Uint8Array> {
    let left = chunks;
    return new ReadableStream({
      pull(controller) {
        left -= 1;
        if (left < 0) controller.close();
        else controller.enqueue(new Uint8Array(size).fill(32));
      },
      cancel: onCancel,
    });
  }

  test('an answer that grows too large is not read to its end', async () => {
    let isCancelled = false;
    const body = streamOf(1000, 1024 * 1024, () => {
      isCancelled = true;
    });
    expect(await clientOf(() => new Response(body)).json('/x')).toEqual({ ok: false, reason: 'too_large' });
    expect(isCancelled).toBe(true);
  });

  test('one of exactly the size is read', async () => {
    const body = streamOf(32, MAX_ANSWER_BYTES / 32, () => {});
    const answer = await clientOf(() => new Response(body)).text('/x');
    expect(answer.ok && answer.value.length).toBe(MAX_ANSWER_BYTES);
  });

  test('a connection that breaks in the middle', async () => {
    const body = new ReadableStream({ pull: (controller) => controller.error(new TypeError('network')) });
    expect(await clientOf(() => new Response(body)).json('/x')).toEqual({ ok: false, reason: 'unreachable' });
  });

  test('characters that are split between chunks stay whole', async () => {
    const bytes = new TextEncoder().encode('"👋"');
    const body = new ReadableStream({
      start(controller) {
        for (const byte of bytes) controller.enqueue(Uint8Array.of(byte));
        controller.close();
      },
    });
    expect(await clientOf(() => new Response(body)).json('/x')).toEqual({ ok: true, value: '👋' });
  });
});
