import { browser } from 'wxt/browser';
import type { Conversation } from '../sites/conversation.ts';
import type { Sender } from './sender.ts';

const NAME = 'draft';
/** A browser stops a worker that has had nothing to do for 30 seconds. */
const PING_MS = 20_000;
const RECONNECT_MS = 200;

type Port = ReturnType<typeof browser.runtime.connect>;

/** Without a draft, a sign of life. `null`: what was held has been sent. */
interface Word {
  draft?: Conversation | null;
}

/**
 * A line from a page with something unsent to the worker. A page that goes away has half a second, and what it says then
 * is lost where the worker has to be started first. So the line keeps the worker awake, and the worker holds a draft of
 * what is unsent; when the line breaks, whatever broke it, the draft counts.
 */
export class DraftLine {
  #port: Port | null = null;
  #draft: Conversation | null = null;
  readonly #after: (ms: number, run: () => void) => void;

  constructor(after: (ms: number, run: () => void) => void) {
    this.#after = after;
  }

  open(): void {
    if (this.#port) return;
    const port = browser.runtime.connect({ name: NAME });
    this.#port = port;
    port.onDisconnect.addListener(() => this.#broken(port));
    if (this.#draft) this.#say({ draft: this.#draft });
    this.#pingLater(port);
  }

  keep(draft: Conversation): void {
    this.#draft = draft;
    if (this.#port) this.#say({ draft });
    else this.open();
  }

  /** The draft is not needed any more. */
  discard(): void {
    if (this.#port) this.#say({ draft: null });
    this.release();
  }

  /** The page is left: the draft counts. */
  release(): void {
    this.#draft = null;
    const port = this.#port;
    this.#port = null;
    port?.disconnect();
  }

  /** The worker was stopped all the same; what it held is still here. */
  #broken(port: Port): void {
    if (this.#port !== port) return;
    this.#port = null;
    this.#after(RECONNECT_MS, () => this.open());
  }

  #say(word: Word): void {
    this.#port?.postMessage(word);
  }

  #pingLater(port: Port): void {
    this.#after(PING_MS, () => {
      if (this.#port !== port) return;
      this.#say({});
      this.#pingLater(port);
    });
  }
}

/** What the worker does with the draft of a page that went away. Register before the first await. */
export function onAbandonedDraft(handle: (draft: Conversation, sender: Sender) => void): void {
  browser.runtime.onConnect.addListener((port) => {
    if (port.name !== NAME) return;
    let draft: Conversation | null = null;
    port.onMessage.addListener((word: unknown) => {
      const { draft: given } = word as Word;
      if (given !== undefined) draft = given;
    });
    port.onDisconnect.addListener(() => {
      if (draft) handle(draft, port.sender ?? {});
    });
  });
}
