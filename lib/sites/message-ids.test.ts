import { describe, expect, test } from 'vitest';
import type { Message } from '../protocol/event.ts';
import { withIds } from './message-ids.ts';

const user = (content: string, id?: string): Message => ({ role: 'user', content, ...(id && { id }) });
const answer = (content: string, id?: string): Message => ({ role: 'assistant', content, ...(id && { id }) });
const ids = (messages: Message[]) => withIds(messages).map(({ id }) => id);

describe('ids', () => {
  test('of the site are kept', () => {
    expect(ids([user('a', 'u1'), answer('b', 'a1')])).toEqual(['u1', 'a1']);
  });

  test('of a prompt come from its answer: the same words in another window have the same id', () => {
    const whole = ids([user('yes'), answer('one', 'r1'), user('yes'), answer('two', 'r2')]);
    const window = ids([user('yes'), answer('two', 'r2')]);
    expect(window).toEqual(whole.slice(2));
    expect(new Set(whole).size).toBe(4);
  });

  test('of an answer come from its prompt, and stay while the answer grows', () => {
    expect(ids([user('a', 'u1'), answer('b')])).toEqual(ids([user('a', 'u1'), answer('b and more')]));
  });

  test('are unique where nothing has a name', () => {
    const all = ids([user('yes'), answer('one'), user('yes'), answer('two')]);
    expect(new Set(all).size).toBe(4);
    expect(ids([user('yes'), answer('one'), user('yes'), answer('two')])).toEqual(all);
  });
});
