import { afterEach, beforeEach, describe } from 'vitest';
import { testAccepting, testProof, testSameBytes } from './conformance/accepting.ts';
import { testAgentRuns, testAgents } from './conformance/agents.ts';
import { testBlobs } from './conformance/blobs.ts';
import { testConversations } from './conformance/conversations.ts';
import { testDedupeTable } from './conformance/dedupe.ts';
import { testEventFields, testEvents, testFindEvent } from './conformance/events.ts';
import { NOW, type StoreUnderTest } from './conformance/fixtures.ts';
import { testBodies, testInbox, testReplay } from './conformance/inbox.ts';
import { testKeys, testRotation } from './conformance/keys.ts';
import { testLibrary } from './conformance/library.ts';
import { testLogs } from './conformance/logs.ts';
import { testNotes } from './conformance/notes.ts';
import { testOutbox } from './conformance/outbox.ts';
import { testOverview } from './conformance/overview.ts';
import { testWebhookDeliveries, testWebhookLog } from './conformance/webhook-deliveries.ts';
import { testWebhooks } from './conformance/webhooks.ts';
import { testRetention } from './conformance/retention.ts';
import { testPairing } from './conformance/pairing.ts';
import { testSources } from './conformance/sources.ts';
import { testTokens } from './conformance/tokens.ts';
import { testSessions, testUsers } from './conformance/users.ts';
import { testRemovedWorkspaces, testWorkspaces } from './conformance/workspaces.ts';
import type { Store } from './store.ts';

const SUITES = {
  workspaces: testWorkspaces,
  'removed workspaces': testRemovedWorkspaces,
  keys: testKeys,
  rotation: testRotation,
  pairing: testPairing,
  tokens: testTokens,
  users: testUsers,
  sessions: testSessions,
  sources: testSources,
  accepting: testAccepting,
  proof: testProof,
  'same bytes': testSameBytes,
  blobs: testBlobs,
  events: testEvents,
  'fields of events': testEventFields,
  'one event': testFindEvent,
  bodies: testBodies,
  inbox: testInbox,
  replay: testReplay,
  conversations: testConversations,
  library: testLibrary,
  notes: testNotes,
  logs: testLogs,
  retention: testRetention,
  outbox: testOutbox,
  overview: testOverview,
  webhooks: testWebhooks,
  'webhook deliveries': testWebhookDeliveries,
  'webhook log': testWebhookLog,
  agents: testAgents,
  'agent runs': testAgentRuns,
};

/**
 * What every store has to do, run against a new and empty one for each test.
 * @param open makes an empty store
 */
export function describeStore(name: string, open: () => Store): void {
  describe.each(Object.entries(SUITES))(`${name}: %s`, (_, runSuite) => {
    const under = {} as StoreUnderTest; // filled before each test
    beforeEach(async () => {
      under.store = await openWithWorkspaces(open);
    });
    afterEach(() => under.store.close());
    runSuite(under);
  });
}

/** The same for the table of deduplication, which takes hundreds of stores: not for one on a disk. */
export function describeDeduplication(name: string, open: () => Store): void {
  describe(`${name}: the table of deduplication`, () => testDedupeTable(() => openWithWorkspaces(open)));
}

async function openWithWorkspaces(open: () => Store): Promise<Store> {
  const store = open();
  const first = { id: 'ws_1', name: 'One', createdAt: NOW, key: { id: 'key_1', secret: 'secret-1' } };
  await store.createWorkspace(first);
  await store.createWorkspace({
    id: 'ws_2',
    name: 'Two',
    createdAt: NOW + 1,
    key: { id: 'key_2', secret: 'secret-2' },
  });
  return store;
}
