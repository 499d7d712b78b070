import type { DeliveryReason, DeliveryView } from '../lib/messages.ts';
import { DELIVERY_LOOK, explainDelivery } from './delivery-look.ts';
import { Icon } from './Icon.tsx';
import { formatRelativeTime } from './relative-time.ts';
import { plural, t } from '../lib/i18n/translate.ts';

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
          <bdi>{delivery.title || t('untitled')}</bdi>
        </p>
        <p class="facts">
          <b>{t(`state_${delivery.state}`)}</b> · {delivery.siteName} ·{' '}
          <span>{plural('messages', delivery.messageCount)}</span> ·{' '}
          <span>{formatRelativeTime(delivery.deliveredAtMs ?? delivery.createdAtMs, nowMs)}</span>
        </p>
        {explanation && <p class="facts">{explanation}</p>}
      </div>
    </li>
  );
}
