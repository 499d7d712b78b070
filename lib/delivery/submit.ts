import type { SubmitResult } from '../messages.ts';
import type { ConnectionSettings } from '../settings/connection-store.ts';
import type { Captured } from './build-event.ts';
import type { Database, Head } from './database.ts';
import { type DeliveryContext, deliverOne, SAFETY_MS } from './deliver.ts';
import { loadEndpointState, senderLimit } from './endpoint-state.ts';
import { laneOf } from './lane.ts';
import { enqueue, findDelivery, loadLane, requeue } from './outbox.ts';
import { isKnown, planCapture, type Reading, readCapture } from './plan-capture.ts';
import type { DeliveryRow } from './row.ts';
import { isUndelivered } from './state.ts';
import { prune } from './upkeep.ts';

/**
 * Keeps a capture in the outbox, then tries to deliver it at once. Only "kept" is promised: when the attempt fails the
 * result is `queued`. By hand, an unchanged conversation is sent again as the same event, so "already saved" is the
 * receiver's word and not a memory of ours. An automatic capture sends what is new, and nothing when nothing is.
 * @param captured with a conversation checked with `conversationSchema`
 */
export async function submit(context: DeliveryContext, captured: Captured): Promise<SubmitResult> {
  const connection = await context.loadConnection();
  if (!connection) return { ok: false, reason: 'not_connected' };
  // Before anything is kept: a worker that dies right after is followed by another one.
  await context.wakeAt(context.now() + SAFETY_MS);
  const kept = await keepWithRoom(context, captured, connection);
  if (!kept.ok) return kept;
  return resultOf(kept, await deliverKept(context, kept));
}

/** @returns the rows of its events, up to the first that is not delivered */
async function deliverKept(context: DeliveryContext, kept: Kept & { ok: true }): Promise<(DeliveryRow | null)[]> {
  const rows: (DeliveryRow | null)[] = [];
  let { eventIds } = kept;
  while (rows.length < eventIds.length) {
    const eventId = eventIds[rows.length] ?? '';
    if (!kept.isSettled) await deliverOne(context, eventId);
    const row = await findDelivery(context.db, eventId);
    const replaced = row || kept.isSettled ? null : await replacedBy(context.db, kept.lane, eventIds);
    if (replaced) {
      eventIds = replaced;
      rows.length = 0;
      continue;
    }
    rows.push(row);
    if (row?.state !== 'delivered') break;
  }
  return rows;
}

/** The events that took the place of others: smaller ones, or the same under other ids. */
async function replacedBy(db: Database, lane: string, eventIds: readonly string[]): Promise<string[] | null> {
  const { head } = await loadLane(db, lane);
  return head && head.eventIds.at(-1) !== eventIds.at(-1) ? head.eventIds : null;
}

type Kept =
  | { ok: true; lane: string; eventIds: string[] /** Nothing is to be sent. */; isSettled: boolean }
  | { ok: false; reason: 'storage_full' };

function resultOf(kept: Kept & { ok: true }, rows: readonly (DeliveryRow | null)[]): SubmitResult {
  const last = rows.at(-1);
  const eventId = last?.eventId ?? kept.eventIds.at(-1) ?? '';
  // Delivered long ago and pruned since.
  if (kept.isSettled && !last) return { ok: true, eventId, outcome: 'already_saved' };
  if (last?.state !== 'delivered') return { ok: true, eventId, outcome: 'queued', reason: last?.reason ?? null };
  const isOld = kept.isSettled || rows.every((row) => row?.how === 'duplicate');
  return { ok: true, eventId, outcome: isOld ? 'already_saved' : 'saved' };
}

/** A full disk is said, never solved by dropping what is undelivered; what was delivered long ago makes room once. */
async function keepWithRoom(
  context: DeliveryContext,
  captured: Captured,
  connection: ConnectionSettings,
): Promise<Kept> {
  const reading = await readCapture(captured);
  for (const makeRoom of [() => prune(context.db, context.now(), 0), null]) {
    try {
      return await keep(context, reading, { connection, source: captured.conversation.source });
    } catch (error) {
      if (!isDiskFull(error)) throw error;
      await makeRoom?.().catch(ignoreDiskFull);
    }
  }
  return { ok: false, reason: 'storage_full' };
}

const isDiskFull = (error: unknown) => error instanceof DOMException && error.name === 'QuotaExceededError';

/** So full that not even taking away works. */
function ignoreDiskFull(error: unknown): void {
  if (!isDiskFull(error)) throw error;
}

async function keep(
  context: DeliveryContext,
  reading: Reading,
  to: { connection: ConnectionSettings; source: string },
): Promise<Kept> {
  const { db } = context;
  const { connection, source } = to;
  const { session_id: sessionId, capture } = reading.data;
  const lane = laneOf(connection, { source, sessionId, mode: capture?.mode });
  const maxBodyBytes = senderLimit(await loadEndpointState(db, connection.endpoint));
  // Another tab may capture the same conversation in between: then it is planned again, from its event.
  for (;;) {
    const { head: previous, ledger } = await loadLane(db, lane);
    const nowMs = context.now();
    const isSame = previous?.digest === reading.digest;
    if (previous && isSame && !reading.isAutomatic && previous.isFull) {
      const again = { lane, endpoint: connection.endpoint, nowMs };
      if (await requeue(db, previous.eventIds, again))
        return { ok: true, lane, eventIds: previous.eventIds, isSettled: false };
    }
    if (
      previous &&
      reading.isAutomatic &&
      (isKnown(reading, ledger) || (isSame && (await isKept(db, previous, reading))))
    )
      return { ok: true, lane, eventIds: previous.eventIds, isSettled: true };
    const capture = await planCapture({ reading, connection, source, lane, previous, ledger, maxBodyBytes, nowMs });
    if (await enqueue(db, capture)) return { ok: true, lane, eventIds: capture.head.eventIds, isSettled: false };
  }
}

/**
 * On its way, or refused for good: an automatic capture of the same adds nothing to either. What has no places or ids
 * is not in the ledger; of that, the delivered event itself says that it is known.
 */
async function isKept(db: Database, head: Head, { hashes }: Reading): Promise<boolean> {
  const rows = await Promise.all(head.eventIds.map((eventId) => findDelivery(db, eventId)));
  return rows.some((row) => row !== null && (hashes === null || isUndelivered(row.state) || row.state === 'dead'));
}
