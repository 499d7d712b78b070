import type { StoredConversation } from '../conversations/conversation.ts';
import type { ConversationKey, ConversationState } from '../conversations/conversation-state.ts';
import type { NewOutboxEvent } from '../outbox/outbox-event.ts';

/** What is known of each conversation; a part of `Store`. */
export interface ConversationStore {
  /**
   * Reads a conversation, hands it to `merge` and stores what that returns, without anybody writing in between: the
   * conversation, and in the outbox what happened to it.
   * A higher `revision` marks the conversation's note as due.
   */
  saveConversation(key: ConversationKey, now: number, merge: MergeConversation): Promise<void>;
  /**
   * Takes conversations that nobody went on with, the longest silent first, and writes into the outbox what `toEvent` says of
   * each, once until it goes on. @returns how many; call again while it is `limit`
   */
  endIdleConversations(
    query: { now: number; limit: number },
    toEvent: (ended: EndedConversation) => NewOutboxEvent,
  ): Promise<number>;
  /** When the next conversation counts as ended, `null` when all have. */
  nextIdleAt(): Promise<number | null>;
}

/**
 * Pure; gives the next state, or `null` when nothing changes. It never drops a message, and hands on a message that did not
 * change as the same object.
 */
export type MergeConversation = (current: ConversationState | null) => ConversationChange | null;

export interface ConversationUpdate {
  readonly key: ConversationKey;
  readonly merge: MergeConversation;
}

export interface ConversationChange {
  readonly state: ConversationState;
  readonly events: readonly NewOutboxEvent[];
  /** When the conversation counts as ended if nothing follows; `null` leaves that as it is. */
  readonly idleAt: number | null;
}

export interface EndedConversation {
  readonly conversation: StoredConversation;
  readonly revision: number;
  /** When it counted as ended. */
  readonly idleAt: number;
}
