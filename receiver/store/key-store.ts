/** The secrets that requests are signed with; a part of `Store`. */
export interface KeyStore {
  createKey(key: NewKey): Promise<CreateKeyResult>;
  /** All that there ever were in a workspace, oldest first, without their secrets. */
  listKeys(workspaceId: string): Promise<readonly KeySummary[]>;
  /**
   * The keys that a request for a source may be signed with: the source's own and those of the whole workspace, newest first.
   * @param source `null` for those of the whole workspace alone
   */
  findLiveKeys(workspaceId: string, source: string | null, now: number): Promise<readonly LiveKey[]>;
  /** @returns whether there is such a key and it was not revoked before */
  revokeKey(key: { workspaceId: string; id: string; now: number }): Promise<boolean>;
  /**
   * Adds a key and lets those that it takes the place of (of the same kind and source) end at `oldEndAt`, unless they end
   * sooner anyway.
   */
  rotateKeys(key: NewKey, oldEndAt: number): Promise<CreateKeyResult>;
}

/** Of the key that a workspace is made with. */
export const FIRST_KEY_NAME = 'first';

/** `device`: given to one browser or program, which can be cut off without touching the others. */
export type KeyKind = 'workspace' | 'device';

export interface NewKey {
  readonly id: string;
  readonly workspaceId: string;
  /** For people. */
  readonly name: string;
  /** The one source it is good for; `null` for all. */
  readonly source: string | null;
  readonly kind: KeyKind;
  readonly secret: string;
  readonly createdAt: number;
}

export interface KeySummary extends Omit<NewKey, 'secret'> {
  /** From then on it is worth nothing; `null` for never. */
  readonly expiresAt: number | null;
  readonly revokedAt: number | null;
  /** To within a minute; `null` for never. */
  readonly lastUsedAt: number | null;
}

export interface LiveKey {
  readonly id: string;
  readonly secret: string;
}

/** A key that is used all the time is noted once in this long. */
export const LAST_USE_GRAIN_MS = 60_000;

/** `secret_taken`: one secret must not stand for two keys, nor for two workspaces (the path is not signed). */
export type CreateKeyResult = { ok: true } | { ok: false; reason: 'no_workspace' | 'secret_taken' };
