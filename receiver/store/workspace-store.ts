/** Workspaces and their secrets; a part of `Store`. */
export interface WorkspaceStore {
  createWorkspace(workspace: NewWorkspace): Promise<CreateWorkspaceResult>;
  /** @returns the workspace with its secrets that are live at `now`, newest first; `null` when there is none */
  findWorkspace(id: string, now: number): Promise<Workspace | null>;
  /** Oldest first. */
  listWorkspaces(): Promise<readonly WorkspaceSummary[]>;
}

export interface NewWorkspace {
  readonly id: string;
  readonly name: string;
  readonly secret: string;
  readonly createdAt: number;
}

/** One secret must not stand for two workspaces: the path is not signed, so a request could be replayed across them. */
export type CreateWorkspaceResult = { ok: true } | { ok: false; reason: 'id_taken' | 'secret_taken' };

export interface WorkspaceSummary {
  readonly id: string;
  readonly name: string;
  readonly createdAt: number;
}

export interface Workspace extends WorkspaceSummary {
  readonly secrets: readonly string[];
}
