import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { FIRST_KEY_NAME } from '../key-store.ts';
import {
  type CreateWorkspaceResult,
  DEFAULT_WORKSPACE_SETTINGS,
  type NewWorkspace,
  type WorkspaceChange,
  type WorkspaceStore,
  type WorkspaceSummary,
} from '../workspace-store.ts';
import type { SqliteContext } from './context.ts';
import { SqliteKeys } from './keys.ts';
import { inTransaction } from './transaction.ts';

const settingsSchema = z.object({
  renderOnly: z.boolean().default(DEFAULT_WORKSPACE_SETTINGS.renderOnly),
  retentionDays: z.number().nullable().default(DEFAULT_WORKSPACE_SETTINGS.retentionDays),
  conversationIdleMinutes: z.number().nullable().default(DEFAULT_WORKSPACE_SETTINGS.conversationIdleMinutes),
});
const summaryRow = z
  .object({
    id: z.string(),
    name: z.string(),
    created_at: z.number(),
    settings: z
      .string()
      .transform((text): unknown => JSON.parse(text))
      .pipe(settingsSchema),
  })
  .transform(
    (row): WorkspaceSummary => ({ id: row.id, name: row.name, createdAt: row.created_at, settings: row.settings }),
  );

const REMOVED = 'SELECT id FROM workspaces WHERE removed_at IS NOT NULL';
/** What a workspace holds, table by table, what refers to another before that; `workspaces`, `keys` and `tokens` stay. */
const HOLDINGS: readonly (readonly [table: string, condition: string])[] = [
  ['event_inbox', `workspace_id IN (${REMOVED})`],
  ['messages', `conversation IN (SELECT id FROM conversations WHERE workspace_id IN (${REMOVED}))`],
  ['conversations', `workspace_id IN (${REMOVED})`],
  ['webhook_attempts', `delivery IN (SELECT id FROM webhook_deliveries WHERE workspace_id IN (${REMOVED}))`],
  ['webhook_deliveries', `workspace_id IN (${REMOVED})`],
  ['webhooks', `workspace_id IN (${REMOVED})`],
  ['agent_runs', `workspace_id IN (${REMOVED})`],
  ['agents', `workspace_id IN (${REMOVED})`],
  ['event_outbox', `workspace_id IN (${REMOVED})`],
];

export function createWorkspaceStore({ database, run }: SqliteContext): WorkspaceStore {
  const workspaces = new SqliteWorkspaces(database);
  return {
    createWorkspace: (workspace) => run(() => workspaces.create(workspace)),
    findWorkspace: (id) => run(() => workspaces.find(id)),
    listWorkspaces: () => run(() => workspaces.list()),
    updateWorkspace: (id, change) => run(() => workspaces.update(id, change)),
    removeWorkspace: (id, now) => run(() => workspaces.remove(id, now)),
    purgeWorkspaces: (limit) => run(() => workspaces.purge(limit)),
  };
}

class SqliteWorkspaces {
  readonly #database: DatabaseSync;
  readonly #find;
  readonly #keys: SqliteKeys;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#find = database.prepare('SELECT * FROM workspaces WHERE id = ? AND removed_at IS NULL');
    this.#keys = new SqliteKeys(database);
  }

  create({ id, name, key, createdAt }: NewWorkspace): CreateWorkspaceResult {
    return inTransaction(this.#database, () => {
      if (this.#database.prepare('SELECT 1 FROM workspaces WHERE id = ?').get(id)) {
        return { ok: false, reason: 'id_taken' };
      }
      this.#database.prepare('INSERT INTO workspaces (id, name, created_at) VALUES (?, ?, ?)').run(id, name, createdAt);
      const first = {
        ...key,
        workspaceId: id,
        name: FIRST_KEY_NAME,
        source: null,
        kind: 'workspace',
        createdAt,
      } as const;
      if (this.#keys.add(first).ok) return { ok: true };
      this.#database.prepare('DELETE FROM workspaces WHERE id = ?').run(id);
      return { ok: false, reason: 'secret_taken' };
    });
  }

  find(id: string): WorkspaceSummary | null {
    const row = this.#find.get(id);
    return row ? summaryRow.parse(row) : null;
  }

  list(): WorkspaceSummary[] {
    const rows = this.#database
      .prepare('SELECT * FROM workspaces WHERE removed_at IS NULL ORDER BY created_at, id')
      .all();
    return rows.map((row) => summaryRow.parse(row));
  }

  update(id: string, change: WorkspaceChange): WorkspaceSummary | null {
    return inTransaction(this.#database, () => {
      const old = this.find(id);
      if (!old) return null;
      const { name = old.name } = change;
      const settings = JSON.stringify({ ...old.settings, ...change.settings });
      this.#database.prepare('UPDATE workspaces SET name = ?, settings = ? WHERE id = ?').run(name, settings, id);
      return this.find(id);
    });
  }

  remove(id: string, now: number): boolean {
    return inTransaction(this.#database, () => {
      const sql = 'UPDATE workspaces SET removed_at = ? WHERE id = ? AND removed_at IS NULL';
      if (this.#database.prepare(sql).run(now, id).changes === 0) return false;
      for (const table of ['keys', 'tokens']) {
        const end = `UPDATE ${table} SET revoked_at = ? WHERE workspace_id = ? AND revoked_at IS NULL`;
        this.#database.prepare(end).run(now, id);
      }
      this.#database.prepare('UPDATE webhooks SET is_active = 0, next_due_at = NULL WHERE workspace_id = ?').run(id);
      this.#database.prepare('UPDATE agents SET is_active = 0, api_key = NULL WHERE workspace_id = ?').run(id);
      // Small, and the secrets of some sources are in it.
      for (const table of ['sources', 'blobs', 'pairing_codes']) {
        this.#database.prepare(`DELETE FROM ${table} WHERE workspace_id = ?`).run(id);
      }
      return true;
    });
  }

  purge(limit: number): number {
    for (const [table, condition] of HOLDINGS) {
      const some = `SELECT rowid FROM ${table} WHERE ${condition} LIMIT ?`;
      const { changes } = this.#database.prepare(`DELETE FROM ${table} WHERE rowid IN (${some})`).run(limit);
      if (Number(changes) > 0) return Number(changes);
    }
    return 0;
  }
}
