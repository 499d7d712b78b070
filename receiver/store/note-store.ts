import type { NewOutboxEvent } from '../outbox/outbox-event.ts';
import type { StoredConversation, StoredMessage } from '../conversations/conversation.ts';

/** Which conversations need their note written; a part of `Store`. */
export interface NoteStore {
  dueNotes(query: { now: number; limit: number }): Promise<readonly DueNote[]>;
  /** A conversation that changed since `revision` stays due. */
  noteWritten(note: WrittenNote): Promise<void>;
  noteFailed(note: FailedNote): Promise<void>;
  nextNoteDueAt(): Promise<number | null>;
  /** Conversations whose last attempt at a note failed. */
  countFailingNotes(): Promise<number>;
}

export interface DueNote {
  readonly conversation: StoredConversation;
  /** The current branch, in order. */
  readonly messages: readonly StoredMessage[];
  /** Where the note lies, relative to the vault; `null` before the first. */
  readonly path: string | null;
  readonly revision: number;
  /** Failed attempts since the last success. */
  readonly attempts: number;
}

export interface WrittenNote {
  readonly conversationId: string;
  readonly revision: number;
  /** Relative to the vault. */
  readonly path: string;
  readonly now: number;
  /** For the outbox. */
  readonly event: NewOutboxEvent;
}

export interface FailedNote {
  readonly conversationId: string;
  readonly error: string;
  readonly retryAt: number;
  /** For the outbox. */
  readonly event: NewOutboxEvent;
}
