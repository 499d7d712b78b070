import { randomUUID } from 'node:crypto';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { describeError, log } from '../log.ts';
import type { ClaimedEvent } from '../store/inbox-store.ts';
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

/** What an event leads to. Must come out the same when it runs twice; throws when it could not be done. */
export type Effect = (event: ClaimedEvent, now: number) => Promise<void>;

export interface WorkerParts {
  readonly store: Store;
  readonly effect: Effect;
  /** Called when events were done and that is durable. */
  readonly onDone: () => void;
  readonly patienceMs?: number;
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

async function workOff(
  { store, effect, onDone, patienceMs = PATIENCE_MS }: WorkerParts,
  claimed: readonly ClaimedEvent[],
  { token, now }: { token: string; now: number },
): Promise<void> {
  const done: number[] = [];
  const complete = async () => {
    if (done.length === 0) return;
    await store.completeInbox(done.splice(0), token);
    onDone();
  };
  let isLate = false;
  const work = async (event: ClaimedEvent) => {
    const error = await tryEffect(effect, event, now);
    if (error !== null) return giveBack(store, event, { token, error, now });
    done.push(event.id);
    if (isLate) await complete();
  };
  const works: Promise<void>[] = [];
  for (const event of claimed) {
    // What cannot be settled comes back when its lease ends.
    works.push(work(event).catch((error: unknown) => log.error('event_unsettled', describeError(error))));
    await setImmediate(); // requests get their turn
  }
  await Promise.race([Promise.all(works), setTimeout(patienceMs, undefined, { ref: false })]);
  isLate = true;
  await complete();
}

/** @returns what went wrong, `null` when all went well */
async function tryEffect(effect: Effect, event: ClaimedEvent, now: number): Promise<string | null> {
  // Its attempts are counted when they begin, so this one has brought down its worker each time.
  if (event.attempts > MAX_ATTEMPTS) return 'the worker ended before the event was done';
  try {
    await effect(event, now);
    return null;
  } catch (error) {
    const { error: code, at } = describeError(error);
    return `${code} ${at}`;
  }
}

async function giveBack(store: Store, event: ClaimedEvent, failure: { token: string; error: string; now: number }) {
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
