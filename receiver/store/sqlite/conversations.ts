import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import type { ConversationKey, ConversationState, ProjectedMessage } from '../../conversations/conversation-state.ts';
import type { ConversationChange, ConversationStore } from '../conversation-store.ts';
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

/** `INSERT … ON CONFLICT DO UPDATE` with one named parameter a column. */
function upsertSql(table: string, columns: readonly string[], conflict: string): string {
  const updates = columns.map((column) => `${column} = excluded.${column}`).join(', ');
  return `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map((column) => `$${column}`).join(', ')})
    ON CONFLICT (${conflict}) DO UPDATE SET ${updates}`;
}

export function createConversationStore({ database, run }: SqliteContext): ConversationStore {
  const conversations = new SqliteConversations(database);
  // Durable, though it could be done again: somebody may have seen the events' ids by then.
  return { saveConversation: (key, now, merge) => run(() => conversations.save(key, now, merge)) };
}

/** Conversations and their messages. */
class SqliteConversations {
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
      `${upsertSql('conversations', [...CONVERSATION_COLUMNS, 'note_due_at'], 'conversation_id')},
         note_due_at = CASE WHEN excluded.revision = revision OR note_attempts > 0 THEN note_due_at
           ELSE excluded.note_due_at END
       RETURNING id`,
    );
    this.#upsertMessage = database.prepare(
      upsertSql('messages', ['conversation', ...MESSAGE_COLUMNS], 'conversation, message_id'),
    );
  }

  save(
    key: ConversationKey,
    now: number,
    merge: (current: ConversationState | null) => ConversationChange | null,
  ): void {
    inTransaction(this.#database, () => {
      const row = this.#byKey.get(key.workspaceId, key.source, key.sessionId);
      const found = row ? readConversationRow(row) : null;
      const current = found ? { ...found.state, messages: this.#readMessages(found.rowId) } : null;
      const change = merge(current);
      if (!change) return;
      const { state, events } = change;
      const rowId = this.#writeConversation(state, now);
      this.#writeMessages(rowId, current?.messages ?? [], state.messages);
      this.#outbox.append(events);
    });
  }

  #readMessages(rowId: number): ProjectedMessage[] {
    return this.#messages.all(rowId).map((row) => readMessageRow(row));
  }

  #writeConversation(state: ConversationState, now: number): number {
    return idRow.parse(this.#upsert.get({ ...writeConversationRow(state), note_due_at: now })).id;
  }

  #writeMessages(rowId: number, before: readonly ProjectedMessage[], after: readonly ProjectedMessage[]): void {
    const known = new Map(before.map((message) => [message.id, message]));
    for (const message of after) {
      if (known.get(message.id) === message) continue;
      this.#upsertMessage.run({ conversation: rowId, ...writeMessageRow(message) });
    }
  }
}
