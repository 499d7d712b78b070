import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import type { ConversationKey, ConversationState, ProjectedMessage } from '../../conversations/conversation-state.ts';
import type { DueNote } from '../store.ts';
import {
  CONVERSATION_COLUMNS,
  MESSAGE_COLUMNS,
  readConversationRow,
  readMessageRow,
  writeConversationRow,
  writeMessageRow,
} from './conversation-rows.ts';
import { inTransaction } from './transaction.ts';

const dueRow = z.object({ due_at: z.number().nullable() });
const idRow = z.object({ id: z.number() });
const countRow = z.object({ count: z.number() });

/** `INSERT … ON CONFLICT DO UPDATE` with one named parameter a column. */
function upsertSql(table: string, columns: readonly string[], conflict: string): string {
  const updates = columns.map((column) => `${column} = excluded.${column}`).join(', ');
  return `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map((column) => `$${column}`).join(', ')})
    ON CONFLICT (${conflict}) DO UPDATE SET ${updates}`;
}

/** Conversations, their messages, and which notes are due. */
export class SqliteConversations {
  readonly #database: DatabaseSync;
  readonly #byKey;
  readonly #messages;
  readonly #upsert;
  readonly #upsertMessage;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#byKey = database.prepare(
      'SELECT * FROM conversations WHERE workspace_id = ? AND source = ? AND session_id = ?',
    );
    this.#messages = database.prepare('SELECT * FROM messages WHERE conversation = ? ORDER BY position, id');
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
    merge: (current: ConversationState | null) => ConversationState | null,
  ): void {
    inTransaction(this.#database, () => {
      const row = this.#byKey.get(key.workspaceId, key.source, key.sessionId);
      const found = row ? readConversationRow(row) : null;
      const current = found ? { ...found.state, messages: this.#readMessages(found.rowId) } : null;
      const next = merge(current);
      if (!next) return;
      const rowId = this.#writeConversation(next, now);
      this.#writeMessages(rowId, current?.messages ?? [], next.messages);
    });
  }

  dueNotes({ now, limit }: { now: number; limit: number }): DueNote[] {
    const rows = this.#database
      .prepare('SELECT * FROM conversations WHERE note_due_at <= ? ORDER BY note_due_at, id LIMIT ?')
      .all(now, limit);
    return rows.map((row) => {
      const { rowId, state, notePath, noteAttempts } = readConversationRow(row);
      const messages = this.#readMessages(rowId).filter((message) => message.isCurrent);
      return {
        conversation: state.conversation,
        messages,
        path: notePath,
        revision: state.revision,
        attempts: noteAttempts,
      };
    });
  }

  noteWritten(note: { conversationId: string; revision: number; path: string; now: number }): void {
    this.#database
      .prepare(
        `UPDATE conversations SET note_path = ?, note_attempts = 0, note_error = NULL,
           note_due_at = CASE WHEN revision = ? THEN NULL ELSE ? END
         WHERE conversation_id = ?`,
      )
      .run(note.path, note.revision, note.now, note.conversationId);
  }

  noteFailed(note: { conversationId: string; error: string; retryAt: number }): void {
    this.#database
      .prepare(
        `UPDATE conversations SET note_attempts = note_attempts + 1, note_error = ?, note_due_at = ?
         WHERE conversation_id = ?`,
      )
      .run(note.error, note.retryAt, note.conversationId);
  }

  nextNoteDueAt(): number | null {
    const sql = 'SELECT MIN(note_due_at) AS due_at FROM conversations WHERE note_due_at IS NOT NULL';
    return dueRow.parse(this.#database.prepare(sql).get()).due_at;
  }

  countFailingNotes(): number {
    const sql = 'SELECT COUNT(*) AS count FROM conversations WHERE note_due_at IS NOT NULL AND note_attempts > 0';
    return countRow.parse(this.#database.prepare(sql).get()).count;
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
