import type { StoredConversation, StoredMessage } from './conversation.ts';

export interface ConversationKey {
  readonly workspaceId: string;
  readonly source: string;
  /** The site's own conversation id. */
  readonly sessionId: string;
}

/** A message as the projection keeps it: also those that are no longer part of the current branch. */
export interface ProjectedMessage extends StoredMessage {
  readonly isCurrent: boolean;
  /** Time of the event it was last taken from, UNIX milliseconds. */
  readonly eventAt: number;
}

/** A long capture comes in several events; which of them are in. */
export interface OpenCapture {
  readonly captureId: string;
  readonly parts: readonly number[];
  readonly messageIds: readonly string[];
}

/** All that is known of a conversation. */
export interface ConversationState {
  readonly conversation: StoredConversation;
  /** The conversation's own address first, then cited links. */
  readonly links: readonly string[];
  /** In order of `index`, then of arrival. */
  readonly messages: readonly ProjectedMessage[];
  /** Time of the newest event that set title and url, UNIX milliseconds. */
  readonly fieldsAt: number;
  /** Time of the newest complete snapshot, which defined the current branch; `null` before the first. */
  readonly branchAt: number | null;
  readonly openCaptures: readonly OpenCapture[];
  /** Counts the changes that a reader of the conversation sees. */
  readonly revision: number;
}
