import { languageTag, plural, t } from '../lib/i18n/translate.ts';
import type { SentView as Sent } from '../lib/messages.ts';

export interface SentViewProps {
  /** `null` when nothing has been sent. */
  sent: Sent | null | 'loading';
  hasFailed: boolean;
  onSave: (sent: Sent) => void;
}

/** More than this many characters nobody reads on a page; a file holds them all. */
const SHOWN_CHARS = 50_000;

/** What went over the wire last: address, headers and body, not prettied in any way. */
export function SentView({ sent, hasFailed, onSave }: SentViewProps) {
  return (
    <main class="queue" aria-busy={sent === 'loading'}>
      <header>
        <h1>
          <img src="/icon/brainpost.svg" alt="" width="24" height="24" />
          {t('sent_heading')}
        </h1>
      </header>
      <p class="soft">{t('sent_intro')}</p>
      <p class="problem" role="alert">
        {hasFailed && t('queue_problem_read')}
      </p>
      {sent === null && <p class="section">{t('sent_none')}</p>}
      {sent !== null && sent !== 'loading' && <Request sent={sent} onSave={onSave} />}
    </main>
  );
}

function Request({ sent, onSave }: { sent: Sent; onSave: SentViewProps['onSave'] }) {
  const bytes = new TextEncoder().encode(sent.body).length;
  return (
    <>
      <section class="section" aria-labelledby="request">
        <h2 id="request">{t('sent_request')}</h2>
        <p class="soft">
          <bdi>{sent.title || t('untitled')}</bdi> · {new Date(sent.atMs).toLocaleString(languageTag())}
        </p>
        <Wire id="request" text={`POST ${sent.url}`} />
      </section>
      <section class="section" aria-labelledby="headers">
        <h2 id="headers">{t('sent_headers')}</h2>
        <Wire
          id="headers"
          text={Object.entries(sent.headers)
            .map((header) => header.join(': '))
            .join('\n')}
        />
        <p class="hint soft">{t('sent_headers_hint')}</p>
      </section>
      <section class="section" aria-labelledby="body">
        <div class="between">
          <h2 id="body">{t('sent_body')}</h2>
          <button type="button" onClick={() => onSave(sent)}>
            {t('sent_save')}
          </button>
        </div>
        <p class="soft">{plural('sent_bytes', bytes)}</p>
        <Wire id="body" text={sent.body.slice(0, SHOWN_CHARS)} />
        {sent.body.length > SHOWN_CHARS && <p class="hint soft">{t('sent_cut')}</p>}
      </section>
    </>
  );
}

/** Scrolls by itself, so it takes the focus: the keyboard has to reach its end, too. */
function Wire({ id, text }: { id: string; text: string }) {
  return (
    <pre class="wire" dir="ltr" role="group" aria-labelledby={id} tabIndex={0}>
      {text}
    </pre>
  );
}
