import { type Pass, WakingLoop } from '../inbox/waking-loop.ts';
import type { PassingBodies } from '../outbox/passing-bodies.ts';
import type { Settings } from '../settings.ts';
import type { Store } from '../store/store.ts';
import { WebhookDeliverer } from './deliver-webhooks.ts';
import { createFanOutPass } from './fan-out.ts';
import { createGuardedAgent } from './guarded-agent.ts';

const CONNECT_TIMEOUT_MS = 10_000;
const DAY_MS = 86_400_000;
const PRUNE_EVERY_MS = 3_600_000;
const PRUNE_BATCH = 1000;

export interface Webhooks {
  /** Says that there may be something new in the outbox, or to send. Cheap. */
  readonly wake: () => void;
  /** Lets what is under way come to its end, for a few seconds. */
  stop(): Promise<void>;
}

export interface WebhookParts {
  readonly store: Store;
  readonly settings: Settings;
  readonly clock: () => number;
  readonly passing: PassingBodies;
  /** Told that the engine itself wrote into the outbox. */
  readonly onOutbox: () => void;
}

/** Outgoing webhooks: from the outbox to deliveries, from deliveries to their targets, and the log kept short. */
export function createWebhooks({ store, settings, clock, passing, onOutbox }: WebhookParts): Webhooks {
  const agent = createGuardedAgent(settings.allowedSubnets, { connectTimeoutMs: CONNECT_TIMEOUT_MS });
  const deliverer = new WebhookDeliverer({
    store,
    agent,
    schedule: settings.retrySchedule,
    clock,
    random: Math.random,
    passing,
    onOutbox: () => {
      fanOut.wake();
      onOutbox();
    },
  });
  const sending = new WakingLoop('webhooks', (now) => deliverer.pass(now), clock);
  const fanOut = new WakingLoop(
    'webhook_fan_out',
    createFanOutPass({ store, passing }, () => sending.wake()),
    clock,
  );
  const pruning = new WakingLoop('webhook_log', createPrunePass(store, settings.logRetentionDays * DAY_MS), clock);
  deliverer.wakes(sending);
  let isPruning = false;
  return {
    wake: () => {
      fanOut.wake();
      sending.wake();
      if (!isPruning) pruning.wake();
      isPruning = true;
    },
    stop: async () => {
      await Promise.all([fanOut.stop(), sending.stop(), pruning.stop()]);
      await deliverer.stop();
      await agent.destroy();
    },
  };
}

function createPrunePass(store: Store, keepMs: number): Pass {
  return async (now) => {
    const pruned = await store.pruneDeliveries({ before: now - keepMs, limit: PRUNE_BATCH });
    return pruned === PRUNE_BATCH ? now : now + PRUNE_EVERY_MS;
  };
}
