import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import type { DueNote, FailedNote, NoteStore, WrittenNote } from '../note-store.ts';
import type { SqliteContext } from './context.ts';
import { MESSAGES_IN_ORDER, readConversationRow, readMessageRow } from './conversation-rows.ts';
import { SqliteOutbox } from './outbox.ts';
import { inTransaction } from './transaction.ts';

const dueRow = z.object({ due_at: z.number().nullable() });
const countRow = z.object({ count: z.number() });

export function createNoteStore({ database, run, runRedoable }: SqliteContext): NoteStore {
  const notes = new SqliteNotes(database);
  const write = <Result>(work: () => Result) => runRedoable(() => inTransaction(database, work));
  return {
    dueNotes: (query) => run(() => notes.due(query)),
    noteWritten: (note) => write(() => notes.written(note)),
    noteFailed: (note) => write(() => notes.failed(note)),
    nextNoteDueAt: () => run(() => notes.nextDueAt()),
    countFailingNotes: () => run(() => notes.countFailing()),
  };
}

/** Which notes are due: columns of their conversations. */
class SqliteNotes {
  readonly #database: DatabaseSync;
  readonly #messages;
  readonly #outbox: SqliteOutbox;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#outbox = new SqliteOutbox(database);
    this.#messages = database.prepare(MESSAGES_IN_ORDER);
  }

  due({ now, limit }: { now: number; limit: number }): DueNote[] {
    const rows = this.#database
      .prepare('SELECT * FROM conversations WHERE note_due_at <= ? ORDER BY note_due_at, id LIMIT ?')
      .all(now, limit);
    return rows.map((row) => {
      const { rowId, state, notePath, noteAttempts } = readConversationRow(row);
      const messages = this.#messages.all(rowId).map((message) => readMessageRow(message));
      return {
        conversation: state.conversation,
        messages: messages.filter((message) => message.isCurrent),
        path: notePath,
        revision: state.revision,
        attempts: noteAttempts,
      };
    });
  }

  written(note: WrittenNote): void {
    this.#database
      .prepare(
        `UPDATE conversations SET note_path = ?, note_attempts = 0, note_error = NULL,
           note_due_at = CASE WHEN revision = ? THEN NULL ELSE ? END
         WHERE conversation_id = ?`,
      )
      .run(note.path, note.revision, note.now, note.conversationId);
    this.#outbox.append([note.event]);
  }

  failed(note: FailedNote): void {
    this.#database
      .prepare(
        `UPDATE conversations SET note_attempts = note_attempts + 1, note_error = ?, note_due_at = ?
         WHERE conversation_id = ?`,
      )
      .run(note.error, note.retryAt, note.conversationId);
    this.#outbox.append([note.event]);
  }

  nextDueAt(): number | null {
    const sql = 'SELECT MIN(note_due_at) AS due_at FROM conversations WHERE note_due_at IS NOT NULL';
    return dueRow.parse(this.#database.prepare(sql).get()).due_at;
  }

  countFailing(): number {
    const sql = 'SELECT COUNT(*) AS count FROM conversations WHERE note_due_at IS NOT NULL AND note_attempts > 0';
    return countRow.parse(this.#database.prepare(sql).get()).count;
  }
}
