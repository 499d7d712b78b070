import type { Site } from '../sites/site.ts';

/** What a site takes to show another chat once it has begun to. */
const CHANGE_MS = 2_500;

/**
 * Tells whether the document still shows the conversation that was just left. The sites change the address first and the
 * document later; in between, a reading would put one chat's words under another's name.
 */
export class PreviousPage {
  #left: { element: Element; text: string | null }[] = [];
  #count = 0;
  #leftAtMs = 0;
  readonly #site: Site;

  constructor(site: Site) {
    this.#site = site;
  }

  /** Call when the address changes, before the document does. */
  leave(document: Document, from: URL, to: URL): void {
    const id = this.#site.conversationIdOf(from);
    // A new chat gets an address of its own while its messages stay where they are.
    if (id === null || id === this.#site.conversationIdOf(to)) return;
    const messages = [...document.querySelectorAll(this.#site.messageSelectors.join(','))];
    const ends = [messages.at(0), messages.at(-1)].filter((element) => element !== undefined);
    this.#left = ends.map((element) => ({ element, text: element.textContent }));
    this.#count = ends.length;
    this.#leftAtMs = performance.now();
  }

  /** Whether a message of the page that was left is still there, unchanged. */
  isStillShown(): boolean {
    this.#left = this.#left.filter(({ element, text }) => element.isConnected && element.textContent === text);
    if (this.#left.length === 0) return false;
    // Lists that use their rows again show two chats that begin alike in the same row with the same words. After a while
    // such a row proves nothing, as long as the other end has changed.
    return this.#left.length === this.#count || performance.now() < this.#leftAtMs + CHANGE_MS;
  }
}
