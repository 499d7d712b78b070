import type { SourcePolicy, SourceStore } from '../source-store.ts';
import { keyOf, type MemoryContext, type MemoryTables } from './context.ts';

export function createSourceStore({ tables, run }: MemoryContext): SourceStore {
  return {
    findSourcePolicy: (workspaceId, source) => run(() => policyOf(tables, workspaceId, source)),
    setSourcePolicy: (workspaceId, source, policy) =>
      run(() => void tables.sources.set(keyOf(workspaceId, source), { policy, pinnedAt: null })),
  };
}

export function policyOf({ sources }: MemoryTables, workspaceId: string, source: string): SourcePolicy {
  return sources.get(keyOf(workspaceId, source))?.policy ?? 'compat';
}

/** Pins a source to `strict` once. */
export function pinSource({ sources }: MemoryTables, key: string, now: number): void {
  if (sources.get(key)?.pinnedAt == null) sources.set(key, { policy: 'strict', pinnedAt: now });
}
