import { REQUEST_ERRORS } from '../webhooks/send-attempt.ts';

/** Why an agent's run brought no answer. */
export const RUN_ERRORS = [
  ...REQUEST_ERRORS,
  /** 401 or 403. */
  'key_refused',
  /** 404: the address or the model is wrong. */
  'not_found',
  /** 400 or 422: often an event that is longer than the model takes. */
  'request_refused',
  'rate_limited',
  'server_error',
  'unexpected_status',
  /** The stream broke off before the model had come to an end. */
  'incomplete_answer',
  'empty_answer',
  'answer_too_long',
  /** What it should answer was removed by retention. */
  'event_gone',
  /** Its receiver ended each time while it ran. */
  'interrupted',
] as const;
export type RunError = (typeof RUN_ERRORS)[number];

/** Another attempt would end the same. */
const FINAL: ReadonlySet<RunError> = new Set<RunError>([
  'address_not_allowed',
  'certificate',
  'key_refused',
  'not_found',
  'request_refused',
  'unexpected_status',
  'answer_too_long',
  'event_gone',
  'interrupted',
]);

export function isFinalError(error: RunError): boolean {
  return FINAL.has(error);
}

/** @param status of an answer that is none of the model's */
export function errorOfStatus(status: number): RunError {
  if (status === 401 || status === 403) return 'key_refused';
  if (status === 404) return 'not_found';
  if (status === 400 || status === 413 || status === 422) return 'request_refused';
  if (status === 429) return 'rate_limited';
  if (status === 408 || status === 425 || status >= 500) return 'server_error';
  return 'unexpected_status';
}
