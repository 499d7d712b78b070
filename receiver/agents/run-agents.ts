import { randomUUID } from 'node:crypto';
import type { Dispatcher } from 'undici';
import type { WakingLoop } from '../inbox/waking-loop.ts';
import { describeError, log } from '../log.ts';
import type { ClaimedRun, FinishedRun } from '../store/agent-run-store.ts';
import type { Store } from '../store/store.ts';
import { nextWaitMs } from '../webhooks/retry-schedule.ts';
import { promptOf, toChat } from './agent-chat.ts';
import type { SaveChat } from './save-chat.ts';
import { type ChatResult, completeChat } from './complete-chat.ts';
import type { ChatAnswer } from './read-completion.ts';
import { isFinalError, type RunError } from './run-errors.ts';

/** Runs at once: of all agents together, and of one. A model on the same machine answers one after the other anyhow. */
const MOST_IN_ALL = 8;
const MOST_OF_ONE = 2;
/** Longer than any run may take: after that its receiver is taken for dead. */
const LEASE_MS = 15 * 60_000;
/** Waits between attempts. */
const SCHEDULE: readonly number[] = [10_000, 60_000, 300_000, 1_800_000];

export interface RunnerParts {
  readonly store: Store;
  readonly agent: Dispatcher;
  readonly clock: () => number;
  /** From 0 to 1. */
  readonly random: () => number;
  readonly saveChat: SaveChat;
}

/**
 * Runs what is due: the event becomes a chat, the model is asked, its answer is stored, and then the run is done. A receiver
 * that dies in between asks again, unless the answer was stored already.
 */
export class AgentRunner {
  readonly #parts: RunnerParts;
  readonly #token = randomUUID();
  readonly #underWay = new Map<Promise<void>, string>();
  readonly #stopping = new AbortController();
  #loop: Pick<WakingLoop, 'wake'> | null = null;

  constructor(parts: RunnerParts) {
    this.#parts = parts;
  }

  /** The loop that runs `pass`; a run that ends makes room for another. */
  wakes(loop: Pick<WakingLoop, 'wake'>): void {
    this.#loop = loop;
  }

  /** Begins as many runs as there is room for. @returns when the next is due */
  async pass(now: number): Promise<number | null> {
    const { store } = this.#parts;
    const limit = MOST_IN_ALL - this.#underWay.size;
    const slotsOf = (agentId: string) => this.#slotsOf(agentId);
    const claimed = await store.claimRuns({ now, leaseMs: LEASE_MS, token: this.#token, limit, slotsOf });
    for (const run of claimed) this.#begin(run);
    // A run that ends wakes the loop by itself.
    if (this.#underWay.size === MOST_IN_ALL) return null;
    return store.nextRunDueAt((agentId) => this.#slotsOf(agentId) === 0);
  }

  /** Breaks off what is under way; it is asked again after the next start. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await Promise.all(this.#underWay.keys());
  }

  #slotsOf(agentId: string): number {
    return MOST_OF_ONE - [...this.#underWay.values()].filter((id) => id === agentId).length;
  }

  #begin(run: ClaimedRun): void {
    const work = this.#run(run).catch((error: unknown) => {
      // The lease brings it back.
      log.error('agent_run_failed', { run: run.id, ...describeError(error) });
    });
    this.#underWay.set(work, run.agentId);
    void work.finally(() => {
      this.#underWay.delete(work);
      this.#loop?.wake();
    });
  }

  async #run(run: ClaimedRun): Promise<void> {
    const { store, clock } = this.#parts;
    const startedAt = clock();
    const ends = (end: Pick<FinishedRun, 'next'> & Partial<FinishedRun>) =>
      store.finishRun({
        id: run.id,
        token: this.#token,
        error: null,
        statusCode: null,
        tokens: null,
        startedAt,
        finishedAt: clock(),
        ...end,
      });
    // Its attempts are counted when they begin, so its receiver ended during each of them.
    if (run.attempts > SCHEDULE.length + 1)
      return void (await ends({ next: { state: 'failed' }, error: 'interrupted' }));
    const asked = await this.#ask(run, startedAt);
    if (asked === 'answered') return void (await ends({ next: { state: 'done' } }));
    if (!asked.ok) return void (await ends(this.#afterFailure(run, asked)));
    const { answer, statusCode } = asked;
    await ends({ next: { state: 'done' }, statusCode, tokens: answer.tokens });
  }

  /** @returns `answered` when an earlier attempt stored the answer and came no further */
  async #ask(run: ClaimedRun, now: number): Promise<ChatResult | 'answered'> {
    const prompt = promptOf(run.role, run.payload);
    if (!prompt) return failure('event_gone');
    const save = (answer: ChatAnswer | null) =>
      this.#parts.saveChat(toChat(run, prompt, { answer, now: this.#parts.clock() }), this.#parts.clock());
    if ((await save(null)).isAnswered) return 'answered';
    const { signal } = this.#stopping;
    const result = await completeChat(this.#parts.agent, run.agent, { prompt: prompt.text, signal, now });
    if (result.ok) await save(result.answer);
    return result;
  }

  #afterFailure(run: ClaimedRun, { error, statusCode, askedMs }: Extract<ChatResult, { ok: false }>) {
    const { clock, random } = this.#parts;
    const told = { error, statusCode };
    if (this.#stopping.signal.aborted)
      return { next: { state: 'queued' as const, dueAt: clock(), attempts: run.attempts - 1 }, ...told };
    const waitMs = isFinalError(error) ? null : nextWaitMs(SCHEDULE, run.attempts, { askedMs, random: random() });
    log.warn('agent_run_unanswered', {
      run: run.id,
      agent: run.agentId,
      error,
      status: statusCode,
      retries: waitMs !== null,
    });
    if (waitMs === null) return { next: { state: 'failed' as const }, ...told };
    return { next: { state: 'queued' as const, dueAt: clock() + waitMs, attempts: run.attempts }, ...told };
  }
}

function failure(error: RunError): ChatResult {
  return { ok: false, error, statusCode: null, askedMs: null };
}
