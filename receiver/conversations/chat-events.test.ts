import { expect, test } from 'vitest';
import { makeMessage, makeState } from '../store/conformance/fixtures.ts';
import { chatEventsOf } from './chat-events.ts';

const CAUSE = { key: 'evt_1', at: 1000 };
const typesOf = (...[before, after]: [Parameters<typeof chatEventsOf>[0], Parameters<typeof chatEventsOf>[1]]) =>
  chatEventsOf(before, after, CAUSE).map(({ type, data }) => [
    type,
    (data['message'] as { id?: string } | undefined)?.id,
  ]);

const prompt = makeMessage('m1', 0);
const answer = makeMessage('m2', 1, { role: 'assistant' });

test('a new conversation begins, then each of its messages, then its answers', () => {
  expect(typesOf(null, makeState([prompt, answer]))).toEqual([
    ['chat.conversation.started', undefined],
    ['document.uploaded', undefined],
    ['chat.message', 'm1'],
    ['chat.message', 'm2'],
    ['chat.response.generated', 'm2'],
  ]);
});

test('says what conversation it is about, in the order of its messages', () => {
  const [first] = chatEventsOf(makeState([]), makeState([prompt]), CAUSE);
  expect(first).toMatchObject({
    workspaceId: 'ws_1',
    subject: 'conv_1',
    at: 1000,
    data: {
      conversation_id: 'conv_1',
      session_id: 's1',
      source: 'chatgpt',
      change: 'added',
      message: { role: 'user' },
    },
  });
});

test('says nothing of what did not change, or only moved', () => {
  expect(typesOf(makeState([prompt]), makeState([prompt]))).toEqual([]);
  expect(typesOf(makeState([prompt]), makeState([{ ...prompt, eventAt: 5 }]))).toEqual([]);
  expect(typesOf(makeState([prompt]), makeState([{ ...prompt, index: 3 }]))).toEqual([]);
});

test('says of a message that was changed that it was', () => {
  const [event] = chatEventsOf(makeState([answer]), makeState([{ ...answer, content: 'more' }]), CAUSE);
  expect(event).toMatchObject({ type: 'chat.message', data: { change: 'changed', message: { content: 'more' } } });
});

test('a branch that is left says nothing; one that comes back does', () => {
  const aside = { ...answer, isCurrent: false };
  expect(typesOf(makeState([answer]), makeState([aside]))).toEqual([]);
  expect(typesOf(makeState([aside]), makeState([answer]))).toEqual([
    ['chat.message', 'm2'],
    ['chat.response.generated', 'm2'],
  ]);
});

test('the same capture twice gives the same once-keys', () => {
  const keys = () => chatEventsOf(null, makeState([prompt, answer]), CAUSE).map(({ onceKey }) => onceKey);
  expect(keys()).toEqual(keys());
  expect(new Set(keys()).size).toBe(5);
});
