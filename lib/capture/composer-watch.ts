import type { Site } from '../sites/site.ts';

/** Any box to type in; the last one on a page is the one for the next prompt. */
const ANY_COMPOSER = ['textarea', '[contenteditable="true"]'];
/** Above the box, how far its buttons can be. */
const MAX_CLIMB = 6;
/** Typing changes the composer many times a second; it is looked at once at the beginning and once at the end of this. */
const LOOK_AFTER_MS = 100;
/** Sites replace the composer when another chat is opened. */
const CHECK_MS = 2_000;

type Timer = (ms: number, run: () => void) => void;

/**
 * Notices when an answer begins and ends, at a cost that does not depend on how long the page is: it observes the
 * composer alone, where the button that stops an answer comes and goes.
 */
export class ComposerWatch {
  #composer: Element | null = null;
  #isStreaming = false;
  #isLookDue = false;
  #isOn = false;
  #isTouched = false;
  readonly #observer = new MutationObserver(() => this.#lookSoon());
  readonly #site: Site;
  readonly #document: Document;
  readonly #after: Timer;
  readonly #onChange: (isStreaming: boolean) => void;
  /** Something happened in the composer, and no answer is being written. */
  readonly #onTouched: () => void;

  constructor(
    site: Site,
    of: { document: Document; after: Timer; onChange: (isStreaming: boolean) => void; onTouched: () => void },
  ) {
    this.#site = site;
    this.#document = of.document;
    this.#after = of.after;
    this.#onChange = of.onChange;
    this.#onTouched = of.onTouched;
  }

  get isStreaming(): boolean {
    return this.#isStreaming;
  }

  start(): void {
    if (this.#isOn) return;
    this.#isOn = true;
    this.#check();
  }

  stop(): void {
    this.#isOn = false;
    this.#observer.disconnect();
    this.#composer = null;
    this.#isStreaming = false;
  }

  /** Looks for the composer only when the one that is known is gone. */
  #check(): void {
    if (!this.#isOn) return;
    if (!this.#composer?.isConnected) {
      this.#observer.disconnect();
      this.#composer = findComposer(this.#site, this.#document);
      this.#isTouched = true;
      if (this.#composer) this.#observer.observe(this.#composer, { subtree: true, childList: true, attributes: true });
    }
    this.#look();
    if (this.#isTouched && !this.#isStreaming) {
      this.#isTouched = false;
      this.#onTouched();
    }
    this.#after(CHECK_MS, () => this.#check());
  }

  #lookSoon(): void {
    this.#isTouched = true;
    if (this.#isLookDue) return;
    this.#isLookDue = true;
    this.#look();
    this.#after(LOOK_AFTER_MS, () => {
      this.#isLookDue = false;
      if (this.#isOn) this.#look();
    });
  }

  #look(): void {
    const isStreaming = this.#composer?.querySelector(this.#site.streamingSelectors.join(', ')) != null;
    if (isStreaming === this.#isStreaming) return;
    this.#isStreaming = isStreaming;
    this.#onChange(isStreaming);
  }
}

/** The form around the box for the next prompt; without one, as much around it as holds no message. */
function findComposer(site: Site, document: Document): Element | null {
  const box = [...document.querySelectorAll((site.composerSelectors ?? ANY_COMPOSER).join(', '))].at(-1);
  if (!box) return null;
  const form = box.closest('form');
  if (form) return form;
  const messages = site.messageSelectors.join(', ');
  let around: Element = box;
  for (let step = 0; step < MAX_CLIMB; step += 1) {
    const parent = around.parentElement;
    if (!parent || parent.matches('main, body') || parent.querySelector(messages)) break;
    around = parent;
  }
  return around;
}
