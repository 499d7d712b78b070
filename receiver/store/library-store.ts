import type { StoredConversation, StoredMessage } from '../conversations/conversation.ts';

/** The conversations, the side of those who read them back (docs/protocol.md, section 6); a part of `Store`. */
export interface LibraryStore {
  /** Looks at up to `limit` conversations, those that changed last first, and gives those that match. */
  listConversations(query: LibraryQuery): Promise<LibraryPage>;
  findConversation(workspaceId: string, id: string): Promise<ReadConversation | null>;
}

export interface LibraryQuery {
  readonly workspaceId: string;
  readonly source?: string | undefined;
  /** Each has to stand in the title or in a current message; none for all conversations. As `foldText` gives them. */
  readonly words: readonly string[];
  /** Goes on behind this one. */
  readonly after?: LibraryPosition | undefined;
  /** How many conversations are looked at. A search takes as long as these are. */
  readonly limit: number;
}

/** Where a conversation stands in the list. Another one that comes or changes moves none of those that come after it. */
export interface LibraryPosition {
  /** RFC 3339, UTC. */
  readonly updatedAt: string;
  readonly id: string;
}

export interface LibraryPage {
  readonly items: readonly StoredConversation[];
  /** Of the last one that was looked at; `null` when there are no more. */
  readonly next: LibraryPosition | null;
}

export interface ReadConversation {
  readonly conversation: StoredConversation;
  /** The current branch, in order. */
  readonly messages: readonly StoredMessage[];
}

/** Text as it is compared in a search. */
export function foldText(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

/** Whether each of the words stands in one of the texts. */
export function matchesWords(words: readonly string[], texts: readonly string[]): boolean {
  if (words.length === 0) return true;
  const folded = texts.map(foldText);
  return words.every((word) => folded.some((text) => text.includes(word)));
}
