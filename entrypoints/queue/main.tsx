import { render } from 'preact';
import { QueueView } from '../../components/QueueView.tsx';
import { exportUndelivered } from './export-file.ts';
import { t } from '../../lib/i18n/translate.ts';
import { labelDocument, speakBrowserLanguage } from '../../lib/platform/language.ts';
import * as model from './queue-model.ts';

/** While something is on its way; otherwise there is little to see, and the worker may sleep. */
const REFRESH_MS = 1000;
const REST_MS = 30_000;

let timer: ReturnType<typeof setTimeout> | undefined;

/** Asks anew when the last answer is there, and not at all while nobody looks. */
async function keepFresh(): Promise<void> {
  clearTimeout(timer);
  await model.refresh();
  clearTimeout(timer);
  if (document.hidden) return;
  timer = setTimeout(() => void keepFresh(), model.isWaitingForMore() ? REFRESH_MS : REST_MS);
}

const run = (action: Promise<void>) => void action.then(keepFresh);

function App() {
  const list = model.list.value;
  return (
    <QueueView
      connection={model.connection.value}
      overview={model.overview.value}
      items={list?.items ?? null}
      hasMore={list?.next != null}
      hasNewer={model.hasNewer.value}
      filter={model.filter.value}
      discarded={model.discarded.value}
      exported={model.exported.value}
      notice={model.notice.value}
      problem={model.problem.value}
      nowMs={model.now.value}
      onFilter={(filter) => run(model.choose(filter))}
      onShowMore={() => run(model.showMore())}
      onShowNewer={() => run(model.showNewer())}
      onRetry={(delivery) => run(model.retry(delivery))}
      onRetryAll={() => run(model.retry(null))}
      onDiscard={(delivery) => run(model.discard(delivery))}
      onExport={() => run(exportUndelivered())}
    />
  );
}

speakBrowserLanguage();
labelDocument(`${t('queue_heading')} · Brainpost`);
const root = document.getElementById('app');
if (root) render(<App />, root);
void keepFresh();
for (const [target, event] of [
  [document, 'visibilitychange'],
  [globalThis, 'focus'],
] as const)
  target.addEventListener(event, () => void keepFresh());
