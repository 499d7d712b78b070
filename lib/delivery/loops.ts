/** How many requests are under way at the same time, each of another conversation. */
const REQUESTS = 4;

/** Twice as many, so that the next event is at hand while the bookkeeping of the one before goes on. */
const LOOPS = 2 * REQUESTS;

/**
 * The loops of one worker that claim, send and settle. However often it is woken, there are never more of them; those that
 * wait for a slow answer leave the others to be started anew.
 */
export class Loops {
  #running = 0;
  #wanted = 0;
  #requests = 0;
  readonly #waiting: (() => void)[] = [];

  /** Starts as many as there is room for. @returns when those have ended */
  async fill(loop: () => Promise<void>): Promise<void> {
    this.#wanted += 1;
    const room = LOOPS - this.#running;
    await Promise.all(Array.from({ length: room }, () => this.#run(loop)));
  }

  /** Makes a request when it is its turn. */
  async request<Answer>(send: () => Promise<Answer>): Promise<Answer> {
    if (this.#requests >= REQUESTS) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#requests += 1;
    try {
      return await send();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#requests -= 1;
    }
  }

  async #run(loop: () => Promise<void>): Promise<void> {
    this.#running += 1;
    try {
      // What became due just as it found nothing was left to it by whoever found no room.
      for (let seen = -1; seen !== this.#wanted; ) {
        seen = this.#wanted;
        await loop();
      }
    } finally {
      this.#running -= 1;
    }
  }
}
