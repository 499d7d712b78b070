import { type BrainIngestEvent, brainIngestEventSchema } from '../protocol/event.ts';
import { buildEvents, narrowData } from './build-event.ts';
import type { Database } from './database.ts';
import type { Manifest } from './ledger.ts';
import type { NewEvent } from './outbox.ts';
import { type DeliveryRow, deliveryRowSchema } from './row.ts';
import { openWrite, type RowWrite, writeRow } from './rows.ts';
import { holdLease } from './settle.ts';
import { splitCapture } from './split-capture.ts';

/** An event with what is kept beside it. */
interface Kept {
  row: DeliveryRow;
  event: BrainIngestEvent;
  manifest: Manifest | null;
}

/** How a capture is cut again. */
interface Recut {
  /** What the ids of its events are derived from. */
  previousEventId: string;
  maxBodyBytes: number;
  nowMs: number;
  hasOwnId: boolean;
}

/**
 * Puts smaller events in the place of one that was refused as too large, and of the parts of its capture that wait behind
 * it. Parts that are already delivered are sent once more among the smaller ones: a capture in parts counts as a whole only
 * when all parts of one cut are there.
 * @param taken the refused event, under its lease
 * @returns `false` when it cannot be cut any further
 */
export async function replaceBySmaller(
  db: Database,
  taken: DeliveryRow,
  by: { maxBodyBytes: number; nowMs: number },
): Promise<boolean> {
  const kept = await loadCapture(db, taken);
  const refused = kept.find(({ row }) => row.sequence === taken.sequence);
  if (!refused || refused.event.data.messages.length === 1) return false;
  const recut = { ...by, previousEventId: taken.eventId, hasOwnId: taken.hasOwnId === true };
  const fresh = await cutAgain(kept, refused, recut);
  return fresh.length > 1 && replace(db, taken, { ...recut, fresh });
}

/**
 * Puts the same event under an id that no other installation can have sent in the place of one whose id the receiver knows
 * with another body; with it the parts of its capture. Its time stays: what came after it still does.
 * @returns `false` when it has such an id
 */
export async function replaceByOwn(
  db: Database,
  taken: DeliveryRow,
  by: { maxBodyBytes: number; nowMs: number },
): Promise<boolean> {
  if (taken.hasOwnId) return false;
  const kept = await loadCapture(db, taken);
  const refused = kept.find(({ row }) => row.sequence === taken.sequence);
  if (!refused) return false;
  const recut = { ...by, previousEventId: `${taken.eventId} ${refused.event.timestamp}`, hasOwnId: true };
  return replace(db, taken, { ...recut, fresh: await cutAgain(kept, refused, recut) });
}

/** All parts of an event's capture that are still kept, in order. */
async function loadCapture(db: Database, taken: DeliveryRow): Promise<Kept[]> {
  const tx = db.transaction(['deliveries', 'bodies', 'manifests']);
  const rows = await tx.objectStore('deliveries').index('capture').getAll(taken.captureId);
  const kept: Kept[] = [];
  for (const value of rows) {
    const row = deliveryRowSchema.parse(value);
    const body = await tx.objectStore('bodies').get(row.eventId);
    const manifest = (await tx.objectStore('manifests').get(row.eventId)) ?? null;
    if (body !== undefined) kept.push({ row, event: brainIngestEventSchema.parse(JSON.parse(body)), manifest });
  }
  return kept.sort((a, b) => a.row.sequence - b.row.sequence);
}

async function cutAgain(kept: readonly Kept[], refused: Kept, recut: Recut): Promise<NewEvent[]> {
  const { event, row } = refused;
  const messages = [
    ...new Map(kept.flatMap((part) => part.event.data.messages.map((one) => [one.id ?? one, one]))).values(),
  ];
  const branches = kept.flatMap((part) => part.event.data.branches ?? []);
  const { part: _part, ...capture } = event.data.capture ?? {};
  const data = narrowData({ ...event.data, capture }, { messages, branches }, {});
  const envelope = {
    workspaceId: row.workspaceId,
    source: row.source,
    previousEventId: recut.previousEventId,
    atMs: Date.parse(event.timestamp),
    actor: event.actor,
  };
  const events = await buildEvents(envelope, data, splitCapture(data, recut.maxBodyBytes));
  return events.map((one) => newEvent(one, refused, recut));
}

function newEvent(event: BrainIngestEvent, { row, manifest }: Kept, { hasOwnId }: Recut): NewEvent {
  const { index = 0, count = 1, capture_id: captureId = event.event_id } = event.data.capture?.part ?? {};
  const { lease: _lease, dueAtMs: _due, sequence: _sequence, lane = '', ...rest } = row;
  const ids = new Set(event.data.messages.map(({ id }) => id));
  const whole = manifest?.whole ?? null;
  const carries = new Map([...(whole ?? [])].filter(([id]) => ids.has(id)));
  return {
    body: JSON.stringify(event),
    row: {
      ...rest,
      lane,
      eventId: event.event_id,
      captureId,
      state: 'queued',
      attempts: 0,
      lease: null,
      how: null,
      ...(hasOwnId && { hasOwnId }),
    },
    manifest: {
      whole,
      carries,
      isComplete: manifest?.isComplete ?? false,
      part: { captureId, index, count },
    },
  };
}

/** One transaction, guarded by the lease. */
async function replace(
  db: Database,
  taken: DeliveryRow,
  { fresh, previousEventId, nowMs }: Recut & { fresh: readonly NewEvent[] },
): Promise<boolean> {
  const tx = openWrite(db, 'strict');
  const row = await holdLease(tx, taken);
  if (!row) return true; // somebody else's by now, and so is what becomes of it
  const after = await tx.objectStore('deliveries').getKey(IDBKeyRange.lowerBound(row.sequence, true));
  const step = ((after ?? row.sequence + 1) - row.sequence) / (fresh.length + 1);
  for (const [i, { row: newRow, body, manifest }] of fresh.entries()) {
    await tx.objectStore('bodies').put(body, newRow.eventId);
    await tx.objectStore('manifests').put(manifest, newRow.eventId);
    await writeRow(tx, { before: null, after: { ...newRow, sequence: row.sequence + (i + 1) * step }, nowMs });
  }
  const gone = await takeAway(tx, row, nowMs);
  const heads = tx.objectStore('heads');
  const head = await heads.get(row.lane ?? '');
  if (head?.eventIds.some((id) => gone.has(id))) {
    const eventIds = fresh.map((event) => event.row.eventId);
    await heads.put({ ...head, eventIds, previousEventId }, row.lane ?? '');
  }
  await tx.commit();
  return true;
}

/** The refused event and the parts behind it. */
async function takeAway(tx: RowWrite, refused: DeliveryRow, nowMs: number): Promise<Set<string>> {
  const gone = new Set<string>();
  let cursor = await tx.objectStore('deliveries').index('capture').openCursor(refused.captureId);
  for (; cursor; cursor = await cursor.continue()) {
    const row = deliveryRowSchema.parse(cursor.value);
    if (row.lane === undefined) continue;
    await writeRow(tx, { before: row, after: null, nowMs });
    gone.add(row.eventId);
  }
  return gone;
}
