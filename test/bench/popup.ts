import { emptyOutbox, fillOutbox } from '../support/fill-outbox.ts';
import { openChat } from '../support/content-script.ts';
import { type ExtensionSession, tabIdOf } from '../../scripts/extension-session.ts';
import { median } from './median.ts';
import type { Bench } from './drain.ts';
import { inBench, restartWorker } from './bench-session.ts';

const ROWS = 100_000;
const ROW_CHARS = 200;
const SAMPLES = 10;
const AIM_MS = 100;
const HOUR_MS = 3_600_000;

/** Milliseconds from the call for a page until all it shows is painted. */
interface Opened {
  popup: number[];
  /** The popup when the worker has to be started first. */
  cold: number[];
  /** A picture of the extension in a tab: what the browser itself takes to show anything of it at this moment. */
  bare: number[];
}

/** How long the popup takes to show everything, with an empty queue and with 100,000 events that wait. */
export function benchPopup(): Promise<void> {
  return inBench(async (bench) => {
    const { session, endpoint, workspaceId } = bench;
    const chat = await openChat(session);
    const tabId = await tabIdOf(session, chat);
    await emptyOutbox(session.panel);
    const empty = await measure(session, tabId);
    const filling = { name: 'popup', count: ROWS, perConversation: 10, chars: ROW_CHARS };
    await fillOutbox(session.panel, { ...filling, endpoint, workspaceId, dueAtMs: Date.now() + HOUR_MS });
    const full = await measure(session, tabId);
    report('running', { empty: empty.popup, full: full.popup });
    report('stopped', { empty: empty.cold, full: full.cold });
    const bare = [...empty.bare, ...full.bare];
    console.log(`a bare page of the extension: ${inWords(bare)}`);
  });
}

/** The quickest says what the popup takes; the median, what a busy machine makes of it. */
const inWords = (times: readonly number[]) =>
  `${Math.min(...times).toFixed(0)} ms (median ${median(times).toFixed(0)})`;

function report(worker: string, { empty, full }: { empty: number[]; full: number[] }): void {
  const under = Math.min(...full) < AIM_MS ? 'yes' : 'no';
  console.log(`popup, worker ${worker}: ${inWords(full)} with ${ROWS} events, ${inWords(empty)} with none`);
  const ratio = Math.min(...full) / Math.min(...empty);
  console.log(`  ${ratio.toFixed(2)} times, under ${AIM_MS} ms: ${under}`);
}

async function measure(session: Bench['session'], tabId: number): Promise<Opened> {
  const popup = `popup.html?tab=${tabId}`;
  await openTimed(session, popup); // what the browser compiles once
  const opened: Opened = { popup: [], cold: [], bare: [] };
  for (let i = 0; i < SAMPLES; i += 1) {
    opened.popup.push(await openTimed(session, popup));
    opened.bare.push(await openTimed(session, 'icon/brainpost.svg'));
    await restartWorker(session);
    opened.cold.push(await openTimed(session, popup));
  }
  return opened;
}

async function openTimed({ context, extensionId }: ExtensionSession, path: string): Promise<number> {
  const page = await context.newPage();
  await page.addInitScript(markWhenComplete);
  await page.goto(`chrome-extension://${extensionId}/${path}`);
  const completeMs = await page
    .waitForFunction(() => performance.getEntriesByName('complete')[0]?.startTime)
    .then((found) => found.jsonValue());
  await page.close();
  if (completeMs === undefined) throw new Error(`${path} never became complete`);
  return completeMs;
}

/** In the page: a mark when nothing is being read any more and what was read has been painted. */
function markWhenComplete(): void {
  const isComplete = () =>
    location.pathname === '/popup.html'
      ? document.querySelector('#page-heading') && !document.querySelector('[aria-busy="true"]')
      : document.documentElement;
  const watch = new MutationObserver(() => {
    if (!isComplete()) return;
    watch.disconnect();
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.addEventListener('message', () => performance.mark('complete'));
      port1.start();
      port2.postMessage(null);
    });
  });
  watch.observe(document, { childList: true, subtree: true, attributes: true });
}
