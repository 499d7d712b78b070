import type { Bytes } from '../../../lib/protocol/bytes.ts';
import type { TokenScope } from '../../store/token-store.ts';
import type { Role, User } from '../../store/user-store.ts';

/** Who asks, and what they may do. */
export interface Principal {
  /** The operator of the receiver: good for everything. */
  readonly isOperator: boolean;
  readonly grants: readonly Grant[];
  /** `null` for who comes with a token. */
  readonly session: BrowserSession | null;
  /** For the record. */
  readonly actor: Actor;
}

export interface Grant {
  readonly workspaceId: string;
  readonly scopes: readonly TokenScope[];
}

/** A person who signed in with a browser. */
export interface BrowserSession {
  readonly digest: Bytes;
  /** Begun by a link, and within the hour: who sits there may set a password without the old one. */
  readonly isByLink: boolean;
  readonly user: User;
  /** Has to come with every change. */
  readonly csrfToken: string;
}

export interface Actor {
  readonly kind: 'operator' | 'token' | 'user' | 'nobody';
  /** Of the token or user; `''` where there is none. */
  readonly id: string;
  readonly name: string;
}

export const NOBODY: Principal = {
  isOperator: false,
  grants: [],
  session: null,
  actor: { kind: 'nobody', id: '', name: '' },
};

const SCOPES_BY_ROLE: Record<Role, readonly TokenScope[]> = {
  owner: ['admin'],
  member: ['read', 'write'],
  viewer: ['read'],
};

export function grantOf(workspaceId: string, role: Role): Grant {
  return { workspaceId, scopes: SCOPES_BY_ROLE[role] };
}

/** @param workspaceId `null` for what is about the receiver as a whole */
export function mayAct(principal: Principal, scope: TokenScope, workspaceId: string | null): boolean {
  if (principal.isOperator) return true;
  const scopes = principal.grants.find((grant) => grant.workspaceId === workspaceId)?.scopes ?? [];
  return scopes.includes('admin') || scopes.includes(scope);
}
