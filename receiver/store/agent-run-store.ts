import type { RunError } from '../agents/run-errors.ts';
import type { Agent } from './agent-store.ts';

/** Runs of agents: an event each, asked until it is answered; a part of `Store`. */
export interface AgentRunStore {
  /**
   * Enqueues runs and notes how far the outbox was looked at for these agents, in one transaction. An event never becomes two
   * runs of one agent; an agent that was deleted gets none.
   */
  enqueueRuns(batch: {
    agentIds: readonly string[];
    /** Id of the last row that was looked at. */
    upTo: number;
    runs: readonly NewAgentRun[];
    now: number;
  }): Promise<void>;
  /** Takes runs that are due, of agents that are switched on. They come back when the lease ends. */
  claimRuns(claim: RunClaim): Promise<readonly ClaimedRun[]>;
  /** Ends every lease: for a receiver that finds what its predecessor was busy with. */
  releaseRunLeases(now: number): Promise<void>;
  /** Records what came of a run. @returns whether its lease was still held; otherwise nothing happens */
  finishRun(run: FinishedRun): Promise<boolean>;
  /** When the next run is due, leases included; `null` when none is. @param isLeftOut agents that are not asked for */
  nextRunDueAt(isLeftOut: (agentId: string) => boolean): Promise<number | null>;
  /** Newest first. */
  listRuns(query: RunQuery): Promise<readonly AgentRun[]>;
  findRun(workspaceId: string, id: number): Promise<AgentRun | null>;
  /** Makes a failed run due now, with all its attempts. @returns whether it was a failed run of an agent that is there */
  retryRun(query: { workspaceId: string; id: number; now: number }): Promise<boolean>;
  /** Forgets finished runs that were made before. @returns how many; call again while it is `limit` */
  pruneRuns(query: { before: number; limit: number }): Promise<number>;
}

export interface NewAgentRun {
  readonly agentId: string;
  readonly outboxId: number;
  readonly eventId: string;
  /** The topic that it matched. */
  readonly role: string;
  /** Of the chat that it fills; names its conversation. */
  readonly sessionId: string;
  readonly conversationId: string;
}

/** `queued`: waits for its turn or its next attempt. */
export type RunState = 'queued' | 'running' | 'done' | 'failed';

export interface RunClaim {
  readonly now: number;
  readonly leaseMs: number;
  /** Names the lease. */
  readonly token: string;
  readonly limit: number;
  /** @returns how many of this agent may be taken now */
  readonly slotsOf: (agentId: string) => number;
}

export interface ClaimedRun extends NewAgentRun {
  readonly id: number;
  readonly agent: Agent;
  /** Of this run since it was queued, this one included. */
  readonly attempts: number;
  /** The event as JSON text; `null` when it is not kept any more. */
  readonly payload: string | null;
}

export interface FinishedRun {
  readonly id: number;
  readonly token: string;
  readonly next:
    | { readonly state: 'done' | 'failed' }
    /** `attempts` that count. */
    | { readonly state: 'queued'; readonly dueAt: number; readonly attempts: number };
  readonly error: RunError | null;
  /** Of the last answer; `null` when there was none. */
  readonly statusCode: number | null;
  readonly tokens: TokenCounts | null;
  /** Of the last attempt. */
  readonly startedAt: number;
  readonly finishedAt: number;
}

/** As the model counts them. */
export interface TokenCounts {
  readonly prompt: number;
  readonly completion: number;
}

export interface AgentRun {
  readonly id: number;
  readonly agentId: string;
  readonly eventId: string;
  readonly role: string;
  readonly state: RunState;
  readonly attempts: number;
  readonly conversationId: string;
  /** Of the last attempt; the answer to it may be another one's. */
  readonly error: RunError | null;
  readonly statusCode: number | null;
  readonly tokens: TokenCounts | null;
  readonly createdAt: number;
  /** Of the last attempt that ended; `null` before. */
  readonly startedAt: number | null;
  readonly finishedAt: number | null;
  /** When it is tried again; `null` when it does not wait. */
  readonly nextAttemptAt: number | null;
}

export interface RunQuery {
  readonly workspaceId: string;
  readonly agentId?: string;
  readonly state?: RunState;
  /** Only those with a lower id. */
  readonly before?: number;
  readonly limit: number;
}
