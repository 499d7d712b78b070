import type { Database } from './database.ts';
import { enter, type Entered, type Entry } from './settle.ts';

interface Waiting {
  entry: Entry;
  resolve(entered: Entered): void;
  reject(error: unknown): void;
}

/**
 * Group commit for the outbox: what arrives while one transaction runs is written by the next. Transactions that write wait
 * for each other, so one for each event would be slower than the network.
 */
export class Bookkeeper {
  readonly db: Database;
  #waiting: Waiting[] = [];
  #isWriting = false;

  constructor(db: Database) {
    this.db = db;
  }

  enter(entry: Entry): Promise<Entered> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ entry, resolve, reject });
      if (!this.#isWriting) void this.#write();
    });
  }

  async #write(): Promise<void> {
    this.#isWriting = true;
    while (this.#waiting.length) await this.#writeBatch(this.#waiting.splice(0));
    this.#isWriting = false;
  }

  async #writeBatch(batch: readonly Waiting[]): Promise<void> {
    try {
      const entered = await enter(
        this.db,
        batch.map(({ entry }) => entry),
      );
      for (const [i, waiting] of batch.entries()) waiting.resolve(entered[i] ?? { row: null, next: null });
    } catch (error) {
      for (const waiting of batch) waiting.reject(error);
    }
  }
}
