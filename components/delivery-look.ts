import type { DeliveryReason, DeliveryState, DeliveryView } from '../lib/messages.ts';
import type { IconName } from './Icon.tsx';
import { formatRelativeTime } from './relative-time.ts';
import { describeKept } from './describe-reason.ts';
import { joinSentences, t } from '../lib/i18n/translate.ts';

/** Each state has a shape of its own, so that it can be told without colour. */
export const DELIVERY_LOOK: Record<DeliveryState, { icon: IconName; tone: 'good' | 'wait' | 'bad' }> = {
  queued: { icon: 'tray', tone: 'wait' },
  sending: { icon: 'arrow', tone: 'wait' },
  waiting: { icon: 'clock', tone: 'wait' },
  blocked: { icon: 'alert', tone: 'bad' },
  dead: { icon: 'cross', tone: 'bad' },
  delivered: { icon: 'check', tone: 'good' },
};

/**
 * Why a delivery is not done and when it is tried again. `''` when it is done, or all of it is said elsewhere.
 * @param known said above the list already: while it holds, nothing is sent at any time
 */
export function explainDelivery(delivery: DeliveryView, known: DeliveryReason | null, nowMs: number): string {
  const { state, reason, nextTryAtMs } = delivery;
  if (state === 'delivered') return '';
  const why = reason === null ? t(`state_hint_${state}`) : reason === known ? '' : describeKept(reason);
  if (nextTryAtMs === null || known !== null) return why;
  // What is due but has to wait for its turn is not "5 minutes ago".
  const when = formatRelativeTime(Math.max(nextTryAtMs, nowMs + 1), nowMs);
  return joinSentences(why, t('recent_next_try', { when }));
}
