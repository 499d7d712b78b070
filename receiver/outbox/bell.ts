/** Wakes whoever waits for something new in the outbox. */
export class Bell {
  readonly #waiting = new Set<() => void>();
  #count = 0;
  #isClosed = false;

  /** How often it rang: what is known before the outbox is read. */
  get count(): number {
    return this.#count;
  }

  /** Nobody waits any more from then on. */
  get isClosed(): boolean {
    return this.#isClosed;
  }

  readonly ring = (): void => {
    this.#count += 1;
    for (const wake of this.#waiting) wake();
  };

  close(): void {
    this.#isClosed = true;
    this.ring();
  }

  /**
   * Resolves when it rings, at once when it has rung since, or when the time is up.
   * @param since `count` from before the outbox was read
   */
  async wait(since: number, ms: number): Promise<void> {
    if (this.#count !== since || this.#isClosed) return;
    await new Promise<void>((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.#waiting.delete(done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      this.#waiting.add(done);
    });
  }
}
