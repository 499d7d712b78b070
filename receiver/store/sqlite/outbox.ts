import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { envelopeOf, eventIdOf, type NewOutboxEvent, withPayload } from '../../outbox/outbox-event.ts';
import type { OutboxEvent, OutboxStore } from '../outbox-store.ts';
import type { SqliteContext } from './context.ts';
import { inTransaction } from './transaction.ts';

const payloadRow = z
  .object({ envelope: z.string(), body: z.instanceof(Uint8Array).nullable() })
  .transform(({ envelope, body }) => withPayload(envelope, body && new TextDecoder().decode(body)));
const eventRow = z
  .object({
    id: z.number(),
    workspace_id: z.string(),
    event_id: z.string(),
    type: z.string(),
    subject: z.string().nullable(),
    created_at: z.number(),
  })
  .transform(
    (row): Omit<OutboxEvent, 'payload'> => ({
      id: row.id,
      workspaceId: row.workspace_id,
      eventId: row.event_id,
      type: row.type,
      subject: row.subject,
      createdAt: row.created_at,
    }),
  );
const lastRow = z.object({ id: z.number() });

export function createOutboxStore({ database, run, runRedoable }: SqliteContext): OutboxStore {
  const outbox = new SqliteOutbox(database);
  return {
    appendOutbox: (events) => runRedoable(() => inTransaction(database, () => outbox.append(events))),
    readOutbox: (query) => run(() => outbox.read(query)),
    lastOutboxId: () => run(() => outbox.lastId()),
  };
}

/**
 * Rows are appended without waiting for the disk, and made durable before they are read: somebody who resumes by an id that a
 * power cut took away would miss what gets that id next. Many rows share one wait.
 */
export class SqliteOutbox {
  readonly #append;
  readonly #payload;
  readonly #read;
  readonly #readOf;
  readonly #last;
  readonly #mark;
  #durableId = 0;

  constructor(database: DatabaseSync) {
    const rows = `SELECT o.*, i.body FROM event_outbox o LEFT JOIN event_inbox i ON i.id = o.inbox_id`;
    this.#append = database.prepare(
      `INSERT INTO event_outbox (workspace_id, event_id, type, subject, envelope, inbox_id, created_at)
       VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (event_id) DO NOTHING`,
    );
    this.#payload = database.prepare(`${rows} WHERE o.id = ?`);
    this.#read = database.prepare(`${rows} WHERE o.id > ? ORDER BY o.id LIMIT ?`);
    this.#readOf = database.prepare(`${rows} WHERE o.workspace_id = ? AND o.id > ? ORDER BY o.id LIMIT ?`);
    this.#mark = database.prepare('UPDATE event_outbox_mark SET id = ?');
    this.#last = database.prepare('SELECT COALESCE(MAX(id), 0) AS id FROM event_outbox');
  }

  /** For use inside a transaction. */
  append(events: readonly NewOutboxEvent[]): void {
    for (const event of events) {
      const { workspaceId, type, subject, at, inboxId = null } = event;
      this.#append.run(workspaceId, eventIdOf(event), type, subject, envelopeOf(event), inboxId, at);
    }
  }

  read({ after, limit, workspaceId }: Parameters<OutboxStore['readOutbox']>[0]): OutboxEvent[] {
    const rows = workspaceId === undefined ? this.#read.all(after, limit) : this.#readOf.all(workspaceId, after, limit);
    const events = rows.map((row) => ({ ...eventRow.parse(row), payload: payloadRow.parse(row) }));
    this.#makeDurable(events.at(-1)?.id ?? 0);
    return events;
  }

  /** The whole event as JSON text; `null` when there is none. */
  findPayload(id: number): string | null {
    const row = this.#payload.get(id);
    return row ? payloadRow.parse(row) : null;
  }

  lastId(): number {
    const { id } = lastRow.parse(this.#last.get());
    this.#makeDurable(id);
    return id;
  }

  #makeDurable(id: number): void {
    if (id <= this.#durableId) return;
    this.#mark.run(id); // whatever commits and waits takes along all before it
    this.#durableId = id;
  }
}
