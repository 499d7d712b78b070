import { type Pass, WakingLoop } from '../inbox/waking-loop.ts';
import type { Settings } from '../settings.ts';
import type { Store } from '../store/store.ts';
import { createGuardedAgent } from '../webhooks/guarded-agent.ts';
import { createRoutingPass } from './route-events.ts';
import { AgentRunner } from './run-agents.ts';
import { createSaveChat } from './save-chat.ts';

const CONNECT_TIMEOUT_MS = 10_000;
const DAY_MS = 86_400_000;
const PRUNE_EVERY_MS = 3_600_000;
const PRUNE_BATCH = 1000;

export interface Agents {
  /** Says that there may be something new in the outbox, or to run. Cheap. */
  readonly wake: () => void;
  /** Breaks off what is under way; it is asked again after the next start. */
  stop(): Promise<void>;
}

export interface AgentParts {
  readonly store: Store;
  readonly settings: Settings;
  readonly clock: () => number;
  /** A conversation that nobody goes on with for so long has ended. */
  readonly idleMs: number;
  /** Told that there is a chat to write and to tell. */
  readonly onChat: () => void;
}

/** Agents: from the outbox to runs, from runs to chats, and the list of runs kept short. */
export function createAgents({ store, settings, clock, idleMs, onChat }: AgentParts): Agents {
  const agent = createGuardedAgent(settings.allowedSubnets, { connectTimeoutMs: CONNECT_TIMEOUT_MS });
  const saveChat = createSaveChat({ store, idleMs, onSaved: onChat });
  const runner = new AgentRunner({ store, agent, clock, random: Math.random, saveChat });
  const running = new WakingLoop('agents', (now) => runner.pass(now), clock);
  const routing = new WakingLoop(
    'agent_routing',
    createRoutingPass(store, () => running.wake()),
    clock,
  );
  const pruning = new WakingLoop('agent_runs', createPrunePass(store, settings.logRetentionDays * DAY_MS), clock);
  runner.wakes(running);
  let isPruning = false;
  return {
    wake: () => {
      routing.wake();
      running.wake();
      if (!isPruning) pruning.wake();
      isPruning = true;
    },
    stop: async () => {
      await Promise.all([routing.stop(), running.stop(), pruning.stop()]);
      await runner.stop();
      await agent.destroy();
    },
  };
}

function createPrunePass(store: Store, keepMs: number): Pass {
  return async (now) => {
    const pruned = await store.pruneRuns({ before: now - keepMs, limit: PRUNE_BATCH });
    return pruned === PRUNE_BATCH ? now : now + PRUNE_EVERY_MS;
  };
}
