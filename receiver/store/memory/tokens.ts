import { LAST_USE_GRAIN_MS } from '../key-store.ts';
import type { TokenStore } from '../token-store.ts';
import type { MemoryContext } from './context.ts';

export function createTokenStore({ tables: { tokens, workspaces }, run }: MemoryContext): TokenStore {
  return {
    createToken: (token) =>
      run(() => {
        if (token.workspaceId !== null && !workspaces.has(token.workspaceId)) {
          return { ok: false, reason: 'no_workspace' };
        }
        tokens.push({ ...token, revokedAt: null, lastUsedAt: null });
        return { ok: true };
      }),
    listTokens: (workspaceId) =>
      run(() =>
        tokens.filter((token) => token.workspaceId === workspaceId).map(({ digest: _digest, ...token }) => token),
      ),
    findLiveToken: (id) =>
      run(() => {
        const token = tokens.find((one) => one.id === id && one.revokedAt === null);
        if (!token) return null;
        const { workspaceId, name, scopes, digest } = token;
        return { id, workspaceId, name, scopes, digest };
      }),
    touchToken: (id, now) =>
      run(() => {
        const token = tokens.find((one) => one.id === id);
        if (token && (token.lastUsedAt ?? 0) <= now - LAST_USE_GRAIN_MS) token.lastUsedAt = now;
      }),
    revokeToken: ({ workspaceId, id, now }) =>
      run(() => {
        const token = tokens.find((one) => one.workspaceId === workspaceId && one.id === id && one.revokedAt === null);
        if (token) token.revokedAt = now;
        return token !== undefined;
      }),
  };
}
