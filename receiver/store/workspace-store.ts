/** Workspaces; a part of `Store`. One that was removed is not there for anybody, but its id and secrets stay taken. */
export interface WorkspaceStore {
  /** Makes a workspace with its first key. */
  createWorkspace(workspace: NewWorkspace): Promise<CreateWorkspaceResult>;
  findWorkspace(id: string): Promise<WorkspaceSummary | null>;
  /** Oldest first. */
  listWorkspaces(): Promise<readonly WorkspaceSummary[]>;
  /** Changes what `change` names and leaves the rest. @returns the workspace as it is now; `null` when there is none */
  updateWorkspace(id: string, change: WorkspaceChange): Promise<WorkspaceSummary | null>;
  /**
   * Ends all of a workspace's keys and tokens and switches off its webhooks; nothing reaches it from then on.
   * `purgeWorkspaces` then takes away what it holds. @returns whether there was one
   */
  removeWorkspace(id: string, now: number): Promise<boolean>;
  /** Takes away up to `limit` rows of what workspaces hold that were removed. @returns how many; call again until it is 0 */
  purgeWorkspaces(limit: number): Promise<number>;
}

export interface NewWorkspace {
  readonly id: string;
  readonly name: string;
  readonly key: { readonly id: string; readonly secret: string };
  readonly createdAt: number;
}

/** One secret must not stand for two workspaces: the path is not signed, so a request could be replayed across them. */
export type CreateWorkspaceResult = { ok: true } | { ok: false; reason: 'id_taken' | 'secret_taken' };

export interface WorkspaceSummary {
  readonly id: string;
  readonly name: string;
  readonly createdAt: number;
  readonly settings: WorkspaceSettings;
}

/** `null`: as the receiver is set up. */
export interface WorkspaceSettings {
  /** The content of its events is never written to disk (docs/protocol.md, section 5). */
  readonly renderOnly: boolean;
  /** How long bodies of events are kept; 0 is for ever. */
  readonly retentionDays: number | null;
  readonly conversationIdleMinutes: number | null;
}

export const DEFAULT_WORKSPACE_SETTINGS: WorkspaceSettings = {
  renderOnly: false,
  retentionDays: null,
  conversationIdleMinutes: null,
};

export interface WorkspaceChange {
  readonly name?: string | undefined;
  readonly settings: Partial<WorkspaceSettings>;
}
