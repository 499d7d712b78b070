import type { PageState, Preferences, SendState } from '../lib/messages.ts';
import { Icon } from './Icon.tsx';
import { isBusy, SEND_ICON } from './send-look.ts';
import { describeSendState } from './describe-send.ts';
import { t } from '../lib/i18n/translate.ts';

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
      <h2 id="page-heading">{t('page_heading')}</h2>
      <p class="soft">{isLoading ? t('page_loading') : t('page_none')}</p>
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
        <bdi>{page.title || t('untitled')}</bdi>
      </p>
      <button type="button" class="primary wide" aria-disabled={busy} onClick={() => !busy && onSend()}>
        {busy ? t(`send_${page.send.kind}`) : t('send_idle')}
      </button>
      <p class="state" role="status" data-tone={TONE[page.send.kind]}>
        {sentence && <Icon name={SEND_ICON[page.send.kind]} />}
        <span>{sentence}</span>
      </p>
      {page.send.kind === 'failed' && page.send.reason === 'layout_changed' && (
        <p class="soft">
          <button type="button" onClick={report.onCopyReport}>
            {report.reportCopied ? t('page_report_copied') : t('page_copy_report')}
          </button>{' '}
          {t('page_report_hint')}
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
            {t('page_use_api', { site: page.siteName })}
            <small>{t('page_use_api_hint')}</small>
          </span>
        </label>
      )}
    </>
  );
}
