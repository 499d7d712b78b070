import { expect, test } from 'vitest';
import { makeNewEvent, NOW, OPTIONS, type StoreUnderTest } from './fixtures.ts';
import { makeNewDelivery, makeNewWebhook } from './webhook-fixtures.ts';

const HOUR_MS = 3_600_000;

/** `OverviewStore` */
export function testOverview(under: StoreUnderTest): void {
  test('counts what came in by the hour, of one workspace', async () => {
    const times = [NOW - 2 * HOUR_MS, NOW - 1, NOW, NOW + HOUR_MS - 1, NOW + HOUR_MS];
    const events = times.map((receivedAt, i) => makeNewEvent({ eventId: `evt_${i}`, content: `${i}`, receivedAt }));
    const other = makeNewEvent({ workspaceId: 'ws_2', eventId: 'evt_x', content: 'x' });
    await under.store.acceptBatch([...events, other], OPTIONS);
    const hour = NOW / HOUR_MS;
    const counts = await under.store.countEventsByHour('ws_1', NOW - HOUR_MS);
    expect([...counts].sort(([a], [b]) => a - b)).toEqual([
      [hour - 1, 1],
      [hour, 2],
      [hour + 1, 1],
    ]);
  });

  test('counts what waits and what was set aside', async () => {
    const { store } = under;
    const nothing = { events: 0, parked: 0, failingNotes: 0 };
    expect(await store.countWaiting('ws_1')).toEqual(nothing);
    await store.acceptBatch([makeNewEvent(), makeNewEvent({ eventId: 'evt_2', content: 'b' })], OPTIONS);
    const [claimed] = await store.claimInbox({ now: NOW, leaseMs: 1000, limit: 1, token: 't' });
    await store.parkInbox({ id: claimed?.id ?? 0, token: 't', error: 'E' });
    expect(await store.countWaiting('ws_1')).toEqual({ events: 1, parked: 1, failingNotes: 0 });
    expect(await store.countWaiting('ws_2')).toEqual(nothing);
  });

  test('counts how the last deliveries went', async () => {
    const { store } = under;
    await store.createWebhook(makeNewWebhook());
    await store.createWebhook(makeNewWebhook({ id: 'wh_off', isActive: false }));
    const deliveries = [
      makeNewDelivery(1, { webhookId: 'wh_off' }),
      makeNewDelivery(2),
      makeNewDelivery(3, { webhookId: 'wh_off' }),
    ];
    await store.fanOut({ after: 0, upTo: 3, deliveries, now: NOW });
    expect(await store.countLastDeliveries('ws_1', 10)).toEqual({ delivered: 0, failed: 2, waiting: 1 });
    expect(await store.countLastDeliveries('ws_1', 2)).toEqual({ delivered: 0, failed: 1, waiting: 1 });
    expect(await store.countLastDeliveries('ws_2', 10)).toEqual({ delivered: 0, failed: 0, waiting: 0 });
  });
}
