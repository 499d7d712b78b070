import type { DeliveryState } from '../messages.ts';
import type { Outcome } from './answer-table.ts';
import { backoffMs } from './backoff.ts';
import type { DeliveryRow } from './row.ts';

/**
 * The states of a delivery and the ways between them:
 *
 *     queued ──┐                    ┌─> delivered ──(asked for again)──> queued
 *     waiting ─┼─(claim)─> sending ─┼─> waiting (until)
 *     blocked ─┘             │      ├─> blocked (endpoint held)
 *                            │      └─> dead (reason) ──(retry)──> queued
 *                            └─(lease ran out)─> sending, with another token
 */

/** An attempt is over long before: the request itself is given up after 15 seconds. */
export const LEASE_MS = 60_000;

/** Whether a row counts as on its way: everything that is neither delivered nor given up. */
export const isUndelivered = (state: DeliveryState) => state !== 'delivered' && state !== 'dead';

/** May it be claimed now? A `sending` row may once its lease has run out: its worker died. */
export function isClaimable(row: DeliveryRow, nowMs: number): boolean {
  return row.dueAtMs !== undefined && row.dueAtMs <= nowMs;
}

export function claimed(row: DeliveryRow, token: string, nowMs: number): DeliveryRow {
  const untilMs = nowMs + LEASE_MS;
  return { ...row, state: 'sending', dueAtMs: untilMs, lease: { token, untilMs } };
}

/** The row after an attempt. `wrong_clock` is no end of an attempt: the sender corrects and sends once more. */
export function settled(
  row: DeliveryRow,
  outcome: Exclude<Outcome, { kind: 'wrong_clock' }>,
  at: { nowMs: number; random: number },
): DeliveryRow {
  const attempts = row.attempts + 1;
  const { dueAtMs: _due, lane, ...rest } = row;
  const base = { ...rest, attempts, lease: null, reason: null };
  switch (outcome.kind) {
    case 'delivered':
      return { ...base, state: 'delivered', how: outcome.how, deliveredAtMs: at.nowMs };
    case 'waiting': {
      const dueAtMs = at.nowMs + (outcome.afterMs ?? backoffMs(attempts, at.random));
      return { ...base, ...withLane(lane), state: 'waiting', reason: outcome.reason, dueAtMs };
    }
    case 'blocked':
      // Due at once: it is the endpoint that is held, not the row.
      return { ...base, ...withLane(lane), state: 'blocked', reason: outcome.reason, dueAtMs: at.nowMs };
    case 'dead':
      return { ...base, state: 'dead', reason: outcome.reason };
    default:
      return outcome satisfies never;
  }
}

/** A row that goes on its way again: asked for once more by hand. */
export function requeued(row: DeliveryRow, lane: string, nowMs: number): DeliveryRow {
  return { ...row, lane, state: 'queued', reason: null, dueAtMs: nowMs, lease: null, attempts: 0 };
}

const withLane = (lane: string | undefined) => (lane === undefined ? {} : { lane });
