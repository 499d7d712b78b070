import type { ApiPage, ApiReadResult } from './api.ts';
import type { ReadResult } from './conversation.ts';
import type { Steps } from './steps.ts';

/** What the eager part of the content script knows of a site. Small: it is loaded into every page of the site. */
export interface Site {
  /** Also the `source` of its events. */
  readonly id: string;
  /** As people write it. */
  readonly name: string;
  /** Off until the user switches it on; the browser asks for its hosts then. */
  readonly isOptional?: true;
  /** Match patterns of the site's pages: whole hosts, because the sites are single-page apps. */
  readonly matches: readonly string[];
  /**
   * Whether an address may show a conversation. Decides if the button is shown.
   * A new chat has no address of its own yet, so the start page counts too.
   */
  mayShowConversation(url: URL): boolean;
  /** The conversation's id in its address; `null` where the address names none, as that of a new chat. */
  conversationIdOf(url: URL): string | null;
  /** The id of the project that the conversation belongs to, where its address tells; `null` for none. */
  projectIdOf?(url: URL): string | null;
  /** Elements that are messages or hold some, in any layout: when none of the last page's is left, the page has changed. */
  readonly messageSelectors: readonly string[];
  /** Elements that scroll the list of messages, where it shows a part at a time. */
  readonly scrollerSelectors?: readonly string[];
  /** Elements that stand in the page only while an answer is being written. */
  readonly streamingSelectors: readonly string[];
  /** The box for the next prompt; beside it stands the button that stops an answer. Without it: any box to type in. */
  readonly composerSelectors?: readonly string[];
  /** How a chat shows that it is not to be kept. Such a chat is never captured by itself. */
  readonly temporary?: TemporarySigns;
}

export interface TemporarySigns {
  /** Parameters of the address that are there and not `false`. */
  readonly parameters: readonly string[];
  /** Elements that stand in such chats only. */
  readonly selectors: readonly string[];
}

/** The heavy part of a site: loaded on first use. */
export interface SiteReader {
  /** Reads what the document holds, in steps. Pure: same document and address, same result. */
  readDom(document: Document, url: URL): Steps<ReadResult>;
  /** Asks the site's own API. Missing where there is none that can be read. */
  readApi?(page: ApiPage): Promise<ApiReadResult>;
}
