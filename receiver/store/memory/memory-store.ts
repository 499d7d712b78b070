import type { Store } from '../store.ts';
import { createAgentRunStore } from './agent-runs.ts';
import { createAgentStore } from './agents.ts';
import { createBlobStore } from './blobs.ts';
import { createAcceptStore } from './accept.ts';
import { createMemoryContext } from './context.ts';
import { createConversationStore } from './conversations.ts';
import { createEventStore } from './events.ts';
import { createInboxStore } from './inbox.ts';
import { createKeyStore } from './keys.ts';
import { createLibraryStore } from './library.ts';
import { createLogStore } from './logs.ts';
import { createNoteStore } from './notes.ts';
import { createOutboxStore } from './outbox.ts';
import { createOverviewStore } from './overview.ts';
import { createRetentionStore } from './retention.ts';
import { createPairingStore } from './pairing.ts';
import { createSessionStore } from './sessions.ts';
import { createSourceStore } from './sources.ts';
import { createTokenStore } from './tokens.ts';
import { createUserStore } from './users.ts';
import { createWebhookDeliveryStore } from './webhook-deliveries.ts';
import { createWebhookStore } from './webhooks.ts';
import { createWorkspaceStore } from './workspaces.ts';

/** A store that forgets everything with its process: for tests, and the second implementation that keeps the contract honest. */
export function createMemoryStore(): Store {
  const context = createMemoryContext();
  return {
    ping: () => context.run(() => undefined),
    outsideMark: () => context.run(() => 0),
    close: () => context.run(() => context.close()),
    ...createWorkspaceStore(context),
    ...createKeyStore(context),
    ...createPairingStore(context),
    ...createSourceStore(context),
    ...createTokenStore(context),
    ...createUserStore(context),
    ...createSessionStore(context),
    ...createAcceptStore(context),
    ...createBlobStore(context),
    ...createEventStore(context),
    ...createInboxStore(context),
    ...createConversationStore(context),
    ...createLibraryStore(context),
    ...createNoteStore(context),
    ...createLogStore(context),
    ...createRetentionStore(context),
    ...createOutboxStore(context),
    ...createOverviewStore(context),
    ...createWebhookStore(context),
    ...createWebhookDeliveryStore(context),
    ...createAgentStore(context),
    ...createAgentRunStore(context),
  };
}
