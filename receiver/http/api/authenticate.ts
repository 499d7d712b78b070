import { csrfTokenOf, findLiveSession, LOGIN_LINK_MS } from '../../accounts/sessions.ts';
import { verifyToken } from '../../accounts/tokens.ts';
import type { SessionStore } from '../../store/session-store.ts';
import type { TokenStore } from '../../store/token-store.ts';
import type { UserStore } from '../../store/user-store.ts';
import { bearerTokenOf, isSameToken } from '../../verification/bearer.ts';
import type { HttpContext } from '../environment.ts';
import { grantOf, type Principal } from './principal.ts';
import { readSessionCookie } from './session-cookie.ts';

/** What tells who asks. @returns `null` for nobody */
export type Authenticator = (c: HttpContext) => Promise<Principal | null>;

export interface AuthenticatorParts {
  readonly store: TokenStore & SessionStore & UserStore;
  /** The operator's, from the settings; those of the operator in the store are then good for nothing. */
  readonly adminToken: string | null;
  readonly clock: () => number;
}

/** By `Authorization: Bearer`, else by the cookie of a session. A token that is wrong is not made up for by a cookie. */
export function createAuthenticator(parts: AuthenticatorParts): Authenticator {
  return async (c) => {
    const authorization = c.req.header('authorization');
    if (authorization !== undefined) return byToken(parts, bearerTokenOf(authorization));
    const cookie = readSessionCookie(c);
    return cookie === undefined ? null : bySession(parts, cookie);
  };
}

async function byToken(
  { store, adminToken, clock }: AuthenticatorParts,
  told: string | null,
): Promise<Principal | null> {
  if (told === null) return null;
  if (adminToken !== null && isSameToken(adminToken, told)) return operatorBy('');
  const token = await verifyToken(store, told);
  if (!token || (token.workspaceId === null && adminToken !== null)) return null;
  await store.touchToken(token.id, clock());
  const { id, workspaceId, name, scopes } = token;
  if (workspaceId === null) return operatorBy(id);
  return {
    isOperator: false,
    grants: [{ workspaceId, scopes }],
    session: null,
    actor: { kind: 'token', id, name },
  };
}

function operatorBy(id: string): Principal {
  return { isOperator: true, grants: [], session: null, actor: { kind: 'operator', id, name: '' } };
}

async function bySession({ store, clock }: AuthenticatorParts, cookie: string): Promise<Principal | null> {
  const session = await findLiveSession(store, cookie, clock());
  if (!session) return null;
  await store.touchSession(session.digest, clock());
  const { digest, createdAt, user } = session;
  const isByLink = session.isByLink && clock() - createdAt < LOGIN_LINK_MS;
  const memberships = await store.listMemberships(user.id);
  return {
    isOperator: user.isOperator,
    grants: memberships.map(({ workspaceId, role }) => grantOf(workspaceId, role)),
    session: { digest, isByLink, user, csrfToken: csrfTokenOf(cookie) },
    actor: { kind: 'user', id: user.id, name: user.name },
  };
}
