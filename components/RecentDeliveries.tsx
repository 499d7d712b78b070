import type { DeliveryReason, QueueOverview } from '../lib/messages.ts';
import { DeliveryRow } from './DeliveryRow.tsx';
import { QueueProgress } from './QueueProgress.tsx';
import { DELIVERY_REASON, QUEUE_WORDS } from './words.ts';

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
        <h2 id="queue-heading">{QUEUE_WORDS.heading}</h2>
        {(queue.recent.length > 0 || queue.undelivered > 0) && (
          <button type="button" class="quiet" onClick={onShowAll}>
            {QUEUE_WORDS.showAll}
          </button>
        )}
      </div>
      {queue.hold !== null && queue.hold !== knownReason && (
        <p class="notice">
          <strong>{QUEUE_WORDS.hold}</strong> {DELIVERY_REASON[queue.hold]}
        </p>
      )}
      {queue.undelivered > 0 && (
        <div class="between">
          <p>{QUEUE_WORDS.undelivered(queue.undelivered)}</p>
          <button type="button" onClick={onRetry}>
            {QUEUE_WORDS.retry}
          </button>
        </div>
      )}
      <QueueProgress undelivered={queue.undelivered} />
      {queue.recent.length === 0 ? (
        <p class="soft">{QUEUE_WORDS.empty}</p>
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
