import { describe, expect, test } from 'vitest';
import { eventPatternSchema, fieldFilterSchema, matchesEventType, matchesFields } from './event-filter.ts';

describe('event types', () => {
  test.each([
    [['chat.message'], 'chat.message', true],
    [['chat.message'], 'chat.message.more', false],
    [['chat.*'], 'chat.message', true],
    [['chat.*'], 'chat.conversation.started', true],
    [['chat.*'], 'chatter.message', false],
    [['chat.*'], 'chat', false],
    [['*'], 'webhook.stripe.payment', true],
    [['user.created', 'webhook.github.*'], 'webhook.github.push', true],
    [[], 'chat.message', false],
  ])('%j takes %s: %s', (patterns, type, expected) => expect(matchesEventType(patterns, type)).toBe(expected));

  test.each(['chat.message', 'chat.*', '*', 'webhook.my-tool.a_b'])('%s can be subscribed to', (pattern) =>
    expect(eventPatternSchema.safeParse(pattern).success).toBe(true),
  );

  test.each(['', 'chat.*.x', '*.message', 'chat*', 'Chat.message', 'chat..message', '.chat', 'chat.'])(
    '%j cannot',
    (pattern) => expect(eventPatternSchema.safeParse(pattern).success).toBe(false),
  );
});

describe('fields', () => {
  const event = { type: 'chat.message', data: { source: 'chatgpt', labels: ['work', 'ideas'], count: 3, note: null } };

  test.each([
    [{}, true],
    [{ 'data.source': 'chatgpt' }, true],
    [{ 'data.source': ['claude', 'chatgpt'] }, true],
    [{ 'data.source': 'claude' }, false],
    [{ 'data.labels': 'ideas' }, true],
    [{ 'data.count': 3, 'data.note': null }, true],
    [{ 'data.count': '3' }, false],
    [{ 'data.missing': null }, false],
    [{ 'data.source.length': 7 }, false],
    [{ 'data.constructor.name': 'Object' }, false],
    [{ '__proto__.x': 1 }, false],
  ])('%j holds: %s', (filter, expected) => expect(matchesFields(filter, event)).toBe(expected));

  test.each([
    { '': 1 },
    { 'a..b': 1 },
    { a: { b: 1 } },
    { a: [] },
    Object.fromEntries(Array.from({ length: 21 }, (_, i) => [`f${i}`, 1])),
  ])('%j is no filter', (filter) => expect(fieldFilterSchema.safeParse(filter).success).toBe(false));
});
