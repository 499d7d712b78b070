import type { Database } from './database.ts';
import { deliveryRowSchema } from './row.ts';
import { openWrite, writeRow } from './rows.ts';
import { LEASE_MS } from './state.ts';

/** Delivered events are kept this long, so that they can be seen and sent again; never more than so many. */
const KEEP_DELIVERED_MS = 30 * 24 * 60 * 60 * 1000;
export const KEEP_DELIVERED = 5_000;
/** One transaction takes away so many, so that none is long. */
const PRUNE_BATCH = 100;
/** No wait is longer than what a receiver may ask for: a time further off was written under a clock that was wrong. */
const LONGEST_WAIT_MS = 24 * 60 * 60 * 1000;

/**
 * Frees what an earlier worker left under way. Called once when a worker starts: there is one at a time, so whatever is
 * leased to another one then belongs to a dead one. Should that ever be wrong, the token still keeps it from settling.
 * @param workerId with which this worker's own tokens begin
 */
export async function releaseLeases(db: Database, workerId: string, nowMs: number): Promise<void> {
  const tx = db.transaction('deliveries', 'readwrite');
  let cursor = await tx.store.index('lease').openCursor();
  for (; cursor; cursor = await cursor.continue()) {
    if (!cursor.key.startsWith(workerId)) await cursor.update({ ...cursor.value, dueAtMs: nowMs });
  }
  await tx.done;
}

/**
 * After the clock went back: what waits for a time that is not to come for long is due now.
 * @param by.workerId with which this worker's own tokens begin: what it is sending itself needs no mending
 */
export async function mendClock(
  db: Database,
  by: { workspaceId: string; workerId: string; nowMs: number },
): Promise<void> {
  const { workspaceId, workerId, nowMs } = by;
  const tx = db.transaction('deliveries', 'readwrite');
  const tooLate = IDBKeyRange.bound(
    [workspaceId, nowMs + LONGEST_WAIT_MS + 1],
    [workspaceId, Number.POSITIVE_INFINITY],
  );
  let cursor = await tx.store.index('due').openCursor(tooLate);
  for (; cursor; cursor = await cursor.continue()) {
    if (cursor.value.state !== 'sending') await cursor.update({ ...cursor.value, dueAtMs: nowMs });
  }
  let leased = await tx.store.index('lease').openCursor();
  for (; leased; leased = await leased.continue()) {
    const untilMs = leased.value.lease?.untilMs ?? 0;
    if (untilMs > nowMs + LEASE_MS && !leased.key.startsWith(workerId))
      await leased.update({ ...leased.value, dueAtMs: nowMs });
  }
  await tx.done;
}

/** Makes everything due that waits for its time. What stands behind another event of its conversation follows that one. */
export async function makeAllDue(db: Database, nowMs: number): Promise<void> {
  const tx = db.transaction('deliveries', 'readwrite');
  let cursor = await tx.store.index('due').openCursor();
  for (; cursor; cursor = await cursor.continue()) {
    if (cursor.value.state !== 'sending') await cursor.update({ ...cursor.value, dueAtMs: nowMs });
  }
  await tx.done;
}

/**
 * Takes away what was delivered long ago, bodies included. What is undelivered or given up stays, however old it is.
 * @param keep how many delivered events may stay at most
 */
export async function prune(db: Database, nowMs: number, keep = KEEP_DELIVERED): Promise<void> {
  while ((await pruneBatch(db, nowMs, keep)) === PRUNE_BATCH);
}

async function pruneBatch(db: Database, nowMs: number, keep: number): Promise<number> {
  const tx = openWrite(db, 'relaxed');
  const surplus = ((await tx.objectStore('counts').get('counts'))?.delivered ?? 0) - keep;
  let pruned = 0;
  let cursor = await tx.objectStore('deliveries').index('delivered').openCursor();
  for (; cursor && pruned < PRUNE_BATCH; cursor = await cursor.continue()) {
    if (pruned >= surplus && cursor.key > nowMs - KEEP_DELIVERED_MS) break;
    const row = deliveryRowSchema.parse(cursor.value);
    await tx.objectStore('bodies').delete(row.eventId);
    await tx.objectStore('manifests').delete(row.eventId);
    await writeRow(tx, { before: row, after: null, nowMs });
    pruned += 1;
  }
  await tx.commit();
  return pruned;
}
