import { LANGUAGE, QUEUE_WORDS } from './words.ts';

const STEPS = [
  { unit: 'day', ms: 86_400_000 },
  { unit: 'hour', ms: 3_600_000 },
  { unit: 'minute', ms: 60_000 },
] as const;

const FORMAT = new Intl.RelativeTimeFormat(LANGUAGE, { numeric: 'auto', style: 'narrow' });

/** `5m ago`, `in 2h`, `yesterday`; words of their own under a minute. Both times in UNIX milliseconds. */
export function formatRelativeTime(timeMs: number, nowMs: number): string {
  const distanceMs = timeMs - nowMs;
  const step = STEPS.find(({ ms }) => Math.abs(distanceMs) >= ms);
  if (!step) return distanceMs > 0 ? QUEUE_WORDS.soon : QUEUE_WORDS.now;
  return FORMAT.format(Math.trunc(distanceMs / step.ms), step.unit);
}
