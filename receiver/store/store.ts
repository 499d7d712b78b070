import type { AcceptStore } from './accept-store.ts';
import type { AgentRunStore } from './agent-run-store.ts';
import type { AgentStore } from './agent-store.ts';
import type { BlobStore } from './blob-store.ts';
import type { ConversationStore } from './conversation-store.ts';
import type { EventStore } from './event-store.ts';
import type { InboxStore } from './inbox-store.ts';
import type { KeyStore } from './key-store.ts';
import type { LibraryStore } from './library-store.ts';
import type { LogStore } from './log-store.ts';
import type { NoteStore } from './note-store.ts';
import type { OutboxStore } from './outbox-store.ts';
import type { OverviewStore } from './overview-store.ts';
import type { RetentionStore } from './retention-store.ts';
import type { PairingStore } from './pairing-store.ts';
import type { SessionStore } from './session-store.ts';
import type { SourceStore } from './source-store.ts';
import type { TokenStore } from './token-store.ts';
import type { UserStore } from './user-store.ts';
import type { WebhookDeliveryStore } from './webhook-delivery-store.ts';
import type { WebhookStore } from './webhook-store.ts';
import type { WorkspaceStore } from './workspace-store.ts';

/**
 * Everything the receiver keeps, as operations that mean something, so that one database can stand in for another.
 * Each is one transaction. What was accepted and what was done with it is durable once the promise resolves; claims,
 * conversations and notes at the latest with the next such operation, because losing them only means doing them again.
 * Times are UNIX milliseconds and always passed in.
 * What can be expected is a value; a promise rejects with `StoreFailure` when the storage fails, else because of a bug.
 */
export interface Store
  extends WorkspaceStore,
    KeyStore,
    PairingStore,
    TokenStore,
    UserStore,
    SessionStore,
    SourceStore,
    AcceptStore,
    BlobStore,
    EventStore,
    InboxStore,
    ConversationStore,
    LibraryStore,
    NoteStore,
    LogStore,
    RetentionStore,
    OutboxStore,
    OverviewStore,
    WebhookStore,
    WebhookDeliveryStore,
    AgentStore,
    AgentRunStore {
  /** @throws when the database does not answer */
  ping(): Promise<void>;
  /** Another number than before when another process wrote since. */
  outsideMark(): Promise<number>;
  close(): Promise<void>;
}
