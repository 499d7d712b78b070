import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { LAST_USE_GRAIN_MS } from '../key-store.ts';
import {
  type CreateTokenResult,
  type LiveToken,
  type NewToken,
  type TokenStore,
  type TokenSummary,
  tokenScopeSchema,
} from '../token-store.ts';
import type { SqliteContext } from './context.ts';

const tokenRow = z.object({
  token_id: z.string(),
  workspace_id: z.string().nullable(),
  name: z.string(),
  scopes: z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(z.array(tokenScopeSchema)),
  digest: z.instanceof(Uint8Array<ArrayBuffer>),
  created_at: z.number(),
  revoked_at: z.number().nullable(),
  last_used_at: z.number().nullable(),
});

export function createTokenStore({ database, run, runRedoable }: SqliteContext): TokenStore {
  const tokens = new SqliteTokens(database);
  return {
    createToken: (token) => run(() => tokens.create(token)),
    listTokens: (workspaceId) => run(() => tokens.list(workspaceId)),
    findLiveToken: (id) => run(() => tokens.findLive(id)),
    touchToken: (id, now) => runRedoable(() => tokens.touch(id, now)),
    revokeToken: (token) => run(() => tokens.revoke(token)),
  };
}

class SqliteTokens {
  readonly #database: DatabaseSync;
  readonly #findLive;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#findLive = database.prepare('SELECT * FROM tokens WHERE token_id = ? AND revoked_at IS NULL');
  }

  create({ id, workspaceId, name, scopes, digest, createdAt }: NewToken): CreateTokenResult {
    const workspace = this.#database.prepare('SELECT 1 FROM workspaces WHERE id = ?');
    if (workspaceId !== null && !workspace.get(workspaceId)) return { ok: false, reason: 'no_workspace' };
    this.#database
      .prepare(
        'INSERT INTO tokens (token_id, workspace_id, name, scopes, digest, created_at) VALUES (?, ?, ?, ?, ?, ?)',
      )
      .run(id, workspaceId, name, JSON.stringify(scopes), digest, createdAt);
    return { ok: true };
  }

  list(workspaceId: string | null): TokenSummary[] {
    const rows = this.#database.prepare('SELECT * FROM tokens WHERE workspace_id IS ? ORDER BY id').all(workspaceId);
    return rows.map((row) => {
      const token = tokenRow.parse(row);
      return {
        id: token.token_id,
        workspaceId: token.workspace_id,
        name: token.name,
        scopes: token.scopes,
        createdAt: token.created_at,
        revokedAt: token.revoked_at,
        lastUsedAt: token.last_used_at,
      };
    });
  }

  findLive(id: string): LiveToken | null {
    const row = this.#findLive.get(id);
    if (!row) return null;
    const { token_id, workspace_id, name, scopes, digest } = tokenRow.parse(row);
    return { id: token_id, workspaceId: workspace_id, name, scopes, digest };
  }

  touch(id: string, now: number): void {
    this.#database
      .prepare('UPDATE tokens SET last_used_at = ? WHERE token_id = ? AND (last_used_at IS NULL OR last_used_at <= ?)')
      .run(now, id, now - LAST_USE_GRAIN_MS);
  }

  revoke({ workspaceId, id, now }: { workspaceId: string | null; id: string; now: number }): boolean {
    const sql = 'UPDATE tokens SET revoked_at = ? WHERE workspace_id IS ? AND token_id = ? AND revoked_at IS NULL';
    return this.#database.prepare(sql).run(now, workspaceId, id).changes === 1;
  }
}
