import { beforeEach, describe, expect, test } from 'vitest';
import { drain } from './deliver.ts';
import { countUndelivered, findDelivery, recentDeliveries } from './outbox.ts';
import { submit } from './submit.ts';
import {
  accepted,
  duplicate,
  ENDPOINT,
  failing,
  sampleConversation,
  type TestWorld,
  testWorld,
  unreachable,
} from './test-context.ts';

let world: TestWorld;
beforeEach(async () => {
  world = await testWorld();
});

const send = (change = {}) =>
  submit(world.context, { conversation: sampleConversation(change), mode: 'manual', extensionVersion: '1.0.0' });
const bodies = () =>
  Promise.all(world.requests.map(async (request) => (await request.clone().json()) as { event_id: string }));
const edited = {
  messages: [{ role: 'user' as const, content: 'How long does it *really* rise?', id: 'm1', index: 0 }],
};

describe('submit', () => {
  test('1 posts the event signed, under its own id, to the workspace and source', async () => {
    const result = await send();
    expect(result).toMatchObject({ ok: true, outcome: 'saved' });
    const [request] = world.requests;
    expect(request?.url).toBe(`${ENDPOINT}/webhooks/v1/ws_test/chatgpt`);
    const [body] = await bodies();
    expect(request?.headers.get('webhook-id')).toBe(body?.event_id);
    expect(request?.headers.get('x-iw-idempotency-key')).toBe(body?.event_id);
    expect(request?.headers.get('x-iw-signature')).toMatch(/^sha256=[0-9a-f]{64}$/);
  });

  test('1.2 tells the receiver how many parts are of a kind that is not known', async () => {
    await send({ unknownParts: 2 });
    expect((await bodies())[0]).toMatchObject({ data: { capture: { unknown_parts: 2 } } });
  });

  test('keeps the event before the first attempt', async () => {
    let keptBefore = -1;
    world.answers = [
      async () => {
        keptBefore = await countUndelivered(world.context.db);
        return accepted();
      },
    ];
    await send();
    expect(keptBefore).toBe(1);
    expect(await countUndelivered(world.context.db)).toBe(0);
  });

  test('1.1 is queued with a reason when the receiver does not answer, and delivered by a later drain', async () => {
    world.answers = [unreachable];
    const result = await send();
    expect(result).toMatchObject({ ok: true, outcome: 'queued', reason: 'unreachable' });
    world.answers = [accepted];
    world.clock.nowMs += 60_000;
    await drain(world.context);
    expect(await countUndelivered(world.context.db)).toBe(0);
    expect(world.settledRows.at(-1)?.state).toBe('delivered');
  });

  test('1.2 an unchanged conversation is the same event, and "already saved" is what the receiver says', async () => {
    const first = await send();
    world.answers = [duplicate];
    const second = await send({ layout: 'chatgpt/2027-01' });
    expect(second).toMatchObject({ ok: true, outcome: 'already_saved' });
    const [one, two] = await bodies();
    expect(two).toEqual(one);
    expect(first.ok && second.ok && first.eventId === second.eventId).toBe(true);
  });

  describe('an id that an installation before this one has taken', () => {
    const taken = failing(422, { error: 'event_id_conflict' });
    const ids = async () => (await bodies()).map((body) => body.event_id);

    test('is given up for one of its own, at once and only once', async () => {
      world.answers = [taken, accepted, duplicate];
      expect(await send()).toMatchObject({ ok: true, outcome: 'saved' });
      expect(await send()).toMatchObject({ ok: true, outcome: 'already_saved' });
      const [first, second, third] = await bodies();
      expect(second).toEqual({ ...first, event_id: expect.not.stringMatching(first?.event_id ?? '') });
      expect(third).toEqual(second);
      expect(await recentDeliveries(world.context.db, 9)).toHaveLength(1);
    });

    test('also when nobody waits for the answer', async () => {
      world.answers = [unreachable, taken, accepted];
      await send();
      world.clock.nowMs += 60_000;
      await drain(world.context);
      expect(new Set(await ids()).size).toBe(2);
      expect(await ids()).toHaveLength(3);
      expect(await countUndelivered(world.context.db)).toBe(0);
    });

    test('keeps its place before what was captured later', async () => {
      world.answers = [unreachable, taken, accepted];
      await send();
      await send(edited);
      world.clock.nowMs += 60_000;
      await drain(world.context);
      const sent = (await bodies()) as unknown as { timestamp: string; data: { messages: { content: string }[] } }[];
      expect(sent.map(({ data }) => data.messages.length)).toEqual([2, 2, 2, 1]);
      expect(sent[2]?.timestamp).toBe(sent[0]?.timestamp);
    });

    test('twice over is the receiver having it', async () => {
      world.answers = [taken];
      expect(await send()).toMatchObject({ ok: true, outcome: 'already_saved' });
      expect(await ids()).toHaveLength(2);
    });
  });

  test('1.2 in the name of somebody else an unchanged conversation is another event', async () => {
    const sendAs = (id: string) =>
      submit(world.context, {
        conversation: sampleConversation(),
        mode: 'manual',
        extensionVersion: '1.0.0',
        ...(id && { actor: { id } }),
      });
    for (const id of ['', 'ada', 'bob', 'bob']) await sendAs(id);
    const sent = (await bodies()) as { event_id: string; actor?: { id: string } }[];
    expect(sent.map(({ actor }) => actor?.id)).toEqual([undefined, 'ada', 'bob', 'bob']);
    expect(new Set(sent.map((body) => body.event_id)).size).toBe(3);
  });

  test('1.2 two tabs at once give one event', async () => {
    const results = await Promise.all([send(), send(), send()]);
    expect(new Set(results.map((result) => result.ok && result.eventId)).size).toBe(1);
    expect(new Set(world.requests.map((request) => request.headers.get('webhook-id'))).size).toBe(1);
    expect(await recentDeliveries(world.context.db, 10)).toHaveLength(1);
  });

  test('1.2 edited and edited back arrives each time', async () => {
    await send();
    await send(edited);
    await send();
    const ids = (await bodies()).map((body) => body.event_id);
    expect(new Set(ids).size).toBe(3);
  });

  test('events of one conversation go in order', async () => {
    world.answers = [unreachable];
    const first = await send();
    const second = await send(edited);
    expect(second).toMatchObject({ outcome: 'queued' });
    expect(world.requests).toHaveLength(1); // the second waits behind the first
    world.answers = [accepted];
    world.clock.nowMs += 60_000;
    await drain(world.context);
    const ids = (await bodies()).map((body) => body.event_id);
    expect(ids.slice(1)).toEqual([first.ok && first.eventId, second.ok && second.eventId]);
  });

  test('says that nothing is connected, and keeps nothing', async () => {
    world.context.loadConnection = async () => null;
    expect(await send()).toEqual({ ok: false, reason: 'not_connected' });
    expect(await countUndelivered(world.context.db)).toBe(0);
  });

  test('a page asked to send something it queued before tries again at once', async () => {
    world.answers = [unreachable];
    const first = await send();
    world.answers = [accepted];
    expect(await send()).toMatchObject({ outcome: 'saved' });
    expect(first.ok && (await findDelivery(world.context.db, first.eventId))?.state).toBe('delivered');
  });
});
