import type { IDBPObjectStore } from 'idb';
import type { Database, DeliveryDatabase, Head } from './database.ts';
import { type DeliveryRow, deliveryRowSchema, type NewDeliveryRow } from './row.ts';
import { claimed, isClaimable, LEASE_MS, requeued, settled } from './state.ts';

/** Reads and writes alike: what `claim` and `nextDueAtMs` share works in both kinds of transaction. */
type Deliveries = Pick<
  IDBPObjectStore<DeliveryDatabase, ('deliveries' | 'bodies')[], 'deliveries', IDBTransactionMode>,
  'index'
>;

/** Every operation is one transaction, and none awaits anything but the database inside it. */

/** A captured event, ready to be kept. */
export interface NewEvent {
  row: NewDeliveryRow & { lane: string };
  body: string;
  digest: string;
  /** Head that the event's id was derived from; `null` when the conversation had none. */
  previous: Head | null;
}

export async function loadHead(db: Database, lane: string): Promise<Head | null> {
  return (await db.get('heads', lane)) ?? null;
}

/**
 * Keeps an event: row, body and the conversation's new head, all or nothing.
 * @returns `false` when another capture of the conversation came in between; the id must be derived again
 */
export async function enqueue(db: Database, event: NewEvent): Promise<boolean> {
  const tx = db.transaction(['deliveries', 'bodies', 'heads'], 'readwrite', { durability: 'strict' });
  const { lane, eventId } = event.row;
  const head = await tx.objectStore('heads').get(lane);
  if (head?.eventId !== event.previous?.eventId) return false;
  const known = await tx.objectStore('deliveries').index('eventId').get(eventId);
  // A known id has this very content: a first capture again after another endpoint was set in between.
  if (known)
    await tx.objectStore('deliveries').put(requeued(deliveryRowSchema.parse(known), lane, event.row.createdAtMs));
  else {
    await tx.objectStore('bodies').put(event.body, eventId);
    await tx.objectStore('deliveries').add(event.row);
  }
  await tx.objectStore('heads').put({ eventId, digest: event.digest }, lane);
  await tx.done;
  return true;
}

/** Puts an event on its way again, now. One that is under way stays as it is. */
export async function requeue(db: Database, eventId: string, to: { lane: string; nowMs: number }): Promise<void> {
  const tx = db.transaction('deliveries', 'readwrite');
  const row = await tx.store.index('eventId').get(eventId);
  if (row && row.state !== 'sending') await tx.store.put(requeued(deliveryRowSchema.parse(row), to.lane, to.nowMs));
  await tx.done;
}

/** What a claim is for: a fresh token, the workspace that is connected, and one event or any. */
export interface Claim {
  token: string;
  nowMs: number;
  workspaceId: string;
  eventId?: string;
}

/**
 * Claims an event: the oldest that is due, or the one asked for. Only the first undelivered event of a conversation
 * can be claimed, so that they arrive in order.
 */
export async function claim(db: Database, by: Claim): Promise<{ row: DeliveryRow; body: string } | null> {
  const tx = db.transaction(['deliveries', 'bodies'], 'readwrite');
  const store = tx.objectStore('deliveries');
  const row = by.eventId === undefined ? await findDue(store, by) : await findClaimable(store, by.eventId, by);
  if (!row) return null;
  const body = await tx.objectStore('bodies').get(row.eventId);
  if (body === undefined) throw new Error(`the body of ${row.eventId} is missing`);
  const taken = claimed(row, by.token, by.nowMs);
  await store.put(taken);
  await tx.done;
  return { row: taken, body };
}

/** The oldest event that is due and first of its conversation. */
async function findDue(store: Deliveries, by: { nowMs: number; workspaceId: string }): Promise<DeliveryRow | null> {
  let cursor = await store.index('due').openCursor(IDBKeyRange.upperBound(by.nowMs));
  for (; cursor; cursor = await cursor.continue()) {
    const row = deliveryRowSchema.parse(cursor.value);
    if (row.workspaceId === by.workspaceId && (await isFirstOfLane(store, row))) return row;
  }
  return null;
}

