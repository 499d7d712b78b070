import type { DatabaseSync } from 'node:sqlite';
import { type Store, StoreFailure } from '../store.ts';
import { SqliteAccept } from './accept.ts';
import { SqliteConversations } from './conversations.ts';
import { SqliteInbox } from './inbox.ts';
import { openDatabase } from './open-database.ts';
import { isStorageFault } from './result-codes.ts';
import { withoutWaiting } from './transaction.ts';
import { SqliteWorkspaces } from './workspaces.ts';

export type OpenStoreResult = { ok: true; store: Store } | { ok: false; message: string };

/**
 * The embedded store: one SQLite file, or `:memory:` for tests.
 * @returns the store, or one sentence that says why the file cannot be used (it is then untouched)
 */
export function openSqliteStore(path: string): OpenStoreResult {
  const opened = openDatabase(path);
  return opened.ok ? { ok: true, store: createStore(opened.database) } : opened;
}

function createStore(database: DatabaseSync): Store {
  const workspaces = new SqliteWorkspaces(database);
  const accept = new SqliteAccept(database, workspaces);
  const inbox = new SqliteInbox(database);
  const conversations = new SqliteConversations(database);
  // An event is done only with `completeInbox`; what it led to is on disk by then.
  const redoable = <Result>(operation: () => Result) => run(() => withoutWaiting(database, operation));
  return {
    ping: () => run(() => void database.prepare('SELECT 1').get()),
    close: () => run(() => database.close()),

    createWorkspace: (workspace) => run(() => workspaces.create(workspace)),
    findWorkspace: (id, now) => run(() => workspaces.find(id, now)),
    listWorkspaces: () => run(() => workspaces.list()),
    findSourcePolicy: (workspaceId, source) => run(() => workspaces.policyOf(workspaceId, source)),
    setSourcePolicy: (workspaceId, source, policy) => run(() => workspaces.setPolicy(workspaceId, source, policy)),

    acceptBatch: (events, options) => run(() => accept.acceptBatch(events, options)),
    claimInbox: (claim) => redoable(() => inbox.claim(claim)),
    releaseLeases: (now) => run(() => inbox.releaseLeases(now)),
    completeInbox: (ids, token) => run(() => inbox.complete(ids, token)),
    failInbox: (failure) => run(() => inbox.fail(failure)),
    parkInbox: (failure) => run(() => inbox.park(failure)),
    nextInboxDueAt: () => run(() => inbox.nextDueAt()),
    countInbox: () => run(() => inbox.count()),

    saveConversation: (key, now, merge) => redoable(() => conversations.save(key, now, merge)),
    dueNotes: (query) => run(() => conversations.dueNotes(query)),
    noteWritten: (note) => redoable(() => conversations.noteWritten(note)),
    noteFailed: (note) => redoable(() => conversations.noteFailed(note)),
    nextNoteDueAt: () => run(() => conversations.nextNoteDueAt()),
    countFailingNotes: () => run(() => conversations.countFailingNotes()),
  };
}

/** node:sqlite works synchronously; `async` makes its exceptions rejections, as the contract says. */
async function run<Result>(operation: () => Result): Promise<Result> {
  try {
    return operation();
  } catch (error) {
    throw isStorageFault(error) ? new StoreFailure('the database failed', { cause: error }) : error;
  }
}
