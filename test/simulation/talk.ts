import type { Message } from '../../lib/protocol/event.ts';
import type { Conversation } from '../../lib/sites/conversation.ts';
import type { Dice } from './dice.ts';

/** Bytes of an ordinary message, and of one that no small receiver takes. */
const SIZES = { small: 40, long: 6_000, oversize: 30_000 };

const FIRST_TITLE = 'Talk';

/** A conversation as people lead it: it grows, is edited, answered anew, switched between branches, renamed. */
export class Talk {
  readonly sessionId: string;
  readonly #dice: Dice;
  readonly #isLong: boolean;
  readonly #hasTimes: boolean;
  #serial = 0;
  #isAllTaken = false;
  #title = FIRST_TITLE;
  #branch: Message[] = [];
  readonly #past: Message[][] = [];
  /** Messages that a small receiver refuses, by id. */
  readonly oversize = new Set<string>();

  constructor(sessionId: string, dice: Dice) {
    this.sessionId = sessionId;
    this.#dice = dice;
    this.#isLong = dice.chance(0.15);
    this.#hasTimes = dice.chance(0.5);
    this.#append();
  }

  /** One thing that people do. */
  change(nowMs: number): void {
    this.#past.push(this.#branch);
    const at = this.#dice.between(0, this.#branch.length - 1);
    const moves: Record<string, () => void> = {
      append: () => this.#append(nowMs),
      edit: () => (this.#branch = this.#replaceAt(at, nowMs).slice(0, at + 1)),
      reword: () => (this.#branch = this.#branch.map((one, i) => (i === at ? this.#reword(one) : one))),
      switch: () => (this.#branch = this.#dice.pick(this.#past.slice(-3))),
      rename: () => (this.#title = `Talk ${(this.#serial += 1)}`),
      shorten: () => (this.#branch = this.#branch.slice(0, Math.max(1, this.#branch.length - 1))),
    };
    const often = ['append', 'append', 'append', 'append', 'edit', 'edit', 'reword', 'switch', 'switch', 'switch'];
    moves[this.#dice.pick([...often, 'rename', 'shorten'])]?.();
  }

  /** Back at what it was near its beginning, word for word. */
  goBack(): void {
    this.#branch = this.#dice.pick([...this.#past.slice(0, 3), this.#branch]);
    this.#title = FIRST_TITLE;
  }

  /** The receiver takes every size, by reference. */
  takeAll(): void {
    this.#isAllTaken = true;
    this.oversize.clear();
  }

  /** As a reader hands it over. */
  read(completeness: Conversation['completeness'] = 'complete'): Conversation {
    return {
      source: 'chatgpt',
      sessionId: this.sessionId,
      title: this.#title,
      url: `https://chatgpt.com/c/${this.sessionId}`,
      messages: this.#branch.map((message, index) => ({ ...message, index })),
      reader: 'api',
      layout: 'chatgpt/2026-09',
      completeness,
    };
  }

  #append(nowMs?: number): void {
    this.#branch = [...this.#branch, this.#message('user', nowMs), this.#message('assistant', nowMs)];
  }

  #replaceAt(at: number, nowMs: number): Message[] {
    return this.#branch.map((one, i) => (i === at ? this.#message(one.role, nowMs) : one));
  }

  #message(role: Message['role'], nowMs?: number): Message {
    const content = this.#text();
    const id = `m${this.#serial}`;
    this.#noteSize(id, content);
    const isTimed = this.#hasTimes && nowMs !== undefined;
    return { role, id, content, ...(isTimed && { timestamp: new Date(nowMs).toISOString() }) };
  }

  #reword(message: Message): Message {
    const content = this.#text();
    this.#noteSize(message.id ?? '', content);
    return { ...message, content };
  }

  #noteSize(id: string, content: string): void {
    if (!this.#isAllTaken && content.length >= SIZES.oversize) this.oversize.add(id);
  }

  /** No text is the beginning of another one. */
  #text(): string {
    this.#serial += 1;
    const size = this.#isLong ? (this.#dice.chance(0.3) ? SIZES.oversize : SIZES.long) : SIZES.small;
    return `${String(this.#serial).padStart(6, '0')} ${'x'.repeat(size)}`;
  }
}
