import type { ComponentChildren } from 'preact';
import type { DeliveryReason, DeliveryView } from '../lib/messages.ts';
import { DELIVERY_LOOK, explainDelivery } from './delivery-look.ts';
import { Icon } from './Icon.tsx';
import { formatRelativeTime } from './relative-time.ts';
import { richText } from './rich-text.ts';
import { languageTag, plural, t } from '../lib/i18n/translate.ts';

export interface QueueRowProps {
  delivery: DeliveryView;
  /** The reason that is said above the list already. */
  knownReason: DeliveryReason | null;
  nowMs: number;
  onRetry: () => void;
  onDiscard: () => void;
  /** What is asked before it is discarded. */
  children?: ComponentChildren;
}

/** Trying now cannot help against these. */
const RETRY_IS_VAIN: readonly (DeliveryReason | null)[] = ['not_connected', 'other_workspace'];

export function QueueRow({ delivery, knownReason, nowMs, onRetry, onDiscard, children }: QueueRowProps) {
  const { icon, tone } = DELIVERY_LOOK[delivery.state];
  const explanation = explainDelivery(delivery, knownReason, nowMs);
  const titleId = `title-${delivery.eventId}`;
  return (
    <li class="event" data-tone={tone} data-event={delivery.eventId} tabIndex={-1} aria-labelledby={titleId}>
      <Icon name={icon} />
      <div class="what">
        <h3 class="name clamp" id={titleId} title={delivery.title}>
          <a href={delivery.url} target="_blank" rel="noreferrer">
            <bdi>{delivery.title || t('untitled')}</bdi>
          </a>
        </h3>
        <Facts delivery={delivery} nowMs={nowMs} />
        {explanation && <p class="facts">{explanation}</p>}
        {delivery.detail !== null && (
          <p class="facts answer">{richText('queue_answer', { answer: <bdi>{delivery.detail}</bdi> })}</p>
        )}
      </div>
      {delivery.state !== 'delivered' && (
        <Actions delivery={delivery} titleId={titleId} onRetry={onRetry} onDiscard={onDiscard} />
      )}
      {children}
    </li>
  );
}

function Facts({ delivery, nowMs }: { delivery: DeliveryView; nowMs: number }) {
  const { siteName, messageCount, createdAtMs, deliveredAtMs, attempts } = delivery;
  return (
    <p class="facts">
      <b>{t(`state_${delivery.state}`)}</b> · {siteName} · <span>{plural('messages', messageCount)}</span> ·{' '}
      <Moment label="queue_captured" timeMs={createdAtMs} nowMs={nowMs} />
      {deliveredAtMs !== null && (
        <>
          {' '}
          · <Moment label="queue_saved" timeMs={deliveredAtMs} nowMs={nowMs} />
        </>
      )}
      {attempts > 0 && (
        <>
          {' '}
          · <span>{plural('attempts', attempts)}</span>
        </>
      )}
    </p>
  );
}

function Moment({ label, timeMs, nowMs }: { label: 'queue_captured' | 'queue_saved'; timeMs: number; nowMs: number }) {
  const time = new Date(timeMs);
  return (
    <span>
      {richText(label, {
        when: (
          <time dateTime={time.toISOString()} title={time.toLocaleString(languageTag())}>
            {formatRelativeTime(timeMs, nowMs)}
          </time>
        ),
      })}
    </span>
  );
}

/** They stay where they are during an attempt, so that nothing jumps and no focus is lost. */
function Actions({
  delivery,
  titleId,
  onRetry,
  onDiscard,
}: Pick<QueueRowProps, 'delivery' | 'onRetry' | 'onDiscard'> & { titleId: string }) {
  const isUnderWay = delivery.state === 'sending';
  const common = { type: 'button', 'aria-disabled': isUnderWay, 'aria-describedby': titleId } as const;
  return (
    <div class="actions">
      {!RETRY_IS_VAIN.includes(delivery.reason) && (
        <button {...common} onClick={() => !isUnderWay && onRetry()}>
          {t('queue_retry')}
        </button>
      )}
      <button {...common} data-discard onClick={() => !isUnderWay && onDiscard()}>
        {t('queue_discard')}
      </button>
    </div>
  );
}
