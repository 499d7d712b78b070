import { z } from 'zod';
import { type DeliveryCounts, MAX_COUNT, type OverviewStore } from '../overview-store.ts';
import type { SqliteContext } from './context.ts';

const HOUR_MS = 3_600_000;
const hourRow = z.object({ hour: z.number(), count: z.number() });
const countRow = z.object({ count: z.number() });
const deliveriesRow = z.object({ delivered: z.number(), failed: z.number(), waiting: z.number() });

/** Each row of these is found through an index; the state is written out, because a partial index serves no parameter. */
const WAITING = {
  events: 'event_inbox WHERE due_at IS NOT NULL AND workspace_id = ?',
  parked: "event_inbox WHERE state = 'parked' AND workspace_id = ?",
  failingNotes: 'conversations WHERE note_due_at IS NOT NULL AND note_attempts > 0 AND workspace_id = ?',
};

export function createOverviewStore({ database, run }: SqliteContext): OverviewStore {
  const count = (from: string, workspaceId: string): number => {
    const sql = `SELECT COUNT(*) AS count FROM (SELECT 1 FROM ${from} LIMIT ${MAX_COUNT})`;
    return countRow.parse(database.prepare(sql).get(workspaceId)).count;
  };
  return {
    countEventsByHour: (workspaceId, from) =>
      run(() => {
        const rows = database
          .prepare(
            `SELECT received_at / ${HOUR_MS} AS hour, COUNT(*) AS count FROM event_inbox
             WHERE workspace_id = ? AND received_at >= ? GROUP BY hour`,
          )
          .all(workspaceId, from)
          .map((row) => hourRow.parse(row));
        return new Map(rows.map(({ hour, count }) => [hour, count]));
      }),
    countLastDeliveries: (workspaceId, last): Promise<DeliveryCounts> =>
      run(() => {
        const sql = `SELECT COUNT(*) FILTER (WHERE state = 'delivered') AS delivered,
            COUNT(*) FILTER (WHERE state IN ('failed', 'exhausted', 'skipped_disabled')) AS failed,
            COUNT(*) FILTER (WHERE state = 'pending') AS waiting
          FROM (SELECT state FROM webhook_deliveries WHERE workspace_id = ? ORDER BY id DESC LIMIT ?)`;
        return deliveriesRow.parse(database.prepare(sql).get(workspaceId, last));
      }),
    countWaiting: (workspaceId) =>
      run(() => ({
        events: count(WAITING.events, workspaceId),
        parked: count(WAITING.parked, workspaceId),
        failingNotes: count(WAITING.failingNotes, workspaceId),
      })),
  };
}
