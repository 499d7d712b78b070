/** Workspaces; a part of `Store`. */
export interface WorkspaceStore {
  /** Makes a workspace with its first key. */
  createWorkspace(workspace: NewWorkspace): Promise<CreateWorkspaceResult>;
  findWorkspace(id: string): Promise<WorkspaceSummary | null>;
  /** Oldest first. */
  listWorkspaces(): Promise<readonly WorkspaceSummary[]>;
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
}
