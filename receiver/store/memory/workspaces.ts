import { FIRST_KEY_NAME } from '../key-store.ts';
import {
  type CreateWorkspaceResult,
  DEFAULT_WORKSPACE_SETTINGS,
  type NewWorkspace,
  type WorkspaceChange,
  type WorkspaceStore,
  type WorkspaceSummary,
} from '../workspace-store.ts';
import type { MemoryContext, MemoryTables } from './context.ts';
import { addKey, isSecretTaken } from './keys.ts';

export function createWorkspaceStore({ tables, run }: MemoryContext): WorkspaceStore {
  return {
    createWorkspace: (workspace) => run(() => create(tables, workspace)),
    findWorkspace: (id) => run(() => tables.workspaces.get(id) ?? null),
    listWorkspaces: () =>
      run(() => [...tables.workspaces.values()].sort((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1))),
    updateWorkspace: (id, change) => run(() => update(tables, id, change)),
    removeWorkspace: (id, now) => run(() => remove(tables, id, now)),
    purgeWorkspaces: () => run(() => purge(tables)),
  };
}

function create(tables: MemoryTables, { key, ...summary }: NewWorkspace): CreateWorkspaceResult {
  const { id, createdAt } = summary;
  if (tables.workspaces.has(id) || tables.removedWorkspaces.has(id)) return { ok: false, reason: 'id_taken' };
  if (isSecretTaken(tables, id, key.secret)) return { ok: false, reason: 'secret_taken' };
  tables.workspaces.set(id, { ...summary, settings: DEFAULT_WORKSPACE_SETTINGS });
  addKey(tables, { ...key, workspaceId: id, name: FIRST_KEY_NAME, source: null, kind: 'workspace', createdAt });
  return { ok: true };
}

function update({ workspaces }: MemoryTables, id: string, change: WorkspaceChange): WorkspaceSummary | null {
  const old = workspaces.get(id);
  if (!old) return null;
  const changed = { ...old, name: change.name ?? old.name, settings: { ...old.settings, ...change.settings } };
  workspaces.set(id, changed);
  return changed;
}

function remove(tables: MemoryTables, id: string, now: number): boolean {
  if (!tables.workspaces.delete(id)) return false;
  tables.removedWorkspaces.add(id);
  for (const one of [...tables.keys, ...tables.tokens]) if (one.workspaceId === id) one.revokedAt ??= now;
  for (const held of [tables.sources, tables.blobs, tables.webhooks, tables.pairingCodes]) {
    for (const [key, { workspaceId }] of held) if (workspaceId === id) held.delete(key);
  }
  for (const [key, { agent }] of tables.agents) if (agent.workspaceId === id) tables.agents.delete(key);
  return true;
}

function purge({ removedWorkspaces, conversations, inbox }: MemoryTables): number {
  const gone = [...conversations].filter(([, row]) => removedWorkspaces.has(row.state.conversation.workspaceId));
  for (const [key] of gone) conversations.delete(key);
  const events = inbox.filter(({ event }) => removedWorkspaces.has(event.workspaceId));
  // A row's id is its place.
  for (const row of events) {
    inbox[row.id - 1] = { ...row, event: { ...row.event, workspaceId: '', body: null }, dueAt: null, state: 'done' };
  }
  return gone.length + events.length;
}
