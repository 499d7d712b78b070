import { expect, test } from 'vitest';
import { utf8Bytes } from '../../../lib/protocol/bytes.ts';
import type { NewOutboxEvent } from '../../outbox/outbox-event.ts';
import { makeNewEvent, NOW, OPTIONS, type StoreUnderTest } from './fixtures.ts';

/** `OutboxStore`. */
export function testOutbox(under: StoreUnderTest): void {
  const make = (n: number, change: Partial<NewOutboxEvent> = {}): NewOutboxEvent => ({
    workspaceId: 'ws_1',
    type: 'chat.message',
    subject: 'conv_1',
    onceKey: `once-${n}`,
    at: NOW,
    data: { n },
    ...change,
  });

  test('gives the events in order, each once, however often they are appended', async () => {
    expect(await under.store.lastOutboxId()).toBe(0);
    await under.store.appendOutbox([make(1), make(2)]);
    await under.store.appendOutbox([make(2), make(3), make(3)]);
    const events = await under.store.readOutbox({ after: 0, limit: 10 });
    expect(events.map(({ payload }) => JSON.parse(payload).data.n)).toEqual([1, 2, 3]);
    expect(events.map(({ id }) => id)).toEqual(events.map(({ id }) => id).toSorted((a, b) => a - b));
    expect(await under.store.lastOutboxId()).toBe(events.at(-1)?.id);
    expect(events[0]).toMatchObject({ workspaceId: 'ws_1', type: 'chat.message', subject: 'conv_1', createdAt: NOW });
    expect(JSON.parse(events[0]?.payload ?? '').event_id).toBe(events[0]?.eventId);
  });

  test('goes on behind a cursor, so many at a time, of one workspace or of all', async () => {
    await under.store.appendOutbox([make(1), make(2, { workspaceId: 'ws_2' }), make(3)]);
    const read = async (query: object) =>
      (await under.store.readOutbox({ after: 0, limit: 10, ...query })).map(
        ({ payload }) => JSON.parse(payload).data.n,
      );
    expect(await read({ workspaceId: 'ws_1' })).toEqual([1, 3]);
    expect(await read({ limit: 2 })).toEqual([1, 2]);
    const [first] = await under.store.readOutbox({ after: 0, limit: 1 });
    expect(await read({ after: first?.id })).toEqual([2, 3]);
    expect(await read({ workspaceId: 'ws_none' })).toEqual([]);
  });

  test('the same once-key in another workspace is another event', async () => {
    await under.store.appendOutbox([make(1), make(1, { workspaceId: 'ws_2' })]);
    expect(await under.store.readOutbox({ after: 0, limit: 10 })).toHaveLength(2);
  });

  test('shows the body of the inbox event as it came', async () => {
    const body = '{"a": 12345678901234567890}';
    await under.store.acceptBatch([makeNewEvent({ body: utf8Bytes(body) })], OPTIONS);
    const claim = { now: NOW, leaseMs: 1000, limit: 1, token: 't' };
    const [claimed] = await under.store.claimInbox(claim);
    await under.store.appendOutbox([make(1, { inboxId: claimed?.id ?? 0 })]);
    const [event] = await under.store.readOutbox({ after: 0, limit: 1 });
    expect(event?.payload).toContain(`"payload":${body}}}`);
  });
}
