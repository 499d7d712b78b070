import type { DeliveryReason, QueueOverview } from '../lib/messages.ts';
import { DeliveryRow } from './DeliveryRow.tsx';
import { QueueProgress } from './QueueProgress.tsx';
import { describeKept } from './describe-reason.ts';
import { plural, t } from '../lib/i18n/translate.ts';

export interface RecentDeliveriesProps {
  /** `null` while it is being read. */
  queue: QueueOverview | null;
  /** UNIX milliseconds. */
  nowMs: number;
  /** A reason that the popup says elsewhere already. */
  knownReason?: DeliveryReason | null;
  onRetry: () => void;
  onShowAll: () => void;
}

export function RecentDeliveries({ queue, nowMs, knownReason = null, onRetry, onShowAll }: RecentDeliveriesProps) {
  if (queue === null) return null;
  return (
    <section class="section" aria-labelledby="queue-heading">
      <div class="between">
        <h2 id="queue-heading">{t('recent_heading')}</h2>
        {(queue.recent.length > 0 || queue.undelivered > 0) && (
          <button type="button" class="quiet" onClick={onShowAll}>
            {t('recent_show_all')}
          </button>
        )}
      </div>
      {queue.hold !== null && queue.hold !== knownReason && (
        <p class="notice">
          <strong>{t('recent_hold')}</strong> {describeKept(queue.hold)}
        </p>
      )}
      {queue.undelivered > 0 && (
        <div class="between">
          <p>{plural('undelivered', queue.undelivered)}</p>
          <button type="button" onClick={onRetry}>
            {t('recent_retry')}
          </button>
        </div>
      )}
      <QueueProgress undelivered={queue.undelivered} />
      {queue.recent.length === 0 ? (
        <p class="soft">{t('recent_empty')}</p>
      ) : (
        <ul class="deliveries">
          {queue.recent.map((delivery) => (
            <DeliveryRow
              key={delivery.eventId}
              delivery={delivery}
              knownReason={queue.hold ?? knownReason}
              nowMs={nowMs}
            />
          ))}
        </ul>
      )}
    </section>
  );
}
