import { browser } from 'wxt/browser';

export function extensionVersion(): string {
  return browser.runtime.getManifest().version;
}

/** Whether the extension was updated, removed or switched off under the page that this runs in. */
export function isOrphaned(): boolean {
  return (browser.runtime as { id?: string } | undefined)?.id === undefined;
}

export function onBrowserStart(listener: () => void): void {
  browser.runtime.onStartup.addListener(listener);
}

/** @param listener hears whether it is the first time, or an update of the extension or of the browser */
export function onInstalled(listener: (isFirst: boolean) => void): void {
  browser.runtime.onInstalled.addListener(({ reason }) => listener(reason === 'install'));
}

/** Keeps content scripts, and so pages that took one over, from reading what the extension stores. */
export async function restrictStorage(): Promise<void> {
  // Firefox has no access levels: there, content scripts can read storage.local. No secret is ever kept in it.
  await (
    browser.storage.local as { setAccessLevel?: (level: { accessLevel: string }) => Promise<void> }
  ).setAccessLevel?.({ accessLevel: 'TRUSTED_CONTEXTS' });
}
