import type { DeliveryReason, QueueOverview } from '../lib/messages.ts';
import { DeliveryRow } from './DeliveryRow.tsx';
import { DELIVERY_REASON, QUEUE_WORDS } from './words.ts';

export interface RecentDeliveriesProps {
  /** `null` while it is being read. */
  queue: QueueOverview | null;
  /** UNIX milliseconds. */
  nowMs: number;
  /** A reason that the popup says elsewhere already. */
  knownReason?: DeliveryReason | null;
  onRetry: () => void;
}

export function RecentDeliveries({ queue, nowMs, knownReason = null, onRetry }: RecentDeliveriesProps) {
  if (queue === null) return null;
  return (
    <section class="section" aria-labelledby="queue-heading">
      <h2 id="queue-heading">{QUEUE_WORDS.heading}</h2>
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
