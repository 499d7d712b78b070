import type { ReadResult } from '../sites/conversation.ts';
import type { Site, SiteReader } from '../sites/site.ts';
import type { PageToRead } from './reader-slot.ts';
import { runSliced } from './run-sliced.ts';

/** A page that changes under the reading is read again this often; then it is still loading. */
const TRIES = 3;

/**
 * Reads the document in slices. In between the page goes on, so a reading only counts when the same messages stood in
 * the page before and after.
 */
export async function readDocument(site: Site, reader: SiteReader, { document, url }: PageToRead): Promise<ReadResult> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const before = messagesIn(document, site);
    const result = await runSliced(reader.readDom(document, url));
    const after = messagesIn(document, site);
    if (before.length === after.length && before.every((element, i) => element === after[i])) return result;
  }
  return { ok: false, reason: 'still_loading', detail: 'the page keeps changing' };
}

function messagesIn(document: Document, { messageSelectors }: Site): Element[] {
  return [...document.querySelectorAll(messageSelectors.join(','))];
}
