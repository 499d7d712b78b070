import { signal } from '@preact/signals';
import type { OptionalSiteView, PageState, Preferences, QueueOverview } from '../messages.ts';
import { sendMessage } from '../platform/messaging.ts';
import { requestHosts } from '../platform/permissions.ts';
import { activeTabId } from '../platform/tabs.ts';
import { readConnection } from './connection-model.ts';
import { readLabels } from './labels-model.ts';

/** What popup and side panel show of the tab they stand over, and of the queue. The worker and the page hold the truth; this is a picture of it. */
export const page = signal<PageState | null | 'loading'>('loading');
export const queue = signal<QueueOverview | null>(null);
export const preferences = signal<Preferences | null>(null);
export const optionalSites = signal<OptionalSiteView[]>([]);
export const reportCopied = signal(false);
export const now = signal(Date.now());

/** Reads everything anew. It is simply asked again while somebody looks. */
export async function refresh(): Promise<void> {
  now.value = Date.now();
  await Promise.all([
    readConnection(),
    sendMessage('queue:overview', undefined).then((read) => void (queue.value = read)),
    sendMessage('preferences:get', undefined).then((read) => void (preferences.value = read)),
    sendMessage('sites:list', undefined).then((read) => void (optionalSites.value = read)),
    currentPage().then(showPage),
  ]);
}

/** The page and its labels appear together. */
async function showPage(shown: PageState | null): Promise<void> {
  await readLabels(shown);
  page.value = shown;
}

/** Opened as a page of its own, it is told which tab it stands for. */
export async function currentTabId(): Promise<number | null> {
  const told = new URLSearchParams(location.search).get('tab');
  return told === null ? activeTabId() : Number(told);
}

/** `null` where no content script runs: the tab shows none of the chat sites. */
async function currentPage(): Promise<PageState | null> {
  const tabId = await currentTabId();
  return tabId === null ? null : sendMessage('page:state', undefined, tabId).catch(() => null);
}

export async function send(): Promise<void> {
  const tabId = await currentTabId();
  if (tabId !== null) await sendMessage('page:send', undefined, tabId);
  await refresh();
}

/** Switches a site on or off; for the first time, the browser asks whether the extension may see its pages. */
export async function switchSite(site: OptionalSiteView, isOn: boolean): Promise<void> {
  if (isOn && !(await requestHosts(site.matches))) return refresh();
  await sendMessage('sites:switch', { id: site.id, isOn });
  return refresh();
}

/** Puts a picture of the page's structure, without any text, on the clipboard. */
export async function copyReport(): Promise<void> {
  const tabId = await currentTabId();
  if (tabId === null) return;
  const skeleton = await sendMessage('page:skeleton', undefined, tabId);
  await navigator.clipboard.writeText(skeleton);
  reportCopied.value = true;
}

/** Whether a site's own API may be asked for the whole conversation. */
export async function allowApi(siteId: string, isAllowed: boolean): Promise<void> {
  const others = (preferences.value?.apiOff ?? []).filter((id) => id !== siteId);
  await sendMessage('preferences:save', { apiOff: isAllowed ? others : [...others, siteId] });
  await refresh();
}

export async function retry(): Promise<void> {
  await sendMessage('queue:retry', {});
  await refresh();
}
