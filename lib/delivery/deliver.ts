import { ingestUrl } from '../protocol/paths.ts';
import type { SigningKeys } from '../protocol/secret.ts';
import type { ConnectionSettings } from '../settings/connection-store.ts';
import { utf8Bytes } from '../protocol/bytes.ts';
import { type Outcome, outcomeOf } from './answer-table.ts';
import type { Bookkeeper } from './bookkeeper.ts';
import type { Database } from './database.ts';
import {
  holdEndpoint,
  isProbeDue,
  loadEndpointState,
  senderLimit,
  storeBodyLimit,
  storeClockOffset,
} from './endpoint-state.ts';
import type { Loops } from './loops.ts';
import { type Claim, claim, nextDueAtMs, type Taken } from './outbox.ts';
import { postSigned } from './post-signed.ts';
import { replaceByOwn, replaceBySmaller } from './resplit.ts';
import type { DeliveryRow, SentRequest } from './row.ts';
import { sendApart } from './send-apart.ts';
import { renewLease } from './settle.ts';
import { type Ending, LEASE_MS } from './state.ts';
import { type BodyApart, bodyApart } from './text-apart.ts';
import { mendClock, prune } from './upkeep.ts';

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
  /** Called with each row that an attempt changed. Must not keep anybody waiting. */
  changed(row: DeliveryRow): void;
  /** Of this run of the worker. */
  loops: Loops;
  /** Over `db`. */
  books: Bookkeeper;
}

/** How an attempt ends whose lease is lost: as whoever has it now says. */
const LOST = { kind: 'waiting', reason: 'timeout', afterMs: null, sent: null } as const;

/** How an attempt ended, and what went out; `null` when nothing did. */
type Attempted = Exclude<Outcome, { kind: 'wrong_clock' }> & { sent: SentRequest | null };

interface Route {
  connection: ConnectionSettings;
  keys: SigningKeys;
  /** How it was refused since it was opened: what is already claimed fares the same and is not sent. */
  refusal: (Outcome & { kind: 'blocked' }) | null;
}

/** Delivers one event now, if it is its turn, also to a held endpoint: the user asked. Others are left to `drain`. */
export async function deliverOne(context: DeliveryContext, eventId: string): Promise<void> {
  const route = await openRoute(context);
  const taken = route && (await claim(context.db, { ...newClaim(context, route), eventId, passesHold: true }));
  if (taken) await deliver(context, route, { taken, isLast: true });
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
    await probe(context, route);
    await context.loops.fill(() => deliverWhileDue(context, route));
    await prune(context.db, context.now());
  }
  await context.wakeAt((await comeBackAtMs(context)) ?? context.now() + IDLE_MS);
}

/** A held endpoint is left alone; when the time has come it gets one event, and the rest if that is let in. */
async function probe(context: DeliveryContext, route: Route): Promise<void> {
  const { hold } = await loadEndpointState(context.db, route.connection.endpoint);
  if (!hold || !isProbeDue(hold, context.now())) return;
  const taken = await claim(context.db, { ...newClaim(context, route), passesHold: true });
  if (taken) await deliver(context, route, { taken, isLast: true });
}

async function deliverWhileDue(context: DeliveryContext, route: Route): Promise<void> {
  const claimAny = async () => (await context.books.enter({ attempt: null, next: newClaim(context, route) })).next;
  for (let taken = await claimAny(); taken; ) {
    const next: Taken | null = await deliver(context, route, { taken, isLast: false });
    taken = next ?? (await claimAny());
  }
}

const newClaim = (context: DeliveryContext, { connection: { endpoint, workspaceId } }: Route): Claim => ({
  token: `${context.workerId} ${crypto.randomUUID()}`,
  nowMs: context.now(),
  workspaceId,
  endpoint,
});

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
  return { connection, keys, refusal: null };
}

/** Sends and settles a claimed event. @returns the one that was claimed after it, `null` for none */
async function deliver(
  context: DeliveryContext,
  route: Route,
  { taken, isLast }: { taken: Taken; isLast: boolean },
): Promise<Taken | null> {
  const { endpoint } = route.connection;
  // One that somebody waits for does not wait for others.
  const outcome = isLast
    ? await attempt(context, route, taken)
    : await context.loops.request(() => attemptInTurn(context, route, taken));
  const taking = outcome.kind === 'too_large' ? await makeSmaller(context, route, { taken, ...outcome }) : outcome;
  const last = taking?.kind === 'id_taken' ? await makeOwn(context, route, { taken, ...taking }) : taking;
  if (last === null) return null;
  const { sent, ...ending } = last;
  const ended = { ending, sent, endpoint, nowMs: context.now(), random: context.random() };
  const following = { ...newClaim(context, route), isReached: ending.kind === 'delivered' };
  const settled = { attempt: { taken: taken.row, ended }, next: isLast ? null : following };
  const { row, next } = await context.books.enter(settled);
  if (row) context.changed(row);
  return next;
}

type Ended = Ending & { sent: SentRequest | null };
type IdTaken = { kind: 'id_taken'; sent: SentRequest | null };

/**
 * An installation before this one, or another device, sent the same content, and the receiver may have seen later versions
 * since: it goes once more, under an id of its own.
 * @returns `null` when it takes its own place so, else how the attempt ended
 */
