import type { AttemptResult } from './send-attempt.ts';

/** What an attempt means for its delivery. */
export type AttemptOutcome =
  | { kind: 'delivered' }
  /** Again later; `askedMs` is what the target asks for. */
  | { kind: 'retry'; askedMs: number | null }
  /** The target wants no more of this subscription. */
  | { kind: 'gone' }
  /** It is ours not to send there; another try would not change it. */
  | { kind: 'forbidden' };

/**
 * Everything but 410 and our own refusal is tried again: a redirect, a 404 or a name that nobody knows may be a deployment
 * under way (docs/protocol.md, section 4).
 * @param nowMs UNIX milliseconds, to read a `Retry-After` date
 */
export function outcomeOfAttempt(result: AttemptResult, nowMs: number): AttemptOutcome {
  if (result.kind === 'failure') {
    const isForbidden = result.error === 'address_not_allowed' || result.error === 'content_gone';
    return isForbidden ? { kind: 'forbidden' } : { kind: 'retry', askedMs: null };
  }
  const { status, retryAfter } = result;
  if (status >= 200 && status < 300) return { kind: 'delivered' };
  if (status === 410) return { kind: 'gone' };
  return { kind: 'retry', askedMs: retryAfter === null ? null : readRetryAfter(retryAfter, nowMs) };
}

/** Seconds or a date (RFC 9110, section 10.2.3). */
export function readRetryAfter(value: string, nowMs: number): number | null {
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1000;
  // A date begins with its weekday; the parser takes more than that for one.
  const atMs = /^[A-Z][a-z]{2}/.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(atMs) ? null : Math.max(0, atMs - nowMs);
}
