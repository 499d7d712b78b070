import { browser } from 'wxt/browser';

/** Entries of the context menu. The browser keeps them while the worker sleeps. */
export interface MenuEntry {
  id: string;
  title: string;
  where: 'page' | 'selection';
  /** Match patterns of the pages that have it. */
  matches: readonly string[];
}

export async function replaceMenus(entries: readonly MenuEntry[]): Promise<void> {
  await browser.contextMenus.removeAll();
  for (const { id, title, where, matches } of entries)
    browser.contextMenus.create({ id, title, contexts: [where], documentUrlPatterns: [...matches] });
}

export interface MenuClick {
  /** Of the entry. */
  id: string;
  tabId: number;
  /** What the browser saw selected; `''` for nothing. */
  selectedText: string;
}

/** Only a person at the browser's own menu makes this happen: no page can. */
export function onMenu(listener: (click: MenuClick) => void): void {
  browser.contextMenus.onClicked.addListener(({ menuItemId, selectionText = '' }, tab) => {
    if (tab?.id !== undefined) listener({ id: String(menuItemId), tabId: tab.id, selectedText: selectionText });
  });
}
