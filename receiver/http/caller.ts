import type { RateLimits } from '../ingest/rate-limits.ts';
import { type Refusal, refuse } from '../ingest/refusal.ts';
import { log } from '../log.ts';
import { answerGone, answerRefusal } from './answers.ts';
import type { HttpContext } from './environment.ts';

export interface CallerParts {
  readonly limits: RateLimits;
  readonly clock: () => number;
  /** The sender's address. */
  readonly addressOf: (c: HttpContext) => string;
}

/** What a handler comes to: an answer, a refusal, or `null` when the sender went away. */
export type Handled = Response | Refusal | null;

/**
 * Step 2 of docs/protocol.md, section 1.3, around the others: the limits of the workspace and of the address. A request that
 * fails to verify counts against its address.
 */
export async function withinLimits(
  c: HttpContext,
  { limits, clock, addressOf, workspaceId }: CallerParts & { readonly workspaceId: string },
  handle: () => Promise<Handled>,
): Promise<Response> {
  const caller = { workspaceId, address: addressOf(c) };
  const waitSeconds = limits.admit(caller, clock());
  if (waitSeconds > 0) return answerRateLimited(c, waitSeconds);
  const handled = await handle();
  if (handled instanceof Response) return handled;
  if (handled === null) return answerGone(c);
  if (!handled.isVerified) limits.blame(caller, clock());
  log.info('refused', { workspace: workspaceId, error: handled.error });
  return answerRefusal(c, handled);
}

export function answerRateLimited(c: HttpContext, waitSeconds: number): Response {
  return answerRefusal(c, { ...refuse('rate_limited'), retryAfterSeconds: waitSeconds });
}
