import { beforeEach, describe, expect, test } from 'vitest';
import { SENDER_MAX_BODY_BYTES } from '../protocol/limits.ts';
import { drain } from './deliver.ts';
import { countUndelivered, recentDeliveries } from './outbox.ts';
import { submit } from './submit.ts';
import { accepted, sampleConversation, type TestWorld, testWorld } from './test-context.ts';

let world: TestWorld;
beforeEach(async () => {
  world = await testWorld();
});

const KB = 1024;
const messagesOf = (...sizes: number[]) =>
  sizes.map((size, index) => ({ role: 'user' as const, id: `m${index}`, index, content: 'ö'.repeat(size / 2) }));
const send = (change: Parameters<typeof sampleConversation>[0]) =>
  submit(world.context, { conversation: sampleConversation(change), mode: 'manual', extensionVersion: '1.0.0' });

/** An endpoint with a limit of its own, which it tells or keeps to itself. */
function limitTo(bytes: number, isTold: boolean) {
  const { fetch } = world.context;
  world.context.fetch = async (input, init) => {
    const body = init?.body as Uint8Array | undefined; // what the sender hands over
    if ((body?.length ?? 0) <= bytes) return fetch(input, init);
    const error = { error: 'payload_too_large', ...(isTold && { limit_bytes: bytes }) };
    return Response.json(error, { status: 413 });
  };
}
const sent = () => Promise.all(world.requests.map((request) => request.clone().json()));

describe('a capture that is too long for one event', () => {
  test('1.2 goes in parts under the limit, in order, under one capture id', async () => {
    expect(await send({ messages: messagesOf(400 * KB, 400 * KB, 400 * KB, 10 * KB) })).toMatchObject({
      outcome: 'saved',
    });
    const bodies = await sent();
    expect(bodies.map(({ data }) => data.messages.map(({ id }: { id: string }) => id))).toEqual([
      ['m0', 'm1'],
      ['m2', 'm3'],
    ]);
    expect(bodies.map(({ data }) => data.capture.part)).toEqual([
      { index: 0, count: 2, capture_id: bodies[0].data.capture.part.capture_id },
      { index: 1, count: 2, capture_id: bodies[0].data.capture.part.capture_id },
    ]);
    for (const body of bodies) {
      expect(new TextEncoder().encode(JSON.stringify(body)).length).toBeLessThanOrEqual(SENDER_MAX_BODY_BYTES);
      expect(body.data.capture.total_messages).toBe(4);
    }
  });

  test('sent again by hand unchanged, it is the same events', async () => {
    const messages = messagesOf(600 * KB, 600 * KB);
    await send({ messages });
    await send({ messages });
    const ids = (await sent()).map(({ event_id }) => event_id);
    expect(ids.slice(2)).toEqual(ids.slice(0, 2));
  });

  test('1.2 branches that do not fit travel with the last message', async () => {
    const branches = [
      { parent_id: 'm0', messages: messagesOf(700 * KB, 700 * KB).map((m) => ({ ...m, id: `b${m.id}` })) },
    ];
    await send({ messages: messagesOf(10 * KB, 10 * KB), branches });
    const bodies = await sent();
    const carried = bodies.flatMap(({ data }) => data.branches ?? []);
    expect(carried.map(({ parent_id, messages }) => [parent_id, messages[0].id])).toEqual([
      ['m0', 'bm0'],
      ['bm0', 'bm1'],
    ]);
  });
});

describe('an endpoint that takes less', () => {
  test.each([true, false])('gets smaller events in place of the refused one (limit told: %s)', async (isTold) => {
    limitTo(100 * KB, isTold);
    await send({ messages: messagesOf(60 * KB, 60 * KB, 60 * KB) });
    await drain(world.context);
    expect((await sent()).map(({ data }) => data.messages[0].id)).toEqual(['m0', 'm1', 'm2']);
    expect(await countUndelivered(world.context.db)).toBe(0);
  });

  test('gets the next capture in fitting parts at once', async () => {
    limitTo(100 * KB, true);
    await send({ messages: messagesOf(60 * KB, 60 * KB) });
    await drain(world.context);
    world.requests.length = 0;
    expect(await send({ messages: messagesOf(60 * KB, 60 * KB, 60 * KB) })).toMatchObject({ outcome: 'saved' });
    expect(world.requests).toHaveLength(3);
  });

  test('a message that is too long alone is given up with the reason, and the others arrive', async () => {
    limitTo(100 * KB, true);
    await send({ messages: messagesOf(60 * KB, 200 * KB, 60 * KB) });
    await drain(world.context);
    const rows = await recentDeliveries(world.context.db, 10);
    expect(rows.map(({ state, reason }) => reason ?? state)).toEqual(['delivered', 'too_large', 'delivered']);
    world.answers = [accepted];
  });
});
