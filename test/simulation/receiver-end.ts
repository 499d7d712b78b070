import { Hono } from 'hono';
import { createWorkspace } from '../../receiver/accounts/create-workspace.ts';
import { createKey } from '../../receiver/accounts/keys.ts';
import type { ProjectedMessage } from '../../receiver/conversations/conversation-state.ts';
import { createProjectionEffect } from '../../receiver/conversations/project-ingest.ts';
import { createApp } from '../../receiver/http/app.ts';
import { Inspectors } from '../../receiver/inspector/inspectors.ts';
import { Metrics } from '../../receiver/metrics/metrics.ts';
import { PassingBodies } from '../../receiver/outbox/passing-bodies.ts';
import { createInboxPass } from '../../receiver/inbox/worker.ts';
import { GroupCommit } from '../../receiver/ingest/group-commit.ts';
import { KeyRing } from '../../receiver/ingest/key-ring.ts';
import { RateLimits } from '../../receiver/ingest/rate-limits.ts';
import type { AcceptOutcome, NewEvent } from '../../receiver/store/accept-store.ts';
import type { Store } from '../../receiver/store/store.ts';
import { MemoryBlobs } from './memory-blobs.ts';
import { emptyStore } from './shared-store.ts';

export const WORKSPACE = 'ws_sim';
export const SECRET = 'a secret of enough bytes';
const WEEK_MS = 7 * 86_400_000;

/** The real receiver without socket and notes, on a database in memory. */
export interface ReceiverEnd {
  request(path: string, init: RequestInit): Promise<Response>;
  /** Gives a browser a key of its own. */
  addDevice(secret: string): Promise<void>;
  /** The conversation's current branch once everything that was accepted is worked off; `null` when there is none. */
  branchOf(sessionId: string): Promise<ProjectedMessage[] | null>;
  close(): Promise<void>;
}

/**
 * @param limits.maxBlobBytes 0 for a receiver that takes nothing by reference
 * @param clock UNIX milliseconds, the true time
 */
export async function openReceiverEnd(
  { maxBodyBytes, maxBlobBytes }: { maxBodyBytes: number; maxBlobBytes: number },
  clock: () => number,
): Promise<ReceiverEnd> {
  const store = emptyStore();
  await createWorkspace(store, { id: WORKSPACE, secret: SECRET }, clock());
  const commits = new GroupCommit<NewEvent, AcceptOutcome>((events) =>
    store.acceptBatch(events, { now: clock(), keyMemoryMs: WEEK_MS }),
  );
  const caller = { limits: new RateLimits(0), clock, refusals: { note: () => {} }, addressOf: () => 'simulated' };
  const verify = { store, keyRing: new KeyRing(store), toleranceSeconds: 300 };
  const files = new MemoryBlobs();
  const app = createApp({
    ingress: {
      ...caller,
      pipeline: { ...verify, commits, passing: new PassingBodies(clock) },
      maxBodyBytes,
      onAccepted: () => {},
    },
    blobs: { ...caller, blobs: { ...verify, files }, maxBlobBytes },
    pairing: { store, clock, addressOf: caller.addressOf, isPrivate: () => false },
    inspect: { ...caller, inspectors: new Inspectors() },
    api: new Hono(),
    metrics: new Metrics(),
    consoleDir: 'none',
    health: { store, vaultDir: '', clock },
    hostNames: [],
    isClosing: () => false,
  });
  const underWay = new Set<Promise<Response>>();
  let isClosed = false;
  const request = async (path: string, init: RequestInit) => {
    // Whoever comes late must not meet the next schedule, whose store is the same.
    if (isClosed) throw new TypeError('Failed to fetch');
    const answer = Promise.resolve(app.request(path, init));
    underWay.add(answer);
    return answer.finally(() => underWay.delete(answer));
  };
  return {
    request,
    addDevice: async (secret) =>
      void (await createKey(store, { workspaceId: WORKSPACE, name: 'browser', kind: 'device', secret }, clock())),
    branchOf: (sessionId) => readBranch({ store, files }, clock, sessionId),
    close: async () => {
      isClosed = true;
      await Promise.allSettled(underWay);
    },
  };
}

async function readBranch(
  { store, files }: { store: Store; files: MemoryBlobs },
  clock: () => number,
  sessionId: string,
): Promise<ProjectedMessage[] | null> {
  const effect = createProjectionEffect({ store, files, idleMs: WEEK_MS });
  const pass = createInboxPass({ store, effect, onDone: () => {} });
  // What could not be done is tried again when it is due, until it is done or parked.
  for (let now: number | null = clock(); now !== null; ) {
    const dueAt: number | null = await pass(now);
    now = dueAt && Math.max(dueAt, now);
  }
  let branch: ProjectedMessage[] | null = null;
  await store.saveConversation({ workspaceId: WORKSPACE, source: 'chatgpt', sessionId }, clock(), (current) => {
    branch = current?.messages.filter((message) => message.isCurrent) ?? null;
    return null;
  });
  return branch;
}
