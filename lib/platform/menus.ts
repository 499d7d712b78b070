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

/** @param listener gets the entry and the tab that it was opened over */
export function onMenu(listener: (id: string, tabId: number) => void): void {
  browser.contextMenus.onClicked.addListener(({ menuItemId }, tab) => {
    if (tab?.id !== undefined) listener(String(menuItemId), tab.id);
  });
}
