import { useEffect, useId, useRef } from 'preact/hooks';
import type { DeliveryView } from '../lib/messages.ts';
import { countMessages, QUEUE_PAGE_WORDS } from './words.ts';

export interface QueueDiscardProps {
  delivery: DeliveryView;
  onConfirm: () => void;
  onCancel: () => void;
}

/** Asks before a capture is discarded, in its row: says what is lost, and has the harmless answer in focus. */
export function QueueDiscard({ delivery, onConfirm, onCancel }: QueueDiscardProps) {
  const lossId = useId();
  const keep = useRef<HTMLButtonElement>(null);
  useEffect(() => keep.current?.focus(), []);
  return (
    <div
      class="notice confirm"
      role="group"
      aria-labelledby={lossId}
      onKeyDown={({ key }) => {
        if (key === 'Escape') onCancel();
      }}
    >
      <p id={lossId}>{QUEUE_PAGE_WORDS.loss(countMessages(delivery.messageCount), delivery.siteName)}</p>
      <div class="actions">
        <button type="button" ref={keep} aria-describedby={lossId} onClick={onCancel}>
          {QUEUE_PAGE_WORDS.keep}
        </button>
        <button type="button" class="danger" onClick={onConfirm}>
          {QUEUE_PAGE_WORDS.confirm}
        </button>
      </div>
    </div>
  );
}
