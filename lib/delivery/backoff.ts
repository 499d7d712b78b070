const FIRST_MS = 5_000;
/** Even a lucky draw leaves the endpoint a moment. */
const LEAST_MS = 1_000;
const LAST_MS = 60 * 60 * 1000;

/**
 * How long to wait after an attempt: exponential with full jitter, so that many senders do not come back together.
 * @param attempts made so far, from 1
 * @param random in [0, 1)
 * @returns milliseconds, from one second to one hour
 */
export function backoffMs(attempts: number, random: number): number {
  const ceiling = Math.min(LAST_MS, FIRST_MS * 2 ** (attempts - 1));
  return Math.max(LEAST_MS, Math.round(ceiling * random));
}
