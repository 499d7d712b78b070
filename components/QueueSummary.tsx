import type { QueueOverview } from '../lib/messages.ts';
import { QueueProgress } from './QueueProgress.tsx';
import type { QueueNotice, QueueProblem } from './queue-notice.ts';
import { useCalm } from './use-calm.ts';
import { describeQueueNotice } from './describe-notice.ts';
import { describeKept } from './describe-reason.ts';
import { richText } from './rich-text.ts';
import { formatNumber, plural, t } from '../lib/i18n/translate.ts';

export interface QueueSummaryProps {
  overview: QueueOverview;
  /** Since the page was opened. */
  discarded: number;
  /** How many are in the file so far; `null` when none is being made. */
  exported: number | null;
  notice: QueueNotice | null;
  problem: QueueProblem | null;
  onRetryAll: () => void;
  onExport: () => void;
}

/** Rows come and go every second; nobody wants to hear each of them. */
const SAY_EVERY_MS = 10_000;

export function QueueSummary(props: QueueSummaryProps) {
  const { overview, notice, problem } = props;
  const count = overview.undelivered > 0 ? plural('undelivered', overview.undelivered) : t('queue_nothing_waits');
  return (
    <section class="section" aria-label={t('queue_heading')}>
      {overview.hold !== null && (
        <p class="notice">
          <strong>{t('recent_hold')}</strong> {describeKept(overview.hold)}
        </p>
      )}
      <div class="between">
        <p class="title">{count}</p>
        <Tools {...props} />
      </div>
      <p class="unseen" role="status">
        {useCalm(count, SAY_EVERY_MS)}
      </p>
      <QueueProgress undelivered={overview.undelivered} discarded={props.discarded} />
      <p class="problem" role="alert">
        {problem && t(`queue_problem_${problem}`)}
      </p>
      <p class="said" role="status">
        {notice && <bdi>{describeQueueNotice(notice)}</bdi>}
      </p>
      <p class="hint soft">{richText('queue_export_hint', { command: <code>npm run receiver -- send FILE</code> })}</p>
    </section>
  );
}

function Tools({ overview, exported, onRetryAll, onExport }: QueueSummaryProps) {
  const isExporting = exported !== null;
  return (
    <div class="actions">
      {overview.undelivered > 0 && (
        <button type="button" class="primary" onClick={onRetryAll}>
          {t('queue_retry_all')}
        </button>
      )}
      <button type="button" aria-disabled={isExporting} onClick={() => !isExporting && onExport()}>
        {isExporting ? t('queue_exporting', { count: formatNumber(exported) }) : t('queue_export')}
      </button>
    </div>
  );
}
