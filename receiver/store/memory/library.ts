import type { StoredConversation } from '../../conversations/conversation.ts';
import {
  type LibraryPage,
  type LibraryPosition,
  type LibraryQuery,
  type LibraryStore,
  matchesWords,
} from '../library-store.ts';
import type { ConversationRow, MemoryContext, MemoryTables } from './context.ts';

export function createLibraryStore({ tables, run }: MemoryContext): LibraryStore {
  return {
    listConversations: (query) => run(() => list(tables, query)),
    findConversation: (workspaceId, id) =>
      run(() => {
        const row = ofWorkspace(tables, workspaceId).find(({ state }) => state.conversation.id === id);
        return row ? { conversation: row.state.conversation, messages: currentOf(row) } : null;
      }),
  };
}

function list(tables: MemoryTables, { workspaceId, source, words, after, limit }: LibraryQuery): LibraryPage {
  const asked = ofWorkspace(tables, workspaceId)
    .filter(({ state: { conversation } }) => (source ?? conversation.source) === conversation.source)
    .filter(({ state }) => !after || isBehind(state.conversation, after))
    .toSorted((a, b) => (isBehind(a.state.conversation, b.state.conversation) ? 1 : -1));
  const looked = asked.slice(0, limit);
  const last = looked.at(-1)?.state.conversation;
  return {
    items: looked.filter((row) => matchesWords(words, textsOf(row))).map((row) => row.state.conversation),
    next: last && asked.length > limit ? { updatedAt: last.updatedAt, id: last.id } : null,
  };
}

function ofWorkspace({ conversations }: MemoryTables, workspaceId: string): ConversationRow[] {
  return [...conversations.values()].filter(({ state }) => state.conversation.workspaceId === workspaceId);
}

function isBehind(one: StoredConversation, other: LibraryPosition): boolean {
  return one.updatedAt === other.updatedAt ? one.id < other.id : one.updatedAt < other.updatedAt;
}

function textsOf(row: ConversationRow): string[] {
  return [row.state.conversation.title, ...currentOf(row).map(({ content }) => content)];
}

function currentOf({ state }: ConversationRow) {
  return state.messages.filter(({ isCurrent }) => isCurrent);
}
