import { ingestUrl } from '../protocol/paths.ts';
import type { SigningKeys } from '../protocol/secret.ts';
import type { ConnectionSettings } from '../settings/connection-store.ts';
import { type Outcome, outcomeOf } from './answer-table.ts';
import type { Database } from './database.ts';
import { holdEndpoint, loadEndpointState, releaseEndpoint, storeClockOffset } from './endpoint-state.ts';
import { claim, nextDueAtMs, settle } from './outbox.ts';
import { postSigned } from './post-signed.ts';
import type { DeliveryRow } from './row.ts';

/** How many conversations are delivered at the same time. */
const LANES = 4;

/** Everything delivery needs from outside. Nothing is kept between calls: the worker may die at any time. */
export interface DeliveryContext {
  db: Database;
  /** UNIX milliseconds. */
  now(): number;
  /** In [0, 1). */
  random(): number;
  fetch: typeof fetch;
  loadConnection(): Promise<ConnectionSettings | null>;
  loadKeys(workspaceId: string): Promise<SigningKeys | null>;
  isPermitted(endpoint: string): Promise<boolean>;
  /** Called with each row that an attempt changed. */
  changed(row: DeliveryRow): Promise<void>;
}

interface Route {
  connection: ConnectionSettings;
  keys: SigningKeys;
}

/** Delivers one event now, if it is its turn, also to a held endpoint: the user asked. Others are left to `drain`. */
export async function deliverOne(context: DeliveryContext, eventId: string): Promise<void> {
  const route = await openRoute(context);
  if (route) await deliverNext(context, route, eventId);
}

/**
 * Delivers everything that is due, several conversations at a time, in order within each.
 * @returns when to come back, UNIX milliseconds; `null` when nothing waits or only the user can help
 */
export async function drain(context: DeliveryContext): Promise<number | null> {
  const route = await openRoute(context);
  if (route && (await isOpen(context, route))) {
    await Promise.all(Array.from({ length: LANES }, () => deliverWhileDue(context, route)));
  }
  return comeBackAtMs(context);
}

/** A held endpoint is left alone; when the time has come it gets one event as a probe, and the rest if that is let in. */
async function isOpen(context: DeliveryContext, route: Route): Promise<boolean> {
  const { hold } = await loadEndpointState(context.db, route.connection.endpoint);
  if (!hold) return true;
  return context.now() >= hold.probeAtMs && (await deliverNext(context, route)) === 'delivered';
}

async function deliverWhileDue(context: DeliveryContext, route: Route): Promise<void> {
  for (;;) {
    const ended = await deliverNext(context, route);
    if (ended === null || ended === 'blocked') return;
  }
}

/** The way to the endpoint, `null` when there is none right now: nothing is claimed then and nothing burned. */
async function openRoute(context: DeliveryContext): Promise<Route | null> {
  const connection = await context.loadConnection();
  if (!connection) return null;
  const keys = await context.loadKeys(connection.workspaceId);
  if (!keys) return null;
  const { endpoint } = connection;
  if (!(await context.isPermitted(endpoint))) {
    await holdEndpoint(context.db, endpoint, { reason: 'permission_missing', nowMs: context.now() });
    return null;
  }
  return { connection, keys };
}

/** Claims, sends and settles one event. @returns how it ended, `null` when there was nothing to claim */
async function deliverNext(context: DeliveryContext, route: Route, eventId?: string): Promise<Outcome['kind'] | null> {
  const { db } = context;
  const { endpoint, workspaceId } = route.connection;
  const by = { token: crypto.randomUUID(), nowMs: context.now(), workspaceId };
  const taken = await claim(db, eventId === undefined ? by : { ...by, eventId });
  if (!taken) return null;

  const outcome = await attempt(context, route, taken);
  if (outcome.kind === 'blocked') await holdEndpoint(db, endpoint, { reason: outcome.reason, nowMs: context.now() });
  else if (outcome.kind === 'delivered') await releaseEndpoint(db, endpoint);
  const row = await settle(db, taken.row, { outcome, nowMs: context.now(), random: context.random() });
  if (row) await context.changed(row);
  return outcome.kind;
}

/** One attempt; after an answer that tells our clock is wrong, corrected and sent once more at once. */
async function attempt(
  context: DeliveryContext,
  { connection, keys }: Route,
  taken: { row: DeliveryRow; body: string },
) {
  const { endpoint, workspaceId } = connection;
  const url = ingestUrl(endpoint, workspaceId, taken.row.source);
  const send = async (clockOffsetSec: number) => {
    const timestampSec = Math.floor(context.now() / 1000) + clockOffsetSec;
    const answer = await postSigned(
      { url, id: taken.row.eventId, body: taken.body, keys, timestampSec },
      context.fetch,
    );
    return outcomeOf(answer, context.now());
  };
  const first = await send((await loadEndpointState(context.db, endpoint)).clockOffsetSec);
  if (first.kind !== 'wrong_clock') return first;

  const clockOffsetSec = first.serverTimeSec - Math.floor(context.now() / 1000);
  await storeClockOffset(context.db, endpoint, clockOffsetSec);
  const second = await send(clockOffsetSec);
  return second.kind === 'wrong_clock' ? ({ kind: 'blocked', reason: 'invalid_timestamp' } as const) : second;
}

async function comeBackAtMs(context: DeliveryContext): Promise<number | null> {
  const connection = await context.loadConnection();
  const dueAtMs = connection ? await nextDueAtMs(context.db, connection.workspaceId) : null;
  if (!connection || dueAtMs === null) return null;
  const { hold } = await loadEndpointState(context.db, connection.endpoint);
  return hold ? hold.probeAtMs : dueAtMs;
}
