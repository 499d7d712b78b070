const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const WAIT = /^(\d{1,9})(ms|s|m|h|d)$/;
/** A wait longer than this is a typing error, not a plan. */
const LONGEST_WAIT_MS = 30 * 86_400_000;
const MOST_RETRIES = 100;

/** Targets that failed together must not come back together. */
const JITTER = 0.2;
/** What a target may ask for with `Retry-After` at most. */
const LONGEST_RETRY_AFTER_MS = 24 * 3_600_000;

/** docs/protocol.md, section 4. */
export const DEFAULT_RETRY_SCHEDULE = '1m,5m,30m,2h,5h,10h,10h';

/**
 * @param text waits between attempts, `1m,5m,30m`, with the units ms, s, m, h and d
 * @returns milliseconds; `null` when it is no schedule
 */
export function parseRetrySchedule(text: string): readonly number[] | null {
  const items = text.split(',').map((item) => item.trim());
  if (items.length > MOST_RETRIES) return null;
  const waits = items.map((item) => {
    const [, amount, unit] = WAIT.exec(item) ?? [];
    return Number(amount) * (UNIT_MS[unit ?? ''] ?? Number.NaN);
  });
  return waits.every((waitMs) => waitMs <= LONGEST_WAIT_MS) ? waits : null;
}

/**
 * When a failed delivery is tried again.
 * @param attempts made so far, at least 1
 * @param askedMs what the target's `Retry-After` asks for, `null` for nothing
 * @param random from 0 to 1
 * @returns milliseconds from now; `null` when the schedule is used up
 */
export function nextWaitMs(
  schedule: readonly number[],
  attempts: number,
  { askedMs, random }: { askedMs: number | null; random: number },
): number | null {
  const waitMs = schedule[attempts - 1];
  if (waitMs === undefined) return null;
  const jittered = Math.round(waitMs * (1 - JITTER + 2 * JITTER * random));
  return Math.max(jittered, Math.min(askedMs ?? 0, LONGEST_RETRY_AFTER_MS));
}
