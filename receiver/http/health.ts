import { access, constants } from 'node:fs/promises';
import { Hono } from 'hono';
import type { Store } from '../store/store.ts';
import { answerError } from './answers.ts';
import type { HttpEnvironment } from './environment.ts';

/** An event that waits longer than this shows that the worker does not keep up. */
const BACKLOG_MAX_AGE_MS = 60_000;
const RETRY_AFTER_SECONDS = '5';

export interface HealthParts {
  readonly store: Store;
  readonly vaultDir: string;
  readonly clock: () => number;
}

/**
 * `GET /healthz`: counts and yes or no. `GET /readyz`: whether events can be taken; 503 also while the receiver stops. Both are
 * open to everyone, so they name nobody.
 */
export function createHealthRoutes(parts: HealthParts): Hono<HttpEnvironment> {
  const routes = new Hono<HttpEnvironment>();
  routes.get('/healthz', async (c) => {
    const checks = { store: await checkStore(parts), vault: await checkVault(parts), inbox: await checkInbox(parts) };
    const isOk = Object.values(checks).every((check) => check.ok);
    return c.json({ status: isOk ? 'ok' : 'degraded', checks });
  });
  routes.get('/readyz', async (c) => {
    const { ok } = await checkStore(parts);
    if (ok) return c.json({ status: 'ready' });
    c.header('Retry-After', RETRY_AFTER_SECONDS);
    return answerError(c, 'unavailable');
  });
  return routes;
}

async function checkStore({ store }: HealthParts): Promise<{ ok: boolean }> {
  return store.ping().then(
    () => ({ ok: true }),
    () => ({ ok: false }),
  );
}

async function checkVault({ store, vaultDir }: HealthParts) {
  const isWritable = await access(vaultDir, constants.W_OK).then(
    () => true,
    () => false,
  );
  const failingNotes = await store.countFailingNotes().catch(() => null);
  return { ok: isWritable && failingNotes === 0, writable: isWritable, failing_notes: failingNotes };
}

async function checkInbox({ store, clock }: HealthParts) {
  const counts = await store.countInbox().catch(() => null);
  if (!counts) return { ok: false, waiting: null, parked: null };
  const oldestAgeMs = counts.oldestWaitingAt === null ? 0 : clock() - counts.oldestWaitingAt;
  const isOk = counts.parked === 0 && oldestAgeMs < BACKLOG_MAX_AGE_MS;
  return { ok: isOk, waiting: counts.waiting, parked: counts.parked };
}
