import { joinSentences, languageTag, t } from '../lib/i18n/translate.ts';
import type { ConnectionTest } from '../lib/messages.ts';

/** Of the test of a connection, where nothing is queued. */
export function describeTest(test: ConnectionTest): string {
  if (test.ok) return t('test_ok');
  if (test.clockSkewSec) return describeSkew(test.clockSkewSec);
  return joinSentences(t(`reason_${test.reason}`), t(`mend_${test.reason}`));
}

function describeSkew(clockSkewSec: number): string {
  const seconds = Math.round(Math.abs(clockSkewSec));
  const amount = seconds < 120 ? formatUnit(seconds, 'second') : formatUnit(Math.round(seconds / 60), 'minute');
  return t(clockSkewSec > 0 ? 'clock_ahead' : 'clock_behind', { amount });
}

const formatUnit = (value: number, unit: 'second' | 'minute') =>
  new Intl.NumberFormat(languageTag(), { style: 'unit', unit, unitDisplay: 'long' }).format(value);
