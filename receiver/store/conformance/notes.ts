import { expect, test } from 'vitest';
import type { ConversationState } from '../../conversations/conversation-state.ts';
import { KEY, makeMessage, makeState, NOW, type StoreUnderTest } from './fixtures.ts';

/** `ConversationStore`, the notes. */
export function testNotes(under: StoreUnderTest): void {
  const save = (next: ConversationState | null) => under.store.saveConversation(KEY, NOW, () => next);
  const dueNotes = async (now = NOW) => under.store.dueNotes({ now, limit: 10 });

  test('have a note due with the current branch, until it is written', async () => {
    await save(makeState([makeMessage('m1', 0), makeMessage('old', 1, { isCurrent: false })]));
    const [note] = await dueNotes();
    expect(note).toMatchObject({ path: null, revision: 1, attempts: 0, conversation: { id: 'conv_1' } });
    expect(note?.messages.map(({ id }) => id)).toEqual(['m1']);
    await under.store.noteWritten({ conversationId: 'conv_1', revision: 1, path: 'a/b.md', now: NOW });
    expect(await dueNotes()).toEqual([]);
    expect(await under.store.nextNoteDueAt()).toBeNull();

    await save(makeState([makeMessage('m1', 0)], { fieldsAt: NOW + 1 }));
    expect(await dueNotes()).toEqual([]);
    await save(makeState([makeMessage('m1', 0, { content: 'new' })], { revision: 2 }));
    expect(await dueNotes()).toMatchObject([{ path: 'a/b.md', revision: 2 }]);
  });

  test('keep a note due that changed while it was written', async () => {
    await save(makeState([makeMessage('m1', 0)]));
    await save(makeState([makeMessage('m1', 0, { content: 'new' })], { revision: 2 }));
    await under.store.noteWritten({ conversationId: 'conv_1', revision: 1, path: 'a.md', now: NOW });
    expect(await dueNotes()).toMatchObject([{ path: 'a.md', revision: 2 }]);
  });

  test('count failing notes and bring them back at their time, also when the conversation changes', async () => {
    await save(makeState([makeMessage('m1', 0)]));
    await under.store.noteFailed({ conversationId: 'conv_1', error: 'no space', retryAt: NOW + 1000 });
    await save(makeState([makeMessage('m1', 0, { content: 'new' })], { revision: 2 }));
    expect(await under.store.countFailingNotes()).toBe(1);
    expect(await under.store.nextNoteDueAt()).toBe(NOW + 1000);
    expect(await dueNotes(NOW + 999)).toEqual([]);
    expect(await dueNotes(NOW + 1000)).toMatchObject([{ attempts: 1 }]);
    await under.store.noteWritten({ conversationId: 'conv_1', revision: 2, path: 'a.md', now: NOW });
    expect(await under.store.countFailingNotes()).toBe(0);
  });
}
