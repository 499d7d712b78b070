import type { Rest, SelectionFailure, SelectionReading, SendFailure, SendState, SubmitResult } from '../messages.ts';
import type { CaptureMode } from '../protocol/event.ts';
import type { Conversation, ReadResult } from '../sites/conversation.ts';
import type { Site } from '../sites/site.ts';
import { findInsanity } from './check-sanity.ts';
import { collectList, isScrollable } from './collect-list.ts';
import { PreviousPage } from './previous-page.ts';
import type { PageReader, ReaderChoice } from './reader-slot.ts';

/** How long a half-loaded page is given to finish before the user is told. */
const LOADING_TRIES = 8;
const POLL_MS = 500;
/** The worker may be stopped between taking a capture and answering; handing the same capture in again doubles nothing. */
const SUBMIT_TRIES = 3;
/** When the site's API is asked again for what it would not give at the click, unless it says when itself. */
const ASK_AGAIN_MS = [60_000, 5 * 60_000, 30 * 60_000];

/** While the button is at something, pressing it changes nothing. */
const BUSY: ReadonlySet<SendState['kind']> = new Set<SendState['kind']>([
  'waiting_for_answer',
  'sending',
  'collecting',
]);

/** What became of a capture that nobody asked for. */
export type QuietOutcome =
  | { kind: 'done' }
  | { kind: 'later' /** Milliseconds from now, where it is known. */; afterMs?: number }
  | { kind: 'failed' };

type Read = Extract<ReadResult, { ok: true }>;

export interface PageCaptureDeps {
  site: Site;
  document: Document;
  /** Address of the page as it is now. */
  url(): URL;
  loadReader(): Promise<PageReader>;
  /** Whether the user lets the site's API be asked. */
  mayUseApi(): Promise<boolean>;
  /** The page's own. */
  fetch: typeof fetch;
  submit(input: { conversation: Conversation; mode: CaptureMode }): Promise<SubmitResult>;
  /** Resolves after a time in milliseconds. */
  sleep: (ms: number) => Promise<void>;
  /** Whether the extension was updated or removed under this page. */
  isOrphaned(): boolean;
  onState: (state: SendState) => void;
  onError: (error: unknown) => void;
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
  /** First message of the new chat that was being sent when it got its address. */
  #newChat: Element | null = null;
  /** The capture that nobody asked for, while it is at it. */
  #quiet: Promise<QuietOutcome> | null = null;
  /** How often the API of the conversation on the page has said "not now". */
  #refusals = 0;

  constructor(deps: PageCaptureDeps) {
    this.#deps = deps;
    this.#previous = new PreviousPage(deps.site);
  }

  get state(): SendState {
    return this.#state;
  }

  /** The address changes; the document follows later. */
  leave(from: URL, to: URL): void {
    // A new chat gets its address while its first answer is written; whoever waits for that answer waits on.
    if (this.#deps.site.conversationIdOf(from) === null && BUSY.has(this.#state.kind)) {
      this.#newChat ??= this.#deps.document.querySelector(this.#deps.site.messageSelectors.join(','));
      return;
    }
    this.#previous.leave(this.#deps.document, from, to);
    this.#page += 1;
    this.#newChat = null;
    this.#queued = null;
    this.#refusals = 0;
    this.#set({ kind: 'idle' });
  }

