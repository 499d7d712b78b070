import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import {
  type LibraryPage,
  type LibraryQuery,
  type LibraryStore,
  matchesWords,
  type ReadConversation,
} from '../library-store.ts';
import type { SqliteContext } from './context.ts';
import { MESSAGES_IN_ORDER, readConversationRow, readMessageRow } from './conversation-rows.ts';

const contentRow = z.object({ content: z.string() });

export function createLibraryStore({ database, run }: SqliteContext): LibraryStore {
  const library = new SqliteLibrary(database);
  return {
    listConversations: (query) => run(() => library.list(query)),
    findConversation: (workspaceId, id) => run(() => library.find(workspaceId, id)),
  };
}

/** Conversations as they are read back. */
class SqliteLibrary {
  readonly #database: DatabaseSync;
  readonly #contents;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#contents = database.prepare('SELECT content FROM messages WHERE conversation = ? AND is_current = 1');
  }

  list({ workspaceId, source, words, after, limit }: LibraryQuery): LibraryPage {
    const conditions = ['workspace_id = ?'];
    const values = [workspaceId];
    if (after) {
      conditions.push('(updated_at, conversation_id) < (?, ?)');
      values.push(after.updatedAt, after.id);
    }
    if (source !== undefined) {
      conditions.push('source = ?');
      values.push(source);
    }
    const rows = this.#database
      .prepare(
        `SELECT * FROM conversations WHERE ${conditions.join(' AND ')}
         ORDER BY updated_at DESC, conversation_id DESC LIMIT ?`,
      )
      .all(...values, limit + 1)
      .map((row) => readConversationRow(row));
    const looked = rows.slice(0, limit);
    const last = looked.at(-1)?.state.conversation;
    return {
      items: looked.filter((row) => this.#matches(row, words)).map((row) => row.state.conversation),
      next: last && rows.length > limit ? { updatedAt: last.updatedAt, id: last.id } : null,
    };
  }

  find(workspaceId: string, id: string): ReadConversation | null {
    const row = this.#database
      .prepare('SELECT * FROM conversations WHERE conversation_id = ? AND workspace_id = ?')
      .get(id, workspaceId);
    if (!row) return null;
    const { rowId, state } = readConversationRow(row);
    const messages = this.#database.prepare(MESSAGES_IN_ORDER).all(rowId).map(readMessageRow);
    return { conversation: state.conversation, messages: messages.filter(({ isCurrent }) => isCurrent) };
  }

  #matches({ rowId, state }: ReturnType<typeof readConversationRow>, words: readonly string[]): boolean {
    if (words.length === 0) return true;
    const contents = this.#contents.all(rowId).map((row) => contentRow.parse(row).content);
    return matchesWords(words, [state.conversation.title, ...contents]);
  }
}
