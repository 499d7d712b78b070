import { expect, test } from 'vitest';
import type { ConversationState } from '../../conversations/conversation-state.ts';
import { KEY, makeMessage, makeState, NOW, type StoreUnderTest } from './fixtures.ts';

/** `ConversationStore` without the notes. */
export function testConversations(under: StoreUnderTest): void {
  const save = (next: ConversationState | null) => under.store.saveConversation(KEY, NOW, () => next);
  const read = async () => {
    let found: ConversationState | null = null;
    await under.store.saveConversation(KEY, NOW, (current) => {
      found = current;
      return null;
    });
    return found as ConversationState | null;
  };

  test('come back as they were saved, messages in order', async () => {
    expect(await read()).toBeNull();
    const state = makeState([makeMessage('m2', 1, { isCurrent: false }), makeMessage('m1', 0)]);
    await save(state);
    expect(await read()).toEqual({ ...state, messages: state.messages.toReversed() });
  });

  test('are changed message by message', async () => {
    await save(makeState([makeMessage('m1', 0), makeMessage('m2', 1)]));
    await under.store.saveConversation(KEY, NOW, (current) => {
      const [first] = current?.messages ?? [];
      return first ? makeState([first, makeMessage('m2', 1, { content: 'new' })], { revision: 2 }) : null;
    });
    expect((await read())?.messages.map(({ content }) => content)).toEqual(['text of m1', 'new']);
  });

  test('are as before when the merge throws', async () => {
    await save(makeState([makeMessage('m1', 0)]));
    const failing = under.store.saveConversation(KEY, NOW, () => {
      throw new RangeError('bug');
    });
    await expect(failing).rejects.toThrow(RangeError);
    expect((await read())?.messages).toHaveLength(1);
  });
}
