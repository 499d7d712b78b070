import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { proofSchema } from '../../verification/scheme.ts';
import {
  type EventKey,
  type EventQuery,
  type EventStore,
  INBOX_STATES,
  type InboxEvent,
  type StoredEvent,
} from '../event-store.ts';
import type { SqliteContext } from './context.ts';

const COLUMNS = `id, workspace_id, source, source_kind, event_type, event_id, source_identifier, dedupe_key, verified, state,
  attempts, error, received_at`;

const eventRow = z.object({
  id: z.number(),
  workspace_id: z.string(),
  source: z.string(),
  source_kind: z.string(),
  event_type: z.string(),
  event_id: z.string(),
  source_identifier: z.string().nullable(),
  dedupe_key: z.string(),
  verified: proofSchema,
  state: z.enum(INBOX_STATES),
  attempts: z.number(),
  error: z.string().nullable(),
  received_at: z.number(),
});
const storedRow = eventRow.extend({
  headers: z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(z.record(z.string(), z.string())),
  body: z.instanceof(Uint8Array<ArrayBuffer>).nullable(),
});

export function createEventStore({ database, run }: SqliteContext): EventStore {
  const events = new SqliteEvents(database);
  return {
    listEvents: (query) => run(() => events.list(query)),
    findEvent: (key) => run(() => events.find(key)),
  };
}

/** The inbox as it is read back. */
class SqliteEvents {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  list({ workspaceId, source, eventType, state, beforeId, limit }: EventQuery): InboxEvent[] {
    const filters: [string, string | number | undefined][] = [
      ['workspace_id = ?', workspaceId],
      ['source = ?', source],
      ['event_type = ?', eventType],
      ['state = ?', state],
      ['id < ?', beforeId],
    ];
    const asked = filters.filter((filter): filter is [string, string | number] => filter[1] !== undefined);
    const where = asked.map(([sql]) => sql).join(' AND ');
    const rows = this.#database
      .prepare(`SELECT ${COLUMNS} FROM event_inbox WHERE ${where} ORDER BY id DESC LIMIT ?`)
      .all(...asked.map(([, value]) => value), limit);
    return rows.map((row) => toInboxEvent(eventRow.parse(row)));
  }

  find({ workspaceId, id }: EventKey): StoredEvent | null {
    const row = this.#database
      .prepare(`SELECT ${COLUMNS}, headers, body FROM event_inbox WHERE id = ? AND workspace_id = ?`)
      .get(id, workspaceId);
    if (!row) return null;
    const stored = storedRow.parse(row);
    return { ...toInboxEvent(stored), headers: stored.headers, body: stored.body };
  }
}

function toInboxEvent(row: z.infer<typeof eventRow>): InboxEvent {
  return {
    id: row.id,
    workspaceId: row.workspace_id,
    source: row.source,
    sourceKind: row.source_kind,
    eventType: row.event_type,
    eventId: row.event_id,
    sourceIdentifier: row.source_identifier,
    key: row.dedupe_key,
    proof: row.verified,
    state: row.state,
    attempts: row.attempts,
    error: row.error,
    receivedAt: row.received_at,
  };
}
