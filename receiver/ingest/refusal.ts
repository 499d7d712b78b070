import type { ErrorAnswer, ErrorCode } from '../../lib/protocol/answers.ts';

/** Why a request is not taken, with what section 1.4 of docs/protocol.md adds to the code. */
export interface Refusal {
  readonly ok: false;
  readonly error: ErrorCode;
  readonly details: Readonly<Omit<ErrorAnswer, 'error' | 'message'>>;
  /** The sender has shown that it knows the secret. */
  readonly isVerified: boolean;
  /** Of the Retry-After header. */
  readonly retryAfterSeconds?: number;
  /** The rest of the body is not read, so the connection is of no more use. */
  readonly closesConnection?: boolean;
}

/** Refuses a request that has not shown that it knows the secret. */
export function refuse(error: ErrorCode, details: Refusal['details'] = {}): Refusal {
  return { ok: false, error, details, isVerified: false };
}

/** Refuses a request whose signature verified. */
export function refuseVerified(error: ErrorCode, details: Refusal['details'] = {}): Refusal {
  return { ok: false, error, details, isVerified: true };
}
