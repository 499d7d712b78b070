import { computed, signal } from '@preact/signals';
import type { QueueNotice, QueueProblem } from '../../components/queue-notice.ts';
import { t } from '../../lib/i18n/translate.ts';
import type {
  ConnectionView,
  DeliveryView,
  QueueFilter,
  QueueOverview,
  QueuePage,
  QueuePageRequest,
} from '../../lib/messages.ts';
import { sendMessage } from '../../lib/platform/messaging.ts';
import { report } from '../../lib/platform/report.ts';

/** What the page of the queue shows. The worker holds the truth; this is a picture of a part of it. */
export const connection = signal<ConnectionView | null | 'loading'>('loading');
export const overview = signal<QueueOverview | null>(null);
export const list = signal<QueuePage | null>(null);
export const filter = signal<QueueFilter>('open');
export const notice = signal<QueueNotice | null>(null);
export const problem = signal<QueueProblem | null>(null);
/** Since the page was opened. */
export const discarded = signal(0);
/** Lines written so far; `null` when nothing is being exported. */
export const exported = signal<number | null>(null);
export const now = signal(Date.now());

export const PAGE_ROWS = 50;
/** More rows than this are not kept: a queue may hold 100,000. */
export const MAX_ROWS = 300;

interface Window {
  /** Where it begins, and where it began before it moved on: values of `QueuePageRequest.before`. */
  starts: readonly (number | null)[];
  rows: number;
}

const FIRST: Window = { starts: [null], rows: PAGE_ROWS };
/** The part of the list that is shown. */
const view = signal(FIRST);

export const hasNewer = computed(() => view.value.starts.length > 1);

/** Whether something will change by itself. */
export function isWaitingForMore(): boolean {
  return overview.value === null || overview.value.undelivered > 0 || problem.value === 'read';
}

/** Reads everything anew. An answer to what is no longer asked is dropped. */
export async function refresh(): Promise<void> {
  const shown = view.value;
  try {
    const answers = await Promise.all([
      sendMessage('connection:get', undefined),
      sendMessage('queue:overview', undefined),
      sendMessage('queue:page', requestOf(shown)),
    ]);
    now.value = Date.now();
    if (problem.value === 'read') problem.value = null;
    [connection.value, overview.value] = answers;
    if (shown === view.value) list.value = answers[2];
  } catch (error) {
    report(error);
    problem.value = 'read';
  }
}

function requestOf({ starts, rows }: Window): QueuePageRequest {
  return { filter: filter.value, before: starts.at(-1) ?? null, limit: rows };
}

export async function choose(wanted: QueueFilter): Promise<void> {
  filter.value = wanted;
  list.value = null;
  view.value = { ...FIRST };
}

/** Another page below; when that would be too many rows, the uppermost go. */
export async function showMore(): Promise<void> {
  const { starts, rows } = view.value;
  if (rows < MAX_ROWS) {
    view.value = { starts, rows: rows + PAGE_ROWS };
    return;
  }
  const shown = view.value;
  await attempt('read', async () => {
    const { next } = await sendMessage('queue:page', { ...requestOf(shown), limit: PAGE_ROWS });
    if (next !== null && shown === view.value) view.value = { starts: [...starts, next], rows };
  });
}

export async function showNewer(): Promise<void> {
  const { starts, rows } = view.value;
  if (starts.length > 1) view.value = { starts: starts.slice(0, -1), rows };
}

/**
 * Sees to it that it is tried; what happens is seen in the list. The worker answers when everything that is due has been
 * tried, which may take long, so nobody waits for it.
 * @param delivery `null` for all that waits
 */
export async function retry(delivery: DeliveryView | null): Promise<void> {
  const said: QueueNotice = { kind: 'retrying', title: delivery && titleOf(delivery) };
  notice.value = said;
  problem.value = null;
  const finished = (failed: QueueProblem | null) => {
    if (notice.value !== said) return;
    notice.value = null;
    problem.value = failed;
  };
  void sendMessage('queue:retry', delivery ? { eventId: delivery.eventId } : {}).then(
    () => finished(null),
    (error: unknown) => {
      report(error);
      finished('retry');
    },
  );
}

/** One that was under way in this very moment, or had just arrived, stays, and the page says so. */
export async function discard(delivery: DeliveryView): Promise<void> {
  const { eventId, state } = delivery;
  await attempt('discard', async () => {
    const isGone = await sendMessage('queue:discard', { eventId });
    // What was refused was not counted as undelivered either.
    if (isGone && state !== 'dead') discarded.value += 1;
    notice.value = { kind: isGone ? 'discarded' : 'under_way', title: titleOf(delivery) };
  });
}

const titleOf = ({ title }: DeliveryView) => title || t('untitled');

/** Does something for the user; when it fails, the page says that it was not done. */
export async function attempt(what: QueueProblem, action: () => Promise<void>): Promise<void> {
  problem.value = null;
  notice.value = null;
  try {
    await action();
  } catch (error) {
    report(error);
    problem.value = what;
  }
}
