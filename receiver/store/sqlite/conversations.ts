import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import type { ConversationState, ProjectedMessage } from '../../conversations/conversation-state.ts';
import type { NewOutboxEvent } from '../../outbox/outbox-event.ts';
import type { ConversationStore, ConversationUpdate, EndedConversation } from '../conversation-store.ts';
import {
  CONVERSATION_COLUMNS,
  MESSAGE_COLUMNS,
  MESSAGES_IN_ORDER,
  readConversationRow,
  readMessageRow,
  writeConversationRow,
  writeMessageRow,
} from './conversation-rows.ts';
import type { SqliteContext } from './context.ts';
import { SqliteOutbox } from './outbox.ts';
import { inTransaction } from './transaction.ts';

const idRow = z.object({ id: z.number() });
const idleRow = z.object({ idle_at: z.number().nullable() });

/** `INSERT … ON CONFLICT DO UPDATE` with one named parameter a column. */
function upsertSql(table: string, columns: readonly string[], conflict: string): string {
  const updates = columns.map((column) => `${column} = excluded.${column}`).join(', ');
  return `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map((column) => `$${column}`).join(', ')})
    ON CONFLICT (${conflict}) DO UPDATE SET ${updates}`;
}

export function createConversationStore({ database, run, runRedoable }: SqliteContext): ConversationStore {
  const conversations = new SqliteConversations(database);
  return {
    saveConversation: (key, now, merge) =>
      runRedoable(() => inTransaction(database, () => conversations.save({ key, merge }, now))),
    endIdleConversations: (query, toEvent) => run(() => conversations.endIdle(query, toEvent)),
    nextIdleAt: () => run(() => conversations.nextIdleAt()),
  };
}

/** Conversations and their messages. */
export class SqliteConversations {
  readonly #database: DatabaseSync;
  readonly #outbox: SqliteOutbox;
  readonly #byKey;
  readonly #messages;
  readonly #upsert;
  readonly #upsertMessage;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#outbox = new SqliteOutbox(database);
    this.#byKey = database.prepare(
      'SELECT * FROM conversations WHERE workspace_id = ? AND source = ? AND session_id = ?',
    );
    this.#messages = database.prepare(MESSAGES_IN_ORDER);
    // Of a column that is set twice SQLite takes the last. A note that failed keeps its time of retry: new content does
    // not make a broken vault writable.
    this.#upsert = database.prepare(
      `${upsertSql('conversations', [...CONVERSATION_COLUMNS, 'note_due_at', 'idle_at'], 'conversation_id')},
         idle_at = COALESCE(excluded.idle_at, idle_at),
         note_due_at = CASE WHEN excluded.revision = revision OR note_attempts > 0 THEN note_due_at
           ELSE excluded.note_due_at END
       RETURNING id`,
    );
    this.#upsertMessage = database.prepare(
      upsertSql('messages', ['conversation', ...MESSAGE_COLUMNS], 'conversation, message_id'),
    );
  }

  /** For use inside a transaction. */
  save({ key, merge }: ConversationUpdate, now: number): void {
    const row = this.#byKey.get(key.workspaceId, key.source, key.sessionId);
    const found = row ? readConversationRow(row) : null;
    const current = found ? { ...found.state, messages: this.#readMessages(found.rowId) } : null;
    const change = merge(current);
    if (!change) return;
    const { state, events, idleAt } = change;
    const rowId = this.#writeConversation(state, { note_due_at: now, idle_at: idleAt });
    this.#writeMessages(rowId, current?.messages ?? [], state.messages);
    this.#outbox.append(events);
  }

  #readMessages(rowId: number): ProjectedMessage[] {
    return this.#messages.all(rowId).map((row) => readMessageRow(row));
  }

  endIdle(
    { now, limit }: { now: number; limit: number },
    toEvent: (ended: EndedConversation) => NewOutboxEvent,
  ): number {
    return inTransaction(this.#database, () => {
      const rows = this.#database
        .prepare('SELECT * FROM conversations WHERE idle_at <= ? ORDER BY idle_at, id LIMIT ?')
        .all(now, limit);
      const end = this.#database.prepare('UPDATE conversations SET idle_at = NULL WHERE id = ?');
      for (const row of rows) {
        const { rowId, state, idleAt } = readConversationRow(row);
        const { conversation, revision } = state;
        this.#outbox.append([toEvent({ conversation, revision, idleAt: idleAt ?? now })]);
        end.run(rowId);
      }
      return rows.length;
    });
  }

  nextIdleAt(): number | null {
    const sql = 'SELECT MIN(idle_at) AS idle_at FROM conversations WHERE idle_at IS NOT NULL';
    return idleRow.parse(this.#database.prepare(sql).get()).idle_at;
  }

  #writeConversation(state: ConversationState, due: { note_due_at: number; idle_at: number | null }): number {
    return idRow.parse(this.#upsert.get({ ...writeConversationRow(state), ...due })).id;
  }

  #writeMessages(rowId: number, before: readonly ProjectedMessage[], after: readonly ProjectedMessage[]): void {
    const known = new Map(before.map((message) => [message.id, message]));
    for (const message of after) {
      if (known.get(message.id) === message) continue;
      this.#upsertMessage.run({ conversation: rowId, ...writeMessageRow(message) });
    }
  }
}
