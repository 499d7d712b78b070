import { describeError, log } from '../log.ts';

/** Longest wait of a Node timer. */
const MAX_TIMER_MS = 2 ** 31 - 1;
/** After a failure of the loop itself (the database is busy or full). */
const FAILURE_DELAY_MS = 1000;

/** One pass over the work that is due. @returns when the next is due (UNIX milliseconds), `null` when nothing waits */
export type Pass = (now: number) => Promise<number | null>;

/**
 * Runs passes one after the other: at once when woken, by a timer while something waits for its time, and not at all when
 * nothing does.
 */
export class WakingLoop {
  readonly #name: string;
  readonly #pass: Pass;
  readonly #clock: () => number;
  #timer: NodeJS.Timeout | null = null;
  #running: Promise<void> | null = null;
  #isWoken = false;
  #isStopped = false;

  /** @param name for the log */
  constructor(name: string, pass: Pass, clock: () => number) {
    this.#name = name;
    this.#pass = pass;
    this.#clock = clock;
  }

  /** Says that there may be work. Cheap; calls during a pass lead to one more. */
  wake(): void {
    if (this.#isStopped) return;
    this.#isWoken = true;
    this.#running ??= this.#run();
  }

  /** Lets the pass that runs come to its end and starts no other. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    if (this.#timer) clearTimeout(this.#timer);
    await this.#running;
  }

  async #run(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer);
    let nextAt: number | null = null;
    while (this.#isWoken && !this.#isStopped) {
      this.#isWoken = false;
      // With an embedded database no pass ever waits: requests get their turn in between.
      await new Promise((resolve) => setImmediate(resolve));
      nextAt = await this.#runPass();
    }
    this.#running = null;
    if (nextAt === null || this.#isStopped) return;
    const delayMs = Math.min(Math.max(nextAt - this.#clock(), 0), MAX_TIMER_MS);
    this.#timer = setTimeout(() => this.wake(), delayMs);
  }

  async #runPass(): Promise<number | null> {
    try {
      return await this.#pass(this.#clock());
    } catch (error) {
      log.error('pass_failed', { loop: this.#name, ...describeError(error) });
      return this.#clock() + FAILURE_DELAY_MS;
    }
  }
}
