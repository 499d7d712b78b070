import type { Bytes } from '../../lib/protocol/bytes.ts';
import type { NewOutboxEvent } from '../outbox/outbox-event.ts';
import type { Proof } from '../verification/scheme.ts';
import type { ConversationUpdate } from './conversation-store.ts';

/** The inbox, the side of the worker; a part of `Store`. */
export interface InboxStore {
  /** Takes events that are due, oldest first. Counts as an attempt; they come back when the lease ends. */
  claimInbox(claim: InboxClaim): Promise<readonly ClaimedEvent[]>;
  /** Ends every lease: for a receiver that has the store to itself and finds what its predecessor was busy with. */
  releaseLeases(now: number): Promise<void>;
  /**
   * Writes what events led to and ends them, in order and in one transaction: as many as fit into `budgetMs`, one at least. An
   * event that is no longer held under this lease is left alone. When one throws, nothing of any is written.
   * @returns how many were seen to; call again with the rest
   */
  settleInbox(settlement: InboxSettlement): Promise<number>;
  /** @returns whether the event was still held under this lease */
  failInbox(failure: InboxFailure & { retryAt: number }): Promise<boolean>;
  /** Sets the event aside for a person. @returns whether it was still held under this lease */
  parkInbox(failure: InboxFailure): Promise<boolean>;
  /**
   * Makes events due that are done, failed or parked, their attempts counted from the start. What is waiting or under way
   * anyway stays as it is, and so does an event whose body is not there any more.
   * @returns how many
   */
  replayInbox(query: InboxReplay): Promise<number>;
  /** When the next event is due, `null` when none waits. */
  nextInboxDueAt(): Promise<number | null>;
  countInbox(): Promise<InboxCounts>;
}

export interface InboxClaim {
  readonly now: number;
  readonly leaseMs: number;
  readonly limit: number;
  /** Names the lease. */
  readonly token: string;
  /** Only those that were begun before, or only those that were not; either when left out. */
  readonly isBegun?: boolean;
}

export interface ClaimedEvent {
  readonly id: number;
  readonly workspaceId: string;
  readonly source: string;
  readonly eventType: string;
  readonly sourceIdentifier: string | null;
  readonly proof: Proof;
  /** `null` for what is render only. */
  readonly body: Bytes | null;
  /** SHA-256. */
  readonly bodyDigest: Bytes;
  readonly receivedAt: number;
  /** This one included. */
  readonly attempts: number;
}

/** What an event leads to. */
export interface InboxEffect {
  /** For those who listen. */
  readonly events: readonly NewOutboxEvent[];
  /** Of the conversation that it says something about, `null` for none. */
  readonly update: ConversationUpdate | null;
}

export interface InboxSettlement {
  readonly effects: readonly (InboxEffect & Pick<ClaimedEvent, 'id'>)[];
  readonly token: string;
  readonly now: number;
  readonly budgetMs: number;
}

/** Which events; those that match all that is named. Times are those of arrival: from, inclusive, to, exclusive. */
export interface InboxReplay {
  readonly workspaceId: string;
  readonly now: number;
  /** As `ClaimedEvent.id`. */
  readonly id?: number;
  /** As the sender calls it. */
  readonly eventId?: string;
  readonly source?: string;
  readonly state?: 'done' | 'failed' | 'parked';
  readonly from?: number;
  readonly to?: number;
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
