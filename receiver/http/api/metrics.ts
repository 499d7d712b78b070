import { stat } from 'node:fs/promises';
import type { Metrics } from '../../metrics/metrics.ts';
import { type Family, gauge } from '../../metrics/prometheus-text.ts';
import type { Store } from '../../store/store.ts';
import { type ApiRoute, defineRoute } from './route.ts';

export interface MetricsParts {
  readonly store: Store;
  readonly metrics: Metrics;
  /** The database; its log lies beside it. */
  readonly databasePath: string;
}

/** For Prometheus, with the operator's token: how much comes in is nobody else's business. */
export function createMetricsRoute(parts: MetricsParts): ApiRoute {
  return defineRoute({
    method: 'GET',
    path: '/metrics',
    scope: 'admin',
    summary: 'Counters and gauges in the format of Prometheus; for the operator alone',
    answer: { status: 200, description: 'The metrics', mediaType: 'text/plain' },
    handle: async ({ c, now }) => {
      const text = parts.metrics.write([...(await storeFamilies(parts, now)), ...processFamilies()]);
      return c.body(text, 200, { 'Content-Type': 'text/plain; version=0.0.4; charset=utf-8' });
    },
  });
}

async function storeFamilies({ store, databasePath }: MetricsParts, now: number): Promise<Family[]> {
  const { waiting, parked, oldestWaitingAt } = await store.countInbox();
  const oldestAgeSeconds = oldestWaitingAt === null ? 0 : Math.max(0, now - oldestWaitingAt) / 1000;
  const bytes = await sizeOfDatabase(databasePath);
  return [
    gauge('brainpost_inbox_waiting', 'Events that are accepted and not yet worked off.', waiting),
    gauge('brainpost_inbox_oldest_waiting_seconds', 'Age of the oldest of them.', oldestAgeSeconds),
    gauge('brainpost_inbox_parked', 'Events that failed ten times and wait for a person.', parked),
    gauge('brainpost_notes_failing', 'Notes that could not be written.', await store.countFailingNotes()),
    gauge('brainpost_outbox_last_id', 'Events that ever went into the outbox.', await store.lastOutboxId()),
    gauge('brainpost_database_bytes', 'Size of the database with its log.', bytes),
  ];
}

function processFamilies(): Family[] {
  const cpuMicroseconds = process.cpuUsage().user + process.cpuUsage().system;
  return [
    {
      name: 'process_cpu_seconds_total',
      type: 'counter',
      help: 'Time of processors used.',
      samples: [{ value: cpuMicroseconds / 1e6 }],
    },
    gauge('process_resident_memory_bytes', 'Memory in use.', process.memoryUsage.rss()),
    gauge('process_start_time_seconds', 'When the receiver started.', Math.round(Date.now() / 1000 - process.uptime())),
  ];
}

/** Bytes of the database with its log. */
export async function sizeOfDatabase(path: string): Promise<number> {
  const sizes = await Promise.all(['', '-wal'].map((end) => sizeOf(`${path}${end}`)));
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** 0 for a file that is not there: a database in memory, or a log that was just taken over. */
async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  );
}
