import type { ContentScriptContext } from 'wxt/utils/content-script-context';
import type { AutomaticDeps } from '../../lib/capture/automatic-capture.ts';
import { AutomaticPage } from '../../lib/capture/automatic-page.ts';
import type { PageCapture } from '../../lib/capture/page-capture.ts';
import type { PageReader } from '../../lib/capture/reader-slot.ts';
import { DraftLine } from '../../lib/platform/draft-line.ts';
import { onMessage, sendMessage } from '../../lib/platform/messaging.ts';
import { pageTitle } from './page-title.ts';

type Watched = Pick<AutomaticDeps, 'site' | 'onPolicy' | 'onError'> & {
  capture: PageCapture;
  loadReader: () => Promise<PageReader>;
};

/** Tells automatic capture what happens to the page. */
export function watchAutomatically(ctx: ContentScriptContext, { capture, ...deps }: Watched): AutomaticPage {
  const after = (ms: number, run: () => void) => void ctx.setTimeout(run, ms);
  const automatic = new AutomaticPage(capture, {
    ...deps,
    document,
    url: () => new URL(location.href),
    title: () => pageTitle(deps.site.name),
    loadPolicy: () => sendMessage('preferences:site', undefined),
    decide: (facts) => sendMessage('capture:policy', facts),
    after,
    drafts: new DraftLine(after),
  });
  const refresh = () => void automatic.refresh().catch(deps.onError);
  onMessage('page:preferences', refresh);
  ctx.addEventListener(document, 'visibilitychange', () => automatic.visibilityChanged());
  ctx.addEventListener(window, 'pagehide', () => automatic.closing());
  // Back from the browser's cache of pages.
  ctx.addEventListener(window, 'pageshow', ({ persisted }) => persisted && refresh());
  refresh();
  return automatic;
}
