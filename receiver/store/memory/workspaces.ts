import type { CreateWorkspaceResult, NewWorkspace, WorkspaceStore } from '../workspace-store.ts';
import type { MemoryContext, MemoryTables } from './context.ts';

export function createWorkspaceStore({ tables, run }: MemoryContext): WorkspaceStore {
  return {
    createWorkspace: (workspace) => run(() => create(tables, workspace)),
    findWorkspace: (id) => run(() => tables.workspaces.get(id) ?? null),
    listWorkspaces: () =>
      run(() => [...tables.workspaces.values()].sort((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1))),
  };
}

function create({ workspaces }: MemoryTables, { secret, ...summary }: NewWorkspace): CreateWorkspaceResult {
  if (workspaces.has(summary.id)) return { ok: false, reason: 'id_taken' };
  if ([...workspaces.values()].some(({ secrets }) => secrets.includes(secret))) {
    return { ok: false, reason: 'secret_taken' };
  }
  workspaces.set(summary.id, { ...summary, secrets: [secret] });
  return { ok: true };
}
