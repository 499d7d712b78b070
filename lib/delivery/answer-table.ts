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
  /** This event alone is refused for good. `detail` is what the receiver said, for a person to read. */
  | { kind: 'dead'; reason: DeliveryReason; detail: string | null }
  /** The receiver knows the id with another body. Ids commit to the content: it has this very content from elsewhere. */
  | { kind: 'id_taken' }
  /** In smaller events it may be taken. `limitBytes` where the receiver tells it. */
  | { kind: 'too_large'; limitBytes: number | null }
  /** Our clock is wrong: correct for it and send once more. */
  | { kind: 'wrong_clock'; serverTimeSec: number };

const MAX_RETRY_AFTER_MS = 24 * 60 * 60 * 1000;
const MAX_DETAIL_CHARS = 500;

const blocked = (reason: DeliveryReason) => (): Outcome => ({ kind: 'blocked', reason });

/** Error codes of the protocol whose meaning is not that of their status. */
const BY_ERROR: Partial<Record<string, (error: ErrorAnswer) => Outcome>> = {
  invalid_timestamp: ({ server_time }) =>
    server_time === undefined
      ? { kind: 'blocked', reason: 'invalid_timestamp' }
      : { kind: 'wrong_clock', serverTimeSec: server_time },
  strong_signature_required: blocked('strong_signature_required'),
  event_id_conflict: () => ({ kind: 'id_taken' }),
  // Something on the way changes headers: every event would fare the same.
  missing_header: blocked('rejected'),
  invalid_header: blocked('rejected'),
  id_mismatch: blocked('rejected'),
  unsupported_media_type: blocked('rejected'),
};

/** What a status means whose answer is no error of the protocol, or one that means just that. */
const BY_STATUS: Partial<Record<number, (afterMs: number | null) => Outcome>> = {
  401: blocked('invalid_signature'),
  402: blocked('forbidden'),
  403: blocked('forbidden'),
  404: blocked('endpoint_not_found'),
  405: blocked('endpoint_not_found'),
  410: blocked('endpoint_not_found'),
  421: blocked('endpoint_not_found'),
  // The browser's own proxy wants a password.
  407: (afterMs) => ({ kind: 'waiting', reason: 'unreachable', afterMs }),
  408: (afterMs) => ({ kind: 'waiting', reason: 'timeout', afterMs }),
  425: (afterMs) => ({ kind: 'waiting', reason: 'timeout', afterMs }),
  429: (afterMs) => ({ kind: 'waiting', reason: 'rate_limited', afterMs }),
};

/** What nobody but a receiver says: the event was understood and is refused. */
const REFUSALS = new Set([409, 422]);

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
  const error = errorAnswerSchema.safeParse(body).data ?? null;
  const narrow = error && BY_ERROR[error.error]?.(error);
  return narrow ?? outcomeOfStatus(status, retryAfterMs(answer.retryAfter, nowMs), error);
}

function outcomeOfStatus(status: number, afterMs: number | null, error: ErrorAnswer | null): Outcome {
  const outcome = BY_STATUS[status]?.(afterMs);
  if (outcome) return outcome;
  if (status >= 500) return { kind: 'waiting', reason: 'server_error', afterMs };
  if (status < 400) return { kind: 'waiting', reason: 'redirected', afterMs: null };
  if (status === 413) return { kind: 'too_large', limitBytes: error?.limit_bytes ?? null };
  // A proxy or a portal on the way says 400 too: without the protocol's words nothing is given up.
  if (!error && !REFUSALS.has(status)) return { kind: 'waiting', reason: 'not_an_answer', afterMs };
  return { kind: 'dead', reason: 'rejected', detail: detailOf(status, error) };
}

function detailOf(status: number, error: ErrorAnswer | null): string {
  const issues = error?.issues?.map(({ path, message }) => `${path}: ${message}`) ?? [];
  return [`${status} ${error?.error ?? ''}`.trim(), ...issues].join('; ').slice(0, MAX_DETAIL_CHARS);
}

/** `Retry-After` as seconds or as a date, capped at 24 hours; `null` when missing or unreadable. */
function retryAfterMs(header: string | null, nowMs: number): number | null {
  if (header === null) return null;
  const ms = /^\d+$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - nowMs;
  return Number.isNaN(ms) ? null : Math.min(Math.max(ms, 0), MAX_RETRY_AFTER_MS);
}
