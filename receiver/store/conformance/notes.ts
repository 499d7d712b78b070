import { expect, test } from 'vitest';
import type { ConversationState } from '../../conversations/conversation-state.ts';
import { KEY, makeMessage, makeState, NOW, type StoreUnderTest } from './fixtures.ts';

const EVENT = {
  workspaceId: 'ws_1',
  type: 'document.updated' as const,
  subject: 'conv_1',
  onceKey: 'note',
  at: NOW,
  data: { n: 1 },
};

/** `ConversationStore`, the notes. */
export function testNotes(under: StoreUnderTest): void {
  const save = (next: ConversationState | null) =>
    under.store.saveConversation(KEY, NOW, () => next && { state: next, events: [], idleAt: null });
  const dueNotes = async (now = NOW) => under.store.dueNotes({ now, limit: 10 });

  test('have a note due with the current branch, until it is written', async () => {
    await save(makeState([makeMessage('m1', 0), makeMessage('old', 1, { isCurrent: false })]));
    const [note] = await dueNotes();
    expect(note).toMatchObject({ path: null, revision: 1, attempts: 0, conversation: { id: 'conv_1' } });
    expect(note?.messages.map(({ id }) => id)).toEqual(['m1']);
    await under.store.noteWritten({ conversationId: 'conv_1', revision: 1, path: 'a/b.md', now: NOW, event: EVENT });
    expect(await dueNotes()).toEqual([]);
    expect(await under.store.nextNoteDueAt()).toBeNull();
    expect(await under.store.readOutbox({ after: 0, limit: 10 })).toMatchObject([
      { type: 'document.updated' as const },
    ]);

    await save(makeState([makeMessage('m1', 0)], { fieldsAt: NOW + 1 }));
    expect(await dueNotes()).toEqual([]);
    await save(makeState([makeMessage('m1', 0, { content: 'new' })], { revision: 2 }));
    expect(await dueNotes()).toMatchObject([{ path: 'a/b.md', revision: 2 }]);
  });

  test('keep a note due that changed while it was written', async () => {
    await save(makeState([makeMessage('m1', 0)]));
    await save(makeState([makeMessage('m1', 0, { content: 'new' })], { revision: 2 }));
    await under.store.noteWritten({ conversationId: 'conv_1', revision: 1, path: 'a.md', now: NOW, event: EVENT });
    expect(await dueNotes()).toMatchObject([{ path: 'a.md', revision: 2 }]);
  });

  test('count failing notes and bring them back at their time, also when the conversation changes', async () => {
    await save(makeState([makeMessage('m1', 0)]));
    await under.store.noteFailed({ conversationId: 'conv_1', error: 'no space', retryAt: NOW + 1000, event: EVENT });
    await save(makeState([makeMessage('m1', 0, { content: 'new' })], { revision: 2 }));
    expect(await under.store.countFailingNotes()).toBe(1);
    expect(await under.store.nextNoteDueAt()).toBe(NOW + 1000);
    expect(await dueNotes(NOW + 999)).toEqual([]);
    expect(await dueNotes(NOW + 1000)).toMatchObject([{ attempts: 1 }]);
    await under.store.noteWritten({ conversationId: 'conv_1', revision: 2, path: 'a.md', now: NOW, event: EVENT });
    expect(await under.store.countFailingNotes()).toBe(0);
  });
}
