import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { schemeSchema } from '../../verification/scheme.ts';
import type { SetSourceResult, Source, SourceChange, SourceStore } from '../source-store.ts';
import type { SqliteContext } from './context.ts';
import { inTransaction } from './transaction.ts';

const sourceRow = z
  .object({
    source: z.string(),
    scheme: schemeSchema.nullable(),
    policy: z.enum(['compat', 'strict']),
    pinned_at: z.number().nullable(),
    last_seen_at: z.number().nullable(),
    secret: z.string().nullable(),
    allowed_addresses: z
      .string()
      .transform((text): unknown => JSON.parse(text))
      .pipe(z.array(z.string()))
      .nullable(),
  })
  .transform(
    (row): Source => ({
      source: row.source,
      scheme: row.scheme,
      policy: row.policy,
      pinnedAt: row.pinned_at,
      lastSeenAt: row.last_seen_at,
      secret: row.secret,
      allowedAddresses: row.allowed_addresses,
    }),
  );

export function createSourceStore({ database, run }: SqliteContext): SourceStore {
  const sources = new SqliteSources(database);
  return {
    findSource: (workspaceId, source) => run(() => sources.find(workspaceId, source)),
    listSources: (workspaceId) => run(() => sources.list(workspaceId)),
    setSource: (workspaceId, source, change) =>
      run(() => inTransaction(database, () => sources.set(workspaceId, source, change))),
  };
}

/** What each source has to show. */
export class SqliteSources {
  readonly #database: DatabaseSync;
  readonly #find;
  readonly #heard;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#find = database.prepare('SELECT * FROM sources WHERE workspace_id = ? AND source = ?');
    this.#heard = database.prepare(
      `INSERT INTO sources (workspace_id, source, policy, pinned_at, last_seen_at)
         VALUES ($workspaceId, $source, iif($pins, 'strict', 'compat'), iif($pins, $now, NULL), $now)
       ON CONFLICT DO UPDATE SET last_seen_at = $now,
         policy = iif($pins, 'strict', policy), pinned_at = iif($pins, coalesce(pinned_at, $now), pinned_at)`,
    );
  }

  find(workspaceId: string, source: string): Source | null {
    const row = this.#find.get(workspaceId, source);
    return row ? sourceRow.parse(row) : null;
  }

  list(workspaceId: string): Source[] {
    const rows = this.#database
      .prepare('SELECT * FROM sources WHERE workspace_id = ? ORDER BY source')
      .all(workspaceId);
    return rows.map((row) => sourceRow.parse(row));
  }

  /** For use inside a transaction. */
  set(workspaceId: string, source: string, change: SourceChange): SetSourceResult {
    const refusal = this.#whyNot(workspaceId, source, change);
    if (refusal) return { ok: false, reason: refusal };
    const old = this.find(workspaceId, source);
    const { scheme = old?.scheme ?? null, secret = old?.secret ?? null, policy = old?.policy ?? 'compat' } = change;
    const { allowedAddresses = old?.allowedAddresses ?? null } = change;
    this.#database
      .prepare(
        `INSERT INTO sources (workspace_id, source, policy, pinned_at, scheme, secret, allowed_addresses)
           VALUES (?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET policy = excluded.policy, pinned_at = excluded.pinned_at, scheme = excluded.scheme,
           secret = excluded.secret, allowed_addresses = excluded.allowed_addresses`,
      )
      .run(
        workspaceId,
        source,
        policy,
        change.policy ? null : (old?.pinnedAt ?? null),
        scheme,
        secret,
        allowedAddresses && JSON.stringify(allowedAddresses),
      );
    return { ok: true };
  }

  /** An event was taken from a source; for use inside a transaction. @param pins makes it `strict` */
  heard(workspaceId: string, source: string, { now, pins }: { now: number; pins: boolean }): void {
    this.#heard.run({ workspaceId, source, now, pins: pins ? 1 : 0 });
  }

  #whyNot(workspaceId: string, source: string, { scheme, secret }: SourceChange) {
    if (!this.#database.prepare('SELECT 1 FROM workspaces WHERE id = ?').get(workspaceId)) return 'no_workspace';
    const taken = this.#database.prepare(
      `SELECT 1 FROM sources WHERE secret = $secret AND workspace_id <> $workspaceId
       UNION ALL SELECT 1 FROM keys WHERE secret = $secret AND workspace_id <> $workspaceId`,
    );
    if (secret != null && taken.get({ secret, workspaceId })) return 'secret_taken';
    return scheme === 'none' && this.#isOwned(workspaceId, source) ? 'source_owned' : null;
  }

  #isOwned(workspaceId: string, source: string): boolean {
    const known = this.find(workspaceId, source);
    if (known?.scheme === 'none') return false;
    if (known?.scheme != null || known?.lastSeenAt != null) return true;
    return (
      this.#database.prepare('SELECT 1 FROM keys WHERE workspace_id = ? AND source = ?').get(workspaceId, source) !==
      undefined
    );
  }
}
