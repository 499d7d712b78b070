import { createMiddleware } from 'hono/factory';
import type { TokenBuckets } from '../../ingest/token-buckets.ts';
import type { TokenScope } from '../../store/token-store.ts';
import type { WorkspaceStore } from '../../store/workspace-store.ts';
import { answerError } from '../answers.ts';
import { answerRateLimited } from '../caller.ts';
import type { HttpContext, HttpEnvironment } from '../environment.ts';
import { type Authenticator, mayAct, type Principal } from './principal.ts';

export interface GuardParts {
  readonly store: WorkspaceStore;
  readonly authenticate: Authenticator;
  /** Of each address, for requests by nobody. */
  readonly strangers: TokenBuckets;
  readonly addressOf: (c: HttpContext) => string;
  readonly clock: () => number;
}

/**
 * Lets through who has the scope in the workspace of the path (`:ws`), or, where the path names none, the operator.
 * 401 for nobody; 404 for a workspace that is not there or not theirs, alike; 403 for a scope that is missing.
 */
export function requireScope(parts: GuardParts, scope: TokenScope) {
  return createMiddleware<HttpEnvironment>(async (c, next) => {
    const address = parts.addressOf(c);
    const waitSeconds = parts.strangers.waitSeconds(address, parts.clock());
    if (waitSeconds > 0) return answerRateLimited(c, waitSeconds);
    const principal = await parts.authenticate(c);
    if (!principal) {
      parts.strangers.take(address, parts.clock());
      c.header('WWW-Authenticate', 'Bearer');
      return answerError(c, 'unauthorized');
    }
    const workspaceId = c.req.param('ws') ?? null;
    if (workspaceId !== null && !(await canSee(parts, principal, workspaceId))) return answerError(c, 'not_found');
    if (!mayAct(principal, scope, workspaceId)) return answerError(c, 'forbidden');
    c.header('Cache-Control', 'no-store');
    return next();
  });
}

async function canSee({ store }: GuardParts, principal: Principal, workspaceId: string): Promise<boolean> {
  if (principal.kind === 'member') return principal.workspaceId === workspaceId;
  return (await store.findWorkspace(workspaceId)) !== null;
}
