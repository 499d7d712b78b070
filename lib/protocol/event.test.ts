import { describe, expect, test } from 'vitest';
import { brainIngestEventSchema, eventSchema } from './event.ts';

const EVENT = {
  event_id: 'evt_1',
  source: 'chatgpt',
  type: 'brain.ingest',
  workspace_id: 'ws_123',
  timestamp: '2026-11-21T09:30:00Z',
  data: { session_id: 's1', messages: [{ role: 'user', content: 'Hello' }] },
};
const dataWith = (data: object) => ({ ...EVENT, data: { ...EVENT.data, ...data } });
const messageWith = (message: object) => dataWith({ messages: [{ role: 'user', content: 'Hello', ...message }] });

describe('brainIngestEventSchema', () => {
  test('1.2 takes the fewest fields there can be', () => {
    expect(brainIngestEventSchema.parse(EVENT)).toEqual(EVENT);
  });

  test.each([
    ['in the event', { ...EVENT, future: 1 }],
    ['in data', dataWith({ future: { a: [1] } })],
    ['in a message', messageWith({ future: null })],
    ['in capture', dataWith({ capture: { mode: 'auto', future: true } })],
    ['in an attachment', messageWith({ attachments: [{ name: 'a', future: 1 }] })],
  ])('1.2 keeps keys it does not know: %s', (_name, event) => {
    expect(brainIngestEventSchema.parse(event)).toEqual(event);
  });

  test.each([
    ['no message', dataWith({ messages: [] }), 'data.messages'],
    ['no session', { ...EVENT, data: { messages: EVENT.data.messages } }, 'data.session_id'],
    ['empty session', dataWith({ session_id: '' }), 'data.session_id'],
    ['unknown role', messageWith({ role: 'robot' }), 'data.messages.0.role'],
    ['content that is no text', messageWith({ content: null }), 'data.messages.0.content'],
    ['negative index', messageWith({ index: -1 }), 'data.messages.0.index'],
    ['message time that is none', messageWith({ timestamp: 'yesterday' }), 'data.messages.0.timestamp'],
    ['unknown capture mode', dataWith({ capture: { mode: 'magic' } }), 'data.capture.mode'],
    [
      'part without its number',
      dataWith({ capture: { part: { count: 1, capture_id: 'a' } } }),
      'data.capture.part.index',
    ],
    ['another type', { ...EVENT, type: 'conversation.message' }, 'type'],
  ])('1.2 refuses %s', (_name, event, path) => {
    expect(brainIngestEventSchema.safeParse(event).error?.issues.map((issue) => issue.path.join('.'))).toEqual([path]);
  });

  test('takes a root message that says it has no parent', () => {
    expect(brainIngestEventSchema.safeParse(messageWith({ parent_id: null })).success).toBe(true);
  });
});

describe('eventSchema', () => {
  test('1.2 takes an event of any type without data', () => {
    const { data: _data, ...bare } = EVENT;
    expect(eventSchema.safeParse({ ...bare, type: 'conversation.message' }).success).toBe(true);
  });

  test.each([
    { event_id: '' },
    { event_id: 'evt.1' },
    { event_id: 'e'.repeat(129) },
    { source: 'ChatGPT' },
    { source: '-chatgpt' },
    { type: 'Brain.Ingest' },
    { type: 'brain..ingest' },
    { workspace_id: '_ws' },
    { workspace_id: 'w'.repeat(65) },
    { timestamp: '2026-11-21' },
    { timestamp: '2026-11-21T09:30:00' },
    { timestamp: 1_795_253_400 },
    { data: [] },
    { actor: 'me' },
  ])('1.2 refuses %j', (change) => {
    expect(eventSchema.safeParse({ ...EVENT, ...change }).success).toBe(false);
  });

  test.each(['2026-11-21T09:30:00Z', '2026-11-21T09:30:00.123456Z', '2026-11-21T10:30:00+01:00'])(
    '1.2 takes the time %s',
    (timestamp) => {
      expect(eventSchema.safeParse({ ...EVENT, timestamp }).success).toBe(true);
    },
  );
});
