import type { Scheme } from '../verification/scheme.ts';

/** What each source of a workspace has to show; a part of `Store`. */
export interface SourceStore {
  /** @returns `null` for a source that nothing is known of: it has no scheme of its own and the policy `compat` */
  findSource(workspaceId: string, source: string): Promise<Source | null>;
  /** Those that are set up or have been heard of, by name. */
  listSources(workspaceId: string): Promise<readonly Source[]>;
  /** Changes what `change` names and leaves the rest. */
  setSource(workspaceId: string, source: string, change: SourceChange): Promise<SetSourceResult>;
}

/** `strict`: the Standard Webhooks headers are required. */
export type SourcePolicy = 'compat' | 'strict';

export interface Source {
  readonly source: string;
  /** `null`: `iw`, `standard` or `bearer`, whichever a request brings. */
  readonly scheme: Scheme | null;
  readonly policy: SourcePolicy;
  /** When a strong signature made it `strict`. */
  readonly pinnedAt: number | null;
  /** When an event was last taken from it, to within a minute. */
  readonly lastSeenAt: number | null;
  /** Addresses and subnets that it sends from; `null`: any. */
  readonly allowedAddresses: readonly string[] | null;
  /** Of its scheme (what the provider signs with, or the ingest token); never to be shown. */
  readonly secret: string | null;
}

export interface SourceChange {
  readonly scheme?: Scheme | null;
  /** Setting it forgets a pin. */
  readonly policy?: SourcePolicy;
  readonly secret?: string | null;
  readonly allowedAddresses?: readonly string[] | null;
}

/**
 * `source_owned`: `none` was asked for a source that has or had another scheme, or from which events came that were verified.
 * `secret_taken`: another workspace has this secret.
 */
export type SetSourceResult = { ok: true } | { ok: false; reason: 'no_workspace' | 'secret_taken' | 'source_owned' };
