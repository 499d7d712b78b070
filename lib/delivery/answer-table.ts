import type { DeliveryReason } from '../messages.ts';
import { acceptedAnswerSchema, type ErrorAnswer, errorAnswerSchema } from '../protocol/answers.ts';
import { parseJson } from './parse-json.ts';

/** What came back from one attempt. */
export type Answer =
  | {
      kind: 'response';
      status: number /** Text of the body, `''` for none. */;
      body: string;
      retryAfter: string | null;
    }
  | { kind: 'failure'; reason: 'unreachable' | 'timeout' | 'redirected' };

/** What an answer means for the event. */
export type Outcome =
  | { kind: 'delivered'; how: 'accepted' | 'duplicate' }
  /** Later, by itself. `afterMs` is what the receiver asked for. */
  | { kind: 'waiting'; reason: DeliveryReason; afterMs: number | null }
  /** Every event would fare the same: hold the endpoint, burn nothing. */
  | { kind: 'blocked'; reason: DeliveryReason }
  /** This event alone is refused for good. */
  | { kind: 'dead'; reason: DeliveryReason }
  /** Our clock is wrong: correct for it and send once more. */
  | { kind: 'wrong_clock'; serverTimeSec: number };

const MAX_RETRY_AFTER_MS = 24 * 60 * 60 * 1000;

/** Error codes whose meaning is narrower than that of their status. */
const BY_ERROR: Partial<Record<string, (error: ErrorAnswer) => Outcome>> = {
  invalid_timestamp: ({ server_time }) =>
    server_time === undefined
      ? { kind: 'blocked', reason: 'invalid_timestamp' }
      : { kind: 'wrong_clock', serverTimeSec: server_time },
  strong_signature_required: () => ({ kind: 'blocked', reason: 'strong_signature_required' }),
  // The id is derived from the content: the receiver holds this very content, in an envelope of another time or version.
  event_id_conflict: () => ({ kind: 'delivered', how: 'duplicate' }),
};

/**
 * The one table of answers (docs/delivery.md).
 * @param nowMs UNIX milliseconds, to read a `Retry-After` date
 */
export function outcomeOf(answer: Answer, nowMs: number): Outcome {
  if (answer.kind === 'failure') return { kind: 'waiting', reason: answer.reason, afterMs: null };
  const { status } = answer;
  const body = parseJson(answer.body);
  // A captive portal says 200 too: only an answer of the protocol counts.
  if (status >= 200 && status < 300) {
    const accepted = acceptedAnswerSchema.safeParse(body);
    return accepted.success
      ? { kind: 'delivered', how: accepted.data.status }
      : { kind: 'waiting', reason: 'not_an_answer', afterMs: null };
  }
  const error = errorAnswerSchema.safeParse(body);
  const narrow = error.success ? BY_ERROR[error.data.error]?.(error.data) : undefined;
  return narrow ?? outcomeOfStatus(status, retryAfterMs(answer.retryAfter, nowMs));
}

function outcomeOfStatus(status: number, afterMs: number | null): Outcome {
  switch (status) {
    case 401:
      return { kind: 'blocked', reason: 'invalid_signature' };
    case 403:
      return { kind: 'blocked', reason: 'forbidden' };
    case 404:
    case 405:
    case 421:
      return { kind: 'blocked', reason: 'endpoint_not_found' };
    case 408:
    case 425:
      return { kind: 'waiting', reason: 'timeout', afterMs };
    case 413:
      return { kind: 'dead', reason: 'too_large' };
    case 429:
      return { kind: 'waiting', reason: 'rate_limited', afterMs };
    default:
      if (status >= 500) return { kind: 'waiting', reason: 'server_error', afterMs };
      return status >= 400
        ? { kind: 'dead', reason: 'rejected' }
        : { kind: 'waiting', reason: 'redirected', afterMs: null };
  }
}

/** `Retry-After` as seconds or as a date, capped at 24 hours; `null` when missing or unreadable. */
function retryAfterMs(header: string | null, nowMs: number): number | null {
  if (header === null) return null;
  const ms = /^\d+$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - nowMs;
  return Number.isNaN(ms) ? null : Math.min(Math.max(ms, 0), MAX_RETRY_AFTER_MS);
}
