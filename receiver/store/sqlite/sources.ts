import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import type { SourcePolicy, SourceStore } from '../source-store.ts';
import type { SqliteContext } from './context.ts';

const policyRow = z.object({ policy: z.enum(['compat', 'strict']), pinned_at: z.number().nullable() });

export function createSourceStore({ database, run }: SqliteContext): SourceStore {
  const sources = new SqliteSources(database);
  return {
    findSourcePolicy: (workspaceId, source) => run(() => sources.policyOf(workspaceId, source)),
    setSourcePolicy: (workspaceId, source, policy) => run(() => sources.setPolicy(workspaceId, source, policy)),
  };
}

/** What each source must sign with. */
export class SqliteSources {
  readonly #database: DatabaseSync;
  readonly #policy;
  readonly #pin;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#policy = database.prepare('SELECT policy, pinned_at FROM sources WHERE workspace_id = ? AND source = ?');
    this.#pin = database.prepare(
      `INSERT INTO sources (workspace_id, source, policy, pinned_at) VALUES (?, ?, 'strict', ?)
       ON CONFLICT DO UPDATE SET policy = 'strict', pinned_at = excluded.pinned_at`,
    );
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
