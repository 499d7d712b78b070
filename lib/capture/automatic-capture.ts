import type { Automatic, ConversationFacts, ConversationPolicy } from '../messages.ts';
import { isTemporary } from '../sites/is-temporary.ts';
import type { Site } from '../sites/site.ts';
import { ComposerWatch } from './composer-watch.ts';
import type { Draft } from './draft.ts';
import type { QuietOutcome } from './page-capture.ts';

/** An answer that has ended may still be drawn, and a chat that was opened may still be loading. */
const SETTLE_MS = 1_500;
/** How often a page that has not settled is looked at again before it is left alone until something happens. */
const MAX_RETRIES = 20;

export interface AutomaticDeps {
  readonly site: Site;
  readonly document: Document;
  /** Address of the page as it is now. */
  readonly url: () => URL;
  readonly title: () => string;
  readonly loadPolicy: () => Promise<Automatic>;
  readonly decide: (facts: ConversationFacts) => Promise<ConversationPolicy>;
  /** Reads the conversation and hands over what is new, without a word. */
  readonly capture: () => Promise<QuietOutcome>;
  /** What is unsent, kept where it outlives the page. */
  readonly draft: Pick<Draft, 'open' | 'update' | 'updateNow' | 'discard' | 'release'>;
  /** Runs something later; never after the extension was updated under the page. */
  readonly after: (ms: number, run: () => void) => void;
  /** What holds for the conversation on the page; `off` where nothing is to be said about it. */
  readonly onPolicy: (policy: ConversationPolicy) => void;
  readonly onError: (error: unknown) => void;
}

/**
 * Decides when a conversation is captured by itself: when a turn has settled, when an existing chat was opened, when the
 * page is hidden or closed with something unsent. Whether anything is new is not known here; the worker's ledger knows.
 */
export class AutomaticCapture {
  #automatic: Automatic = 'off';
  /** What was decided about the conversation on the page; asked for again whenever it is captured. */
  #policy: ConversationPolicy = 'off';
  /** Whether the page may show something that was not handed over. */
  #isUnsent = false;
  #isCapturing = false;
  /** How the messages looked when they were captured last; `null` when they were not since the page came. */
  #captured: string | null = null;
  /** How they looked when the draft was made; `null` without one. */
  #drafted: string | null = null;
  /** Opened in the background: it is read when somebody looks at it. */
  #waitsToBeSeen = false;
  /** Bumped by whatever makes an earlier appointment void. */
  #appointment = 0;
  #retries = 0;
  readonly #watch: ComposerWatch;
  readonly #deps: AutomaticDeps;

