import { createMiddleware } from 'hono/factory';
import type { TokenBuckets } from '../../ingest/token-buckets.ts';
import type { LogStore } from '../../store/log-store.ts';
import type { WorkspaceStore } from '../../store/workspace-store.ts';
import { isSameToken } from '../../verification/bearer.ts';
import { answerError } from '../answers.ts';
import { answerRateLimited } from '../caller.ts';
import type { HttpContext, HttpEnvironment } from '../environment.ts';
import type { Authenticator } from './authenticate.ts';
import { mayAct, NOBODY, type Principal } from './principal.ts';
import type { RouteScope } from './route.ts';

export const CSRF_HEADER = 'X-CSRF-Token';

export interface GuardParts {
  readonly store: WorkspaceStore & LogStore;
  readonly authenticate: Authenticator;
  /** Of each address, for requests by nobody. */
  readonly strangers: TokenBuckets;
  readonly addressOf: (c: HttpContext) => string;
  readonly clock: () => number;
}

/**
 * Lets through who has the scope in the workspace of the path (`:ws`), or, where the path names none, the operator.
 * 401 for nobody; 404 for a workspace that is not there or not theirs, alike; 403 for a scope that is missing, and for a change
 * by a browser that does not show that a page of ours asked for it.
 */
export function requireScope(parts: GuardParts, scope: RouteScope) {
  return createMiddleware<HttpEnvironment>(async (c, next) => {
    const address = parts.addressOf(c);
    const waitSeconds = parts.strangers.waitSeconds(address, parts.clock());
    if (waitSeconds > 0) return answerRateLimited(c, waitSeconds);
    if (isCrossSite(c)) return answerError(c, 'invalid_csrf_token');
    const principal = await (scope === 'anyone' ? NOBODY : parts.authenticate(c));
    if (!principal) {
      parts.strangers.take(address, parts.clock());
      c.header('WWW-Authenticate', 'Bearer');
      return answerError(c, 'unauthorized');
    }
    if (!isMeant(c, principal)) return answerError(c, 'invalid_csrf_token');
    const refusal = await findRefusal(parts, principal, { scope, workspaceId: c.req.param('ws') ?? null });
    if (refusal) return answerError(c, refusal);
    c.set('principal', principal);
    c.header('Cache-Control', 'no-store');
    return next();
  });
}

async function findRefusal(
  parts: GuardParts,
  principal: Principal,
  { scope, workspaceId }: { scope: RouteScope; workspaceId: string | null },
): Promise<'not_found' | 'forbidden' | null> {
  if (scope === 'anyone') return null;
  if (scope === 'person') return principal.session ? null : 'forbidden';
  if (workspaceId !== null && !(await canSee(parts, principal, workspaceId))) return 'not_found';
  return mayAct(principal, scope, workspaceId) ? null : 'forbidden';
}

async function canSee({ store }: GuardParts, principal: Principal, workspaceId: string): Promise<boolean> {
  if (!principal.isOperator) return principal.grants.some((grant) => grant.workspaceId === workspaceId);
  return (await store.findWorkspace(workspaceId)) !== null;
}

/** A browser says so itself, of pages on this machine's other ports too (https://www.w3.org/TR/fetch-metadata/). */
function isCrossSite(c: HttpContext): boolean {
  const site = c.req.header('sec-fetch-site');
  return !isReading(c) && site !== undefined && site !== 'same-origin';
}

function isMeant(c: HttpContext, { session }: Principal): boolean {
  if (!session || isReading(c)) return true;
  return isSameToken(session.csrfToken, c.req.header(CSRF_HEADER) ?? '');
}

function isReading(c: HttpContext): boolean {
  return c.req.method === 'GET' || c.req.method === 'HEAD';
}