async function makeOwn(
  context: DeliveryContext,
  route: Route,
  { taken, sent }: { taken: Taken; sent: SentRequest | null },
): Promise<Ended | null> {
  const maxBodyBytes = senderLimit(await loadEndpointState(context.db, route.connection.endpoint));
  const by = { maxBodyBytes, nowMs: context.now() };
  return (await replaceByOwn(context.db, taken.row, by)) ? null : { kind: 'delivered', how: 'duplicate', sent };
}

/** @returns `null` when smaller events took its place, else how the attempt ended */
async function makeSmaller(
  context: DeliveryContext,
  route: Route,
  refused: { taken: Taken; limitBytes: number | null; sent: SentRequest | null },
): Promise<Ended | IdTaken | null> {
  const { taken, limitBytes, sent } = refused;
  const bytes = utf8Bytes(taken.body).length;
  const maxBodyBytes = await storeBodyLimit(context.db, route.connection.endpoint, { bytes, limitBytes });
  if (await replaceBySmaller(context.db, taken.row, { maxBodyBytes, nowMs: context.now() })) return null;
  const apart = await bodyApart(taken.body);
  const tooLarge = { kind: 'dead', reason: 'too_large', detail: `413: ${bytes} bytes`, sent } as const;
  return apart ? attemptApart(context, route, { taken, apart, tooLarge }) : tooLarge;
}

/** One attempt with the long texts by reference: them first, then the event. */
async function attemptApart(
  context: DeliveryContext,
  route: Route,
  { taken, apart, tooLarge }: { taken: Taken; apart: BodyApart; tooLarge: Ended & { kind: 'dead' } },
): Promise<Ended | IdTaken> {
  const { connection, keys } = route;
  const hasLease = () => renewLease(context.db, taken.row, context.now());
  const { clockOffsetSec } = taken;
  const to = {
    ...connection,
    keys,
    clockOffsetSec,
    now: () => context.now(),
    fetch: context.fetch,
    renewLease: hasLease,
  };
  const texts = await sendApart(apart.texts, to);
  if (texts.kind === 'not_taken') return { ...tooLarge, detail: `${tooLarge.detail}; PUT: ${texts.status}` };
  if (texts.kind === 'failed') return { ...(await endingApart(context, route, texts.outcome)), sent: tooLarge.sent };
  if (texts.kind === 'lost' || !(await hasLease())) return LOST;
  const { sent, ...outcome } = await attempt(context, route, { ...taken, body: apart.body });
  if (outcome.kind === 'too_large') return tooLarge;
  return { ...outcome, sent: sent && { ...sent, isApart: true } };
}

/** What became of a text says nothing of its event: that is neither delivered nor given up by it. */
async function endingApart(context: DeliveryContext, route: Route, outcome: Outcome): Promise<Ending> {
  if (outcome.kind === 'waiting' || outcome.kind === 'blocked') return outcome;
  if (outcome.kind !== 'wrong_clock') return { kind: 'waiting', reason: 'not_an_answer', afterMs: null };
  const clockOffsetSec = outcome.serverTimeSec - Math.floor(context.now() / 1000);
  await storeClockOffset(context.db, route.connection.endpoint, clockOffsetSec);
  return { kind: 'waiting', reason: 'invalid_timestamp', afterMs: null };
}

/** Nobody sends without a lease: it may be running out, or somebody else's, when the turn comes. */
async function attemptInTurn(context: DeliveryContext, route: Route, taken: Taken): Promise<Attempted> {
  if (route.refusal) return { ...route.refusal, sent: null };
  const isFresh = (taken.row.lease?.untilMs ?? 0) - context.now() > LEASE_MS / 2;
  if (!isFresh && !(await renewLease(context.db, taken.row, context.now()))) return LOST;
  const outcome = await attempt(context, route, taken);
  // Before the next one gets its turn.
  if (outcome.kind === 'blocked') route.refusal = outcome;
  return outcome;
}

/** One attempt; after an answer that tells our clock is wrong, corrected and sent once more at once. */
async function attempt(context: DeliveryContext, { connection, keys }: Route, taken: Taken): Promise<Attempted> {
  const { endpoint, workspaceId } = connection;
  const url = ingestUrl(endpoint, workspaceId, taken.row.source);
  const send = async (clockOffsetSec: number) => {
    const timestampSec = Math.floor(context.now() / 1000) + clockOffsetSec;
    const { headers, answer } = await postSigned(
      { url, id: taken.row.eventId, body: taken.body, keys, timestampSec },
      context.fetch,
    );
    const atMs = context.now();
    return { ...outcomeOf(answer, atMs), sent: { url, headers, atMs } };
  };
  const first = await send(taken.clockOffsetSec);
  if (first.kind !== 'wrong_clock') return first;

  const clockOffsetSec = first.serverTimeSec - Math.floor(context.now() / 1000);
  await storeClockOffset(context.db, endpoint, clockOffsetSec);
  // Nobody sends without a lease: another worker may have taken over while this one waited for its answer.
  if (!(await renewLease(context.db, taken.row, context.now()))) return LOST;
  const second = await send(clockOffsetSec);
  return second.kind === 'wrong_clock' ? { kind: 'blocked', reason: 'invalid_timestamp', sent: second.sent } : second;
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
