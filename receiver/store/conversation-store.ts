import type { ConversationKey, ConversationState } from '../conversations/conversation-state.ts';
import type { NewOutboxEvent } from '../outbox/outbox-event.ts';

/** What is known of each conversation; a part of `Store`. */
export interface ConversationStore {
  /**
   * Reads a conversation, hands it to `merge` and stores what that returns, without anybody writing in between: the
   * conversation, and in the outbox what happened to it.
   * A higher `revision` marks the conversation's note as due.
   * @param merge pure; gives the next state, or `null` when nothing changes. It never drops a message, and
   *   hands on a message that did not change as the same object.
   */
  saveConversation(
    key: ConversationKey,
    now: number,
    merge: (current: ConversationState | null) => ConversationChange | null,
  ): Promise<void>;
}

export interface ConversationChange {
  readonly state: ConversationState;
  readonly events: readonly NewOutboxEvent[];
}
