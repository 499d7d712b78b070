import { describeError, log } from '../log.ts';
import type { LogStore, NewRefusal } from '../store/log-store.ts';

/** As many are kept, of all workspaces together. */
const KEEP = 10_000;
/** As many wait to be written; more within a second are counted and not kept: a flood must not fill the memory. */
const MOST_WAITING = 500;
const WRITE_AFTER_MS = 1000;

/** Collects refused requests and writes them in batches, apart from the requests themselves. */
export class RefusalLog {
  readonly #store: LogStore;
  #waiting: NewRefusal[] = [];
  #dropped = 0;
  #timer: NodeJS.Timeout | null = null;
  #writing: Promise<void> = Promise.resolve();

  constructor(store: LogStore) {
    this.#store = store;
  }

  note(refusal: NewRefusal): void {
    if (this.#waiting.length < MOST_WAITING) this.#waiting.push(refusal);
    else this.#dropped += 1;
    this.#timer ??= setTimeout(() => void this.flush(), WRITE_AFTER_MS).unref();
  }

  /** Writes what waits. */
  flush(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    const refusals = this.#waiting;
    if (refusals.length === 0) return this.#writing;
    this.#waiting = [];
    if (this.#dropped > 0) log.warn('refusals_not_kept', { count: this.#dropped });
    this.#dropped = 0;
    this.#writing = this.#writing.then(() =>
      this.#store.noteRefusals(refusals, KEEP).catch((error: unknown) => {
        // The requests were answered all the same.
        log.error('refusals_not_written', { ...describeError(error) });
      }),
    );
    return this.#writing;
  }
}
