import { useEffect, useId, useRef } from 'preact/hooks';
import type { DeliveryView } from '../lib/messages.ts';
import { plural, t } from '../lib/i18n/translate.ts';

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
      <p id={lossId}>
        {t('queue_loss', { messages: plural('messages', delivery.messageCount), site: delivery.siteName })}
      </p>
      <div class="actions">
        <button type="button" ref={keep} aria-describedby={lossId} onClick={onCancel}>
          {t('queue_keep')}
        </button>
        <button type="button" class="danger" onClick={onConfirm}>
          {t('queue_confirm')}
        </button>
      </div>
    </div>
  );
}
