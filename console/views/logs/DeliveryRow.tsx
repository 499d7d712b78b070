import { formatNumber } from '../../../lib/i18n/translate.ts';
import type { Delivery } from '../../api/types.ts';
import { Badge } from '../../parts/Badge.tsx';
import { describeError } from '../../parts/describe-error.ts';
import { Time } from '../../parts/Time.tsx';
import { plural, t } from '../../text.ts';

const TONES = {
  pending: 'wait',
  delivered: 'good',
  failed: 'wait',
  exhausted: 'bad',
  skipped_disabled: 'idle',
} as const;

export function DeliveryState({ status }: Pick<Delivery, 'status'>) {
  return <Badge tone={TONES[status]}>{t(`delivery_${status}`)}</Badge>;
}

export function DeliveryRow({ delivery, href }: { delivery: Delivery; href: string }) {
  const last = delivery.attempts.at(-1);
  return (
    <li class="row">
      <h2>
        <a href={href}>{delivery.event_type}</a> <DeliveryState status={delivery.status} />
      </h2>
      <p class="facts">
        <Time at={delivery.created_at} />
        {last && ` · ${last.status_code ?? describeError(last.error ?? '')}`}
        {last && ` · ${t('milliseconds', { count: formatNumber(Math.round(last.duration_ms)) })}`}
        {delivery.attempts.length > 1 && ` · ${plural('attempts', delivery.attempts.length)}`}
      </p>
    </li>
  );
}
