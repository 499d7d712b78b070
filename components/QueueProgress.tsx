import { useRef } from 'preact/hooks';
import { formatNumber, t } from '../lib/i18n/translate.ts';

export interface QueueProgressProps {
  undelivered: number;
  /** Since the view was opened; they were not delivered, so they do not count. */
  discarded?: number;
}

/** Fewer are gone before anybody has read the words. */
const FEW = 20;

/** How far a long queue has drained since its highest point while the view was open. */
export function QueueProgress({ undelivered, discarded = 0 }: QueueProgressProps) {
  const peak = useRef(0);
  peak.current = undelivered === 0 ? 0 : Math.max(peak.current, undelivered + discarded);
  const total = peak.current - discarded;
  if (undelivered === 0 || total <= FEW) return null;
  const delivered = total - undelivered;
  return (
    <label class="drain">
      <span>{t('recent_progress', { delivered: formatNumber(delivered), total: formatNumber(total) })}</span>
      <progress value={delivered} max={total} />
    </label>
  );
}