  constructor(deps: AutomaticDeps) {
    this.#deps = deps;
    const { document, after, site } = deps;
    this.#watch = new ComposerWatch(site, {
      document,
      after,
      onChange: (is) => this.#onStreaming(is),
      onTouched: () => this.#onTouched(),
    });
  }

  /** Preferences or a decision for a conversation may have changed. */
  async refresh(): Promise<void> {
    this.#automatic = await this.#deps.loadPolicy();
    this.#setPolicy('off');
    if (this.#automatic === 'off') {
      this.#discardDraft();
      this.#cancel();
      this.#watch.stop();
      return;
    }
    this.#watch.start();
    this.#captureIn(SETTLE_MS);
  }

  /** Another conversation comes, or the new one has been given its address. */
  navigated(from: URL, to: URL): void {
    const { site } = this.#deps;
    const isSame = site.conversationIdOf(from) === null && this.#isUnsent && site.conversationIdOf(to) !== null;
    if (isSame) this.#decide().catch(this.#deps.onError);
    else {
      this.#isUnsent = false;
      this.#captured = null;
      this.#releaseDraft();
      this.#setPolicy('off');
    }
    if (this.#automatic !== 'off' && !this.#watch.isStreaming) this.#captureIn(SETTLE_MS);
  }

  shown(): void {
    if (this.#waitsToBeSeen) this.#captureIn(SETTLE_MS);
  }

  hidden(): void {
    if (this.#hasUnsent() && !this.#watch.isStreaming) this.#captureIn(0);
  }

  /** Nothing that takes time happens any more. */
  closing(): void {
    if (this.#automatic === 'off' || this.#policy !== 'on' || !this.#hasUnsent()) return;
    if (this.#drafted === null || this.#drafted !== this.#look()) this.#deps.draft.updateNow();
  }

  #onStreaming(isStreaming: boolean): void {
    this.#isUnsent = true;
    if (!isStreaming) {
      this.#captureIn(SETTLE_MS);
      this.#updateDraft();
      return;
    }
    this.#cancel();
    // Known before the page can go away.
    void this.#decide()
      .then((policy) => policy === 'on' && this.#isUnsent && this.#deps.draft.open())
      .catch(this.#deps.onError);
  }

  /** An answer can be so short that nobody sees it being written. */
  #onTouched(): void {
    if (this.#isUnsent || !this.#hasUnsent()) return;
    this.#isUnsent = true;
    this.#captureIn(SETTLE_MS);
    this.#updateDraft();
  }

  #updateDraft(): void {
    if (this.#policy !== 'on') return;
    this.#drafted = this.#look();
    this.#deps.draft.update().catch(this.#deps.onError);
  }

  #discardDraft(): void {
    this.#drafted = null;
    this.#deps.draft.discard();
  }

  #hasUnsent(): boolean {
    return this.#isUnsent || (this.#captured !== null && this.#captured !== this.#look());
  }

  /** Tells apart, without reading them, most of what messages can turn into. */
  #look(): string {
    const messages = this.#deps.document.querySelectorAll(this.#deps.site.messageSelectors.join(', '));
    return `${messages.length} ${messages[messages.length - 1]?.textContent.length ?? 0}`;
  }

  #releaseDraft(): void {
    this.#drafted = null;
    this.#deps.draft.release();
  }

  #cancel(): void {
    this.#appointment += 1;
  }

  #captureIn(ms: number): void {
    this.#cancel();
    this.#retries = 0;
    this.#appoint(ms);
  }

  #appoint(ms: number): void {
    const appointment = this.#appointment;
    this.#deps.after(ms, () => {
      if (appointment === this.#appointment) void this.#capture().catch(this.#deps.onError);
    });
  }

  /** @returns `never` for a chat without an address of its own and for one that its site does not keep */
  async #decide(): Promise<ConversationPolicy> {
    const { site, document, url, title, decide } = this.#deps;
    const conversationId = site.conversationIdOf(url());
    const isKept = conversationId !== null && !isTemporary(site, document, url());
    const facts = { conversationId: conversationId ?? '', title: title() };
    const policy = isKept && site.mayShowConversation(url()) ? await decide(facts) : 'never';
    if (site.conversationIdOf(url()) === conversationId) this.#setPolicy(isKept ? policy : 'off');
    return policy;
  }

  #setPolicy(policy: ConversationPolicy): void {
    this.#policy = policy;
    this.#deps.onPolicy(policy);
  }

  async #capture(): Promise<void> {
    this.#waitsToBeSeen = this.#deps.document.visibilityState === 'hidden' && !this.#isUnsent;
    if (this.#waitsToBeSeen) return;
    if (this.#isCapturing || this.#watch.isStreaming) {
      this.#again(SETTLE_MS);
      return;
    }
    const appointment = this.#appointment;
    const policy = await this.#decide();
    if (appointment !== this.#appointment) return;
    if (policy !== 'on') {
      this.#discardDraft();
      return;
    }
    this.#isCapturing = true;
    const look = this.#look();
    const outcome = await this.#deps.capture().finally(() => {
      this.#isCapturing = false;
    });
    if (appointment !== this.#appointment) return;
    if (outcome.kind === 'later') {
      this.#again(outcome.afterMs ?? SETTLE_MS);
      return;
    }
    this.#discardDraft();
    if (outcome.kind === 'failed') return;
    this.#isUnsent = false;
    this.#captured = look;
  }

  #again(ms: number): void {
    this.#retries += 1;
    if (this.#retries <= MAX_RETRIES) this.#appoint(ms);
    else this.#releaseDraft();
  }
}
