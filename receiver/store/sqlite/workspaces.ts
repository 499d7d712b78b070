import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import type {
  CreateWorkspaceResult,
  NewWorkspace,
  Workspace,
  WorkspaceStore,
  WorkspaceSummary,
} from '../workspace-store.ts';
import type { SqliteContext } from './context.ts';
import { inTransaction } from './transaction.ts';

const summaryRow = z
  .object({ id: z.string(), name: z.string(), created_at: z.number() })
  .transform((row): WorkspaceSummary => ({ id: row.id, name: row.name, createdAt: row.created_at }));
const secretRow = z.object({ secret: z.string() });

export function createWorkspaceStore({ database, run }: SqliteContext): WorkspaceStore {
  const workspaces = new SqliteWorkspaces(database);
  return {
    createWorkspace: (workspace) => run(() => workspaces.create(workspace)),
    findWorkspace: (id, now) => run(() => workspaces.find(id, now)),
    listWorkspaces: () => run(() => workspaces.list()),
  };
}

class SqliteWorkspaces {
  readonly #database: DatabaseSync;
  readonly #find;
  readonly #secrets;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#find = database.prepare('SELECT id, name, created_at FROM workspaces WHERE id = ?');
    this.#secrets = database.prepare(
      'SELECT secret FROM workspace_secrets WHERE workspace_id = ? AND (expires_at IS NULL OR expires_at > ?) ORDER BY id DESC',
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
}
