import type { NewOutboxEvent } from '../outbox/outbox-event.ts';

/** What happened here, in order, for those who listen: topics and webhooks; a part of `Store`. */
export interface OutboxStore {
  /** What stands there already, by its once-key, is not written again. */
  appendOutbox(events: readonly NewOutboxEvent[]): Promise<void>;
  /** In order of their ids. @param query.after id of the last one that is known, 0 for none */
  readOutbox(query: { after: number; limit: number; workspaceId?: string }): Promise<readonly OutboxEvent[]>;
  /** 0 when there is none. */
  lastOutboxId(): Promise<number>;
}

export interface OutboxEvent {
  /** Grows with every event and is never given again: a cursor. */
  readonly id: number;
  readonly workspaceId: string;
  readonly eventId: string;
  readonly type: string;
  readonly subject: string | null;
  /** The whole event as JSON text. */
  readonly payload: string;
  /** UNIX milliseconds. */
  readonly createdAt: number;
}
