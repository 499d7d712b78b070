import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import type { OverviewStore } from '../../store/overview-store.ts';
import { sizeOfDatabase } from './metrics.ts';
import { isoTime } from './iso-time.ts';
import { type ApiRoute, defineRoute } from './route.ts';

const HOURS = 24;
const HOUR_MS = 3_600_000;
/** Success is told of so many; they are few enough to be counted at every look. */
const LAST_DELIVERIES = 1000;

const overviewSchema = z.object({
  /** Events that were accepted, by the hour, the oldest first, the hour under way last. */
  events_per_hour: z.array(z.object({ from: z.iso.datetime(), count: z.int() })),
  /** Of the last 1,000 to webhooks. */
  deliveries: z.object({ delivered: z.int(), failed: z.int(), waiting: z.int() }),
  /** Accepted and not yet worked off; 10,000 means so many or more. */
  events_waiting: z.int(),
  events_parked: z.int(),
  notes_failing: z.int(),
  /** Of the receiver as a whole; for the operator alone. */
  disk: z.object({ database_bytes: z.int(), free_bytes: z.int() }).nullable(),
});

export interface OverviewParts {
  readonly store: OverviewStore;
  readonly databasePath: string;
}

/** What a person wants to know at a glance. */
export function createOverviewRoute({ store, databasePath }: OverviewParts): ApiRoute {
  return defineRoute({
    method: 'GET',
    path: '/api/v1/workspaces/{ws}/overview',
    scope: 'read',
    summary: 'Events by the hour, how deliveries went, what waits',
    answer: { status: 200, description: 'As of now', schema: overviewSchema },
    handle: async ({ c, workspaceId, principal, now }) => {
      const thisHour = Math.floor(now / HOUR_MS);
      const first = thisHour - HOURS + 1;
      const counts = await store.countEventsByHour(workspaceId, first * HOUR_MS);
      const waiting = await store.countWaiting(workspaceId);
      const disk = principal.isOperator
        ? { database_bytes: await sizeOfDatabase(databasePath), free_bytes: await freeBytesAt(dirname(databasePath)) }
        : null;
      return c.json({
        events_per_hour: Array.from({ length: HOURS }, (_, i) => ({
          from: isoTime((first + i) * HOUR_MS),
          count: counts.get(first + i) ?? 0,
        })),
        deliveries: await store.countLastDeliveries(workspaceId, LAST_DELIVERIES),
        events_waiting: waiting.events,
        events_parked: waiting.parked,
        notes_failing: waiting.failingNotes,
        disk,
      });
    },
  });
}

async function freeBytesAt(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}
