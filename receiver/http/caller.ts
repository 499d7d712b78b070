import type { ErrorAnswer } from '../../lib/protocol/answers.ts';
import type { RateLimits } from '../ingest/rate-limits.ts';
import { type Refusal, refuse } from '../ingest/refusal.ts';
import type { RefusalLog } from '../ingest/refusal-log.ts';
import { log } from '../log.ts';
import type { NewRefusal } from '../store/log-store.ts';
import { answerGone, answerRefusal } from './answers.ts';
import type { HttpContext } from './environment.ts';

export interface CallerParts {
  readonly limits: RateLimits;
  readonly clock: () => number;
  readonly refusals: Pick<RefusalLog, 'note'>;
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
  { limits, clock, refusals, addressOf, workspaceId }: CallerParts & { readonly workspaceId: string },
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
  refusals.note(describeRefusal(c, handled, { ...caller, at: clock() }));
  return answerRefusal(c, handled);
}

const MAX_PATH = 300;
const MAX_DETAIL = 500;
const MAX_AGENT = 200;

/** Of the body nothing but what is wrong with it, and that only for who knows the secret. */
export function describeRefusal(
  c: HttpContext,
  { error, details, isVerified }: Refusal,
  of: { workspaceId: string; address: string; at: number },
): NewRefusal {
  const told = (details as Pick<ErrorAnswer, 'issues'>).issues ?? [];
  const issues = told.map(({ path, message }) => `${path}: ${message}`);
  const detail = isVerified ? issues.join('; ').slice(0, MAX_DETAIL) : '';
  const path = c.req.path.slice(0, MAX_PATH);
  const userAgent = c.req.header('user-agent')?.slice(0, MAX_AGENT) ?? '';
  return { ...of, path, error, detail, isVerified, userAgent };
}

export function answerRateLimited(c: HttpContext, waitSeconds: number): Response {
  return answerRefusal(c, { ...refuse('rate_limited'), retryAfterSeconds: waitSeconds });
}
