import { ingestUrl } from '../protocol/paths.ts';
import type { SigningKeys } from '../protocol/secret.ts';
import type { ConnectionSettings } from '../settings/connection-store.ts';
import { utf8Bytes } from '../protocol/bytes.ts';
import { type Outcome, outcomeOf } from './answer-table.ts';
import type { Database } from './database.ts';
import {
  holdEndpoint,
  isProbeDue,
  loadEndpointState,
  releaseEndpoint,
  storeBodyLimit,
  storeClockOffset,
} from './endpoint-state.ts';
import { claim, nextDueAtMs } from './outbox.ts';
import { postSigned } from './post-signed.ts';
import { replaceBySmaller } from './resplit.ts';
import type { DeliveryRow } from './row.ts';
import { renewLease, settle } from './settle.ts';
import type { Ending } from './state.ts';
import { mendClock, prune } from './upkeep.ts';

/** How many conversations are delivered at the same time. */
const LANES = 4;

/** A worker is woken after this time, in milliseconds: by then an attempt has ended, or its worker has died and its lease run out. */
export const SAFETY_MS = 90_000;

/**
 * Where nothing waits, somebody looks again after this time, in milliseconds: an event that is captured just as a worker
 * finds nothing to do, and dies, is not forgotten. One short read each time.
 */
const IDLE_MS = 30 * 60 * 1000;

/** Everything delivery needs from outside. Nothing is kept between calls: the worker may die at any time. */
export interface DeliveryContext {
  db: Database;
  /** Of this run of the worker: tells its own leases from those of a dead one. */
  workerId: string;
  /** UNIX milliseconds. */
  now(): number;
  /** In [0, 1). */
  random(): number;
  fetch: typeof fetch;
  loadConnection(): Promise<ConnectionSettings | null>;
  loadKeys(workspaceId: string): Promise<SigningKeys | null>;
  isPermitted(endpoint: string): Promise<boolean>;
  /**
   * Sees to it that a worker runs at a time, UNIX milliseconds, and again every half hour after it: the one that is woken
   * may die before it can ask. Replaces what was asked before.
   */
  wakeAt(atMs: number): Promise<void>;
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
 * Delivers everything that is due, several conversations at a time, in order within each, and sees to it that a worker is
 * woken for what is left. The wake-up is never taken back, only put off: what is captured at that very moment relies on it.
 */
export async function drain(context: DeliveryContext): Promise<void> {
  // Before the first attempt: whatever kills this worker, another one takes over.
  await context.wakeAt(context.now() + SAFETY_MS);
  const route = await openRoute(context);
  if (route) {
    const { workspaceId } = route.connection;
    await mendClock(context.db, { workspaceId, workerId: context.workerId, nowMs: context.now() });
  }
  if (route && (await isOpen(context, route))) {
    await Promise.all(Array.from({ length: LANES }, () => deliverWhileDue(context, route)));
    await prune(context.db, context.now());
  }
  await context.wakeAt((await comeBackAtMs(context)) ?? context.now() + IDLE_MS);
}

/** A held endpoint is left alone; when the time has come it gets one event as a probe, and the rest if that is let in. */
async function isOpen(context: DeliveryContext, route: Route): Promise<boolean> {
  const { hold } = await loadEndpointState(context.db, route.connection.endpoint);
  if (!hold) return true;
  return isProbeDue(hold, context.now()) && (await deliverNext(context, route)) === 'delivered';
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
  const by = { token: `${context.workerId} ${crypto.randomUUID()}`, nowMs: context.now(), workspaceId };
  const taken = await claim(db, eventId === undefined ? by : { ...by, eventId });
  if (!taken) return null;

  const outcome = await attempt(context, route, taken);
  if (outcome.kind === 'blocked') await holdEndpoint(db, endpoint, { reason: outcome.reason, nowMs: context.now() });
  else if (outcome.kind === 'delivered') await releaseEndpoint(db, endpoint);
  const ending = outcome.kind === 'too_large' ? await makeSmaller(context, taken, { endpoint, ...outcome }) : outcome;
  if (ending === null) return 'too_large';
  const ended = { ending, endpoint, nowMs: context.now(), random: context.random() };
  const row = await settle(db, taken.row, ended);
  if (row) await context.changed(row);
  return outcome.kind;
}

/** @returns `null` when smaller events took its place, else how the attempt ended */
async function makeSmaller(
  context: DeliveryContext,
  taken: { row: DeliveryRow; body: string },
  { endpoint, limitBytes }: { endpoint: string; limitBytes: number | null },
): Promise<Ending | null> {
  const bytes = utf8Bytes(taken.body).length;
  const maxBodyBytes = await storeBodyLimit(context.db, endpoint, { bytes, limitBytes });
  if (await replaceBySmaller(context.db, taken.row, { maxBodyBytes, nowMs: context.now() })) return null;
  return { kind: 'dead', reason: 'too_large', detail: `413: ${bytes} bytes` };
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
  // Nobody sends without a lease: another worker may have taken over while this one waited for its answer.
  if (!(await renewLease(context.db, taken.row, context.now())))
    return { kind: 'waiting', reason: 'invalid_timestamp', afterMs: null } as const;
  const second = await send(clockOffsetSec);
  return second.kind === 'wrong_clock' ? ({ kind: 'blocked', reason: 'invalid_timestamp' } as const) : second;
}

/** When to come back, UNIX milliseconds; `null` when nothing waits or only the user can help. */
async function comeBackAtMs(context: DeliveryContext): Promise<number | null> {
  const connection = await context.loadConnection();
  const dueAtMs = connection ? await nextDueAtMs(context.db, connection.workspaceId) : null;
  if (!connection || dueAtMs === null) return null;
  const { hold } = await loadEndpointState(context.db, connection.endpoint);
  // A hold that has run its time sends a probe as soon as there is something to send.
  return hold && !isProbeDue(hold, context.now()) ? hold.probeAtMs : dueAtMs;
}
