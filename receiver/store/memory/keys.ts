import { type CreateKeyResult, type KeyStore, LAST_USE_GRAIN_MS, type NewKey } from '../key-store.ts';
import type { KeyRow, MemoryContext, MemoryTables } from './context.ts';

export function createKeyStore({ tables, run }: MemoryContext): KeyStore {
  const { keys } = tables;
  return {
    createKey: (key) => run(() => addKey(tables, key)),
    listKeys: (workspaceId) =>
      run(() => keys.filter((key) => key.workspaceId === workspaceId).map(({ secret: _secret, ...key }) => key)),
    findLiveKeys: (workspaceId, source, now) =>
      run(() => {
        const live = keys.filter((key) => key.workspaceId === workspaceId && isLive(key, now));
        const usable = live.filter((key) => key.source === null || key.source === source);
        return usable.map(({ id, secret }) => ({ id, secret })).toReversed();
      }),
    revokeKey: ({ workspaceId, id, now }) =>
      run(() => {
        const key = keys.find((one) => one.workspaceId === workspaceId && one.id === id && one.revokedAt === null);
        if (key) key.revokedAt = now;
        return key !== undefined;
      }),
    rotateKeys: (key, oldEndAt) => run(() => rotate(tables, key, oldEndAt)),
  };
}

export function addKey(tables: MemoryTables, key: NewKey): CreateKeyResult {
  if (!tables.workspaces.has(key.workspaceId)) return { ok: false, reason: 'no_workspace' };
  if (isSecretTaken(tables, key.workspaceId, key.secret)) return { ok: false, reason: 'secret_taken' };
  tables.keys.push({ ...key, expiresAt: null, revokedAt: null, lastUsedAt: null });
  return { ok: true };
}

/** By a key, or by a source of another workspace. */
export function isSecretTaken({ keys, sources }: MemoryTables, workspaceId: string, secret: string): boolean {
  const others = [...sources.values()].filter((source) => source.workspaceId !== workspaceId);
  return [...keys, ...others].some((holder) => holder.secret === secret);
}

/** Notes that a key was used. */
export function touchKey({ keys }: MemoryTables, id: string, now: number): void {
  const key = keys.find((one) => one.id === id);
  if (key && (key.lastUsedAt ?? 0) <= now - LAST_USE_GRAIN_MS) key.lastUsedAt = now;
}

function rotate(tables: MemoryTables, key: NewKey, oldEndAt: number): CreateKeyResult {
  const added = addKey(tables, key);
  if (!added.ok) return added;
  for (const old of tables.keys) {
    const isReplaced = old.workspaceId === key.workspaceId && old.kind === key.kind && old.source === key.source;
    if (!isReplaced || old.id === key.id || (old.expiresAt !== null && old.expiresAt <= oldEndAt)) continue;
    old.expiresAt = oldEndAt;
  }
  return added;
}

function isLive(key: KeyRow, now: number): boolean {
  return key.revokedAt === null && (key.expiresAt === null || key.expiresAt > now);
}
