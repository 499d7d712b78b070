import type { ReadResult } from '../sites/conversation.ts';

/** The heavy part of the content script, as the eager part sees it. */
export interface PageReader {
  read(document: Document, url: URL): ReadResult;
}

/**
 * Both parts run in the same isolated world of the page, in files of their own; this slot of its global object is how
 * they meet. The page's own scripts live in another world and cannot see it.
 */
const slot = globalThis as { brainpostReader?: PageReader };

export function offerReader(reader: PageReader): void {
  slot.brainpostReader = reader;
}

export function offeredReader(): PageReader | undefined {
  return slot.brainpostReader;
}
