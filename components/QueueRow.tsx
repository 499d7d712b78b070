import type { ComponentChildren } from 'preact';
import type { DeliveryReason, DeliveryView } from '../lib/messages.ts';
import { DELIVERY_LOOK, explainDelivery } from './delivery-look.ts';
import { Icon } from './Icon.tsx';
import { formatRelativeTime } from './relative-time.ts';
import { countMessages, DELIVERY_STATE, LANGUAGE, PAGE_WORDS, QUEUE_PAGE_WORDS } from './words.ts';

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
            <bdi>{delivery.title || PAGE_WORDS.untitled}</bdi>
          </a>
        </h3>
        <Facts delivery={delivery} nowMs={nowMs} />
        {explanation && <p class="facts">{explanation}</p>}
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
      <b>{DELIVERY_STATE[delivery.state].word}</b> · {siteName} · <span>{countMessages(messageCount)}</span> ·{' '}
      <Moment label={QUEUE_PAGE_WORDS.captured} timeMs={createdAtMs} nowMs={nowMs} />
      {deliveredAtMs !== null && (
        <>
          {' '}
          · <Moment label={QUEUE_PAGE_WORDS.saved} timeMs={deliveredAtMs} nowMs={nowMs} />
        </>
      )}
      {attempts > 0 && (
        <>
          {' '}
          · <span>{QUEUE_PAGE_WORDS.attempts(attempts)}</span>
        </>
      )}
    </p>
  );
}

function Moment({ label, timeMs, nowMs }: { label: string; timeMs: number; nowMs: number }) {
  const time = new Date(timeMs);
  return (
    <span>
      {label}{' '}
      <time dateTime={time.toISOString()} title={time.toLocaleString(LANGUAGE)}>
        {formatRelativeTime(timeMs, nowMs)}
      </time>
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
          {QUEUE_PAGE_WORDS.retry}
        </button>
      )}
      <button {...common} data-discard onClick={() => !isUnderWay && onDiscard()}>
        {QUEUE_PAGE_WORDS.discard}
      </button>
    </div>
  );
}
