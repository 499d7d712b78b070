import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { makeReceiver, NOW } from '../test-support/receiver.ts';
import { makeEvent } from '../test-support/signed-request.ts';
import { EVENT_TYPES } from './event-types.ts';

const IDLE_MS = 30 * 60_000;
const messages = [
  { id: 'm1', role: 'user', content: 'hi' },
  { id: 'm2', role: 'assistant', content: 'hello' },
];
const capture = (id: string, said: readonly object[]) =>
  makeEvent({
    event_id: id,
    data: { session_id: 's1', conversation_title: 'Tea', url: 'https://chatgpt.com/c/s1', messages: said },
  });

async function makeListener() {
  const receiver = await makeReceiver();
  const eventsOf = async () => {
    const rows = await receiver.store.readOutbox({ after: 0, limit: 100 });
    return rows.map(({ type, payload }) => ({ type, event: JSON.parse(payload) as { data: object } }));
  };
  const until = (...types: readonly string[]) =>
    vi.waitFor(async () => {
      const come = (await eventsOf()).map(({ type }) => type);
      expect(come).toEqual(expect.arrayContaining([...types]));
    });
  return { ...receiver, eventsOf, until };
}

test('what is written into the outbox looks like its sample', async () => {
  const { send, clock, wake, eventsOf, until } = await makeListener();
  await send(capture('evt_1', messages));
  await until('document.processed');
  await send(capture('evt_2', [...messages, { id: 'm3', role: 'user', content: 'thanks' }]));
  await until('document.updated');
  clock.now = NOW + IDLE_MS;
  wake();
  await until('chat.conversation.ended');
  const seen = new Map((await eventsOf()).map(({ type, event }) => [type, Object.keys(event.data)]));
  const own = EVENT_TYPES.filter(({ type }) => seen.has(type));
  expect(own.map(({ type }) => type)).toEqual([
    'chat.conversation.started',
    'chat.message',
    'chat.response.generated',
    'chat.conversation.ended',
    'document.uploaded',
    'document.processed',
    'document.updated',
  ]);
  for (const { type, sample } of own) expect([type, seen.get(type)]).toEqual([type, Object.keys(sample)]);
});

test('a conversation ends when nobody goes on with it, and again after somebody did', async () => {
  const { send, clock, wake, eventsOf, until } = await makeListener();
  const endings = async () => (await eventsOf()).filter(({ type }) => type === 'chat.conversation.ended');
  await send(capture('evt_1', messages.slice(0, 1)));
  await until('chat.conversation.started');
  clock.now = NOW + IDLE_MS - 1;
  await send(capture('evt_2', messages));
  await until('chat.response.generated');
  clock.now += IDLE_MS - 1;
  wake();
  await send(makeEvent({ event_id: 'evt_other', type: 'other.thing', data: {} }));
  await until('webhook.chatgpt.other_thing');
  expect(await endings()).toEqual([]);

  clock.now += 1;
  wake();
  await until('chat.conversation.ended');
  const [ended] = await endings();
  expect(ended?.event).toMatchObject({
    timestamp: new Date(clock.now).toISOString(),
    data: { session_id: 's1', message_count: 2 },
  });

  await send(capture('evt_3', [...messages, { id: 'm3', role: 'user', content: 'one more' }]));
  await vi.waitFor(async () => expect(JSON.stringify(await eventsOf())).toContain('one more'));
  clock.now += IDLE_MS;
  wake();
  await vi.waitFor(async () => expect(await endings()).toHaveLength(2));
});

test('a note that cannot be written is told as its sample shows', async () => {
  const { send, dataDir, eventsOf, until } = await makeListener();
  writeFileSync(join(dataDir, 'vault'), 'a file where the folder should be');
  await send(capture('evt_1', messages));
  await until('document.failed');
  const failed = (await eventsOf()).find(({ type }) => type === 'document.failed');
  const sample = EVENT_TYPES.find(({ type }) => type === 'document.failed')?.sample;
  expect(Object.keys(failed?.event.data ?? {})).toEqual(Object.keys(sample ?? {}));
});
