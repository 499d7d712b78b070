import { browser } from 'wxt/browser';

/** What this needs of a message's sender, in every browser. */
export interface Sender {
  url?: string | undefined;
  tab?: { id?: number | undefined } | undefined;
  frameId?: number | undefined;
}

/** Whether a message comes from one of the extension's own pages. Settings and the queue listen to nobody else. */
export function isOwnPage(sender: Sender): boolean {
  return sender.url?.startsWith(browser.runtime.getURL('/')) ?? false;
}

/** Where a content script's message comes from; `null` for anything that is no top frame of a tab. */
export function contentScriptOrigin(sender: Sender): { tabId: number; url: URL } | null {
  const url = sender.url ? URL.parse(sender.url) : null;
  const tabId = sender.tab?.id;
  return url && tabId !== undefined && sender.frameId === 0 && !isOwnPage(sender) ? { tabId, url } : null;
}

/** Does something for one of the extension's own pages; anybody else gets an error. */
export function requireOwnPage<T>(sender: Sender, handle: () => Promise<T>): Promise<T> {
  return isOwnPage(sender) ? handle() : Promise.reject(new Error('only pages of the extension may ask for this'));
}
