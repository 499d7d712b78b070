import type { Database } from './database.ts';
import { noteEnding } from './endpoint-state.ts';
import { EMPTY_LEDGER, type Ledger, type Manifest, withDelivered, withNothingKnown, withRefused } from './ledger.ts';
import { type Claim, claimIn, type Taken } from './outbox.ts';
import { type DeliveryRow, deliveryRowSchema, type SentRequest } from './row.ts';
import { openWrite, type RowWrite, writeRow } from './rows.ts';
import { claimed, type Ending, settled } from './state.ts';

export interface Settlement {
  ending: Ending;
  /** What went out; `null` when nothing did. */
  sent: SentRequest | null;
  /** Where the attempt went. */
  endpoint: string;
  nowMs: number;
  random: number;
}

/** One thing to write: how an attempt ended, a claim of what comes next, or both. */
export interface Entry {
  attempt: { taken: DeliveryRow; ended: Settlement } | null;
  next: Claim | null;
}

export interface Entered {
  /** The row of the attempt as it stands now, `null` when its lease was lost. */
  row: DeliveryRow | null;
  next: Taken | null;
}

/**
 * Writes how attempts ended, and claims what comes next, in one transaction. Each row is guarded by its lease: a worker that
 * lost it changes nothing of it. The disk need not be flushed: whoever finds an event still under way sends it again, and
 * the receiver answers `duplicate`.
 */
export async function enter(db: Database, entries: readonly Entry[]): Promise<Entered[]> {
  const tx = openWrite(db, 'relaxed');
  const rows = new Map<Entry, DeliveryRow | null>();
  const lanes = Map.groupBy(entries, ({ attempt }) => attempt?.taken.lane);
  const settleLane = async (ofLane: readonly Entry[]) => {
    for (const entry of ofLane) rows.set(entry, entry.attempt && (await settleRow(tx, entry.attempt)));
  };
  await Promise.all([...lanes.values()].map(settleLane));
  for (const { attempt } of entries) if (attempt) await settleEndpoint(tx, attempt.ended);
  const next = await claimNext(tx, entries);
  await tx.commit();
  return entries.map((entry) => ({ row: rows.get(entry) ?? null, next: next.get(entry) ?? null }));
}

async function claimNext(tx: RowWrite, entries: readonly Entry[]): Promise<Map<Entry, Taken | null>> {
  const asking = entries.flatMap((entry) => (entry.next ? [{ entry, claim: entry.next }] : []));
  const taken = await claimIn(
    tx,
    asking.map(({ claim }) => claim),
  );
  return new Map(asking.map(({ entry }, i) => [entry, taken[i] ?? null]));
}

async function settleEndpoint(tx: RowWrite, { ending, endpoint, nowMs }: Settlement): Promise<void> {
  if (ending.kind === 'blocked') await noteEnding(tx, endpoint, { reason: ending.reason, nowMs });
  if (ending.kind === 'delivered') await noteEnding(tx, endpoint, null);
}

async function settleRow(tx: RowWrite, { taken, ended }: NonNullable<Entry['attempt']>): Promise<DeliveryRow | null> {
  const [row, manifest, ledger] = await Promise.all([
    holdLease(tx, taken),
    tx.objectStore('manifests').get(taken.eventId),
    taken.lane === undefined ? undefined : tx.objectStore('ledgers').get(taken.lane),
  ]);
  if (!row) return null;
  const after = settled(row, ended.ending, ended);
  const advance = advanceLedger(tx, { row, ended, manifest: manifest ?? null, ledger: ledger ?? EMPTY_LEDGER });
  await Promise.all([advance, writeRow(tx, { before: row, after, nowMs: ended.nowMs })]);
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
  await tx.commit();
  return true;
}

interface Step {
  row: DeliveryRow;
  ended: Settlement;
  manifest: Manifest | null;
  ledger: Ledger;
}

/** The ledger of the endpoint that the event was captured for advances, and only when that endpoint has it. */
async function advanceLedger(tx: RowWrite, step: Step): Promise<void> {
  const { lane, endpoint } = step.row;
  if (lane === undefined || endpoint !== step.ended.endpoint) return;
  const next = advanced(step);
  if (next) await tx.objectStore('ledgers').put(next, lane);
}

function advanced({ row, ended: { ending }, manifest, ledger }: Step): Ledger | null {
  switch (ending.kind) {
    case 'delivered': {
      // Given up once and asked for again: newer ones were there before it.
      const isLate = row.sequence < ledger.sequence;
      if (!manifest || isLate) return withNothingKnown(ledger);
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
