import { randomUUID } from 'node:crypto';
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

/** What an event leads to. Must come out the same when it runs twice; throws when it could not be done. */
export type Effect = (event: ClaimedEvent, now: number) => Promise<void>;

/** A pass that works off what is due in the inbox, oldest first, a batch at a time. */
export function createInboxPass(store: Store, effect: Effect): Pass {
  return async (now) => {
    const token = randomUUID();
    const claimed = await store.claimInbox({ now, leaseMs: LEASE_MS, limit: CLAIM_LIMIT, token });
    const done: number[] = [];
    for (const event of claimed) {
      const error = await tryEffect(effect, event, now);
      if (error === null) done.push(event.id);
      else await giveBack(store, event, { token, error, now });
    }
    if (done.length) await store.completeInbox(done, token);
    return store.nextInboxDueAt();
  };
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
