import type { Bytes } from '../../lib/protocol/bytes.ts';
import type { SignatureStrength } from '../../lib/protocol/verify.ts';
import type { StoredConversation, StoredMessage } from '../conversations/conversation.ts';
import type { ConversationKey, ConversationState } from '../conversations/conversation-state.ts';

/**
 * Everything the receiver keeps, as operations that mean something, so that one database can stand in for another.
 * Each is one transaction. What was accepted and what was done with it is durable once the promise resolves; claims,
 * conversations and notes at the latest with the next such operation, because losing them only means doing them again.
 * Times are UNIX milliseconds and always passed in.
 * What can be expected is a value; a promise rejects with `StoreFailure` when the storage fails, else because of a bug.
 */
export interface Store extends WorkspaceStore, InboxStore, ConversationStore {
  /** @throws when the database does not answer */
  ping(): Promise<void>;
  close(): Promise<void>;
}

interface WorkspaceStore {
  createWorkspace(workspace: NewWorkspace): Promise<CreateWorkspaceResult>;
  /** @returns the workspace with its secrets that are live at `now`, newest first; `null` when there is none */
  findWorkspace(id: string, now: number): Promise<Workspace | null>;
  /** Oldest first. */
  listWorkspaces(): Promise<readonly WorkspaceSummary[]>;
  findSourcePolicy(workspaceId: string, source: string): Promise<SourcePolicy>;
  /** Sets the policy and forgets a pin (an operator's reset). */
  setSourcePolicy(workspaceId: string, source: string, policy: SourcePolicy): Promise<void>;
}

interface InboxStore {
  /**
   * Decides the table of docs/protocol.md, section 1.5, for each event in order and stores the accepted ones, all in one
   * transaction. A strong signature pins its source to `strict`.
   * @param options.keyMemoryMs how long an idempotency key is remembered
   * @returns one outcome for each event, in the same order
   */
  acceptBatch(
    events: readonly NewEvent[],
    options: { now: number; keyMemoryMs: number },
  ): Promise<readonly AcceptOutcome[]>;
  /** Takes events that are due, oldest first. Counts as an attempt; they come back when the lease ends. */
  claimInbox(claim: { now: number; leaseMs: number; limit: number; token: string }): Promise<readonly ClaimedEvent[]>;
  /** Ends every lease: for a receiver that has the store to itself and finds what its predecessor was busy with. */
  releaseLeases(now: number): Promise<void>;
  /** @returns how many were still held under this lease; the others belong to somebody else by now */
  completeInbox(ids: readonly number[], token: string): Promise<number>;
  /** @returns whether the event was still held under this lease */
  failInbox(failure: InboxFailure & { retryAt: number }): Promise<boolean>;
  /** Sets the event aside for a person. @returns whether it was still held under this lease */
  parkInbox(failure: InboxFailure): Promise<boolean>;
  /** When the next event is due, `null` when none waits. */
  nextInboxDueAt(): Promise<number | null>;
  countInbox(): Promise<InboxCounts>;
}

interface ConversationStore {
  /**
   * Reads a conversation, hands it to `merge` and stores what that returns, without anybody writing in between.
   * A higher `revision` marks the conversation's note as due.
   * @param merge pure; gives the next state, or `null` when nothing changes. It never drops a message, and
   *   hands on a message that did not change as the same object.
   */
  saveConversation(
    key: ConversationKey,
    now: number,
    merge: (current: ConversationState | null) => ConversationState | null,
  ): Promise<void>;
  dueNotes(query: { now: number; limit: number }): Promise<readonly DueNote[]>;
  /** A conversation that changed since `revision` stays due. */
  noteWritten(note: { conversationId: string; revision: number; path: string; now: number }): Promise<void>;
  noteFailed(note: { conversationId: string; error: string; retryAt: number }): Promise<void>;
  nextNoteDueAt(): Promise<number | null>;
  /** Conversations whose last attempt at a note failed. */
  countFailingNotes(): Promise<number>;
}

/** The storage does not do its part: full, locked, unreadable, gone. The same call may succeed later. */
export class StoreFailure extends Error {
  override readonly name = 'StoreFailure';
}

/** `strict`: the Standard Webhooks headers are required. */
export type SourcePolicy = 'compat' | 'strict';

export interface NewWorkspace {
  readonly id: string;
  readonly name: string;
  readonly secret: string;
  readonly createdAt: number;
}

/** One secret must not stand for two workspaces: the path is not signed, so a request could be replayed across them. */
export type CreateWorkspaceResult = { ok: true } | { ok: false; reason: 'id_taken' | 'secret_taken' };

export interface WorkspaceSummary {
  readonly id: string;
  readonly name: string;
  readonly createdAt: number;
}

export interface Workspace extends WorkspaceSummary {
  readonly secrets: readonly string[];
}

/** A verified event that is to be stored. */
export interface NewEvent {
  readonly workspaceId: string;
  readonly source: string;
  /** `webhook.{source}` */
  readonly sourceKind: string;
  readonly eventType: string;
  readonly eventId: string;
  /** Idempotency key of the request. */
  readonly key: string;
  /** For correlation only. */
  readonly sourceIdentifier: string | null;
  readonly strength: SignatureStrength;
  /** SHA-256 of the raw body, 32 bytes. */
  readonly bodyDigest: Bytes;
  /** The bytes as they came; `null` when their content must not be kept. */
  readonly body: Bytes | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly receivedAt: number;
}

export type AcceptOutcome =
  | { readonly status: 'accepted' | 'duplicate'; readonly eventId: string }
  | {
      readonly status: 'refused';
      readonly error: 'event_id_conflict' | 'idempotency_key_reuse' | 'strong_signature_required';
    };

export interface ClaimedEvent {
  readonly id: number;
  readonly workspaceId: string;
  readonly source: string;
  readonly eventType: string;
  readonly body: Bytes | null;
  /** This one included. */
  readonly attempts: number;
}

export interface InboxFailure {
  readonly id: number;
  readonly token: string;
  /** Code and place; no content. */
  readonly error: string;
}

export interface InboxCounts {
  /** Accepted and not yet worked off. */
  readonly waiting: number;
  readonly parked: number;
  readonly oldestWaitingAt: number | null;
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
