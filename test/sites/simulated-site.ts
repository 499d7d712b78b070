import type { Page } from '@playwright/test';
import { Answering, type Asked } from './answering.ts';
import { Chat, type Said } from './chat.ts';
import { expectedMessages } from './expected-messages.ts';
import { Ids } from './ids.ts';
import type { Timing } from './page-script.ts';
import { chooseChat, scrollToTop, updatePage } from './page-script.ts';
import { serveSite } from './serve-site.ts';
import type { ApiMode, ExpectedMessage, LayoutAge, SiteKind, View } from './site-kind.ts';

export interface PageAction {
  what: string;
  chatId: string;
  target?: string;
  text?: string;
}

/** One simulated site in one tab, and what a test does with it. */
export class SimulatedSite {
  readonly tab: Page;
  readonly kind: SiteKind;
  readonly chats = new Map<string, Chat>();
  /** What was asked of the API so far, `GET /path`. */
  readonly requests: string[] = [];
  /** The most of them that were under way at the same time. */
  mostAtOnce = 0;
  mode: ApiMode = 'ok';
  /** Of the page that is loaded. */
  layout: LayoutAge = 'new';
  /** A roll-out reaches an account between two loads. */
  nextLayout: LayoutAge = 'new';
  readonly #answering = new Answering((chat) => this.#push(chat));
  /** How the next question asked in the page is answered. */
  #asked: Asked = {};
  #currentId: string | null = null;

  private constructor(tab: Page, kind: SiteKind) {
    this.tab = tab;
    this.kind = kind;
  }

  /** Serves a site to a tab at its true address. */
  static async in(tab: Page, kind: SiteKind): Promise<SimulatedSite> {
    const site = new SimulatedSite(tab, kind);
    await serveSite(site);
    return site;
  }

  /**
   * A chat that was there before, prompts and answers in turn.
   * @param seed eight hexadecimal digits that no other chat of the site has
   */
  addChat(seed: string, title: string, said: readonly Said[] = []): Chat {
    const newId = this.kind.newId(new Ids(seed));
    const chat = new Chat(newId(), title, newId);
    said.forEach((words, place) => chat.add(place % 2 === 0 ? 'user' : 'assistant', words));
    this.chats.set(chat.id, chat);
    return chat;
  }

  /** The chat that was opened or begun last. */
  get current(): Chat {
    return this.#chat(this.#currentId ?? '');
  }

  /** What the page is to show of a chat; null: the start page. */
  view(chat: Chat | null): View {
    const chats = [...this.chats.values()].filter(({ hasAddress }) => hasAddress);
    return this.kind.view({ chat, chats, layout: this.layout });
  }

  chatAt(path: string): Chat | null {
    return [...this.chats.values()].find(({ id, hasAddress }) => hasAddress && this.kind.pathOf(id) === path) ?? null;
  }

  /** Opens a chat by its address, or the start page. */
  async visit(chatId: string | null): Promise<void> {
    this.#currentId = chatId;
    await this.tab.goto(this.kind.origin + this.kind.pathOf(chatId));
  }

  /** Opens a chat by a click in the list at the side, and waits for its document. */
  async openChat(chatId: string, timing: Timing = {}): Promise<void> {
    await this.leaveFor(chatId, timing);
    await this.tab.waitForFunction(() => {
      const { simulatedSite } = globalThis as unknown as { simulatedSite: { isUnderWay(): boolean } };
      return !simulatedSite.isUnderWay();
    });
  }

  /** The same without waiting: the address has changed, the document has not. */
  async leaveFor(chatId: string, timing: Timing = {}): Promise<void> {
    this.#currentId = chatId;
    await chooseChat(this.tab, this.kind.pathOf(chatId), timing);
  }

  /** Types a question and sends it; the answer begins. */
  async ask(text: string, asked: Asked = {}): Promise<Chat> {
    this.#asked = asked;
    const box = this.tab.locator('[data-composer]');
    await box.fill(text);
    await this.#answered(() => box.press('Enter'));
    return this.current;
  }

  /** Has the last answer written again. */
  async regenerate(asked: Asked = {}): Promise<void> {
    this.#asked = asked;
    await this.#answered(() => this.tab.locator('[data-do="regenerate"]').last().click());
  }

  /** Sends another version of a prompt; the answer begins. */
  async editPrompt(messageId: string, text: string, asked: Asked = {}): Promise<void> {
    const { parentId } = this.current.get(messageId);
    await this.#answering.begin(this.current, this.current.add('user', { text }, parentId), asked);
  }

  /** Shows another version of a message with the arrows beside it. */
  async switchBranch(messageId: string): Promise<void> {
    await this.#answered(() => this.tab.locator(`[data-do="switch"][data-target="${messageId}"]`).first().click());
  }

  /** Writes more words of the answer. */
  stream(words: number): Promise<void> {
    return this.#answering.write(this.current, words);
  }

  finishStreaming(): Promise<void> {
    return this.#answering.end(this.current, 'done');
  }

  /** The site breaks off in the middle of the answer. */
  failStreaming(): Promise<void> {
    return this.#answering.end(this.current, 'failed');
  }

  async stop(): Promise<void> {
    await this.#answered(() => this.tab.locator('[data-do="stop"]').click());
  }

  /** Scrolls to the top of what is mounted, several times; the page mounts older rows. */
  async scrollToOlder(times: number): Promise<void> {
    for (let time = 0; time < times; time += 1) await scrollToTop(this.tab);
  }

  /** The layout flips when the page is loaded again. */
  async setLayout(layout: LayoutAge): Promise<void> {
    this.nextLayout = layout;
    if (this.tab.url().startsWith(this.kind.origin)) await this.tab.reload();
  }

  api(mode: ApiMode): void {
    this.mode = mode;
  }

  /** The messages of a chat's current branch, as they are to be captured. */
  expectedMessages(chatId = this.current.id): ExpectedMessage[] {
    return expectedMessages(this.kind, this.#chat(chatId));
  }

  /** What a person did in the page. */
  async act({ what, chatId, target = '', text = '' }: PageAction): Promise<void> {
    const chat = this.chats.get(chatId) ?? this.#newChat();
    this.#currentId = chat.id;
    if (what === 'stop') return this.#answering.end(chat, 'stopped');
    if (what === 'ask') return this.#answering.begin(chat, chat.add('user', { text }), this.#asked);
    if (what === 'regenerate') return this.#answering.begin(chat, chat.get(lastPromptOf(chat)), this.#asked);
    chat.show(target);
    return this.#push(chat);
  }

  close(): Promise<void> {
    this.#answering.stopAll();
    return this.tab.close();
  }

  async #answered(act: () => Promise<void>): Promise<void> {
    const done = this.tab.waitForResponse((response) => response.url().endsWith('/__site/do'));
    await act();
    await done;
  }

  #newChat(): Chat {
    const seed = `9e3779${this.chats.size.toString(16).padStart(2, '0')}`;
    const chat = this.addChat(seed, `Walnut ${this.chats.size}`);
    chat.hasAddress = false;
    return chat;
  }

  #chat(id: string): Chat {
    const chat = this.chats.get(id);
    if (!chat) throw new Error(`no chat "${id}"`);
    return chat;
  }

  #push(chat: Chat): Promise<void> {
    return updatePage(this.tab, this.view(chat));
  }
}

function lastPromptOf(chat: Chat): string {
  return chat.branch().findLast(({ role }) => role === 'user')?.id ?? '';
}
