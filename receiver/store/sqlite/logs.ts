import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import type { ErrorCode } from '../../../lib/protocol/answers.ts';
import type { LoggedAction, LoggedRefusal, LogPage, LogStore, NewAction, NewRefusal } from '../log-store.ts';
import type { SqliteContext } from './context.ts';
import { inTransaction } from './transaction.ts';

const refusalRow = z.object({
  id: z.number(),
  at: z.number(),
  workspace_id: z.string(),
  path: z.string(),
  error: z.custom<ErrorCode>((value) => typeof value === 'string'),
  detail: z.string(),
  is_verified: z.number(),
  address: z.string(),
  user_agent: z.string(),
});
const actionRow = z.object({
  id: z.number(),
  at: z.number(),
  workspace_id: z.string().nullable(),
  actor_kind: z.enum(['operator', 'token', 'user', 'nobody']),
  actor_id: z.string(),
  actor_name: z.string(),
  action: z.string(),
  target: z.string(),
});

export function createLogStore({ database, run, runRedoable }: SqliteContext): LogStore {
  const logs = new SqliteLogs(database);
  return {
    noteRefusals: (refusals, keep) => runRedoable(() => logs.noteRefusals(refusals, keep)),
    listRefusals: (asked) => run(() => logs.listRefusals(asked)),
    noteAction: (action) => run(() => logs.noteAction(action)),
    listActions: (asked) => run(() => logs.listActions(asked)),
  };
}

class SqliteLogs {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  noteRefusals(refusals: readonly NewRefusal[], keep: number): void {
    inTransaction(this.#database, () => {
      const insert = this.#database.prepare(
        `INSERT INTO refusals (at, workspace_id, path, error, detail, is_verified, address, user_agent)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      );
      for (const { at, workspaceId, path, error, detail, isVerified, address, userAgent } of refusals)
        insert.run(at, workspaceId, path, error, detail, isVerified ? 1 : 0, address, userAgent);
      this.#database.prepare('DELETE FROM refusals WHERE id <= (SELECT max(id) FROM refusals) - ?').run(keep);
    });
  }

  listRefusals({ workspaceId, beforeId = Number.MAX_SAFE_INTEGER, limit }: LogPage): LoggedRefusal[] {
    const where =
      workspaceId === null
        ? "workspace_id NOT IN (SELECT id FROM workspaces WHERE removed_at IS NULL) AND ? = ''"
        : 'workspace_id = ?';
    const rows = this.#database
      .prepare(`SELECT * FROM refusals WHERE ${where} AND id < ? ORDER BY id DESC LIMIT ?`)
      .all(workspaceId ?? '', beforeId, limit);
    return rows.map((row) => {
      const { workspace_id, is_verified, user_agent, ...rest } = refusalRow.parse(row);
      return { ...rest, workspaceId: workspace_id, isVerified: is_verified === 1, userAgent: user_agent };
    });
  }

  noteAction({ at, workspaceId, actorKind, actorId, actorName, action, target }: NewAction): void {
    this.#database
      .prepare(
        `INSERT INTO actions (at, workspace_id, actor_kind, actor_id, actor_name, action, target)
         VALUES (?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(at, workspaceId, actorKind, actorId, actorName, action, target);
  }

  listActions({ workspaceId, beforeId = Number.MAX_SAFE_INTEGER, limit }: LogPage): LoggedAction[] {
    const rows = this.#database
      .prepare('SELECT * FROM actions WHERE workspace_id IS ? AND id < ? ORDER BY id DESC LIMIT ?')
      .all(workspaceId, beforeId, limit);
    return rows.map((row) => {
      const { workspace_id, actor_kind, actor_id, actor_name, ...rest } = actionRow.parse(row);
      return { ...rest, workspaceId: workspace_id, actorKind: actor_kind, actorId: actor_id, actorName: actor_name };
    });
  }
}
