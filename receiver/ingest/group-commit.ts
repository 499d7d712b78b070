/** So that one commit does not keep the others waiting for long. */
const MAX_BATCH = 256;

interface Waiting<Item, Outcome> {
  readonly item: Item;
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Commits in groups: what arrives while one commit runs is the next batch. It needs no timer, and a lone item waits for
 * nobody.
 */
export class GroupCommit<Item, Outcome> {
  readonly #commit: (items: readonly Item[]) => Promise<readonly Outcome[]>;
  #waiting: Waiting<Item, Outcome>[] = [];
  #running: Promise<void> | null = null;

  /** @param commit gives one outcome for each item, in their order, once all are durable */
  constructor(commit: (items: readonly Item[]) => Promise<readonly Outcome[]>) {
    this.#commit = commit;
  }

  /** @returns the item's outcome, after its commit; rejects when the commit failed */
  submit(item: Item): Promise<Outcome> {
    const { promise, resolve, reject } = Promise.withResolvers<Outcome>();
    this.#waiting.push({ item, resolve, reject });
    this.#running ??= this.#run();
    return promise;
  }

  /** Resolves when nothing is left to commit. */
  async drain(): Promise<void> {
    await this.#running;
  }

  async #run(): Promise<void> {
    while (this.#waiting.length) {
      // Requests that are ready in this turn of the event loop join; an embedded database then blocks it for the commit.
      await new Promise((resolve) => setImmediate(resolve));
      await this.#commitBatch(this.#waiting.splice(0, MAX_BATCH));
    }
    this.#running = null;
  }

  async #commitBatch(batch: readonly Waiting<Item, Outcome>[]): Promise<void> {
    try {
      const outcomes = await this.#commit(batch.map(({ item }) => item));
      for (const [i, { resolve }] of batch.entries()) resolve(outcomes[i] as Outcome);
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }
}
