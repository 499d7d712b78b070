import { z } from 'zod';

/** What a receiver answers (docs/protocol.md, sections 1.4 and 1.7). A body that parses as none of these is no answer of the protocol. */

/** Error code -> HTTP status. */
export const ERROR_STATUS = {
  missing_header: 400,
  invalid_header: 400,
  invalid_json: 400,
  invalid_query: 400,
  unauthorized: 401,
  invalid_code: 401,
  invalid_signature: 401,
  invalid_timestamp: 401,
  strong_signature_required: 401,
  forbidden: 403,
  address_not_allowed: 403,
  https_required: 403,
  invalid_csrf_token: 403,
  not_found: 404,
  method_not_allowed: 405,
  body_gone: 410,
  payload_too_large: 413,
  unsupported_media_type: 415,
  misdirected_request: 421,
  digest_mismatch: 422,
  id_mismatch: 422,
  not_an_object: 422,
  invalid_payload: 422,
  workspace_mismatch: 422,
  source_mismatch: 422,
  idempotency_key_reuse: 422,
  event_id_conflict: 422,
  rate_limited: 429,
  internal_error: 500,
  unavailable: 503,
} as const;

export type ErrorCode = keyof typeof ERROR_STATUS;

export const acceptedAnswerSchema = z.looseObject({
  status: z.enum(['accepted', 'duplicate']),
  event_id: z.string(),
});

export const payloadIssueSchema = z.looseObject({ path: z.string(), message: z.string() });

export const errorAnswerSchema = z.looseObject({
  error: z.string().min(1),
  /** Tells a person what to do. */
  message: z.string().optional(),
  /** UNIX seconds; with `invalid_timestamp`. */
  server_time: z.number().int().optional(),
  tolerance_seconds: z.number().int().optional(),
  /** From the test endpoint: how far the sender's clock is ahead of the receiver's. */
  clock_skew_seconds: z.number().int().optional(),
  limit_bytes: z.number().int().optional(),
  issues: z.array(payloadIssueSchema).optional(),
});

export const testAnswerSchema = z.looseObject({
  status: z.literal('ok'),
  event_id: z.string(),
  checks: z.array(z.looseObject({ name: z.string(), ok: z.boolean() })).optional(),
});

export type ErrorAnswer = z.infer<typeof errorAnswerSchema>;
