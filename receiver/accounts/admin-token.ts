import type { TokenStore } from '../store/token-store.ts';
import { createToken } from './tokens.ts';

/**
 * Sees to it that somebody can use the API: makes the operator's token the first time.
 * @returns the token, to be shown once; `null` when there was one already
 */
export async function makeFirstAdminToken(store: TokenStore, now: number): Promise<string | null> {
  if ((await store.listTokens(null)).length > 0) return null;
  const created = await createToken(store, { workspaceId: null, name: 'first', scopes: ['admin'] }, now);
  return created.ok ? created.token : null;
}
