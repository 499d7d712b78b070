import { beforeEach, describe, expect, test } from 'vitest';
import { drain } from './deliver.ts';
import { countUndelivered } from './outbox.ts';
import { discard, exportOpen, queuePage, retryOne } from './queue-page.ts';
import { submit } from './submit.ts';
import {
  accepted,
  ENDPOINT,
  failing,
  sampleConversation,
  type TestWorld,
  testWorld,
  unreachable,
  WORKSPACE,
} from './test-context.ts';

let world: TestWorld;
beforeEach(async () => {
  world = await testWorld();
});

async function send(sessionId: string, answer: () => Response | Promise<Response>): Promise<string> {
  world.answers = [answer];
  const conversation = sampleConversation({ sessionId, url: `https://chatgpt.com/c/${sessionId}` });
  const result = await submit(world.context, { conversation, mode: 'manual', extensionVersion: '1.0.0' });
  if (!result.ok) throw new Error(result.reason);
  return result.eventId;
}
const states = async (filter: 'open' | 'delivered' | 'all') =>
  (await queuePage(world.context.db, { filter, before: null, limit: 10 })).items.map(({ state }) => state);

describe('the page of the queue', () => {
  test('lists newest first, filtered, and goes on where the page before ended', async () => {
    const [a, b, c] = [await send('a', accepted), await send('b', unreachable), await send('c', failing(422))];
    expect(await states('open')).toEqual(['dead', 'waiting']);
    expect(await states('delivered')).toEqual(['delivered']);
    const first = await queuePage(world.context.db, { filter: 'all', before: null, limit: 2 });
    const second = await queuePage(world.context.db, { filter: 'all', before: first.next, limit: 2 });
    expect([...first.items, ...second.items].map(({ eventId }) => eventId)).toEqual([c, b, a]);
    expect(second.next).toBeNull();
  });

  test('discards what waits, and the same conversation can be captured again', async () => {
    const id = await send('a', unreachable);
    expect(await discard(world.context.db, id, world.clock.nowMs)).toBe(true);
    expect(await countUndelivered(world.context.db)).toBe(0);
    await send('a', accepted);
    expect(await states('all')).toEqual(['delivered']);
  });

  test('never discards what is delivered', async () => {
    const id = await send('a', accepted);
    expect(await discard(world.context.db, id, world.clock.nowMs)).toBe(false);
    expect(await states('all')).toEqual(['delivered']);
  });

  test('gives a refused event another chance', async () => {
    const id = await send('a', failing(422));
    world.answers = [accepted];
    await retryOne(world.context.db, id, {
      to: { endpoint: ENDPOINT, workspaceId: WORKSPACE },
      nowMs: world.clock.nowMs,
    });
    await drain(world.context);
    expect(await states('all')).toEqual(['delivered']);
  });

  test('exports the bodies of what is not delivered, oldest first', async () => {
    await send('a', accepted);
    const ids = [await send('b', unreachable), await send('c', failing(422))];
    const { lines, next } = await exportOpen(world.context.db, null);
    expect(lines.map((line) => (JSON.parse(line) as { event_id: string }).event_id)).toEqual(ids);
    expect(next).toBeNull();
  });
});
