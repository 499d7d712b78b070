import { randomUUID } from 'node:crypto';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { describeError, log } from '../log.ts';
import type { ClaimedEvent, InboxEffect, InboxSettlement } from '../store/inbox-store.ts';
import type { Store } from '../store/store.ts';
import { backoffMs } from './backoff.ts';
import type { Pass } from './waking-loop.ts';

/** Work on one event takes milliseconds; after this long its worker is taken for dead. */
const LEASE_MS = 30_000;
const CLAIM_LIMIT = 32;
/** An event that failed this often waits for a person. */
export const MAX_ATTEMPTS = 10;
/** The others do not wait longer for an event that takes its time; it is settled when it is done. */
const PATIENCE_MS = 1000;
/** A transaction ends after about so long: an embedded database keeps requests waiting meanwhile. */
const BUDGET_MS = 4;

/** Works out what an event leads to, and writes nothing. Throws when it cannot be done. */
export type Effect = (event: ClaimedEvent, now: number) => Promise<InboxEffect>;

export interface WorkerParts {
  readonly store: Store;
  readonly effect: Effect;
  /** Called when events were done and that is written. */
  readonly onDone: () => void;
  readonly patienceMs?: number;
}

type Lease = Pick<InboxSettlement, 'token' | 'now'>;

interface Prepared {
  readonly event: ClaimedEvent;
  readonly effect: InboxEffect;
}

/**
 * A pass that works off what is due in the inbox, oldest first, a batch at a time. An event that was begun before comes after
 * those that were not, and alone: whatever ended its worker ends no other's.
 */
export function createInboxPass(parts: WorkerParts): Pass {
  const { store } = parts;
  return async (now) => {
    for (const [isBegun, limit] of [
      [false, CLAIM_LIMIT],
      [true, 1],
    ] as const) {
      const token = randomUUID();
      const claimed = await store.claimInbox({ now, leaseMs: LEASE_MS, limit, token, isBegun });
      if (claimed.length) await workOff(parts, claimed, { token, now });
    }
    return store.nextInboxDueAt();
  };
}

async function workOff(parts: WorkerParts, claimed: readonly ClaimedEvent[], lease: Lease): Promise<void> {
  const { patienceMs = PATIENCE_MS } = parts;
  const prepared: Prepared[] = [];
  const settle = () => settleAll(parts, prepared.splice(0), lease);
  let isLate = false;
  const prepare = async (event: ClaimedEvent) => {
    const effect = await tryEffect(parts, event, lease);
    if (!effect) return;
    prepared.push({ event, effect });
    if (isLate) await settle();
  };
  const preparations: Promise<void>[] = [];
  for (const event of claimed) {
    preparations.push(prepare(event).catch(logUnsettled));
    await setImmediate(); // requests get their turn
  }
  await Promise.race([Promise.all(preparations), setTimeout(patienceMs, undefined, { ref: false })]);
  isLate = true;
  await settle();
}

/** @returns `null` when it cannot be done; then it was given back */
async function tryEffect(
  { store, effect }: WorkerParts,
  event: ClaimedEvent,
  lease: Lease,
): Promise<InboxEffect | null> {
  // Its attempts are counted when they begin, so this one has brought down its worker each time.
  if (event.attempts > MAX_ATTEMPTS) {
    await giveBack(store, event, { ...lease, error: 'the worker ended before the event was done' });
    return null;
  }
  try {
    return await effect(event, lease.now);
  } catch (error) {
    await giveBack(store, event, { ...lease, error: sayError(error) });
    return null;
  }
}

/** Writes what events led to, as many in one transaction as take little time. */
async function settleAll({ store, onDone }: WorkerParts, prepared: readonly Prepared[], lease: Lease): Promise<void> {
  const settle = (some: readonly Prepared[]) =>
    store.settleInbox({
      effects: some.map(({ event: { id }, effect }) => ({ ...effect, id })),
      ...lease,
      budgetMs: BUDGET_MS,
    });
  for (let rest = prepared.toSorted((a, b) => a.event.id - b.event.id); rest.length > 0; ) {
    try {
      rest = rest.slice(await settle(rest));
    } catch {
      // One of them is at fault, and only that one has to wait: each alone.
      for (const one of rest) {
        await settle([one])
          .catch((error: unknown) => giveBack(store, one.event, { ...lease, error: sayError(error) }))
          .catch(logUnsettled);
      }
      rest = [];
    }
    onDone();
    await setImmediate(); // requests get their turn
  }
}

/** What cannot be settled comes back when its lease ends. */
function logUnsettled(error: unknown): void {
  log.error('event_unsettled', describeError(error));
}

function sayError(error: unknown): string {
  const { error: code, at } = describeError(error);
  return `${code} ${at}`;
}

async function giveBack(store: Store, event: ClaimedEvent, failure: Lease & { error: string }) {
  const { token, error, now } = failure;
  const fields = { inbox_id: event.id, workspace: event.workspaceId, source: event.source, attempts: event.attempts };
  if (event.attempts >= MAX_ATTEMPTS) {
    await store.parkInbox({ id: event.id, token, error });
    log.error('event_parked', { ...fields, error });
  } else {
    await store.failInbox({ id: event.id, token, error, retryAt: now + backoffMs(event.attempts) });
    log.warn('event_failed', { ...fields, error });
  }
}