async function findClaimable(store: Deliveries, eventId: string, by: { nowMs: number; workspaceId: string }) {
  const row = deliveryRowSchema.parse(await store.index('eventId').get(eventId));
  const isTurn = row.workspaceId === by.workspaceId && isClaimable(row, by.nowMs) && (await isFirstOfLane(store, row));
  return isTurn ? row : null;
}

async function isFirstOfLane(store: Deliveries, row: DeliveryRow): Promise<boolean> {
  if (row.lane === undefined) return false;
  const lane = IDBKeyRange.bound([row.lane, 0], [row.lane, Number.POSITIVE_INFINITY]);
  return (await store.index('lane').getKey(lane)) === row.sequence;
}

/**
 * Writes how an attempt ended. Guarded by the lease: a worker that lost it changes nothing.
 * @returns the row as it stands now, `null` when the lease was lost
 */
export async function settle(
  db: Database,
  taken: DeliveryRow,
  ended: { outcome: Parameters<typeof settled>[1]; nowMs: number; random: number },
): Promise<DeliveryRow | null> {
  const tx = db.transaction('deliveries', 'readwrite', { durability: 'strict' });
  const row = deliveryRowSchema.parse(await tx.store.get(taken.sequence));
  if (!taken.lease || row.lease?.token !== taken.lease.token) return null;
  const next = settled(row, ended.outcome, ended);
  await tx.store.put(next);
  await tx.done;
  return next;
}

export async function findDelivery(db: Database, eventId: string): Promise<DeliveryRow | null> {
  const row = await db.getFromIndex('deliveries', 'eventId', eventId);
  return row ? deliveryRowSchema.parse(row) : null;
}

/** How many events are undelivered: those are the ones that have a lane. */
export function countUndelivered(db: Database): Promise<number> {
  return db.countFromIndex('deliveries', 'lane');
}

/** The last ones captured, newest first. */
export async function recentDeliveries(db: Database, limit: number): Promise<DeliveryRow[]> {
  const rows: DeliveryRow[] = [];
  let cursor = await db.transaction('deliveries').store.openCursor(null, 'prev');
  for (; cursor && rows.length < limit; cursor = await cursor.continue())
    rows.push(deliveryRowSchema.parse(cursor.value));
  return rows;
}

/** When the next event of a workspace is due whose turn it is; `null` when none waits. UNIX milliseconds. */
export async function nextDueAtMs(db: Database, workspaceId: string): Promise<number | null> {
  const { store } = db.transaction('deliveries');
  const row = await findDue(store, { nowMs: Number.POSITIVE_INFINITY, workspaceId });
  return row?.dueAtMs ?? null;
}

/**
 * Frees what an earlier worker left under way. Called once when a worker starts: there is one at a time, so whatever is
 * leased then belongs to a dead one. Should that ever be wrong, the token still keeps the other from settling.
 */
export async function releaseLeases(db: Database, nowMs: number): Promise<void> {
  const tx = db.transaction('deliveries', 'readwrite');
  let cursor = await tx.store.index('due').openCursor(IDBKeyRange.bound(nowMs, nowMs + LEASE_MS));
  for (; cursor; cursor = await cursor.continue()) {
    if (cursor.value.state === 'sending') await cursor.update({ ...cursor.value, dueAtMs: nowMs });
  }
  await tx.done;
}

/** Makes everything that is undelivered due now. */
export async function makeAllDue(db: Database, nowMs: number): Promise<void> {
  const tx = db.transaction('deliveries', 'readwrite');
  let cursor = await tx.store.index('lane').openCursor();
  for (; cursor; cursor = await cursor.continue()) {
    if (cursor.value.state !== 'sending') await cursor.update({ ...cursor.value, dueAtMs: nowMs });
  }
  await tx.done;
}
