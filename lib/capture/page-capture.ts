import type { SendFailure, SendState, SubmitResult } from '../messages.ts';
import type { CaptureMode } from '../protocol/event.ts';
import type { Conversation, ReadResult } from '../sites/conversation.ts';
import type { Site } from '../sites/site.ts';
import { PreviousPage } from './previous-page.ts';
import type { PageReader, ReaderChoice } from './reader-slot.ts';

/** How long a half-loaded page is given to finish before the user is told. */
const LOADING_TRIES = 8;
const POLL_MS = 500;
/** The worker may be stopped between taking a capture and answering; handing the same capture in again doubles nothing. */
const SUBMIT_TRIES = 3;

export interface PageCaptureDeps {
  site: Site;
  document: Document;
  /** Address of the page as it is now. */
  url(): URL;
  loadReader(): Promise<PageReader>;
  /** The page's own. */
  fetch: typeof fetch;
  submit(input: { conversation: Conversation; mode: CaptureMode }): Promise<SubmitResult>;
  /** Resolves after a time in milliseconds. */
  sleep(ms: number): Promise<void>;
  /** Whether the extension was updated or removed under this page. */
  isOrphaned(): boolean;
  onState(state: SendState): void;
}

/** Reads the page and hands it over, one at a time. What it is doing is what the button shows. */
export class PageCapture {
  #state: SendState = { kind: 'idle' };
  #queued: { eventId: string; saved: SendState } | null = null;
  /** The news of a delivery may come before the answer that names the event. */
  readonly #delivered = new Set<string>();
  /** Bumped by every navigation: what was begun on another page must not end on this one. */
  #page = 0;
  readonly #deps: PageCaptureDeps;
  readonly #previous: PreviousPage;

  constructor(deps: PageCaptureDeps) {
    this.#deps = deps;
    this.#previous = new PreviousPage(deps.site);
  }

  get state(): SendState {
    return this.#state;
  }

  /** The address changes; the document follows later. */
  leave(from: URL, to: URL): void {
    this.#previous.leave(this.#deps.document, from, to);
    this.#page += 1;
    this.#queued = null;
    this.#set({ kind: 'idle' });
  }

  /** An event that was queued from here got through after all. */
  delivered(eventId: string): void {
    this.#delivered.add(eventId);
    if (this.#queued?.eventId === eventId) this.#set(this.#queued.saved);
  }

  /** Reads the page as it is, without sending anything. */
  async read(use: ReaderChoice = 'auto'): Promise<ReadResult> {
    const reader = await this.#deps.loadReader();
    for (let tries = 1; ; tries += 1) {
      const result = this.#previous.isStillShown()
        ? ({ ok: false, reason: 'still_loading' } as const)
        : await reader.read({ document: this.#deps.document, url: this.#deps.url(), fetch: this.#deps.fetch, use });
      if (result.ok || result.reason !== 'still_loading' || tries === LOADING_TRIES) return result;
      await this.#deps.sleep(POLL_MS);
    }
  }

  /** Reads and sends. A second call while the first is at it changes nothing. */
  async send(mode: CaptureMode): Promise<SendState> {
    if (this.#state.kind === 'sending' || this.#state.kind === 'waiting_for_answer') return this.#state;
    const page = this.#page;
    const state = await this.#sendFrom(page, mode).catch(
      (): SendState => this.#failed(this.#deps.isOrphaned() ? 'extension_updated' : 'internal_error'),
    );
    if (page === this.#page) this.#set(state);
    return state;
  }

  async #sendFrom(page: number, mode: CaptureMode): Promise<SendState> {
    const isHere = () => page === this.#page;
    while (isHere() && this.#isStreaming()) {
      this.#set({ kind: 'waiting_for_answer' });
      await this.#deps.sleep(POLL_MS);
    }
    if (!isHere()) return { kind: 'idle' };
    this.#set({ kind: 'sending' });
    const result = await this.read();
    if (!isHere()) return { kind: 'idle' };
    if (!result.ok) return this.#failed(result.reason);
    return this.#after(await this.#submit({ conversation: result.conversation, mode }), result.conversation);
  }

  #after(result: SubmitResult, { messages, completeness }: Conversation): SendState {
    if (!result.ok) return this.#failed(result.reason);
    const shown = { messageCount: messages.length, partial: completeness === 'window' };
    if (result.outcome !== 'queued') return { kind: result.outcome, ...shown };
    const saved: SendState = { kind: 'saved', ...shown };
    if (this.#delivered.has(result.eventId)) return saved;
    this.#queued = { eventId: result.eventId, saved };
    return { kind: 'queued', reason: result.reason };
  }

  async #submit(input: { conversation: Conversation; mode: CaptureMode }): Promise<SubmitResult> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.#deps.submit(input);
      } catch (error) {
        if (this.#deps.isOrphaned() || tries === SUBMIT_TRIES) throw error;
        await this.#deps.sleep(POLL_MS);
      }
    }
  }

  #isStreaming(): boolean {
    const selectors = this.#deps.site.streamingSelectors.join(',');
    return selectors !== '' && this.#deps.document.querySelector(selectors) !== null;
  }

  #failed(reason: SendFailure): SendState {
    return { kind: 'failed', reason };
  }

  #set(state: SendState): void {
    this.#state = state;
    this.#deps.onState(state);
  }
}
