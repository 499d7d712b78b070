import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { FIRST_KEY_NAME } from '../key-store.ts';
import type { CreateWorkspaceResult, NewWorkspace, WorkspaceStore, WorkspaceSummary } from '../workspace-store.ts';
import type { SqliteContext } from './context.ts';
import { SqliteKeys } from './keys.ts';
import { inTransaction } from './transaction.ts';

const summaryRow = z
  .object({ id: z.string(), name: z.string(), created_at: z.number() })
  .transform((row): WorkspaceSummary => ({ id: row.id, name: row.name, createdAt: row.created_at }));

export function createWorkspaceStore({ database, run }: SqliteContext): WorkspaceStore {
  const workspaces = new SqliteWorkspaces(database);
  return {
    createWorkspace: (workspace) => run(() => workspaces.create(workspace)),
    findWorkspace: (id) => run(() => workspaces.find(id)),
    listWorkspaces: () => run(() => workspaces.list()),
  };
}

class SqliteWorkspaces {
  readonly #database: DatabaseSync;
  readonly #find;
  readonly #keys: SqliteKeys;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#find = database.prepare('SELECT id, name, created_at FROM workspaces WHERE id = ?');
    this.#keys = new SqliteKeys(database);
  }

  create({ id, name, key, createdAt }: NewWorkspace): CreateWorkspaceResult {
    return inTransaction(this.#database, () => {
      if (this.#find.get(id)) return { ok: false, reason: 'id_taken' };
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
    const rows = this.#database.prepare('SELECT id, name, created_at FROM workspaces ORDER BY created_at, id').all();
    return rows.map((row) => summaryRow.parse(row));
  }
}
