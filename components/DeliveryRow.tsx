import type { DeliveryReason, DeliveryState, DeliveryView } from '../lib/messages.ts';
import { Icon, type IconName } from './Icon.tsx';
import { formatRelativeTime } from './relative-time.ts';
import { countMessages, DELIVERY_REASON, DELIVERY_STATE, PAGE_WORDS, QUEUE_WORDS } from './words.ts';

export interface DeliveryRowProps {
  delivery: DeliveryView;
  /** The reason that is said above the list already. */
  knownReason: DeliveryReason | null;
  nowMs: number;
}

const LOOK: Record<DeliveryState, { icon: IconName; tone: 'good' | 'wait' | 'bad' }> = {
  queued: { icon: 'tray', tone: 'wait' },
  sending: { icon: 'arrow', tone: 'wait' },
  waiting: { icon: 'clock', tone: 'wait' },
  blocked: { icon: 'alert', tone: 'bad' },
  dead: { icon: 'cross', tone: 'bad' },
  delivered: { icon: 'check', tone: 'good' },
};

export function DeliveryRow({ delivery, knownReason, nowMs }: DeliveryRowProps) {
  const { icon, tone } = LOOK[delivery.state];
  const explanation = explain(delivery, knownReason, nowMs);
  return (
    <li class="delivery" data-tone={tone}>
      <Icon name={icon} />
      <div>
        <p class="name clamp" title={delivery.title}>
          <bdi>{delivery.title || PAGE_WORDS.untitled}</bdi>
        </p>
        <p class="facts">
          <b>{DELIVERY_STATE[delivery.state].word}</b> · {delivery.siteName} ·{' '}
          <span>{countMessages(delivery.messageCount)}</span> ·{' '}
          <span>{formatRelativeTime(delivery.deliveredAtMs ?? delivery.createdAtMs, nowMs)}</span>
        </p>
        {explanation && <p class="facts">{explanation}</p>}
      </div>
    </li>
  );
}

function explain({ state, reason, nextTryAtMs }: DeliveryView, known: DeliveryReason | null, nowMs: number): string {
  if (state === 'delivered') return '';
  const why = reason === null ? DELIVERY_STATE[state].sentence : reason === known ? '' : DELIVERY_REASON[reason];
  const next = nextTryAtMs === null ? '' : QUEUE_WORDS.nextTry(formatRelativeTime(nextTryAtMs, nowMs));
  return [why, next].filter(Boolean).join(' ');
}
