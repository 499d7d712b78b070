import { browser } from 'wxt/browser';

const READER_FILE = '/content-scripts/reader.js';

/** Loads the heavy part of the content script into the isolated world of a tab's top frame. */
export async function loadReader(tabId: number): Promise<void> {
  await browser.scripting.executeScript({ target: { tabId, frameIds: [0] }, files: [READER_FILE] });
}

/** The tab that the popup stands over; `null` where a tab has no id (developer tools). */
export async function activeTabId(): Promise<number | null> {
  const [tab] = await browser.tabs.query({ active: true, currentWindow: true });
  return tab?.id ?? null;
}

export async function tabUrl(tabId: number): Promise<URL | null> {
  const { url } = await browser.tabs.get(tabId);
  return url ? URL.parse(url) : null;
}

/** Tabs whose address matches; needs the host permission for them and no other. */
export async function tabsMatching(patterns: readonly string[]): Promise<number[]> {
  const tabs = await browser.tabs.query({ url: [...patterns] });
  return tabs.flatMap((tab) => tab.id ?? []);
}

/** Shows the popup over a tab; as a page of its own where the browser opens it only on a click on the toolbar. */
export async function openPopup(tabId: number): Promise<void> {
  try {
    await browser.action.openPopup();
  } catch {
    await browser.tabs.create({ url: `${browser.runtime.getURL('/popup.html')}?tab=${tabId}` });
  }
}

/** Shows a page of the extension in a tab of its own. */
export async function openExtensionPage(path: '/queue.html' | '/welcome.html'): Promise<void> {
  await browser.tabs.create({ url: browser.runtime.getURL(path) });
}

export async function openSettings(): Promise<void> {
  await browser.runtime.openOptionsPage();
}
