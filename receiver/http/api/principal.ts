import { verifyToken } from '../../accounts/tokens.ts';
import type { TokenScope, TokenStore } from '../../store/token-store.ts';
import { bearerTokenOf, isSameToken } from '../../verification/bearer.ts';
import type { HttpContext } from '../environment.ts';

/** Who asks: the operator of the receiver, or somebody with rights in one workspace. */
export type Principal =
  | { readonly kind: 'operator' }
  | { readonly kind: 'member'; readonly workspaceId: string; readonly scopes: readonly TokenScope[] };

/** What tells who asks: the one place where another way to sign in is added. @returns `null` for nobody */
export type Authenticator = (c: HttpContext) => Promise<Principal | null>;

export interface TokenAuthenticatorParts {
  readonly store: TokenStore;
  /** The operator's, from the settings; those of the operator in the store are then good for nothing. */
  readonly adminToken: string | null;
  readonly clock: () => number;
}

/** By `Authorization: Bearer`. */
export function createTokenAuthenticator({ store, adminToken, clock }: TokenAuthenticatorParts): Authenticator {
  return async (c) => {
    const told = bearerTokenOf(c.req.header('authorization'));
    if (told === null) return null;
    if (adminToken !== null && isSameToken(adminToken, told)) return { kind: 'operator' };
    const token = await verifyToken(store, told);
    if (!token || (token.workspaceId === null && adminToken !== null)) return null;
    await store.touchToken(token.id, clock());
    const { workspaceId, scopes } = token;
    return workspaceId === null ? { kind: 'operator' } : { kind: 'member', workspaceId, scopes };
  };
}

/** @param workspaceId `null` for what is about the receiver as a whole */
export function mayAct(principal: Principal, scope: TokenScope, workspaceId: string | null): boolean {
  if (principal.kind === 'operator') return true;
  if (principal.workspaceId !== workspaceId) return false;
  return principal.scopes.includes('admin') || principal.scopes.includes(scope);
}
