import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import type { Store } from '../store.ts';
import { createAcceptStore } from './accept.ts';
import { createAgentRunStore } from './agent-runs.ts';
import { createAgentStore } from './agents.ts';
import { createBlobStore } from './blobs.ts';
import { createSqliteContext } from './context.ts';
import { createConversationStore } from './conversations.ts';
import { createEventStore } from './events.ts';
import { createInboxStore } from './inbox.ts';
import { createKeyStore } from './keys.ts';
import { createLibraryStore } from './library.ts';
import { createLogStore } from './logs.ts';
import { createNoteStore } from './notes.ts';
import { openDatabase } from './open-database.ts';
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

export type OpenStoreResult = { ok: true; store: Store } | { ok: false; message: string };

const markRow = z.object({ data_version: z.number() });

/**
 * The embedded store: one SQLite file, or `:memory:` for tests.
 * @returns the store, or one sentence that says why the file cannot be used (it is then untouched)
 */
export function openSqliteStore(path: string): OpenStoreResult {
  const opened = openDatabase(path);
  return opened.ok ? { ok: true, store: createSqliteStore(opened.database) } : opened;
}

/** The store on a database that is open already. */
export function createSqliteStore(database: DatabaseSync): Store {
  const context = createSqliteContext(database);
  return {
    ping: () => context.run(() => void database.prepare('SELECT 1').get()),
    outsideMark: () => context.run(() => markRow.parse(database.prepare('PRAGMA data_version').get()).data_version),
    close: () => context.run(() => database.close()),
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
