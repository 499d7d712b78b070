import type { Bytes } from '../../lib/protocol/bytes.ts';
import type { Proof } from '../verification/scheme.ts';

/** The inbox, the side of those who read it back (docs/protocol.md, section 6); a part of `Store`. */
export interface EventStore {
  /** Newest first. */
  listEvents(query: EventQuery): Promise<readonly InboxEvent[]>;
  findEvent(key: EventKey): Promise<StoredEvent | null>;
}

export interface EventKey {
  readonly workspaceId: string;
  readonly id: number;
}

export interface EventQuery {
  readonly workspaceId: string;
  readonly source?: string | undefined;
  readonly eventType?: string | undefined;
  readonly state?: InboxState | undefined;
  /** Those that came before this one. */
  readonly beforeId?: number | undefined;
  readonly limit: number;
}

export const INBOX_STATES = ['pending', 'done', 'failed', 'parked'] as const;
/** `failed`: will be tried again; `parked`: waits for a person. */
export type InboxState = (typeof INBOX_STATES)[number];

export interface StoredEvent extends InboxEvent {
  readonly headers: Readonly<Record<string, string>>;
  /** The bytes as they came; `null` when they are not kept. */
  readonly body: Bytes | null;
}

export interface InboxEvent {
  readonly id: number;
  readonly workspaceId: string;
  readonly source: string;
  readonly sourceKind: string;
  readonly eventType: string;
  readonly eventId: string;
  readonly sourceIdentifier: string | null;
  /** `''` when it has none. */
  readonly key: string;
  readonly proof: Proof;
  readonly state: InboxState;
  readonly attempts: number;
  readonly error: string | null;
  readonly receivedAt: number;
}
