import { describe, expect, test } from 'vitest';
import { type Answer, outcomeOf } from './answer-table.ts';

const NOW = Date.parse('2026-11-21T09:00:00Z');
const response = (status: number, body: unknown = '', retryAfter: string | null = null): Answer => ({
  kind: 'response',
  status,
  body: typeof body === 'string' ? body : JSON.stringify(body),
  retryAfter,
});

describe('answer table', () => {
  test.each([
    ['accepted', response(200, { status: 'accepted', event_id: 'evt_1' }), { kind: 'delivered', how: 'accepted' }],
    ['duplicate', response(200, { status: 'duplicate', event_id: 'evt_1' }), { kind: 'delivered', how: 'duplicate' }],
    [
      'a captive portal',
      response(200, '<html>Welcome to the hotel</html>'),
      { kind: 'waiting', reason: 'not_an_answer', afterMs: null },
    ],
    ['another program', response(200, { hello: 'world' }), { kind: 'waiting', reason: 'not_an_answer', afterMs: null }],
    [
      'no network',
      { kind: 'failure', reason: 'unreachable' },
      { kind: 'waiting', reason: 'unreachable', afterMs: null },
    ],
    [
      'no answer in time',
      { kind: 'failure', reason: 'timeout' },
      { kind: 'waiting', reason: 'timeout', afterMs: null },
    ],
    ['a redirect', { kind: 'failure', reason: 'redirected' }, { kind: 'waiting', reason: 'redirected', afterMs: null }],
    ['wrong secret', response(401, { error: 'invalid_signature' }), { kind: 'blocked', reason: 'invalid_signature' }],
    ['a 401 of somebody else', response(401, 'login'), { kind: 'blocked', reason: 'invalid_signature' }],
    [
      'wrong clock',
      response(401, { error: 'invalid_timestamp', server_time: 1_800_000_000 }),
      { kind: 'wrong_clock', serverTimeSec: 1_800_000_000 },
    ],
    [
      'wrong clock, not told by how much',
      response(401, { error: 'invalid_timestamp' }),
      { kind: 'blocked', reason: 'invalid_timestamp' },
    ],
    [
      'strict source',
      response(401, { error: 'strong_signature_required' }),
      { kind: 'blocked', reason: 'strong_signature_required' },
    ],
    ['forbidden', response(403), { kind: 'blocked', reason: 'forbidden' }],
    ['no such route', response(404), { kind: 'blocked', reason: 'endpoint_not_found' }],
    ['too large', response(413, { error: 'payload_too_large' }), { kind: 'too_large', limitBytes: null }],
    [
      'too large, told by how much',
      response(413, { error: 'payload_too_large', limit_bytes: 9_000 }),
      { kind: 'too_large', limitBytes: 9_000 },
    ],
    [
      'refused payload',
      response(422, { error: 'invalid_payload', issues: [{ path: 'data.messages', message: 'Too small' }] }),
      { kind: 'dead', reason: 'rejected', detail: '422 invalid_payload; data.messages: Too small' },
    ],
    [
      'invalid JSON',
      response(400, { error: 'invalid_json' }),
      { kind: 'dead', reason: 'rejected', detail: '400 invalid_json' },
    ],
    [
      'a proxy that knows nothing of us',
      response(400, 'Bad Request'),
      { kind: 'waiting', reason: 'not_an_answer', afterMs: null },
    ],
    ['a proxy with a password', response(407, ''), { kind: 'waiting', reason: 'unreachable', afterMs: null }],
    ['headers lost on the way', response(400, { error: 'missing_header' }), { kind: 'blocked', reason: 'rejected' }],
    ['gone', response(410), { kind: 'blocked', reason: 'endpoint_not_found' }],
    ['same id in another envelope', response(422, { error: 'event_id_conflict' }), { kind: 'id_taken' }],
    [
      'busy',
      response(429, { error: 'rate_limited' }, '7'),
      { kind: 'waiting', reason: 'rate_limited', afterMs: 7_000 },
    ],
    ['down', response(503, { error: 'unavailable' }), { kind: 'waiting', reason: 'server_error', afterMs: null }],
  ] as const)('%s', (_name, answer, expected) => {
    expect(outcomeOf(answer, NOW)).toEqual(expected);
  });

  test.each([
    ['a date', 'Sat, 21 Nov 2026 09:01:00 GMT', 60_000],
    ['a date in the past', 'Sat, 21 Nov 2026 08:00:00 GMT', 0],
    ['more than a day', '999999', 24 * 60 * 60 * 1000],
    ['nonsense', 'soon', null],
  ])('Retry-After: %s', (_name, header, afterMs) => {
    expect(outcomeOf(response(503, '', header), NOW)).toEqual({ kind: 'waiting', reason: 'server_error', afterMs });
  });
});
