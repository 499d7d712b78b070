import type { Database, Head } from './database.ts';
import { coversKept } from './delta.ts';
import { endpointIn } from './endpoint-state.ts';
import { EMPTY_LEDGER, type Ledger, type Manifest, withPending } from './ledger.ts';
import { type DeliveryRow, deliveryRowSchema, type NewDeliveryRow } from './row.ts';
import { findRow, openWrite, type RowWrite, writeRow } from './rows.ts';
import { claimed, requeued } from './state.ts';

/** Every operation is one transaction, and none awaits anything but the database inside it. */

/** A captured event, ready to be kept. */
export interface NewEvent {
  row: NewDeliveryRow & { lane: string };
  body: string;
  manifest: Manifest;
}

/** The events of one capture, in order. */
export interface NewCapture {
  lane: string;
  events: NewEvent[];
  head: Head;
  /** Head that the ids were derived from; `null` when the conversation had none. */
  previous: Head | null;
  /** What was left out because the endpoint surely has it. */
  leftOut: ReadonlyMap<string, string>;
  nowMs: number;
}

/** What is known of a conversation before something is captured from it. */
export async function loadLane(db: Database, lane: string): Promise<{ head: Head | null; ledger: Ledger }> {
  const tx = db.transaction(['heads', 'ledgers']);
  const [head, ledger] = await Promise.all([
    tx.objectStore('heads').get(lane),
    tx.objectStore('ledgers').get(lane),
    tx.done,
  ]);
  return { head: head ?? null, ledger: ledger ?? EMPTY_LEDGER };
}

/**
 * Keeps a capture: rows, bodies and the conversation's new head, all or nothing.
 * @returns `false` when another capture of the conversation came in between; it must be planned again
 */
export async function enqueue(db: Database, capture: NewCapture): Promise<boolean> {
  const { lane, events, head, previous, leftOut, nowMs } = capture;
  const tx = openWrite(db, 'strict');
  const current = await tx.objectStore('heads').get(lane);
  let ledger = (await tx.objectStore('ledgers').get(lane)) ?? EMPTY_LEDGER;
  if (current?.eventIds.at(-1) !== previous?.eventIds.at(-1) || !coversKept(ledger, leftOut)) return false;

  for (const { row, body, manifest } of events) {
    const known = await findRow(tx, row.eventId);
    // A known id has this very content: a first capture again after another endpoint was set in between.
    const after = known ? requeued(known, { lane, endpoint: row.endpoint, nowMs }) : row;
    if (!known) await tx.objectStore('bodies').put(body, row.eventId);
    await tx.objectStore('manifests').put(manifest, row.eventId);
    ledger = withPending(ledger, manifest);
    await tx.objectStore('ledgers').put(ledger, lane);
    await writeRow(tx, { before: known, after, nowMs });
  }
  await tx.objectStore('heads').put(head, lane);
  await tx.commit();
  return true;
}

/**
 * Puts the events of a capture on their way again, now. One that is under way stays as it is.
 * @returns `false` when they are not there any more: delivered long ago and pruned
 */
export async function requeue(
  db: Database,
  eventIds: readonly string[],
  to: { lane: string; endpoint: string; nowMs: number },
): Promise<boolean> {
  const tx = openWrite(db, 'strict');
  const ledgers = tx.objectStore('ledgers');
  for (const eventId of eventIds) {
    const row = await findRow(tx, eventId);
    if (!row) return false;
    if (row.state === 'sending') continue;
    const manifest = await tx.objectStore('manifests').get(eventId);
    const ledger = await ledgers.get(to.lane);
    if (manifest && ledger) await ledgers.put(withPending(ledger, manifest), to.lane);
    // Behind another event of its conversation it goes on waiting for its turn.
    const hasTurn = row.lane === undefined || row.dueAtMs !== undefined;
    const { dueAtMs: _due, ...again } = requeued(row, to);
    await writeRow(tx, { before: row, after: hasTurn ? { ...again, dueAtMs: to.nowMs } : again, nowMs: to.nowMs });
  }
  await tx.commit();
  return true;
}

/** What a claim is for: a fresh token, where it would be sent, and one event or any. */
export interface Claim {
  token: string;
  nowMs: number;
  workspaceId: string;
  endpoint: string;
  eventId?: string;
  /** Also for a held endpoint: as a probe, or because the user asked. */
  passesHold?: boolean;
  /** The endpoint has just taken one: what waits only because it could not be reached need not wait any longer. */
  isReached?: boolean;
}

/** An event under its lease, with what it takes to send it. */
export interface Taken {
  row: DeliveryRow;
  body: string;
  /** Receiver's clock minus ours, in seconds, as far as known. */
  clockOffsetSec: number;
}

/**
 * Claims an event: the one that has been due for longest, or the one asked for. Only the first undelivered event of a
 * conversation is ever due, so that they arrive in order.
 */
