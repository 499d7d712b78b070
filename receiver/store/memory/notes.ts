import type { DueNote, NoteStore } from '../note-store.ts';
import type { ConversationRow, MemoryContext, MemoryTables } from './context.ts';
import { appendOutbox } from './outbox.ts';

export function createNoteStore({ tables, run }: MemoryContext): NoteStore {
  return {
    dueNotes: ({ now, limit }) =>
      run(() =>
        waitingOf(tables)
          .filter((row) => row.noteDueAt <= now)
          .slice(0, limit)
          .map(toDueNote),
      ),
    noteWritten: ({ conversationId, revision, path, now, event }) =>
      run(() => {
        const row = find(tables, conversationId);
        const noteDueAt = row?.state.revision === revision ? null : now;
        if (row) Object.assign(row, { notePath: path, noteAttempts: 0, noteError: null, noteDueAt });
        appendOutbox(tables, [event]);
      }),
    noteFailed: ({ conversationId, error, retryAt, event }) =>
      run(() => {
        const row = find(tables, conversationId);
        if (row) Object.assign(row, { noteAttempts: row.noteAttempts + 1, noteError: error, noteDueAt: retryAt });
        appendOutbox(tables, [event]);
      }),
    nextNoteDueAt: () => run(() => waitingOf(tables)[0]?.noteDueAt ?? null),
    countFailingNotes: () => run(() => waitingOf(tables).filter((row) => row.noteAttempts > 0).length),
  };
}

function find({ conversations }: MemoryTables, conversationId: string): ConversationRow | undefined {
  return [...conversations.values()].find((row) => row.state.conversation.id === conversationId);
}

function waitingOf({ conversations }: MemoryTables) {
  const waiting = [...conversations.values()].filter(
    (row): row is ConversationRow & { noteDueAt: number } => row.noteDueAt !== null,
  );
  return waiting.sort((a, b) => a.noteDueAt - b.noteDueAt);
}

function toDueNote({ state, notePath, noteAttempts }: ConversationRow): DueNote {
  return {
    conversation: state.conversation,
    messages: state.messages.filter((message) => message.isCurrent),
    path: notePath,
    revision: state.revision,
    attempts: noteAttempts,
  };
}
