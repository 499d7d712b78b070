import { useState } from 'preact/hooks';
import type { DeliveryReason, DeliveryView, QueueFilter } from '../lib/messages.ts';
import { QueueDiscard } from './QueueDiscard.tsx';
import { QueueRow } from './QueueRow.tsx';
import { useRowFocus } from './use-row-focus.ts';
import { t } from '../lib/i18n/translate.ts';

export interface QueueListProps {
  /** `null` while they are being read. */
  items: readonly DeliveryView[] | null;
  filter: QueueFilter;
  hasMore: boolean;
  /** Long lists keep a part at a time. */
  hasNewer: boolean;
  knownReason: DeliveryReason | null;
  nowMs: number;
  onRetry: (delivery: DeliveryView) => void;
  onDiscard: (delivery: DeliveryView) => void;
  onShowMore: () => void;
  onShowNewer: () => void;
}

export function QueueList(props: QueueListProps) {
  const { items, filter, knownReason, nowMs } = props;
  const [confirming, setConfirming] = useState<string | null>(null);
  const focus = useRowFocus((items ?? []).map(({ eventId }) => eventId));
  const keep = () => {
    focus.list.current?.querySelector<HTMLElement>(`[data-event="${confirming}"] [data-discard]`)?.focus();
    setConfirming(null);
  };
  const discard = (delivery: DeliveryView) => {
    focus.noteDiscard(delivery.eventId);
    setConfirming(null);
    props.onDiscard(delivery);
  };
  return (
    <>
      <h2 class="unseen" tabIndex={-1} ref={focus.heading}>
        {t('queue_list')}
      </h2>
      {props.hasNewer && (
        <More
          label={t('queue_newer')}
          onClick={() => {
            focus.noteAsked(-1);
            props.onShowNewer();
          }}
        />
      )}
      {items?.length ? (
        <ul class="events" ref={focus.list}>
          {items.map((delivery) => (
            <QueueRow
              key={delivery.eventId}
              delivery={delivery}
              knownReason={knownReason}
              nowMs={nowMs}
              onRetry={() => props.onRetry(delivery)}
              onDiscard={() => setConfirming(delivery.eventId)}
            >
              {confirming === delivery.eventId && delivery.state !== 'delivered' && (
                <QueueDiscard delivery={delivery} onConfirm={() => discard(delivery)} onCancel={keep} />
              )}
            </QueueRow>
          ))}
        </ul>
      ) : (
        <p class="soft empty">{items === null ? t('loading') : t(`queue_empty_${filter}`)}</p>
      )}
      {props.hasMore && (
        <More
          label={t('queue_more')}
          onClick={() => {
            focus.noteAsked(1);
            props.onShowMore();
          }}
        />
      )}
    </>
  );
}

function More({ label, onClick }: { label: string; onClick: () => void }) {
  return (
    <button type="button" class="wide" onClick={onClick}>
      {label}
    </button>
  );
}
