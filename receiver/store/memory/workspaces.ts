import { FIRST_KEY_NAME } from '../key-store.ts';
import type { CreateWorkspaceResult, NewWorkspace, WorkspaceStore } from '../workspace-store.ts';
import type { MemoryContext, MemoryTables } from './context.ts';
import { addKey, isSecretTaken } from './keys.ts';

export function createWorkspaceStore({ tables, run }: MemoryContext): WorkspaceStore {
  return {
    createWorkspace: (workspace) => run(() => create(tables, workspace)),
    findWorkspace: (id) => run(() => tables.workspaces.get(id) ?? null),
    listWorkspaces: () =>
      run(() => [...tables.workspaces.values()].sort((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1))),
  };
}

function create(tables: MemoryTables, { key, ...summary }: NewWorkspace): CreateWorkspaceResult {
  const { id, createdAt } = summary;
  if (tables.workspaces.has(id)) return { ok: false, reason: 'id_taken' };
  if (isSecretTaken(tables, id, key.secret)) return { ok: false, reason: 'secret_taken' };
  tables.workspaces.set(id, summary);
  addKey(tables, { ...key, workspaceId: id, name: FIRST_KEY_NAME, source: null, kind: 'workspace', createdAt });
  return { ok: true };
}
