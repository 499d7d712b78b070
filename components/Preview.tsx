import { useState } from 'preact/hooks';
import { plural, t } from '../lib/i18n/translate.ts';
import type { PreviewResult } from '../lib/messages.ts';
import type { BrainIngestEvent, Message } from '../lib/protocol/event.ts';
import { Icon } from './Icon.tsx';
import { markPlaceholders } from './mark-placeholders.tsx';

interface PreviewProps {
  preview: PreviewResult | 'reading' | null;
  siteName: string;
  onRead: () => void;
}

/** As many messages more at a time. */
const STEP = 20;

/** The conversation on the page exactly as it would be sent: its messages, its labels, and what was replaced in it. */
export function Preview({ preview, siteName, onRead }: PreviewProps) {
  if (preview === null) return null;
  return (
    <section class="section" aria-labelledby="preview-heading" aria-busy={preview === 'reading'}>
      <div class="between">
        <h2 id="preview-heading">{t('preview_heading')}</h2>
        <button type="button" aria-disabled={preview === 'reading'} onClick={() => preview !== 'reading' && onRead()}>
          {t('preview_again')}
        </button>
      </div>
      {preview === 'reading' ? (
        <p class="soft">{t('preview_reading')}</p>
      ) : preview.ok ? (
        <Whole event={preview.event} redactions={preview.redactions} siteName={siteName} />
      ) : (
        <p class="state" data-tone="wait">
          <Icon name="alert" />
          <span>
            {preview.reason === 'no_content_script'
              ? t('page_none')
              : t(`failed_${preview.reason}`, { site: siteName })}
          </span>
        </p>
      )}
    </section>
  );
}

interface WholeProps {
  event: BrainIngestEvent;
  redactions: Readonly<Record<string, number>>;
  siteName: string;
}

function Whole({ event, redactions, siteName }: WholeProps) {
  const { messages, labels, capture } = event.data;
  const [count, setCount] = useState(STEP);
  const kinds = Object.keys(redactions);
  // The last ones: that is what somebody has just read.
  const shown = messages.slice(-count);
  return (
    <>
      <p class="facts">{[plural('messages', messages.length), ...(labels ?? [])].join(' · ')}</p>
      {capture?.completeness === 'window' && <p class="soft">{t('rest_missing', { site: siteName })}</p>}
      {kinds.length > 0 && (
        <p class="state" data-tone="good">
          <Icon name="check" />
          <span>
            {t('preview_replaced')} {kinds.map((kind) => `[${kind}] × ${redactions[kind]}`).join(', ')}
          </span>
        </p>
      )}
      {count < messages.length && (
        <button type="button" onClick={() => setCount(count + STEP)}>
          {t('queue_more')}
        </button>
      )}
      <ul class="preview">
        {shown.map((message, i) => (
          <Line key={message.id ?? i} message={message} kinds={kinds} />
        ))}
      </ul>
    </>
  );
}

function Line({ message, kinds }: { message: Message; kinds: readonly string[] }) {
  return (
    <li data-role={message.role}>
      <h3>{t(`role_${message.role}`)}</h3>
      <p dir="auto" tabIndex={0}>
        {markPlaceholders(message.content, kinds)}
      </p>
    </li>
  );
}
