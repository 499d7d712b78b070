import type { ContentScriptContext } from 'wxt/utils/content-script-context';
import { defineContentScript } from 'wxt/utils/define-content-script';
import { PageCapture } from '../../lib/capture/page-capture.ts';
import { pageFetch } from '../../lib/capture/page-fetch.ts';
import { offeredReader } from '../../lib/capture/reader-slot.ts';
import { speakBrowserLanguage } from '../../lib/platform/language.ts';
import { onMessage, sendMessage } from '../../lib/platform/messaging.ts';
import { report } from '../../lib/platform/report.ts';
import { isOrphaned } from '../../lib/platform/runtime.ts';
import type { PageState } from '../../lib/messages.ts';
import { siteAt, siteMatches } from '../../lib/sites/registry.ts';
import type { Site } from '../../lib/sites/site.ts';
import { mountButton } from './mount-button.tsx';
import { pageTitle } from './page-title.ts';
import { watchAutomatically } from './watch-automatically.ts';

export default defineContentScript({
  matches: siteMatches,
  main(ctx) {
    const site = siteAt(currentUrl());
    if (site) start(ctx, site);
  },
});

const currentUrl = () => new URL(location.href);

function start(ctx: ContentScriptContext, site: Site): void {
  speakBrowserLanguage(['failed_extension_updated', 'send_failed', 'bubble_close', 'bubble_reload']);
  // What fails because the extension was updated under the page is no news.
  const onError = (error: unknown) => ctx.isValid && report(error);
  const button = mountButton(site.name, {
    send: () => void capture.send('manual'),
    openSettings: () => void sendMessage('popup:open', undefined).catch(report),
    choose: (choice) => {
      const conversationId = site.conversationIdOf(currentUrl());
      if (conversationId !== null) void sendMessage('capture:choose', { conversationId, choice }).catch(report);
    },
  });
  const capture = new PageCapture({
    site,
    document,
    url: currentUrl,
    loadReader,
    fetch: pageFetch,
    mayUseApi: async () => (await sendMessage('preferences:site', undefined)).useApi,
    submit: (input) => sendMessage('capture:submit', input),
    sleep: (ms) => new Promise((resolve) => ctx.setTimeout(resolve, ms)),
    isOrphaned,
    onState: button.show,
    onError,
  });
  const automatic = watchAutomatically(ctx, { site, capture, loadReader, onPolicy: button.showAutomatic, onError });
  const showWhereUseful = (url: URL) => button.setVisible(site.mayShowConversation(url));

  showWhereUseful(currentUrl());
  ctx.addEventListener(window, 'wxt:locationchange', ({ newUrl, oldUrl }) => {
    showWhereUseful(newUrl);
    if (newUrl.pathname !== oldUrl.pathname) capture.leave(oldUrl, newUrl);
    if (newUrl.pathname !== oldUrl.pathname) automatic.navigated(oldUrl, newUrl);
  });
  onMessage('page:read', ({ data }) => capture.read(data.use));
  onMessage('page:selection', () => capture.selection());
  onMessage('page:selection-sent', ({ data }) => capture.selectionSent(data.result, data.messageCount));
  onMessage('page:skeleton', () => capture.skeleton());
  onMessage('page:send', () => capture.send('manual'));
  onMessage('page:state', () => ({
    siteId: site.id,
    siteName: site.name,
    title: pageTitle(site.name),
    ...conversationOf(site),
    send: capture.state,
  }));
  onMessage('page:delivered', ({ data }) => {
    for (const eventId of data.eventIds) capture.delivered(eventId);
  });
  ctx.onInvalidated(() => {
    // Updated under the page: the button stays, and offers to load the page anew to whoever presses it.
    if (isOrphaned()) button.showAutomatic('off');
    // A newer one has taken over.
    else button.remove();
  });
}

function conversationOf(site: Site): Pick<PageState, 'conversation'> {
  const url = currentUrl();
  const conversationId = site.conversationIdOf(url);
  if (conversationId === null) return {};
  const projectId = site.projectIdOf?.(url) ?? null;
  return { conversation: { conversationId, title: pageTitle(site.name), ...(projectId !== null && { projectId }) } };
}

/** The heavy part comes into this isolated world on first use; the worker puts it there. */
async function loadReader() {
  if (!offeredReader()) await sendMessage('reader:load', undefined);
  const reader = offeredReader();
  if (!reader) throw new Error('the reader did not load');
  return reader;
}
