import { browser } from 'wxt/browser';

/** The content script of a site that is not in the manifest. What the user switched on outlives restarts. */

const FILE = 'content-scripts/chat.js';
const idOf = (siteId: string) => `site-${siteId}`;

export async function registerSite(siteId: string, matches: readonly string[]): Promise<void> {
  await unregisterSite(siteId);
  await browser.scripting.registerContentScripts([
    { id: idOf(siteId), matches: [...matches], js: [FILE], runAt: 'document_idle', persistAcrossSessions: true },
  ]);
}

export async function unregisterSite(siteId: string): Promise<void> {
  const [script] = await browser.scripting.getRegisteredContentScripts({ ids: [idOf(siteId)] });
  if (script) await browser.scripting.unregisterContentScripts({ ids: [idOf(siteId)] });
}

export async function isSiteRegistered(siteId: string): Promise<boolean> {
  return (await browser.scripting.getRegisteredContentScripts({ ids: [idOf(siteId)] })).length > 0;
}
