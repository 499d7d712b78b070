import type { PageState, Preferences, SendState } from '../lib/messages.ts';
import { Icon } from './Icon.tsx';
import { isBusy, SEND_ICON } from './send-look.ts';
import { describeSendState, PAGE_WORDS, SEND_LABEL } from './words.ts';

export interface CurrentPageProps {
  page: PageState | null | 'loading';
  preferences: Pick<Preferences, 'apiOff'> | null;
  onSend: () => void;
  onAllowApi: (siteId: string, isAllowed: boolean) => void;
  reportCopied: boolean;
  onCopyReport: () => void;
}

type Tone = 'good' | 'wait' | 'bad';

const TONE: Partial<Record<SendState['kind'], Tone>> = {
  waiting_for_answer: 'wait',
  saved: 'good',
  already_saved: 'good',
  queued: 'wait',
  failed: 'bad',
};

export function CurrentPage({ page, ...rest }: CurrentPageProps) {
  return (
    <section class="section" aria-labelledby="page-heading" aria-busy={page === 'loading'}>
      {page === 'loading' || page === null ? <NoPage isLoading={page === 'loading'} /> : <Page page={page} {...rest} />}
    </section>
  );
}

function NoPage({ isLoading }: { isLoading: boolean }) {
  return (
    <>
      <h2 id="page-heading">{PAGE_WORDS.heading}</h2>
      <p class="soft">{isLoading ? PAGE_WORDS.loading : `${PAGE_WORDS.none} ${PAGE_WORDS.noneHint}`}</p>
    </>
  );
}

function Page({ page, preferences, onSend, onAllowApi, ...report }: CurrentPageProps & { page: PageState }) {
  const busy = isBusy(page.send);
  const sentence = page.send.kind === 'sending' ? '' : describeSendState(page.send, page.siteName);
  return (
    <>
      <h2 id="page-heading">{page.siteName}</h2>
      <p class="title clamp" title={page.title}>
        <bdi>{page.title || PAGE_WORDS.untitled}</bdi>
      </p>
      <button type="button" class="primary wide" aria-disabled={busy} onClick={() => !busy && onSend()}>
        {busy ? SEND_LABEL[page.send.kind] : SEND_LABEL.idle}
      </button>
      <p class="state" role="status" data-tone={TONE[page.send.kind]}>
        {sentence && <Icon name={SEND_ICON[page.send.kind]} />}
        <span>{sentence}</span>
      </p>
      {page.send.kind === 'failed' && page.send.reason === 'layout_changed' && (
        <p class="soft">
          <button type="button" onClick={report.onCopyReport}>
            {report.reportCopied ? PAGE_WORDS.reportCopied : PAGE_WORDS.copyReport}
          </button>{' '}
          {PAGE_WORDS.reportHint}
        </p>
      )}
      {preferences && (
        <label class="choice">
          <input
            type="checkbox"
            checked={!preferences.apiOff.includes(page.siteId)}
            onChange={({ currentTarget }) => onAllowApi(page.siteId, currentTarget.checked)}
          />
          <span>
            {PAGE_WORDS.useApi(page.siteName)}
            <small>{PAGE_WORDS.useApiHint}</small>
          </span>
        </label>
      )}
    </>
  );
}
