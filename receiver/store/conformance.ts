import { afterEach, beforeEach, describe } from 'vitest';
import { testAccepting } from './conformance/accepting.ts';
import { testConversations } from './conformance/conversations.ts';
import { NOW, type StoreUnderTest } from './conformance/fixtures.ts';
import { testBodies, testInbox } from './conformance/inbox.ts';
import { testNotes } from './conformance/notes.ts';
import { testWorkspaces } from './conformance/workspaces.ts';
import type { Store } from './store.ts';

const SUITES = {
  workspaces: testWorkspaces,
  accepting: testAccepting,
  bodies: testBodies,
  inbox: testInbox,
  conversations: testConversations,
  notes: testNotes,
};

/**
 * What every store has to do, run against a new and empty one for each test.
 * @param open makes an empty store
 */
export function describeStore(name: string, open: () => Store): void {
  describe.each(Object.entries(SUITES))(`${name}: %s`, (_, runSuite) => {
    const under = {} as StoreUnderTest; // filled before each test
    beforeEach(async () => {
      under.store = open();
      await under.store.createWorkspace({ id: 'ws_1', name: 'One', secret: 'secret-1', createdAt: NOW });
      await under.store.createWorkspace({ id: 'ws_2', name: 'Two', secret: 'secret-2', createdAt: NOW + 1 });
    });
    afterEach(() => under.store.close());
    runSuite(under);
  });
}
