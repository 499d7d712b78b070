import { languageTag, t } from '../lib/i18n/translate.ts';

const STEPS = [
  { unit: 'day', ms: 86_400_000 },
  { unit: 'hour', ms: 3_600_000 },
  { unit: 'minute', ms: 60_000 },
] as const;

/** `5m ago`, `in 2h`, `yesterday`; words of their own under a minute. Both times in UNIX milliseconds. */
export function formatRelativeTime(timeMs: number, nowMs: number): string {
  const distanceMs = timeMs - nowMs;
  const step = STEPS.find(({ ms }) => Math.abs(distanceMs) >= ms);
  if (!step) return distanceMs > 0 ? t('time_soon') : t('time_now');
  const format = new Intl.RelativeTimeFormat(languageTag(), { numeric: 'auto', style: 'narrow' });
  return format.format(Math.trunc(distanceMs / step.ms), step.unit);
}
