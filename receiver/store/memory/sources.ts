import { LAST_USE_GRAIN_MS } from '../key-store.ts';
import type { SetSourceResult, Source, SourceChange, SourceStore } from '../source-store.ts';
import { keyOf, type MemoryContext, type MemoryTables } from './context.ts';

export function createSourceStore({ tables, run }: MemoryContext): SourceStore {
  return {
    findSource: (workspaceId, source) => run(() => findSource(tables, workspaceId, source)),
    listSources: (workspaceId) =>
      run(() => {
        const own = [...tables.sources.values()].filter((source) => source.workspaceId === workspaceId);
        return own.map(withoutWorkspace).sort((a, b) => (a.source < b.source ? -1 : 1));
      }),
    setSource: (workspaceId, source, change) => run(() => setSource(tables, { workspaceId, source }, change)),
  };
}

export function findSource({ sources }: MemoryTables, workspaceId: string, source: string): Source | null {
  const found = sources.get(keyOf(workspaceId, source));
  return found ? withoutWorkspace(found) : null;
}

/** An event was taken from a source. @param pins makes it `strict` */
export function heardFrom(
  tables: MemoryTables,
  { workspaceId, source }: { workspaceId: string; source: string },
  { now, pins }: { now: number; pins: boolean },
): void {
  const old = findSource(tables, workspaceId, source) ?? unknown(source);
  const lastSeenAt = pins || (old.lastSeenAt ?? 0) <= now - LAST_USE_GRAIN_MS ? now : old.lastSeenAt;
  const pin = pins ? ({ policy: 'strict', pinnedAt: old.pinnedAt ?? now } as const) : {};
  tables.sources.set(keyOf(workspaceId, source), { ...old, ...pin, lastSeenAt, workspaceId });
}

function setSource(
  tables: MemoryTables,
  { workspaceId, source }: { workspaceId: string; source: string },
  change: SourceChange,
): SetSourceResult {
  if (!tables.workspaces.has(workspaceId)) return { ok: false, reason: 'no_workspace' };
  const holders = [...tables.keys, ...tables.sources.values()].filter((holder) => holder.workspaceId !== workspaceId);
  if (change.secret != null && holders.some((holder) => holder.secret === change.secret)) {
    return { ok: false, reason: 'secret_taken' };
  }
  const old = findSource(tables, workspaceId, source) ?? unknown(source);
  const hasKey = tables.keys.some((key) => key.workspaceId === workspaceId && key.source === source);
  const isOwned = old.scheme !== 'none' && (old.scheme !== null || old.lastSeenAt !== null || hasKey);
  if (change.scheme === 'none' && isOwned) return { ok: false, reason: 'source_owned' };
  const pinnedAt = change.policy ? null : old.pinnedAt;
  tables.sources.set(keyOf(workspaceId, source), { ...old, ...change, pinnedAt, workspaceId });
  return { ok: true };
}

function unknown(source: string): Source {
  return {
    source,
    scheme: null,
    policy: 'compat',
    pinnedAt: null,
    lastSeenAt: null,
    secret: null,
    allowedAddresses: null,
  };
}

function withoutWorkspace({ workspaceId: _workspaceId, ...source }: Source & { workspaceId: string }): Source {
  return source;
}
