import type { Conversation } from '../sites/conversation.ts';
import type { PageCapture } from './page-capture.ts';
import type { PageReader } from './reader-slot.ts';

/** Holds a draft where it outlives the page. */
export interface DraftHolder {
  open(): void;
  keep(draft: Conversation): void;
  discard(): void;
  release(): void;
}

/** What the document shows of a conversation with something unsent, given away in case the page does not live to capture it. */
export class Draft {
  /** Bumped by whatever makes a reading void that has not ended. */
  #reading = 0;
  readonly #capture: PageCapture;
  readonly #reader: PageReader;
  readonly #holder: DraftHolder;

  constructor(capture: PageCapture, reader: PageReader, holder: DraftHolder) {
    this.#capture = capture;
    this.#reader = reader;
    this.#holder = holder;
  }

  /** There will be something to hold. */
  open(): void {
    this.#holder.open();
  }

  async update(): Promise<void> {
    this.#reading += 1;
    const reading = this.#reading;
    const draft = await this.#capture.draft(this.#reader);
    if (draft && reading === this.#reading) this.#holder.keep(draft);
  }

  /** In one go: the page is going away. */
  updateNow(): void {
    this.#reading += 1;
    const draft = this.#capture.draftNow(this.#reader);
    if (draft) this.#holder.keep(draft);
  }

  /** It was captured, or must not be. */
  discard(): void {
    this.#reading += 1;
    this.#holder.discard();
  }

  /** Its conversation was left before it was captured. */
  release(): void {
    this.#reading += 1;
    this.#holder.release();
  }
}
