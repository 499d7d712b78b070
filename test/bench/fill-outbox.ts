import type { Database } from '../../lib/delivery/database.ts';
import { laneOf } from '../../lib/delivery/lane.ts';
import { WORKSPACE } from '../simulation/receiver-end.ts';

const BATCH = 5_000;

/** Puts events into the outbox that wait, a hundred to a conversation, as fast as the database takes them. */
export async function fillOutbox(db: Database, count: number): Promise<void> {
  for (let from = 0; from < count; from += BATCH) {
    const tx = db.transaction(['deliveries', 'bodies'], 'readwrite');
    for (let i = from; i < Math.min(count, from + BATCH); i += 1) {
      void tx.objectStore('deliveries').put(waitingRow(i));
      void tx.objectStore('bodies').put('{}', `evt_fill_${i}`);
    }
    await tx.done;
  }
  await db.put('counts', { undelivered: count, delivered: 0 }, 'counts');
}

function waitingRow(i: number) {
  const endpoint = 'http://127.0.0.1:1';
  const sessionId = `fill-${Math.floor(i / 100)}`;
  return {
    eventId: `evt_fill_${i}`,
    workspaceId: WORKSPACE,
    endpoint,
    source: 'chatgpt',
    title: sessionId,
    url: `https://chatgpt.com/c/${sessionId}`,
    messageCount: 2,
    captureId: `evt_fill_${i}`,
    state: 'queued' as const,
    reason: null,
    detail: null,
    how: null,
    attempts: 0,
    createdAtMs: 0,
    deliveredAtMs: null,
    lane: laneOf({ endpoint, workspaceId: WORKSPACE }, { source: 'chatgpt', sessionId }),
    lease: null,
    ...(i % 100 === 0 && { dueAtMs: 0 }),
  };
}
