import { ERROR_STATUS, type ErrorAnswer, type ErrorCode } from '../../lib/protocol/answers.ts';
import type { Refusal } from '../ingest/refusal.ts';
import type { HttpContext } from './environment.ts';

/** What a person can do about an error. */
export const MESSAGES: Record<ErrorCode, string> = {
  missing_header: 'A required header is missing. Send X-IW-Timestamp and X-IW-Idempotency-Key with every request.',
  invalid_header: 'A header is malformed, came twice, or its set is incomplete. Send each security header once.',
  invalid_json: 'The body must be JSON in UTF-8, without a byte order mark and without repeated keys.',
  invalid_query: 'The query of the address is not valid; see issues.',
  invalid_code: 'The code is wrong, was used, or is older than ten minutes. Make another: npm run receiver -- pair',
  unauthorized: 'Sign in, or send a token of this receiver in the header Authorization: Bearer.',
  invalid_signature: 'The signature does not match. Check the workspace id and the secret.',
  invalid_timestamp: "The request's time is too far from the receiver's. Check the sender's clock.",
  strong_signature_required: 'This source has to send the webhook-id, webhook-timestamp and webhook-signature headers.',
  forbidden: 'The token does not allow this. Use one with the scope that is needed.',
  address_not_allowed:
    'The source takes nothing from this address. An owner of the workspace can allow it in its settings.',
  https_required: 'A key is given out over https only, or on the same computer.',
  invalid_csrf_token: 'The request did not come from a page of this receiver. Load the page anew and try again.',
  not_found: 'There is nothing at this address. Events go to /webhooks/v1/{workspace_id}/{source}.',
  method_not_allowed: 'This address does not take this method; see the Allow header.',
  body_gone: 'The body of this event is not kept: it came as render only, or retention removed it.',
  payload_too_large: 'The body is too large. Split the capture into parts, or raise BRAINPOST_MAX_BODY_BYTES.',
  unsupported_media_type: 'Send the body as application/json in UTF-8, without Content-Encoding.',
  misdirected_request:
    'The receiver does not go by this host name. Set BRAINPOST_PUBLIC_URL to the address that senders use.',
  digest_mismatch: 'The bytes do not hash to the SHA-256 digest of the address. Send them again.',
  not_an_object: 'The body must be a JSON object.',
  id_mismatch: 'webhook-id, X-IW-Idempotency-Key and event_id must be the same.',
  invalid_payload: 'The body is not valid; see issues.',
  workspace_mismatch: "The body's workspace_id is not the workspace of the address.",
  source_mismatch: "The body's source is not the source of the address.",
  idempotency_key_reuse: 'This idempotency key was used for another event. Use a new key for each event.',
  event_id_conflict: 'An event with this event_id and another content was accepted before. Use a new event_id.',
  rate_limited: 'Too many requests. Try again after the time in Retry-After.',
  internal_error: 'The receiver failed. Its log says where.',
  unavailable: 'The receiver cannot store events right now. Try again after the time in Retry-After.',
};

/** An error answer (docs/protocol.md, section 1.4). */
export function answerError(c: HttpContext, error: ErrorCode, details: Refusal['details'] = {}): Response {
  const body: ErrorAnswer = { error, message: MESSAGES[error], ...details };
  return c.json(body, ERROR_STATUS[error]);
}

/** The answer to a refusal, with its Retry-After. */
export function answerRefusal(c: HttpContext, refusal: Refusal): Response {
  if (refusal.retryAfterSeconds !== undefined) c.header('Retry-After', String(refusal.retryAfterSeconds));
  if (refusal.closesConnection) c.header('Connection', 'close');
  return answerError(c, refusal.error, refusal.details);
}

/** The sender is gone; whatever is answered is read by nobody. */
export function answerGone(c: HttpContext): Response {
  return c.body(null, 400);
}
