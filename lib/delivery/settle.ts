import type { Database } from './database.ts';
import { EMPTY_LEDGER, type Ledger, type Manifest, withDelivered, withNothingKnown, withRefused } from './ledger.ts';
import { type DeliveryRow, deliveryRowSchema } from './row.ts';
import { openWrite, type RowWrite, writeRow } from './rows.ts';
import { claimed, type Ending, settled } from './state.ts';

export interface Settlement {
  ending: Ending;
  /** Where the attempt went. */
  endpoint: string;
  nowMs: number;
  random: number;
}

/**
 * Writes how an attempt ended. Guarded by the lease: a worker that lost it changes nothing.
 * @returns the row as it stands now, `null` when the lease was lost
 */
export async function settle(db: Database, taken: DeliveryRow, ended: Settlement): Promise<DeliveryRow | null> {
  const tx = openWrite(db, 'strict');
  const row = await holdLease(tx, taken);
  if (!row) return null;
  const after = settled(row, ended.ending, ended);
  const manifest = await tx.objectStore('manifests').get(row.eventId);
  await advanceLedger(tx, { row, ended, manifest: manifest ?? null });
  await writeRow(tx, { before: row, after, nowMs: ended.nowMs });
  await tx.done;
  return after;
}

/** The row as it is now, `null` when it is no longer under this lease. */
export async function holdLease(tx: RowWrite, taken: DeliveryRow): Promise<DeliveryRow | null> {
  const stored = await tx.objectStore('deliveries').get(taken.sequence);
  if (!stored || !taken.lease || stored.lease?.token !== taken.lease.token) return null;
  return deliveryRowSchema.parse(stored);
}

/**
 * Takes the lease for another full time, before a second request under it.
 * @returns whether it was still this worker's; if not, nothing may be sent
 */
export async function renewLease(db: Database, taken: DeliveryRow, nowMs: number): Promise<boolean> {
  const tx = openWrite(db, 'relaxed');
  const row = await holdLease(tx, taken);
  if (!row?.lease) return false;
  await writeRow(tx, { before: row, after: claimed(row, row.lease.token, nowMs), nowMs });
  await tx.done;
  return true;
}

interface Step {
  row: DeliveryRow;
  ended: Settlement;
  manifest: Manifest | null;
}

/** The ledger of the endpoint that the event was captured for advances, and only when that endpoint has it. */
async function advanceLedger(tx: RowWrite, step: Step): Promise<void> {
  const { lane, endpoint } = step.row;
  if (lane === undefined || endpoint !== step.ended.endpoint) return;
  const ledgers = tx.objectStore('ledgers');
  const ledger = await ledgers.get(lane);
  const next = advanced(ledger ?? EMPTY_LEDGER, step);
  if (next) await ledgers.put(next, lane);
}

function advanced(ledger: Ledger, { row, ended: { ending }, manifest }: Step): Ledger | null {
  switch (ending.kind) {
    case 'delivered': {
      // The receiver had the first event of this installation before it was sent: what came after it is not known here.
      const isOfAnother = manifest?.isFirst && ending.how === 'duplicate' && row.how === null;
      // Given up once and asked for again: newer ones were there before it.
      const isLate = row.sequence < ledger.sequence;
      if (!manifest || isOfAnother || isLate) return withNothingKnown(ledger);
      return { ...withDelivered(ledger, manifest), sequence: row.sequence };
    }
    case 'dead':
      return manifest && ending.reason === 'too_large' ? withRefused(ledger, manifest) : null;
    case 'waiting':
    case 'blocked':
      return null;
    default:
      return ending satisfies never;
  }
}
