import { finish } from '../../lib/sites/steps.ts';
import { readFileSync } from 'node:fs';
import { JSDOM, VirtualConsole } from 'jsdom';
import type { ReadResult } from '../../lib/sites/conversation.ts';
import { readers } from '../../lib/sites/readers.ts';
import { siteAt } from '../../lib/sites/registry.ts';

/** What the readers make of a saved page at an address. Its scripts do not run, and nothing is loaded. */
export function readPage(file: string, address: string): ReadResult {
  // A page's style sheets that jsdom does not understand are not this project's matter.
  const dom = new JSDOM(readFileSync(file, 'utf8'), { url: address, virtualConsole: new VirtualConsole() });
  try {
    const url = new URL(address);
    const site = siteAt(url);
    if (site === null) return { ok: false, reason: 'not_a_conversation' };
    return finish(readers[site.id].readDom(dom.window.document, url));
  } finally {
    dom.window.close();
  }
}
