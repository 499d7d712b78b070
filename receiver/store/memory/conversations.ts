import type { ConversationKey, ConversationState } from '../../conversations/conversation-state.ts';
import type { NewOutboxEvent } from '../../outbox/outbox-event.ts';
import type { ConversationChange, ConversationStore, ConversationUpdate } from '../conversation-store.ts';
import { type ConversationRow, keyOf, type MemoryContext, type MemoryTables } from './context.ts';
import { appendOutbox } from './outbox.ts';

export function createConversationStore({ tables, run }: MemoryContext): ConversationStore {
  return {
    saveConversation: (key, now, merge) => run(() => saveConversation(tables, { key, merge }, { now, before: [] })),
    endIdleConversations: ({ now, limit }, toEvent) =>
      run(() => {
        const idle = silentOf(tables)
          .filter((row) => row.idleAt <= now)
          .slice(0, limit);
        for (const row of idle) {
          const { conversation, revision } = row.state;
          appendOutbox(tables, [toEvent({ conversation, revision, idleAt: row.idleAt })]);
          Object.assign(row, { idleAt: null });
        }
        return idle.length;
      }),
    nextIdleAt: () => run(() => silentOf(tables)[0]?.idleAt ?? null),
  };
}

/** @param before what comes before it in the outbox */
export function saveConversation(
  tables: MemoryTables,
  { key, merge }: ConversationUpdate,
  { now, before }: { now: number; before: readonly NewOutboxEvent[] },
): void {
  const change = merge(tables.conversations.get(textOf(key))?.state ?? null);
  appendOutbox(tables, before);
  if (!change) return;
  write(tables, change, now);
  appendOutbox(tables, change.events);
}

function textOf({ workspaceId, source, sessionId }: ConversationKey): string {
  return keyOf(workspaceId, source, sessionId);
}

/** Those that have not ended, the longest silent first. */
function silentOf({ conversations }: MemoryTables): (ConversationRow & { idleAt: number })[] {
  const silent = [...conversations.values()].filter(
    (row): row is ConversationRow & { idleAt: number } => row.idleAt !== null,
  );
  return silent.sort((a, b) => a.idleAt - b.idleAt);
}

const NEW_ROW = { notePath: null, noteDueAt: null, noteAttempts: 0, noteError: null, idleAt: null };

function write({ conversations }: MemoryTables, { state, idleAt }: ConversationChange, now: number): void {
  const key = textOf(state.conversation);
  const old = conversations.get(key) ?? NEW_ROW;
  const isNew = !conversations.has(key) || conversations.get(key)?.state.revision !== state.revision;
  conversations.set(key, {
    ...old,
    state: { ...state, messages: inOrder(conversations.get(key)?.state, state) },
    idleAt: idleAt ?? old.idleAt,
    noteDueAt: isNew && old.noteAttempts === 0 ? now : old.noteDueAt,
  });
}

/** By position, then in order of arrival. */
function inOrder(before: ConversationState | undefined, { messages }: ConversationState) {
  const ids = [...new Set([...(before?.messages ?? []), ...messages].map(({ id }) => id))];
  const arrival = new Map(ids.map((id, i) => [id, i]));
  return messages.toSorted((a, b) => a.index - b.index || (arrival.get(a.id) ?? 0) - (arrival.get(b.id) ?? 0));
}
