import { expect, test } from 'vitest';
import type { ConversationState } from '../../conversations/conversation-state.ts';
import { KEY, makeMessage, makeState, NOW, type StoreUnderTest } from './fixtures.ts';

/** `ConversationStore` without the notes. */
export function testConversations(under: StoreUnderTest): void {
  const save = (next: ConversationState | null) =>
    under.store.saveConversation(KEY, NOW, () => next && { state: next, events: [], idleAt: null });
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
      const state = makeState(first ? [first, makeMessage('m2', 1, { content: 'new' })] : [], { revision: 2 });
      return { state, events: [], idleAt: null };
    });
    expect((await read())?.messages.map(({ content }) => content)).toEqual(['text of m1', 'new']);
  });

  test('are saved together with what happened to them, in the outbox', async () => {
    const event = {
      workspaceId: 'ws_1',
      type: 'chat.message' as const,
      subject: 'conv_1',
      onceKey: 'a',
      at: NOW,
      data: { n: 1 },
    };
    const change = { state: makeState([makeMessage('m1', 0)]), events: [event], idleAt: null };
    await under.store.saveConversation(KEY, NOW, () => change);
    await under.store.saveConversation(KEY, NOW, () => change);
    expect(await under.store.readOutbox({ after: 0, limit: 10 })).toMatchObject([{ type: 'chat.message' }]);
  });

  test('end once when nobody goes on with them, and again after somebody did', async () => {
    const talk = (revision: number, idleAt: number | null) =>
      under.store.saveConversation(KEY, NOW, () => ({ state: makeState([], { revision }), events: [], idleAt }));
    const end = (now: number) =>
      under.store.endIdleConversations({ now, limit: 10 }, ({ conversation, revision, idleAt }) => ({
        workspaceId: conversation.workspaceId,
        type: 'chat.conversation.ended',
        subject: conversation.id,
        onceKey: `${revision}`,
        at: idleAt,
        data: {},
      }));
    expect(await under.store.nextIdleAt()).toBeNull();
    await talk(1, NOW + 10);
    await talk(2, NOW + 20);
    await talk(2, null);
    expect(await under.store.nextIdleAt()).toBe(NOW + 20);
    expect(await end(NOW + 19)).toBe(0);
    expect(await end(NOW + 50)).toBe(1);
    expect(await end(NOW + 50)).toBe(0);
    await talk(2, null);
    expect(await under.store.nextIdleAt()).toBeNull();
    await talk(3, NOW + 70);
    expect(await end(NOW + 70)).toBe(1);
    const ended = await under.store.readOutbox({ after: 0, limit: 10 });
    expect(ended).toMatchObject([
      { type: 'chat.conversation.ended', subject: 'conv_1', createdAt: NOW + 20 },
      { type: 'chat.conversation.ended', subject: 'conv_1', createdAt: NOW + 70 },
    ]);
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
