import type { IDBPDatabase, IDBPTransaction, StoreNames } from 'idb';
import type { DeliveryDatabase } from './database.ts';
import { parseJson } from './parse-json.ts';

type Upgraded = IDBPDatabase<DeliveryDatabase>;
type Upgrade = IDBPTransaction<DeliveryDatabase, StoreNames<DeliveryDatabase>[], 'versionchange'>;

/** Brings a database up to date, one version after the other, in the one transaction that the browser gives for it: all or nothing. */
export async function migrate(db: Upgraded, from: number, tx: Upgrade): Promise<void> {
  if (from < 1) createVersion1(db);
  if (from < 2) await upgradeTo2(db, tx);
}

function createVersion1(db: Upgraded): void {
  const deliveries = db.createObjectStore('deliveries', { keyPath: 'sequence', autoIncrement: true });
  deliveries.createIndex('eventId', 'eventId', { unique: true });
  deliveries.createIndex('due', 'dueAtMs');
  deliveries.createIndex('lane', ['lane', 'sequence']);
  db.createObjectStore('bodies');
  db.createObjectStore('heads');
  db.createObjectStore('endpoints');
}

/** Version 2: only the first of a lane is due, counts, ledgers, captures in parts. */
async function upgradeTo2(db: Upgraded, tx: Upgrade): Promise<void> {
  const deliveries = tx.objectStore('deliveries');
  deliveries.deleteIndex('due');
  await upgradeRows(tx, db);
  deliveries.createIndex('due', ['workspaceId', 'dueAtMs']);
  deliveries.createIndex('lease', 'lease.token');
  deliveries.createIndex('delivered', 'deliveredAtMs');
  deliveries.createIndex('capture', 'captureId');
  db.createObjectStore('manifests');
  db.createObjectStore('ledgers');
  await upgradeHeads(tx);
  let cursor = await tx.objectStore('endpoints').openCursor();
  for (; cursor; cursor = await cursor.continue()) await cursor.update({ ...cursor.value, maxBodyBytes: null });
}

/** In order of capture, so the first of a lane that comes by is its first. */
async function upgradeRows(tx: Upgrade, db: Upgraded): Promise<void> {
  const lanes = new Set<string>();
  const counts = { undelivered: 0, delivered: 0 };
  let cursor = await tx.objectStore('deliveries').openCursor();
  for (; cursor; cursor = await cursor.continue()) {
    const { dueAtMs, ...row } = cursor.value;
    const isTurn = row.lane !== undefined && !lanes.has(row.lane);
    if (row.lane !== undefined) lanes.add(row.lane);
    counts.undelivered += row.lane === undefined ? 0 : 1;
    counts.delivered += row.state === 'delivered' ? 1 : 0;
    await cursor.update({
      ...row,
      endpoint: endpointOf(row.lane),
      captureId: row.eventId,
      detail: null,
      deliveredAtMs: row.state === 'delivered' ? row.deliveredAtMs : null,
      ...(isTurn && { dueAtMs: dueAtMs ?? row.createdAtMs }),
    });
  }
  db.createObjectStore('counts');
  await tx.objectStore('counts').put(counts, 'counts');
}

/** Heads knew one event and not its time; the time is in its body. */
async function upgradeHeads(tx: Upgrade): Promise<void> {
  let cursor = await tx.objectStore('heads').openCursor();
  for (; cursor; cursor = await cursor.continue()) {
    const { eventId, digest } = cursor.value as unknown as { eventId: string; digest: string };
    const event = parseJson((await tx.objectStore('bodies').get(eventId)) ?? '') as { timestamp?: string } | undefined;
    const atMs = event?.timestamp === undefined ? 0 : Date.parse(event.timestamp);
    await cursor.update({ eventIds: [eventId], previousEventId: eventId, digest, isFull: true, atMs });
  }
}

/** Delivered rows have no lane; what they were captured for does not matter any more. */
function endpointOf(lane: string | undefined): string {
  const parts = lane === undefined ? undefined : (parseJson(lane) as string[] | undefined);
  return parts?.[0] ?? '';
}
