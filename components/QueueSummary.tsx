import type { QueueOverview } from '../lib/messages.ts';
import { QueueProgress } from './QueueProgress.tsx';
import type { QueueNotice, QueueProblem } from './queue-notice.ts';
import { useCalm } from './use-calm.ts';
import { DELIVERY_REASON, describeQueueNotice, QUEUE_PAGE_WORDS, QUEUE_PROBLEM, QUEUE_WORDS } from './words.ts';

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
  const count =
    overview.undelivered > 0 ? QUEUE_WORDS.undelivered(overview.undelivered) : QUEUE_PAGE_WORDS.nothingWaits;
  return (
    <section class="section" aria-label={QUEUE_PAGE_WORDS.heading}>
      {overview.hold !== null && (
        <p class="notice">
          <strong>{QUEUE_WORDS.hold}</strong> {DELIVERY_REASON[overview.hold]}
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
        {problem && QUEUE_PROBLEM[problem]}
      </p>
      <p class="said" role="status">
        {notice && <bdi>{describeQueueNotice(notice)}</bdi>}
      </p>
      <p class="hint soft">
        {QUEUE_PAGE_WORDS.exportHint} <code>{QUEUE_PAGE_WORDS.exportCommand}</code> {QUEUE_PAGE_WORDS.exportHintEnd}
      </p>
    </section>
  );
}

function Tools({ overview, exported, onRetryAll, onExport }: QueueSummaryProps) {
  const isExporting = exported !== null;
  return (
    <div class="actions">
      {overview.undelivered > 0 && (
        <button type="button" class="primary" onClick={onRetryAll}>
          {QUEUE_PAGE_WORDS.retryAll}
        </button>
      )}
      <button type="button" aria-disabled={isExporting} onClick={() => !isExporting && onExport()}>
        {isExporting ? QUEUE_PAGE_WORDS.exporting(exported) : QUEUE_PAGE_WORDS.export}
      </button>
    </div>
  );
}
