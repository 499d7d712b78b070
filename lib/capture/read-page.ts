import type { ReadResult } from '../sites/conversation.ts';
import { readers } from '../sites/readers.ts';
import { siteAt } from '../sites/registry.ts';

/** Reads the conversation that a page shows. */
export function readPage(document: Document, url: URL): ReadResult {
  const site = siteAt(url);
  return site ? readers[site.id].readDom(document, url) : { ok: false, reason: 'not_a_conversation' };
}
