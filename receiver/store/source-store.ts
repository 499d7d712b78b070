/** What each source of a workspace must sign with; a part of `Store`. */
export interface SourceStore {
  findSourcePolicy(workspaceId: string, source: string): Promise<SourcePolicy>;
  /** Sets the policy and forgets a pin (an operator's reset). */
  setSourcePolicy(workspaceId: string, source: string, policy: SourcePolicy): Promise<void>;
}

/** `strict`: the Standard Webhooks headers are required. */
export type SourcePolicy = 'compat' | 'strict';
