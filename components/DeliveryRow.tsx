import type { DeliveryReason, DeliveryView } from '../lib/messages.ts';
import { DELIVERY_LOOK, explainDelivery } from './delivery-look.ts';
import { Icon } from './Icon.tsx';
import { formatRelativeTime } from './relative-time.ts';
import { countMessages, DELIVERY_STATE, PAGE_WORDS } from './words.ts';

export interface DeliveryRowProps {
  delivery: DeliveryView;
  /** The reason that is said above the list already. */
  knownReason: DeliveryReason | null;
  nowMs: number;
}

export function DeliveryRow({ delivery, knownReason, nowMs }: DeliveryRowProps) {
  const { icon, tone } = DELIVERY_LOOK[delivery.state];
  const explanation = explainDelivery(delivery, knownReason, nowMs);
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
