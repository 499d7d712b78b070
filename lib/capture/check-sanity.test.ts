import { describe, expect, test } from 'vitest';
import type { Message } from '../protocol/event.ts';
import type { Conversation } from '../sites/conversation.ts';
import { findInsanity } from './check-sanity.ts';

const user = (content = 'Why?'): Message => ({ role: 'user', content });
const answer = (content = 'Because.', more: Partial<Message> = {}): Message => ({
  role: 'assistant',
  content,
  ...more,
});
const check = (messages: Message[], reader: 'dom' | 'api' = 'dom') =>
  findInsanity({
    source: 's',
    sessionId: 's',
    title: '',
    url: 'https://x.y/',
    messages,
    reader,
    layout: 'l',
    completeness: 'unknown',
  } satisfies Conversation);

describe('sanity', () => {
  test.each([
    ['a conversation', [user(), answer()]],
    ['a prompt that waits for its answer', [user()]],
    ['an answer alone, at the top of a window', [answer(), user(), answer()]],
    ['an answer of pictures', [user(), answer('', { attachments: [{ name: 'a.png' }] })]],
    ['an answer that is still thinking', [user(), answer('', { reasoning: 'hm' })]],
    [
      'one answer about a button',
      [user(), answer('Press\nCopy code\nthen paste.'), user(), answer(), user(), answer()],
    ],
  ])('%s is fine', (_name, messages) => {
    expect(check(messages)).toBeNull();
  });

  test.each([
    ['prompts without any answer', [user(), user()]],
    ['answers without any prompt', [answer(), answer()]],
    ['an empty answer', [user(), answer('  \n')]],
    ['controls in the answers', [user(), answer('One\nCopy code'), user(), answer('Two\nCopy code')]],
  ])('%s is not', (_name, messages) => {
    expect(check(messages)).not.toBeNull();
  });

  test('what the API says about controls is what was said', () => {
    expect(check([user(), answer('One\nCopy code'), user(), answer('Two\nCopy code')], 'api')).toBeNull();
  });
});
