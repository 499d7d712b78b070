import { deleteDB, openDB } from 'idb';
import { afterEach, expect, test } from 'vitest';
import { connectOutbox, DATABASE_NAME, type Database } from './database.ts';
import { countUndelivered, findDelivery, nextDueAtMs } from './outbox.ts';

const LANE = JSON.stringify(['http://127.0.0.1:8787', 'ws_1', 'chatgpt', 's1']);

/** The database as version 0.1.0 left it: one conversation, its first event delivered, two waiting. */
async function writeVersion1(): Promise<void> {
  const db = await openDB(DATABASE_NAME, 1, {
    upgrade(database) {
      const deliveries = database.createObjectStore('deliveries', { keyPath: 'sequence', autoIncrement: true });
      deliveries.createIndex('eventId', 'eventId', { unique: true });
      deliveries.createIndex('due', 'dueAtMs');
      deliveries.createIndex('lane', ['lane', 'sequence']);
      for (const name of ['bodies', 'heads', 'endpoints']) database.createObjectStore(name);
    },
  });
  const row = (eventId: string, change: object) => ({
    eventId,
    workspaceId: 'ws_1',
    source: 'chatgpt',
    title: 'Tea',
    url: 'https://chatgpt.com/c/s1',
    messageCount: 2,
    reason: null,
    how: null,
    attempts: 0,
    createdAtMs: 1_000,
    deliveredAtMs: null,
    lease: null,
    ...change,
  });
  await db.add('deliveries', row('evt_1', { state: 'delivered', how: 'accepted', deliveredAtMs: 2_000 }));
  await db.add('deliveries', row('evt_2', { state: 'waiting', reason: 'unreachable', dueAtMs: 9_000, lane: LANE }));
  await db.add('deliveries', row('evt_3', { state: 'queued', dueAtMs: 3_000, lane: LANE }));
  for (const id of ['evt_1', 'evt_2', 'evt_3'])
    await db.put('bodies', JSON.stringify({ event_id: id, timestamp: '2026-11-21T09:00:00Z' }), id);
  await db.put('heads', { eventId: 'evt_3', digest: 'd' }, LANE);
  await db.put('endpoints', { hold: null, clockOffsetSec: 5 }, 'http://127.0.0.1:8787');
  db.close();
}

let db: Database | null = null;
afterEach(async () => {
  db?.close();
  await deleteDB(DATABASE_NAME);
});

test('version 1 becomes version 2 with everything in it', async () => {
  await deleteDB(DATABASE_NAME);
  await writeVersion1();
  db = await connectOutbox(() => {});
  expect(await countUndelivered(db)).toBe(2);
  expect(await nextDueAtMs(db, 'ws_1')).toBe(9_000); // the first of the conversation, not the one behind it
  expect(await findDelivery(db, 'evt_3')).toMatchObject({ endpoint: 'http://127.0.0.1:8787', captureId: 'evt_3' });
  expect((await findDelivery(db, 'evt_3'))?.dueAtMs).toBeUndefined();
  expect(await db.get('heads', LANE)).toMatchObject({
    eventIds: ['evt_3'],
    digest: 'd',
    isFull: true,
    atMs: Date.parse('2026-11-21T09:00:00Z'),
  });
  expect(await db.get('endpoints', 'http://127.0.0.1:8787')).toEqual({
    hold: null,
    clockOffsetSec: 5,
    maxBodyBytes: null,
  });
  expect(await db.get('bodies', 'evt_2')).toContain('evt_2');
});