export async function claim(db: Database, by: Claim): Promise<Taken | null> {
  const tx = openWrite(db, 'relaxed');
  const [taken = null] = await claimIn(tx, [by]);
  await tx.commit();
  return taken;
}

/** The same within a transaction that writes other things, too. @returns what each claim got, in order */
export async function claimIn(tx: RowWrite, claims: readonly Claim[]): Promise<(Taken | null)[]> {
  const got = new Map<Claim, Taken | null>();
  const targets = Map.groupBy(claims, ({ workspaceId, eventId }) => JSON.stringify([workspaceId, eventId]));
  for (const group of targets.values()) {
    // Those that may take what is not due yet come last.
    const alike = group.toSorted((a, b) => Number(a.isReached ?? false) - Number(b.isReached ?? false));
    const found = await findDue(tx, alike);
    await Promise.all(alike.map(async (by, i) => got.set(by, await take(tx, by, found[i]))));
  }
  return claims.map((by) => got.get(by) ?? null);
}

async function findDue(tx: RowWrite, alike: readonly Claim[]): Promise<unknown[]> {
  const [by] = alike as [Claim];
  if (by.eventId !== undefined) return [await findRow(tx, by.eventId)];
  const index = tx.objectStore('deliveries').index('due');
  const upTo = (from: number, to: number) => IDBKeyRange.bound([by.workspaceId, from], [by.workspaceId, to], from > 0);
  const due = await index.getAll(upTo(Number.NEGATIVE_INFINITY, by.nowMs), alike.length);
  const first = Math.max(due.length, alike.filter(({ isReached }) => !isReached).length);
  if (first === alike.length) return due;
  const later = await index.getAll(upTo(by.nowMs, Number.POSITIVE_INFINITY), MOST_LOOKED_AT);
  const early = later.filter(isUnreachable);
  return alike.map((_, i) => due[i] ?? early[i - first]);
}

/** Of what waits, so many are looked at for one that may go earlier. */
const MOST_LOOKED_AT = 32;

/** Nobody has asked for the wait but this side: a receiver that did so is given its time. */
const isUnreachable = (row: NewDeliveryRow) => row.state === 'waiting' && row.reason === 'unreachable';

async function take(tx: RowWrite, by: Claim, found: unknown): Promise<Taken | null> {
  const { hold, clockOffsetSec } = await endpointIn(tx, by.endpoint);
  if (!found || (hold && !by.passesHold)) return null;
  const row = deliveryRowSchema.parse(found);
  if (row.workspaceId !== by.workspaceId || row.dueAtMs === undefined) return null;
  if (row.dueAtMs > by.nowMs && !(by.isReached && isUnreachable(row))) return null;
  const taken = claimed(row, by.token, by.nowMs);
  const [body] = await Promise.all([
    tx.objectStore('bodies').get(row.eventId),
    writeRow(tx, { before: row, after: taken, nowMs: by.nowMs }),
  ]);
  if (body !== undefined) return { row: taken, body, clockOffsetSec };
  tx.abort();
  throw new Error(`the body of ${row.eventId} is missing`);
}

export async function findDelivery(db: Database, eventId: string): Promise<DeliveryRow | null> {
  const row = await db.getFromIndex('deliveries', 'eventId', eventId);
  return row ? deliveryRowSchema.parse(row) : null;
}

/** How many events are undelivered. Counted as they change, so a long queue costs nothing. */
export async function countUndelivered(db: Database): Promise<number> {
  return (await db.get('counts', 'counts'))?.undelivered ?? 0;
}

/** The last ones captured, newest first. */
export async function recentDeliveries(db: Database, limit: number): Promise<DeliveryRow[]> {
  const { store } = db.transaction('deliveries');
  const last = await store.openKeyCursor(null, 'prev');
  // Where nothing was taken out in between, one look has them all; each step of a cursor asks the browser once more.
  const near = last ? await store.getAll(IDBKeyRange.lowerBound(last.key - limit, true)) : [];
  const rows = near.map((row) => deliveryRowSchema.parse(row)).toReversed();
  const oldest = rows.at(-1);
  if (!oldest || rows.length >= limit) return rows;
  let cursor = await store.openCursor(IDBKeyRange.upperBound(oldest.sequence, true), 'prev');
  for (; cursor && rows.length < limit; cursor = await cursor.continue())
    rows.push(deliveryRowSchema.parse(cursor.value));
  return rows;
}

/** When the next event of a workspace is due; `null` when none waits. UNIX milliseconds. */
export async function nextDueAtMs(db: Database, workspaceId: string): Promise<number | null> {
  const all = IDBKeyRange.bound([workspaceId, Number.NEGATIVE_INFINITY], [workspaceId, Number.POSITIVE_INFINITY]);
  const row = await db.getFromIndex('deliveries', 'due', all);
  return row?.dueAtMs ?? null;
}
