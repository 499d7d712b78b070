import type { DeliveryState } from '../messages.ts';
import type { Outcome } from './answer-table.ts';
import { backoffMs } from './backoff.ts';
import type { DeliveryRow, NewDeliveryRow, SentRequest } from './row.ts';

/** An attempt is over long before: each request is given up after 15 seconds, and there are at most two. */
export const LEASE_MS = 60_000;

/**
 * The states of a delivery and every way between them. `new` and `gone` stand for a row that is not there yet and not
 * there any more. Each write of a row is held against this table, so a way that is not in it cannot be taken.
 */
const WAYS: Record<DeliveryState | 'new', readonly (DeliveryState | 'gone')[]> = {
  new: ['queued'],
  // A claim; asked for again by hand; split into smaller events; discarded.
  queued: ['sending', 'queued', 'gone'],
  waiting: ['sending', 'waiting', 'queued', 'gone'],
  blocked: ['sending', 'blocked', 'queued', 'gone'],
  // The answer; another claim after the lease ran out; freed by a new worker; replaced by smaller events.
  sending: ['delivered', 'waiting', 'blocked', 'dead', 'sending', 'queued', 'gone'],
  // Only by hand; pruned. What the receiver has is never tried again by itself.
  delivered: ['queued', 'gone'],
  dead: ['queued', 'gone'],
};

/** Whether a row counts as on its way: everything that is neither delivered nor given up. */
export const isUndelivered = (state: DeliveryState) => state !== 'delivered' && state !== 'dead';

/**
 * Holds a write against the table and against what each state promises.
 * @throws for a bug: the transaction is then aborted and the row stays as it was
 */
export function checkWay(before: DeliveryRow | null, after: NewDeliveryRow | null): void {
  const from = before?.state ?? 'new';
  const to = after?.state ?? 'gone';
  if (!WAYS[from].includes(to)) throw new Error(`a delivery cannot go from ${from} to ${to}`);
  if (!after) return;
  if ((after.state === 'sending') !== (after.lease !== null)) throw new Error(`${to}: a lease belongs to an attempt`);
  if (isUndelivered(after.state) !== (after.lane !== undefined)) throw new Error(`${to}: a lane is for what waits`);
  if (!isUndelivered(after.state) && after.dueAtMs !== undefined) throw new Error(`${to}: nothing is due`);
}

export function claimed(row: DeliveryRow, token: string, nowMs: number): DeliveryRow {
  const untilMs = nowMs + LEASE_MS;
  return { ...row, state: 'sending', dueAtMs: untilMs, lease: { token, untilMs } };
}

/** How an attempt can end. A wrong clock is corrected, what is too large is split and a taken id given up, if it can be, before that. */
export type Ending = Exclude<Outcome, { kind: 'wrong_clock' | 'too_large' | 'id_taken' }>;

interface SettledAt {
  nowMs: number;
  /** In [0, 1). */
  random: number;
  sent: SentRequest | null;
}

/** The row after an attempt. */
export function settled(row: DeliveryRow, ending: Ending, at: SettledAt): DeliveryRow {
  const attempts = row.attempts + 1;
  const { dueAtMs: _due, lane, ...rest } = row;
  const base = { ...rest, ...(at.sent && { sent: at.sent }), attempts, lease: null, reason: null, detail: null };
  const onItsWay = lane === undefined ? base : { ...base, lane };
  switch (ending.kind) {
    case 'delivered':
      return { ...base, state: 'delivered', how: ending.how, deliveredAtMs: at.nowMs };
    case 'waiting': {
      const dueAtMs = at.nowMs + (ending.afterMs ?? backoffMs(attempts, at.random));
      return { ...onItsWay, state: 'waiting', reason: ending.reason, dueAtMs };
    }
    case 'blocked':
      // Due at once: it is the endpoint that is held, not the row.
      return { ...onItsWay, state: 'blocked', reason: ending.reason, dueAtMs: at.nowMs };
    case 'dead':
      return { ...base, state: 'dead', reason: ending.reason, detail: ending.detail };
    default:
      return ending satisfies never;
  }
}

/** A row that goes on its way again: asked for once more by hand. */
export function requeued(row: DeliveryRow, to: { lane: string; endpoint: string; nowMs: number }): DeliveryRow {
  const { lane, endpoint, nowMs } = to;
  const fresh = { reason: null, detail: null, lease: null, attempts: 0, deliveredAtMs: null };
  return { ...row, ...fresh, lane, endpoint, state: 'queued', dueAtMs: nowMs };
}
