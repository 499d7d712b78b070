import type { IDBPTransaction, StoreNames } from 'idb';
import type { Counts, Database, DeliveryDatabase } from './database.ts';
import { whenSettled } from './ledger.ts';
import { type DeliveryRow, deliveryRowSchema, type NewDeliveryRow } from './row.ts';
import { checkWay, isUndelivered } from './state.ts';

/** Everything that changes together with a row. One list: writers wait for each other anyway, because all write rows. */
const WRITTEN: StoreNames<DeliveryDatabase>[] = [
  'deliveries',
  'counts',
  'ledgers',
  'bodies',
  'manifests',
  'heads',
  'endpoints',
];

type Stores = StoreNames<DeliveryDatabase>;

/** A transaction that writes rows. Ends with `commit`: without it the counts are not written. */
export class RowWrite {
  readonly #tx: IDBPTransaction<DeliveryDatabase, Stores[], 'readwrite'>;
  readonly #change: Counts = { undelivered: 0, delivered: 0 };

  constructor(tx: IDBPTransaction<DeliveryDatabase, Stores[], 'readwrite'>) {
    this.#tx = tx;
  }

  objectStore<Name extends Stores>(name: Name) {
    return this.#tx.objectStore(name);
  }

  /** Counts a row out of what it was and into what it is. */
  count(before: NewDeliveryRow | null, after: NewDeliveryRow | null): void {
    const change = (is: (row: NewDeliveryRow) => boolean) =>
      (after && is(after) ? 1 : 0) - (before && is(before) ? 1 : 0);
    this.#change.undelivered += change((row) => isUndelivered(row.state));
    this.#change.delivered += change((row) => row.state === 'delivered');
  }

  async commit(): Promise<void> {
    const { undelivered, delivered } = this.#change;
    if (undelivered !== 0 || delivered !== 0) {
      const store = this.objectStore('counts');
      const counts = (await store.get('counts')) ?? { undelivered: 0, delivered: 0 };
      const after = { undelivered: counts.undelivered + undelivered, delivered: counts.delivered + delivered };
      await store.put(after, 'counts');
    }
    await this.#tx.done;
  }

  abort(): void {
    this.#tx.abort();
  }
}

/** @param durability `strict` where something is promised: the disk is asked to flush before the transaction counts as done */
export function openWrite(db: Database, durability: 'strict' | 'relaxed'): RowWrite {
  return new RowWrite(db.transaction(WRITTEN, 'readwrite', { durability }));
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
  tx.count(before, after);
  // Together: one after the other, each would wait for the database's answer to the one before.
  await Promise.all([put(tx, before, after), giveTurns()]);

  async function giveTurns(): Promise<void> {
    if (before?.lane === after?.lane) return;
    if (before?.lane !== undefined) await giveTurn(tx, before.lane, nowMs);
    if (after?.lane !== undefined) await giveTurn(tx, after.lane, nowMs);
  }
}

async function put(tx: RowWrite, before: DeliveryRow | null, after: NewDeliveryRow | null): Promise<void> {
  const store = tx.objectStore('deliveries');
  if (after) await store.put(before?.lane === after.lane ? after : notYetDue(after));
  else if (before) await store.delete(before.sequence);
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

/** Makes the first event of a lane due, the others not. A lane without events has nothing left that its ledger must fear. */
async function giveTurn(tx: RowWrite, lane: string, nowMs: number): Promise<void> {
  const all = IDBKeyRange.bound([lane, Number.NEGATIVE_INFINITY], [lane, Number.POSITIVE_INFINITY]);
  const store = tx.objectStore('deliveries');
  const [first, second] = await store.index('lane').getAll(all, 2);
  if (!first) {
    const ledger = await tx.objectStore('ledgers').get(lane);
    if (ledger) await tx.objectStore('ledgers').put(whenSettled(ledger), lane);
    return;
  }
  if (first.dueAtMs === undefined) await store.put({ ...first, dueAtMs: nowMs });
  // An older event asked for again stands in front of the one whose turn it was.
  const isEarly = second?.dueAtMs !== undefined && second.state !== 'sending';
  if (second && isEarly) await store.put(notYetDue(second));
}
