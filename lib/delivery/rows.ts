import type { IDBPTransaction, StoreNames } from 'idb';
import type { Database, DeliveryDatabase } from './database.ts';
import { whenSettled } from './ledger.ts';
import { type DeliveryRow, deliveryRowSchema, type NewDeliveryRow } from './row.ts';
import { checkWay, isUndelivered } from './state.ts';

/** Everything that changes together with a row. One list: writers wait for each other anyway, because all write rows. */
const WRITTEN: StoreNames<DeliveryDatabase>[] = ['deliveries', 'counts', 'ledgers', 'bodies', 'manifests', 'heads'];

export type RowWrite = IDBPTransaction<DeliveryDatabase, StoreNames<DeliveryDatabase>[], 'readwrite'>;

/** @param durability `strict` where something is promised: the disk is asked to flush before the transaction counts as done */
export function openWrite(db: Database, durability: 'strict' | 'relaxed'): RowWrite {
  return db.transaction(WRITTEN, 'readwrite', { durability });
}

interface Change {
  before: DeliveryRow | null;
  /** Without `sequence` it is appended; `null` takes the row away. */
  after: NewDeliveryRow | DeliveryRow | null;
  nowMs: number;
}

/**
 * The one way a row is written: held against the table of states, counted, and its lane kept in order. Leaving a lane
 * makes the next event of it due; an event that joins one waits for its turn.
 */
export async function writeRow(tx: RowWrite, { before, after, nowMs }: Change): Promise<void> {
  checkWay(before, after);
  const store = tx.objectStore('deliveries');
  if (after) await store.put(before?.lane === after.lane ? after : notYetDue(after));
  else if (before) await store.delete(before.sequence);
  await count(tx, before, after);
  if (before?.lane === after?.lane) return;
  if (before?.lane !== undefined) await giveTurn(tx, before.lane, nowMs);
  if (after?.lane !== undefined) await giveTurn(tx, after.lane, nowMs);
}

/** The row of an event, `null` for none. */
export async function findRow(tx: RowWrite, eventId: string): Promise<DeliveryRow | null> {
  const row = await tx.objectStore('deliveries').index('eventId').get(eventId);
  return row ? deliveryRowSchema.parse(row) : null;
}

function notYetDue<Row extends NewDeliveryRow>(row: Row): Row {
  const { dueAtMs: _due, ...rest } = row;
  return rest as Row; // `dueAtMs` is optional
}

async function count(tx: RowWrite, before: DeliveryRow | null, after: NewDeliveryRow | null): Promise<void> {
  const change = (is: (row: NewDeliveryRow) => boolean) =>
    (after && is(after) ? 1 : 0) - (before && is(before) ? 1 : 0);
  const undelivered = change((row) => isUndelivered(row.state));
  const delivered = change((row) => row.state === 'delivered');
  if (undelivered === 0 && delivered === 0) return;
  const store = tx.objectStore('counts');
  const counts = (await store.get('counts')) ?? { undelivered: 0, delivered: 0 };
  await store.put({ undelivered: counts.undelivered + undelivered, delivered: counts.delivered + delivered }, 'counts');
}

/** Makes the first event of a lane due, the others not. A lane without events has nothing left that its ledger must fear. */
async function giveTurn(tx: RowWrite, lane: string, nowMs: number): Promise<void> {
  const all = IDBKeyRange.bound([lane, Number.NEGATIVE_INFINITY], [lane, Number.POSITIVE_INFINITY]);
  let cursor = await tx.objectStore('deliveries').index('lane').openCursor(all);
  if (!cursor) {
    const ledger = await tx.objectStore('ledgers').get(lane);
    if (ledger) await tx.objectStore('ledgers').put(whenSettled(ledger), lane);
    return;
  }
  if (cursor.value.dueAtMs === undefined) await cursor.update({ ...cursor.value, dueAtMs: nowMs });
  cursor = await cursor.continue();
  // An older event asked for again stands in front of the one whose turn it was.
  const isEarly = cursor?.value.dueAtMs !== undefined && cursor.value.state !== 'sending';
  if (cursor && isEarly) await cursor.update(notYetDue(cursor.value));
}
