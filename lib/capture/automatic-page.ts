import type { MessageMap } from '../messages.ts';
import type { AutomaticCapture, AutomaticDeps } from './automatic-capture.ts';
import { Draft, type DraftHolder } from './draft.ts';
import type { PageCapture } from './page-capture.ts';
import type { PageReader } from './reader-slot.ts';

type Deps = Pick<AutomaticDeps, 'site' | 'document' | 'url' | 'title' | 'decide' | 'after' | 'onPolicy' | 'onError'> & {
  loadPolicy: () => Promise<Awaited<ReturnType<MessageMap['preferences:site']>>>;
  loadReader: () => Promise<PageReader>;
  drafts: DraftHolder;
};

/** Automatic capture as the eager part sees it: where it is off, nothing of it is loaded. */
export class AutomaticPage {
  #watch: AutomaticCapture | null = null;
  #reader: PageReader | null = null;
  readonly #capture: PageCapture;
  readonly #deps: Deps;

  constructor(capture: PageCapture, deps: Deps) {
    this.#capture = capture;
    this.#deps = deps;
  }

  /** Call at the start and when preferences have changed. */
  async refresh(): Promise<void> {
    const loadPolicy = async () => (await this.#deps.loadPolicy()).automatic;
    if (!this.#watch && (await loadPolicy()) === 'off') return;
    this.#reader ??= await this.#deps.loadReader();
    const reader = this.#reader;
    this.#watch ??= reader.watch({
      ...this.#deps,
      loadPolicy,
      capture: () => this.#capture.captureQuietly(),
      draft: new Draft(this.#capture, reader, this.#deps.drafts),
    });
    await this.#watch.refresh();
  }

  navigated(from: URL, to: URL): void {
    this.#watch?.navigated(from, to);
  }

  visibilityChanged(): void {
    if (this.#deps.document.visibilityState === 'hidden') this.#watch?.hidden();
    else this.#watch?.shown();
  }

  closing(): void {
    this.#watch?.closing();
  }
}
