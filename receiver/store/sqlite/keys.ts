import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import {
  type CreateKeyResult,
  type KeyStore,
  type KeySummary,
  LAST_USE_GRAIN_MS,
  type LiveKey,
  type NewKey,
} from '../key-store.ts';
import type { SqliteContext } from './context.ts';
import { inTransaction } from './transaction.ts';

const summaryRow = z
  .object({
    key_id: z.string(),
    workspace_id: z.string(),
    name: z.string(),
    source: z.string().nullable(),
    kind: z.enum(['workspace', 'device']),
    created_at: z.number(),
    expires_at: z.number().nullable(),
    revoked_at: z.number().nullable(),
    last_used_at: z.number().nullable(),
  })
  .transform(
    (row): KeySummary => ({
      id: row.key_id,
      workspaceId: row.workspace_id,
      name: row.name,
      source: row.source,
      kind: row.kind,
      createdAt: row.created_at,
      expiresAt: row.expires_at,
      revokedAt: row.revoked_at,
      lastUsedAt: row.last_used_at,
    }),
  );
const liveRow = z.object({ id: z.string(), secret: z.string() });

export function createKeyStore({ database, run }: SqliteContext): KeyStore {
  const keys = new SqliteKeys(database);
  return {
    createKey: (key) => run(() => inTransaction(database, () => keys.add(key))),
    listKeys: (workspaceId) => run(() => keys.list(workspaceId)),
    findLiveKeys: (workspaceId, source, now) => run(() => keys.findLive(workspaceId, source, now)),
    revokeKey: (key) => run(() => keys.revoke(key)),
    rotateKeys: (key, oldEndAt) => run(() => inTransaction(database, () => keys.rotate(key, oldEndAt))),
  };
}

export class SqliteKeys {
  readonly #database: DatabaseSync;
  readonly #live;
  readonly #touch;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#live = database.prepare(
      `SELECT key_id AS id, secret FROM keys
       WHERE workspace_id = ? AND (source IS NULL OR source = ?) AND revoked_at IS NULL
         AND (expires_at IS NULL OR expires_at > ?)
       ORDER BY keys.id DESC`,
    );
    this.#touch = database.prepare(
      'UPDATE keys SET last_used_at = ? WHERE key_id = ? AND (last_used_at IS NULL OR last_used_at <= ?)',
    );
  }

  /** For use inside a transaction. */
  add(key: NewKey): CreateKeyResult {
    const { id, workspaceId, name, source, kind, secret, createdAt } = key;
    if (!this.#database.prepare('SELECT 1 FROM workspaces WHERE id = ?').get(workspaceId)) {
      return { ok: false, reason: 'no_workspace' };
    }
    const taken = this.#database.prepare(
      `SELECT 1 FROM keys WHERE secret = $secret
       UNION ALL SELECT 1 FROM sources WHERE secret = $secret AND workspace_id <> $workspaceId`,
    );
    if (taken.get({ secret, workspaceId })) return { ok: false, reason: 'secret_taken' };
    this.#database
      .prepare(
        'INSERT INTO keys (key_id, workspace_id, name, source, kind, secret, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)',
      )
      .run(id, workspaceId, name, source, kind, secret, createdAt);
    return { ok: true };
  }

  list(workspaceId: string): KeySummary[] {
    const rows = this.#database.prepare('SELECT * FROM keys WHERE workspace_id = ? ORDER BY id').all(workspaceId);
    return rows.map((row) => summaryRow.parse(row));
  }

  findLive(workspaceId: string, source: string | null, now: number): LiveKey[] {
    return this.#live.all(workspaceId, source, now).map((row) => liveRow.parse(row));
  }

  revoke({ workspaceId, id, now }: { workspaceId: string; id: string; now: number }): boolean {
    const sql = 'UPDATE keys SET revoked_at = ? WHERE workspace_id = ? AND key_id = ? AND revoked_at IS NULL';
    return this.#database.prepare(sql).run(now, workspaceId, id).changes === 1;
  }

  /** For use inside a transaction. */
  rotate(key: NewKey, oldEndAt: number): CreateKeyResult {
    const added = this.add(key);
    if (!added.ok) return added;
    this.#database
      .prepare(
        `UPDATE keys SET expires_at = $oldEndAt
         WHERE workspace_id = $workspaceId AND kind = $kind AND source IS $source AND key_id <> $id
           AND (expires_at IS NULL OR expires_at > $oldEndAt)`,
      )
      .run({ oldEndAt, workspaceId: key.workspaceId, kind: key.kind, source: key.source, id: key.id });
    return added;
  }

  /** Notes that a key was used; for use inside a transaction that is written anyway. */
  touch(id: string, now: number): void {
    this.#touch.run(now, id, now - LAST_USE_GRAIN_MS);
  }
}
