import { finish } from '../../lib/sites/steps.ts';
import type { ReadResult } from '../../lib/sites/conversation.ts';
import { readers } from '../../lib/sites/readers.ts';
import { siteAt } from '../../lib/sites/registry.ts';
import { openPage } from './open-page.ts';

/** What the readers make of a saved page at an address. Its scripts do not run, and nothing is loaded. */
export function readPage(file: string, address: string): ReadResult {
  const dom = openPage(file, address);
  try {
    const url = new URL(address);
    const site = siteAt(url);
    if (site === null) return { ok: false, reason: 'not_a_conversation' };
    return finish(readers[site.id].readDom(dom.window.document, url));
  } finally {
    dom.window.close();
  }
}
