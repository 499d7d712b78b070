import { beforeEach, expect, test } from 'vitest';
import { endEvents, makeNewEvent, NOW, OPTIONS, type StoreUnderTest } from './fixtures.ts';

/** `RetentionStore` */
export function testRetention(under: StoreUnderTest): void {
  const forget = (query: object = {}) =>
    under.store.forgetContent({ workspaceId: 'ws_1', before: NOW + 1, limit: 10, ...query });
  const bodies = async (workspaceId = 'ws_1') => {
    const events = await under.store.listEvents({ workspaceId, limit: 10 });
    const found = await Promise.all(events.map(({ id }) => under.store.findEvent({ workspaceId, id })));
    return found.map((event) => [event?.eventId, event?.body !== null]);
  };
  const happening = (inboxId: number) => ({
    workspaceId: 'ws_1',
    type: 'webhook.chatgpt.brain_ingest' as const,
    subject: null,
    onceKey: `inbox:${inboxId}`,
    at: NOW,
    inboxId,
    data: { secret: 'chat text' },
  });

  beforeEach(async () => {
    const texts = ['1', '2', '3'];
    const own = texts.map((n) => makeNewEvent({ content: `{"n":${n}}`, eventId: `evt_${n}`, headers: { a: 'b' } }));
    const other = makeNewEvent({ content: '{}', workspaceId: 'ws_2', eventId: 'evt_9' });
    await under.store.acceptBatch([...own, other], OPTIONS);
    const claimed = await under.store.claimInbox({ now: NOW, leaseMs: 10, limit: 10, token: 't' });
    const [first = 0, second = 0, third = 0, fourth = 0] = claimed.map(({ id }) => id);
    await endEvents(under.store, [first, second, fourth], 't');
    await under.store.parkInbox({ id: third, token: 't', error: 'x' });
  });

  test('empties what is done and old, in its workspace, a piece at a time; what is parked stays', async () => {
    expect(await forget({ before: NOW })).toBe(0);
    expect([await forget({ limit: 1 }), await forget(), await forget()]).toEqual([1, 1, 0]);
    expect(await bodies()).toEqual([
      ['evt_3', true],
      ['evt_2', false],
      ['evt_1', false],
    ]);
    expect(await bodies('ws_2')).toEqual([['evt_9', true]]);
    const [event] = await under.store.listEvents({ workspaceId: 'ws_1', limit: 1, beforeId: 2 });
    expect((await under.store.findEvent({ workspaceId: 'ws_1', id: event?.id ?? 0 }))?.headers).toEqual({});
  });

  test('what was accepted once stays a duplicate', async () => {
    await forget();
    const again = makeNewEvent({ content: '{"n":1}', eventId: 'evt_1' });
    const outcomes = await under.store.acceptBatch([again], { ...OPTIONS, now: NOW + 1e12 });
    expect(outcomes).toEqual([{ status: 'duplicate', eventId: 'evt_1' }]);
  });

  test('empties what went out, but not what is still to be looked at', async () => {
    await under.store.appendOutbox([happening(1), happening(2)]);
    await under.store.fanOut({ after: 0, upTo: 1, deliveries: [], now: NOW });
    await forget();
    const [first, second] = await under.store.readOutbox({ after: 0, limit: 10 });
    expect(JSON.parse(first?.payload ?? '')).toMatchObject({ type: 'webhook.chatgpt.brain_ingest', data: {} });
    expect(first?.payload).not.toContain('chat text');
    expect(second?.payload).toContain('chat text');
    expect(await forget()).toBe(0);
  });
}
