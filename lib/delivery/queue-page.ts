import type { DeliveryState, QueueFilter, QueuePageRequest } from '../messages.ts';
import type { BrainIngestEvent } from '../protocol/event.ts';
import type { ConnectionSettings } from '../settings/connection-store.ts';
import type { Database } from './database.ts';
import { laneOf } from './lane.ts';
import { withNothingKnown } from './ledger.ts';
import { requeue } from './outbox.ts';
import { type DeliveryRow, deliveryRowSchema } from './row.ts';
import { findRow, openWrite, type RowWrite, writeRow } from './rows.ts';

/** What the page of the queue does with single events. Cursors only: a queue may be long, and bodies are large. */

const MATCHES: Record<QueueFilter, (state: DeliveryState) => boolean> = {
  open: (state) => state !== 'delivered',
  delivered: (state) => state === 'delivered',
  all: () => true,
};

/** Bytes of one part of an export; a message between worker and page has to hold it. */
const EXPORT_CHARS = 8_000_000;

/** Newest first, from `before` on. */
export async function queuePage(db: Database, { filter, before, limit }: QueuePageRequest) {
  const items: DeliveryRow[] = [];
  const range = before === null ? null : IDBKeyRange.upperBound(before, true);
  let cursor = await db.transaction('deliveries').store.openCursor(range, 'prev');
  for (; cursor; cursor = await cursor.continue()) {
    const row = deliveryRowSchema.parse(cursor.value);
    if (!MATCHES[filter](row.state)) continue;
    if (items.length === limit) return { items, next: items.at(-1)?.sequence ?? null };
    items.push(row);
  }
  return { items, next: null };
}

/**
 * Forgets an event that was not delivered, at the user's word. One under way stays: its answer may be "accepted".
 * @returns whether it is gone
 */
export async function discard(db: Database, eventId: string, nowMs: number): Promise<boolean> {
  const tx = openWrite(db, 'strict');
  const row = await findRow(tx, eventId);
  if (!row) return true;
  if (row.state === 'sending' || row.state === 'delivered') return false;
  await forgetCapture(tx, row);
  await tx.objectStore('bodies').delete(eventId);
  await tx.objectStore('manifests').delete(eventId);
  await writeRow(tx, { before: row, after: null, nowMs });
  await tx.commit();
  return true;
}

/** Else the same conversation captured again would be taken for this event, or for what the endpoint has without it. */
async function forgetCapture(tx: RowWrite, row: DeliveryRow): Promise<void> {
  const heads = tx.objectStore('heads');
  for (let head = await heads.openCursor(); head; head = await head.continue()) {
    // The chain of ids goes on from here, so that what is captured next never takes the id of something older.
    if (head.value.eventIds.includes(row.eventId)) await head.update({ ...head.value, digest: '' });
  }
  const ledger = row.lane === undefined ? undefined : await tx.objectStore('ledgers').get(row.lane);
  // It may have arrived all the same: an answer that got lost.
  if (ledger && row.lane !== undefined) await tx.objectStore('ledgers').put(withNothingKnown(ledger), row.lane);
}

/** Puts one event on its way again, also one that was given up. */
export async function retryOne(db: Database, eventId: string, at: { to: ConnectionSettings; nowMs: number }) {
  const body = await db.get('bodies', eventId);
  if (body === undefined) return;
  const { source, data } = JSON.parse(body) as BrainIngestEvent;
  const lane = laneOf(at.to, { source, sessionId: data.session_id, mode: data.capture?.mode });
  await requeue(db, [eventId], { lane, endpoint: at.to.endpoint, nowMs: at.nowMs });
}

/** Bodies of everything that is not delivered, oldest first, as many as fit one message. */
export async function exportOpen(
  db: Database,
  after: number | null,
): Promise<{ lines: string[]; next: number | null }> {
  const tx = db.transaction(['deliveries', 'bodies']);
  const lines: string[] = [];
  let size = 0;
  const range = after === null ? null : IDBKeyRange.lowerBound(after, true);
  let cursor = await tx.objectStore('deliveries').openCursor(range);
  for (; cursor; cursor = await cursor.continue()) {
    const row = deliveryRowSchema.parse(cursor.value);
    const body = row.state === 'delivered' ? undefined : await tx.objectStore('bodies').get(row.eventId);
    if (body === undefined) continue;
    lines.push(body);
    size += body.length;
    if (size > EXPORT_CHARS) return { lines, next: row.sequence };
  }
  return { lines, next: null };
}
