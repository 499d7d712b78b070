import { expect, test } from 'vitest';
import { outcomeOfAttempt } from './attempt-outcome.ts';
import type { AttemptResult } from './send-attempt.ts';

const NOW = Date.parse('2026-11-25T12:00:00Z');
const answer = (status: number, retryAfter: string | null = null): AttemptResult => ({
  kind: 'answer',
  status,
  retryAfter,
  response: '',
  durationMs: 1,
});

test.each([200, 201, 202, 204, 299])('%i is delivered', (status) =>
  expect(outcomeOfAttempt(answer(status), NOW)).toEqual({ kind: 'delivered' }),
);

test.each([301, 302, 307, 400, 401, 403, 404, 408, 409, 422, 429, 500, 502, 503, 599])('%i is tried again', (status) =>
  expect(outcomeOfAttempt(answer(status), NOW)).toEqual({ kind: 'retry', askedMs: null }),
);

test('410 ends the subscription', () => expect(outcomeOfAttempt(answer(410), NOW)).toEqual({ kind: 'gone' }));

test.each([
  ['120', 120_000],
  ['Wed, 25 Nov 2026 12:01:00 GMT', 60_000],
  ['Wed, 25 Nov 2026 11:00:00 GMT', 0],
  ['soon', null],
  ['-5', null],
])('Retry-After %s is %s ms', (retryAfter, askedMs) =>
  expect(outcomeOfAttempt(answer(429, retryAfter), NOW)).toEqual({ kind: 'retry', askedMs }),
);

test.each(['timeout', 'name_not_found', 'connection_refused', 'certificate', 'network'] as const)(
  '%s is tried again',
  (error) =>
    expect(outcomeOfAttempt({ kind: 'failure', error, durationMs: 1 }, NOW)).toEqual({ kind: 'retry', askedMs: null }),
);

test('what we may not send to is given up', () =>
  expect(outcomeOfAttempt({ kind: 'failure', error: 'address_not_allowed', durationMs: 0 }, NOW)).toEqual({
    kind: 'forbidden',
  }));
