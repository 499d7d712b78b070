import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { proofSchema } from '../../verification/scheme.ts';
import type {
  ClaimedEvent,
  InboxClaim,
  InboxCounts,
  InboxFailure,
  InboxReplay,
  InboxSettlement,
  InboxStore,
} from '../inbox-store.ts';
import type { SqliteContext } from './context.ts';
import { SqliteConversations } from './conversations.ts';
import { SqliteOutbox } from './outbox.ts';
import { inTransaction } from './transaction.ts';

const claimedRow = z
  .object({
    id: z.number(),
    workspace_id: z.string(),
    source: z.string(),
    event_type: z.string(),
    source_identifier: z.string().nullable(),
    verified: proofSchema,
    received_at: z.number(),
    body: z.instanceof(Uint8Array).nullable(),
    body_digest: z.instanceof(Uint8Array),
    attempts: z.number(),
  })
  .transform(
    (row): ClaimedEvent => ({
      id: row.id,
      workspaceId: row.workspace_id,
      source: row.source,
      eventType: row.event_type,
      sourceIdentifier: row.source_identifier,
      proof: row.verified,
      receivedAt: row.received_at,
      body: row.body,
      bodyDigest: row.body_digest,
      attempts: row.attempts,
    }),
  );
const dueRow = z.object({ due_at: z.number().nullable() });
const countsRow = z.object({ waiting: z.number(), oldest: z.number().nullable(), parked: z.number() });

export function createInboxStore({ database, run, runRedoable }: SqliteContext): InboxStore {
  const inbox = new SqliteInbox(database);
  return {
    claimInbox: (claim) => runRedoable(() => inbox.claim(claim)),
    releaseLeases: (now) => run(() => inbox.releaseLeases(now)),
    settleInbox: (settlement) => runRedoable(() => inbox.settle(settlement)),
    failInbox: (failure) => run(() => inbox.fail(failure)),
    parkInbox: (failure) => run(() => inbox.park(failure)),
    replayInbox: (query) => run(() => inbox.replay(query)),
    nextInboxDueAt: () => run(() => inbox.nextDueAt()),
    countInbox: () => run(() => inbox.count()),
  };
}

const REPLAY_CONDITIONS: Record<Exclude<keyof InboxReplay, 'workspaceId' | 'now'>, string> = {
  id: 'id = ?',
  eventId: 'event_id = ?',
  source: 'source = ?',
  state: 'state = ?',
  from: 'received_at >= ?',
  to: 'received_at < ?',
};

/** The worker's side of the inbox. `due_at` is when a row may be claimed: its arrival, the end of its lease, or its retry. */
class SqliteInbox {
  readonly #database: DatabaseSync;
  readonly #conversations: SqliteConversations;
  readonly #outbox: SqliteOutbox;
  readonly #claims;
  readonly #complete;
  readonly #nextDue;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#conversations = new SqliteConversations(database);
    this.#outbox = new SqliteOutbox(database);
    const claim = (which: string) =>
      database.prepare(
        `UPDATE event_inbox SET due_at = ?, lease_token = ?, attempts = attempts + 1
       WHERE id IN (SELECT id FROM event_inbox ${which} ORDER BY due_at, id LIMIT ?)
       RETURNING id, workspace_id, source, event_type, source_identifier, verified, received_at, body, body_digest,
         attempts`,
      );
    this.#claims = {
      either: claim('WHERE due_at <= ?'),
      // By name, because SQLite would rather read the whole backlog.
      begun: claim('INDEXED BY event_inbox_begun WHERE due_at <= ? AND attempts > 0'),
      unbegun: claim('WHERE due_at <= ? AND attempts = 0'),
    };
    this.#complete = database.prepare(
      `UPDATE event_inbox SET state = 'done', error = NULL, due_at = NULL, lease_token = NULL
       WHERE id = ? AND lease_token = ?`,
    );
    this.#nextDue = database.prepare('SELECT MIN(due_at) AS due_at FROM event_inbox WHERE due_at IS NOT NULL');
  }

  claim({ now, leaseMs, limit, token, isBegun }: InboxClaim): ClaimedEvent[] {
    const claim = isBegun === undefined ? 'either' : isBegun ? 'begun' : 'unbegun';
    const rows = this.#claims[claim].all(now + leaseMs, token, now, limit);
    return rows.map((row) => claimedRow.parse(row)).sort((a, b) => a.id - b.id);
  }

  releaseLeases(now: number): void {
    this.#database
      .prepare(`UPDATE event_inbox SET due_at = ?, lease_token = NULL WHERE due_at > ? AND lease_token IS NOT NULL`)
      .run(now, now);
  }

  settle({ effects, token, now, budgetMs }: InboxSettlement): number {
    const untilMs = performance.now() + budgetMs;
    return inTransaction(this.#database, () => {
      let seenTo = 0;
      for (const { id, events, update } of effects) {
        if (seenTo > 0 && performance.now() > untilMs) break;
        seenTo += 1;
        if (this.#complete.run(id, token).changes !== 1) continue;
        this.#outbox.append(events);
        if (update) this.#conversations.save(update, now);
      }
      return seenTo;
    });
  }

  fail({ id, token, error, retryAt }: InboxFailure & { retryAt: number }): boolean {
    return this.#release(`state = 'failed', error = ?, due_at = ?`, [error, retryAt, id, token]);
  }

  park({ id, token, error }: InboxFailure): boolean {
    return this.#release(`state = 'parked', error = ?, due_at = NULL`, [error, id, token]);
  }

  replay({ workspaceId, now, ...named }: InboxReplay): number {
    const values = Object.entries(named).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value] as const],
    );
    const conditions = values.map(([name]) => `AND ${REPLAY_CONDITIONS[name as keyof typeof named]}`);
    const sql = `UPDATE event_inbox SET state = 'pending', attempts = 0, error = NULL, due_at = ?, lease_token = NULL
      WHERE workspace_id = ? AND state <> 'pending' AND lease_token IS NULL AND body IS NOT NULL ${conditions.join(' ')}`;
    return Number(this.#database.prepare(sql).run(now, workspaceId, ...values.map(([, value]) => value)).changes);
  }

  nextDueAt(): number | null {
    return dueRow.parse(this.#nextDue.get()).due_at;
  }

  count(): InboxCounts {
    const row = countsRow.parse(
      this.#database
        .prepare(
          `SELECT COUNT(*) AS waiting, MIN(received_at) AS oldest,
             (SELECT COUNT(*) FROM event_inbox WHERE state = 'parked') AS parked
           FROM event_inbox WHERE due_at IS NOT NULL`,
        )
        .get(),
    );
    return { waiting: row.waiting, oldestWaitingAt: row.oldest, parked: row.parked };
  }

  #release(change: string, values: (string | number)[]): boolean {
    const sql = `UPDATE event_inbox SET ${change}, lease_token = NULL WHERE id = ? AND lease_token = ?`;
    return this.#database.prepare(sql).run(...values).changes === 1;
  }
}
