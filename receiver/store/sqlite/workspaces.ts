import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import type { CreateWorkspaceResult, NewWorkspace, SourcePolicy, Workspace, WorkspaceSummary } from '../store.ts';
import { inTransaction } from './transaction.ts';

const summaryRow = z
  .object({ id: z.string(), name: z.string(), created_at: z.number() })
  .transform((row): WorkspaceSummary => ({ id: row.id, name: row.name, createdAt: row.created_at }));
const secretRow = z.object({ secret: z.string() });
const policyRow = z.object({ policy: z.enum(['compat', 'strict']), pinned_at: z.number().nullable() });

/** Workspaces, their secrets and what each of their sources must sign with. */
export class SqliteWorkspaces {
  readonly #database: DatabaseSync;
  readonly #find;
  readonly #secrets;
  readonly #policy;
  readonly #pin;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#find = database.prepare('SELECT id, name, created_at FROM workspaces WHERE id = ?');
    this.#secrets = database.prepare(
      'SELECT secret FROM workspace_secrets WHERE workspace_id = ? AND (expires_at IS NULL OR expires_at > ?) ORDER BY id DESC',
    );
    this.#policy = database.prepare('SELECT policy, pinned_at FROM sources WHERE workspace_id = ? AND source = ?');
    this.#pin = database.prepare(
      `INSERT INTO sources (workspace_id, source, policy, pinned_at) VALUES (?, ?, 'strict', ?)
       ON CONFLICT DO UPDATE SET policy = 'strict', pinned_at = excluded.pinned_at`,
    );
  }

  create({ id, name, secret, createdAt }: NewWorkspace): CreateWorkspaceResult {
    const exists = this.#database.prepare('SELECT 1 FROM workspace_secrets WHERE secret = ?');
    return inTransaction(this.#database, () => {
      if (this.#find.get(id)) return { ok: false, reason: 'id_taken' } as const;
      if (exists.get(secret)) return { ok: false, reason: 'secret_taken' } as const;
      this.#database.prepare('INSERT INTO workspaces (id, name, created_at) VALUES (?, ?, ?)').run(id, name, createdAt);
      this.#database
        .prepare('INSERT INTO workspace_secrets (workspace_id, secret, created_at) VALUES (?, ?, ?)')
        .run(id, secret, createdAt);
      return { ok: true } as const;
    });
  }

  find(id: string, now: number): Workspace | null {
    const row = this.#find.get(id);
    if (!row) return null;
    const secrets = this.#secrets.all(id, now).map((secret) => secretRow.parse(secret).secret);
    return { ...summaryRow.parse(row), secrets };
  }

  list(): WorkspaceSummary[] {
    const rows = this.#database.prepare('SELECT id, name, created_at FROM workspaces ORDER BY created_at, id').all();
    return rows.map((row) => summaryRow.parse(row));
  }

  policyOf(workspaceId: string, source: string): SourcePolicy {
    return this.#sourceRow(workspaceId, source)?.policy ?? 'compat';
  }

  setPolicy(workspaceId: string, source: string, policy: SourcePolicy): void {
    this.#database
      .prepare(
        `INSERT INTO sources (workspace_id, source, policy, pinned_at) VALUES (?, ?, ?, NULL)
         ON CONFLICT DO UPDATE SET policy = excluded.policy, pinned_at = NULL`,
      )
      .run(workspaceId, source, policy);
  }

  /** Pins a source to `strict` once; for use inside a transaction. */
  pin(workspaceId: string, source: string, now: number): void {
    if (this.#sourceRow(workspaceId, source)?.pinned_at == null) this.#pin.run(workspaceId, source, now);
  }

  #sourceRow(workspaceId: string, source: string) {
    const row = this.#policy.get(workspaceId, source);
    return row ? policyRow.parse(row) : null;
  }
}
