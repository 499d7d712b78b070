import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Hono } from 'hono';
import { BlobFiles } from '../blobs/blob-files.ts';
import { createApp } from '../http/app.ts';
import { createApiRoutes } from '../http/api/api-routes.ts';
import { createAuthenticator } from '../http/api/authenticate.ts';
import { registerRoutes } from '../http/api/register-routes.ts';
import type { GuardParts } from '../http/api/require-scope.ts';
import { createAddressReader } from '../http/address-reader.ts';
import type { CallerParts } from '../http/caller.ts';
import { createPrivacyCheck } from '../http/private-transport.ts';
import type { HttpEnvironment } from '../http/environment.ts';
import { GroupCommit } from '../ingest/group-commit.ts';
import { KeyRing } from '../ingest/key-ring.ts';
import { RateLimits } from '../ingest/rate-limits.ts';
import { RefusalLog } from '../ingest/refusal-log.ts';
import { TokenBuckets } from '../ingest/token-buckets.ts';
import { Inspectors } from '../inspector/inspectors.ts';
import { Metrics } from '../metrics/metrics.ts';
import type { Settings } from '../settings.ts';
import { createLoops } from './create-loops.ts';
import { DATABASE_NAME } from './data-folder.ts';
import type { AcceptOutcome, NewEvent } from '../store/accept-store.ts';
import type { Store } from '../store/store.ts';

const DAY_MS = 86_400_000;
/** `npm run build` puts it there. */
const CONSOLE_DIR = fileURLToPath(new URL('../../.output/console', import.meta.url));

export interface Assembly {
  readonly app: Hono<HttpEnvironment>;
  /** Starts on what an earlier run left behind. */
  wake(): void;
  /** From now on requests are turned away. */
  turnAway(): void;
  /** Finishes the commit and the work under way and closes the store. Call it when no request is left. */
  close(): Promise<void>;
}

/** Puts the parts together: what comes in is committed, then projected, then written as a note. */
export function assemble(store: Store, settings: Settings, clock: () => number): Assembly {
  const files = new BlobFiles(blobDirOf(settings));
  const loops = createLoops({ store, files }, settings, clock);
  const { bell, passing, onOutbox } = loops;
  const metrics = new Metrics();
  const commits = createCommits({ store, metrics, clock }, settings.idempotencyDays * DAY_MS);
  const refusals = new RefusalLog(store);
  const caller = { ...createCallerParts(settings, clock), refusals };
  const verify = { store, keyRing: new KeyRing(store), toleranceSeconds: settings.toleranceSeconds };
  const inspectors = new Inspectors();
  let isClosing = false;
  const app = createApp({
    ingress: {
      ...caller,
      pipeline: { ...verify, commits, passing },
      maxBodyBytes: settings.maxBodyBytes,
      onAccepted: loops.wakeInbox,
    },
    blobs: { ...caller, blobs: { ...verify, files }, maxBlobBytes: settings.maxBlobBytes },
    pairing: { store, clock, addressOf: caller.addressOf, isPrivate: createPrivacyCheck(settings.trustedProxies) },
    inspect: { ...caller, inspectors },
    api: registerRoutes(
      createApiRoutes({
        store,
        refusals,
        publicUrl: settings.publicUrl,
        addressOf: caller.addressOf,
        blobFiles: files,
        metrics: { metrics, databasePath: join(settings.dataDir, DATABASE_NAME) },
        inspector: { inspectors, verify },
        dispatch: async (path, init) => app.request(path, init),
        onInboxDue: loops.wakeInbox,
        allowedSubnets: settings.allowedSubnets,
        onWebhookDue: loops.wakeWebhooks,
        onRunDue: loops.wakeAgents,
        onOutbox,
        bell,
        passing,
      }),
      createGuard(store, settings, caller),
    ),
    metrics,
    consoleDir: CONSOLE_DIR,
    health: { store, vaultDir: settings.vaultDir, clock },
    hostNames: [settings.host, ...(settings.publicUrl ? [new URL(settings.publicUrl).host] : [])],
    isClosing: () => isClosing,
  });
  return {
    app,
    wake: loops.wakeAll,
    turnAway: () => {
      isClosing = true;
      bell.close();
    },
    close: () => closeInOrder([() => commits.drain(), () => refusals.flush(), () => loops.stop(), () => store.close()]),
  };
}

async function closeInOrder(steps: readonly (() => Promise<void>)[]): Promise<void> {
  for (const step of steps) await step();
}

function createCommits(
  { store, metrics, clock }: { store: Store; metrics: Metrics; clock: () => number },
  keyMemoryMs: number,
): GroupCommit<NewEvent, AcceptOutcome> {
  return new GroupCommit<NewEvent, AcceptOutcome>(async (events) => {
    const outcomes = await store.acceptBatch(events, { now: clock(), keyMemoryMs });
    metrics.countOutcomes(outcomes);
    return outcomes;
  });
}

function createCallerParts(settings: Settings, clock: () => number): Omit<CallerParts, 'refusals'> {
  return {
    limits: new RateLimits(settings.ratePerMinute),
    clock,
    addressOf: createAddressReader(settings.trustedProxies),
  };
}

function createGuard(
  store: Store,
  settings: Settings,
  { clock, addressOf }: Pick<CallerParts, 'clock' | 'addressOf'>,
): GuardParts {
  const strangers = new TokenBuckets(Math.ceil(settings.ratePerMinute / 10));
  const authenticate = createAuthenticator({ store, adminToken: settings.adminToken, clock });
  return { store, authenticate, strangers, addressOf, clock };
}

export function blobDirOf({ dataDir }: Settings): string {
  return join(dataDir, 'blobs');
}
