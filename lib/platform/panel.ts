import { browser } from 'wxt/browser';

/** As much of both as is used: each browser has one of them, and the types know neither. */
interface Panels {
  sidePanel?: { open(of: { windowId: number }): Promise<void> };
  sidebarAction?: { open(): Promise<void> };
}

/**
 * What shows the panel beside the page: Chromium's side panel, Firefox's sidebar; `null` where there is neither. To be called
 * right at a click, since browsers ask for one: the window is found out beforehand.
 */
export function panelOpener(): (() => Promise<void>) | null {
  const { sidePanel, sidebarAction } = browser as unknown as Panels;
  if (sidePanel) {
    const window = browser.windows.getCurrent();
    return async () => sidePanel.open({ windowId: (await window).id ?? browser.windows.WINDOW_ID_CURRENT });
  }
  return sidebarAction ? () => sidebarAction.open() : null;
}
