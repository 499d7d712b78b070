import { z } from 'zod';
import type { Bytes } from '../../lib/protocol/bytes.ts';

/** Who may use the API (docs/protocol.md, section 6); a part of `Store`. The tokens themselves are nowhere, only their digests. */
export interface TokenStore {
  createToken(token: NewToken): Promise<CreateTokenResult>;
  /** All that there ever were, oldest first. @param workspaceId `null` for those of the operator */
  listTokens(workspaceId: string | null): Promise<readonly TokenSummary[]>;
  /** @returns `null` for one that was revoked or that nobody has */
  findLiveToken(id: string): Promise<LiveToken | null>;
  /** Notes that a token was used, to within a minute. */
  touchToken(id: string, now: number): Promise<void>;
  /** @returns whether there is such a token and it was not revoked before */
  revokeToken(token: { workspaceId: string | null; id: string; now: number }): Promise<boolean>;
}

/** What a token allows. `admin` allows everything in its workspace; each of the others stands for itself. */
export const tokenScopeSchema = z.enum(['ingest', 'read', 'write', 'admin']);
export type TokenScope = z.infer<typeof tokenScopeSchema>;

export interface NewToken {
  readonly id: string;
  /** `null`: the operator's, good for every workspace. */
  readonly workspaceId: string | null;
  /** For people. */
  readonly name: string;
  readonly scopes: readonly TokenScope[];
  /** SHA-256 of the token, 32 bytes. */
  readonly digest: Bytes;
  readonly createdAt: number;
}

export interface TokenSummary extends Omit<NewToken, 'digest'> {
  readonly revokedAt: number | null;
  /** To within a minute; `null` for never. */
  readonly lastUsedAt: number | null;
}

export type LiveToken = Pick<NewToken, 'id' | 'workspaceId' | 'name' | 'scopes' | 'digest'>;

export type CreateTokenResult = { ok: true } | { ok: false; reason: 'no_workspace' };
