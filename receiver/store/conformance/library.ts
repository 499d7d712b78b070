import { beforeEach, expect, test } from 'vitest';
import { KEY, makeMessage, makeState, NOW, type StoreUnderTest } from './fixtures.ts';

/** `LibraryStore` */
export function testLibrary(under: StoreUnderTest): void {
  const save = async (id: string, minute: number, change: { source?: string; title?: string; text?: string } = {}) => {
    const { source = 'chatgpt', title = id, text = 'x' } = change;
    const key = { ...KEY, source, sessionId: id };
    const base = makeState([makeMessage('m1', 0, { content: text }), makeMessage('m0', 1, { isCurrent: false })]);
    const updatedAt = `2026-11-21T09:0${minute}:00.000Z`;
    const state = { ...base, conversation: { ...base.conversation, ...key, id, title, updatedAt } };
    await under.store.saveConversation(key, NOW, () => ({ state, events: [], idleAt: null }));
  };
  const idsOf = async (query: object = {}) => {
    const page = await under.store.listConversations({ workspaceId: 'ws_1', words: [], limit: 10, ...query });
    return page.items.map(({ id }) => id);
  };

  beforeEach(async () => {
    await save('c1', 1, { title: 'Tee und Gebäck', text: 'Grüner TEE, 抹茶' });
    await save('c2', 2, { source: 'claude', text: 'Kaffee' });
    await save('c4', 3);
    await save('c3', 3, { text: 'tea' });
  });

  test('lists those that changed last first, in their workspace and of a source', async () => {
    expect(await idsOf()).toEqual(['c4', 'c3', 'c2', 'c1']);
    expect(await idsOf({ source: 'claude' })).toEqual(['c2']);
    expect(await idsOf({ workspaceId: 'ws_2' })).toEqual([]);
  });

  test('goes on behind a position, whatever came or changed meanwhile', async () => {
    const query = { workspaceId: 'ws_1', words: [], limit: 2 };
    const first = await under.store.listConversations(query);
    expect(first.items.map(({ id }) => id)).toEqual(['c4', 'c3']);
    expect(first.next).toEqual({ updatedAt: '2026-11-21T09:03:00.000Z', id: 'c3' });
    await save('c5', 4);
    await save('c4', 5);
    const second = await under.store.listConversations({ ...query, after: first.next ?? undefined });
    expect(second).toMatchObject({ items: [{ id: 'c2' }, { id: 'c1' }], next: null });
  });

  test.each([
    [['tee'], ['c1']],
    [['grüner', 'gebäck'], ['c1']],
    [['抹茶'], ['c1']],
    [['fee'], ['c2']],
    [['tee', 'kaffee'], []],
    [['text of m0'], []],
    [['%'], []],
  ])('finds by all words, in title and current messages: %j', async (words, ids) => {
    expect(await idsOf({ words })).toEqual(ids);
  });

  test('looks at no more than it is told to', async () => {
    const page = await under.store.listConversations({ workspaceId: 'ws_1', words: ['tee'], limit: 3 });
    expect(page).toEqual({ items: [], next: { updatedAt: '2026-11-21T09:02:00.000Z', id: 'c2' } });
  });

  test('finds one with its current messages, in its workspace alone', async () => {
    const found = await under.store.findConversation('ws_1', 'c1');
    expect(found?.conversation.title).toBe('Tee und Gebäck');
    expect(found?.messages.map(({ id }) => id)).toEqual(['m1']);
    expect(await under.store.findConversation('ws_2', 'c1')).toBeNull();
    expect(await under.store.findConversation('ws_1', 'none')).toBeNull();
  });
}