  /** An event that was queued from here got through after all. */
  delivered(eventId: string): void {
    this.#delivered.add(eventId);
    // Another press has the word meanwhile, and what it says holds.
    if (this.#queued?.eventId === eventId && this.#state.kind === 'queued') this.#set(this.#queued.saved);
  }

  /** Reads the page as it is, without sending anything. */
  async read(asked: ReaderChoice = 'auto'): Promise<ReadResult> {
    const reader = await this.#deps.loadReader();
    const use = asked === 'auto' && !(await this.#deps.mayUseApi()) ? 'dom' : asked;
    for (let tries = 1; ; tries += 1) {
      const result = await this.#readOnce(reader, use);
      if (result.ok || result.reason !== 'still_loading' || tries === LOADING_TRIES) return result;
      await this.#deps.sleep(POLL_MS);
    }
  }

  /** A reading that a navigation overtakes may have the address of one chat and the words of the next. */
  async #readOnce(reader: PageReader, use: ReaderChoice): Promise<ReadResult> {
    const url = this.#deps.url();
    if (this.#previous.isStillShown()) return { ok: false, reason: 'still_loading' };
    const result = await reader.read({ document: this.#deps.document, url, fetch: this.#deps.fetch, use });
    const isOvertaken = this.#deps.url().pathname !== url.pathname || this.#previous.isStillShown();
    return isOvertaken ? { ok: false, reason: 'still_loading', detail: 'the page changed' } : result;
  }

  /** What is selected, for the worker to send. */
  async selection(): Promise<SelectionReading> {
    const reader = await this.#deps.loadReader();
    if (this.#previous.isStillShown()) return { ok: false, reason: 'still_loading' };
    return reader.readSelection(this.#deps.document, this.#deps.url());
  }

  selectionSent(result: SubmitResult | SelectionFailure, messageCount: number): void {
    if (!BUSY.has(this.#state.kind)) this.#set(this.#after(result, { messageCount, rest: 'none' }));
  }

  /** The page without any text, for a report. */
  async skeleton(): Promise<string> {
    return (await this.#deps.loadReader()).skeleton(this.#deps.document);
  }

  /** Reads and sends. A second call while the first is at it changes nothing. */
  async send(mode: CaptureMode): Promise<SendState> {
    if (BUSY.has(this.#state.kind)) return this.#state;
    this.#newChat = null;
    const page = this.#page;
    // Nobody is there any more to send it, and no timer runs.
    if (this.#deps.isOrphaned()) {
      this.#set(failed('extension_updated'));
      return this.#state;
    }
    const state = await this.#sendFrom(page, mode).catch((error: unknown): SendState => {
      if (this.#deps.isOrphaned()) return failed('extension_updated');
      this.#deps.onError(error);
      return failed('internal_error');
    });
    if (page === this.#page) this.#set(state);
    return state;
  }

  /** Reads and hands over what is new, without a word about it unless the page is not understood. */
  captureQuietly(): Promise<QuietOutcome> {
    this.#quiet ??= this.#captureFrom(this.#page).finally(() => {
      this.#quiet = null;
    });
    return this.#quiet;
  }

  async #captureFrom(page: number): Promise<QuietOutcome> {
    if (BUSY.has(this.#state.kind) || this.#isStreaming()) return { kind: 'later' };
    const result = await this.read();
    if (page !== this.#page) return { kind: 'later' };
    if (!result.ok) return this.#quietly(result.reason);
    const { conversation, apiRefusal, isTemporary } = result;
    if (isTemporary) return { kind: 'done' };
    const againMs = apiRefusal && (apiRefusal.retryAfterMs ?? ASK_AGAIN_MS[this.#refusals]);
    // An API that goes on refusing leaves the word to the document.
    if (againMs !== undefined && this.#refusals < ASK_AGAIN_MS.length) {
      this.#refusals += 1;
      return { kind: 'later', afterMs: againMs };
    }
    if (findInsanity(conversation)) return this.#quietly('layout_changed');
    const shown = { messageCount: conversation.messages.length, rest: 'none' as const };
    const sent = await this.#submit({ conversation, mode: 'auto' });
    if (page === this.#page && !BUSY.has(this.#state.kind)) this.#set(this.#after(sent, shown));
    return sent.ok ? { kind: 'done' } : { kind: 'failed' };
  }

  /** Only what the user has to know is shown. */
  #quietly(reason: SendFailure): QuietOutcome {
    if (reason === 'layout_changed' && !BUSY.has(this.#state.kind)) this.#set(failed(reason));
    return { kind: reason === 'still_loading' ? 'later' : 'failed' };
  }

  /** What the document shows; `null` where that is nothing to send. */
  async draft(reader: PageReader): Promise<Conversation | null> {
    return soundOne(await this.#readOnce(reader, 'dom'));
  }

  /** The same, at once and in one go. */
  draftNow(reader: PageReader): Conversation | null {
    return this.#previous.isStillShown() ? null : soundOne(reader.readNow(this.#deps.document, this.#deps.url()));
  }

  async #sendFrom(page: number, mode: CaptureMode): Promise<SendState> {
    const isHere = () => page === this.#page;
    while (isHere() && this.#isStreaming()) {
      this.#set({ kind: 'waiting_for_answer' });
      await this.#deps.sleep(POLL_MS);
    }
    // The new chat may have been left for another one instead.
    if (!isHere() || (this.#newChat && !this.#newChat.isConnected)) return { kind: 'idle' };
    this.#set({ kind: 'sending' });
    // One reading at a time.
    await this.#quiet?.catch(this.#deps.onError);
    const result = await this.read();
    if (!isHere()) return { kind: 'idle' };
    if (!result.ok) return failed(result.reason);
    const conversation = mode === 'manual' ? await this.#collect(page, result.conversation) : result.conversation;
    if (!isHere()) return { kind: 'idle' };
    if (findInsanity(conversation)) return failed('layout_changed');

    if (result.apiRefusal) void this.#complete(page, { ...result, conversation }).catch(this.#deps.onError);
    return this.#after(await this.#submit({ conversation, mode }), {
      messageCount: conversation.messages.length,
      rest: result.apiRefusal ? 'follows' : restOf(conversation),
    });
  }

  #after(result: SubmitResult | SelectionFailure, shown: { messageCount: number; rest: Rest }): SendState {
    if (!result.ok) return failed(result.reason);
    if (result.outcome !== 'queued') return { kind: result.outcome, ...shown };
    const saved: SendState = { kind: 'saved', ...shown };
    if (this.#delivered.has(result.eventId)) return saved;
    this.#queued = { eventId: result.eventId, saved };
    return { kind: 'queued', reason: result.reason };
  }

  /** Where the page shows a part of its list at a time, the list is scrolled through, in front of the user's eyes. */
  async #collect(page: number, conversation: Conversation): Promise<Conversation> {
    const { site, document, sleep } = this.#deps;
    const scroller = document.querySelector(site.scrollerSelectors?.join(',') || ':not(*)');
    const isPart = conversation.reader === 'dom' && conversation.completeness !== 'complete';
    if (!isPart || !scroller || !isScrollable(scroller)) return conversation;
    const onProgress = (messageCount: number) => {
      if (page === this.#page) this.#set({ kind: 'collecting', messageCount });
      return page === this.#page;
    };
    return collectList(conversation, { scroller, sleep, onProgress, read: () => this.read('dom') });
  }

  /** The API said "not now" at the click: what it knows beyond the page follows when it answers again. */
  async #complete(page: number, { apiRefusal }: Read): Promise<void> {
    const [first = 0, ...later] = ASK_AGAIN_MS;
    for (const waitMs of [apiRefusal?.retryAfterMs ?? first, ...later]) {
      await this.#deps.sleep(waitMs);
      if (page !== this.#page || this.#deps.isOrphaned()) return;
      const result = this.#isStreaming() ? null : await this.read('api');
      if (!result?.ok || page !== this.#page) continue;
      const { conversation } = result;
      const sent = await this.#submit({ conversation, mode: 'manual' });
      if (page === this.#page && !BUSY.has(this.#state.kind)) {
        this.#set(this.#after(sent, { messageCount: conversation.messages.length, rest: 'none' }));
      }
      return;
    }
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

  #set(state: SendState): void {
    this.#state = state;
    this.#deps.onState(state);
  }
}

const soundOne = (result: ReadResult) =>
  result.ok && !result.isTemporary && !findInsanity(result.conversation) ? result.conversation : null;

const failed = (reason: SendFailure): SendState => ({ kind: 'failed', reason });

function restOf({ completeness, unknownParts }: Conversation): Rest {
  if (completeness === 'window') return 'missing';
  return unknownParts ? 'unknown' : 'none';
}
