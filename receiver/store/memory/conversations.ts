import type { ConversationKey, ConversationState } from '../../conversations/conversation-state.ts';
import type { ConversationStore } from '../conversation-store.ts';
import { keyOf, type MemoryContext, type MemoryTables } from './context.ts';
import { appendOutbox } from './outbox.ts';

export function createConversationStore({ tables, run }: MemoryContext): ConversationStore {
  return {
    saveConversation: (key, now, merge) =>
      run(() => {
        const change = merge(tables.conversations.get(textOf(key))?.state ?? null);
        if (!change) return;
        write(tables, change.state, now);
        appendOutbox(tables, change.events);
      }),
  };
}

function textOf({ workspaceId, source, sessionId }: ConversationKey): string {
  return keyOf(workspaceId, source, sessionId);
}

function write({ conversations }: MemoryTables, state: ConversationState, now: number): void {
  const key = textOf(state.conversation);
  const old = conversations.get(key) ?? { notePath: null, noteDueAt: null, noteAttempts: 0, noteError: null };
  const isNew = !conversations.has(key) || conversations.get(key)?.state.revision !== state.revision;
  conversations.set(key, {
    ...old,
    state: { ...state, messages: inOrder(conversations.get(key)?.state, state) },
    noteDueAt: isNew && old.noteAttempts === 0 ? now : old.noteDueAt,
  });
}

/** By position, then in order of arrival. */
function inOrder(before: ConversationState | undefined, { messages }: ConversationState) {
  const ids = [...new Set([...(before?.messages ?? []), ...messages].map(({ id }) => id))];
  const arrival = new Map(ids.map((id, i) => [id, i]));
  return messages.toSorted((a, b) => a.index - b.index || (arrival.get(a.id) ?? 0) - (arrival.get(b.id) ?? 0));
}
