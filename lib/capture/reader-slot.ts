import type { ApiPage } from '../sites/api.ts';
import type { AutomaticCapture, AutomaticDeps } from './automatic-capture.ts';
import type { SelectionReading } from '../messages.ts';
import type { ReadResult } from '../sites/conversation.ts';

/** Which reader to use; `auto` asks the API and falls back to the document. */
export type ReaderChoice = 'auto' | 'api' | 'dom';

export interface PageToRead extends ApiPage {
  readonly use: ReaderChoice;
}

/** The heavy part of the content script, as the eager part sees it. */
export interface PageReader {
  read(page: PageToRead): Promise<ReadResult>;
  /** Reads what the document shows, at once and in one go. */
  readNow(document: Document, url: URL): ReadResult;
  /** What of it is selected. */
  readSelection(document: Document, url: URL): SelectionReading;
  /** Watches the page, and captures when it should be. */
  watch(deps: AutomaticDeps): AutomaticCapture;
  /** The page without any text, for a report about a layout that was not understood. */
  skeleton(document: Document): string;
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
