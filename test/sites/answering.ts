import { type Chat, type Said, type SimMessage, type Status, wordsOf } from './chat.ts';

export interface Asked extends Partial<Said> {
  /** Words of the answer that are written at once. */
  words?: number;
  /** Goes on by itself, a word at a time. Else the test says when. */
  everyMs?: number;
}

const FIRST_WORDS = 3;
/** A new chat has its address when its first answer has so many words. */
const WORDS_BEFORE_ADDRESS = 2;

/** Writes answers word by word. */
export class Answering {
  readonly #push: (chat: Chat) => Promise<void>;
  readonly #timers = new Map<Chat, NodeJS.Timeout>();

  /** @param push tells the page what has changed */
  constructor(push: (chat: Chat) => Promise<void>) {
    this.#push = push;
  }

  async begin(chat: Chat, prompt: SimMessage, asked: Asked): Promise<void> {
    const { words = FIRST_WORDS, everyMs } = asked;
    const answer = chat.add('assistant', { text: answerTo(chat, prompt), ...asked }, prompt.id);
    answer.status = 'streaming';
    answer.words = 0;
    await this.#push(chat);
    await this.write(chat, words);
    if (everyMs !== undefined)
      this.#timers.set(
        chat,
        setInterval(() => void this.#goOn(chat), everyMs),
      );
  }

  async write(chat: Chat, words: number): Promise<void> {
    const answer = streamingIn(chat);
    answer.words = Math.min(answer.words + words, wordsOf(answer.whole).length);
    if (answer.words >= WORDS_BEFORE_ADDRESS) chat.hasAddress = true;
    await this.#push(chat);
  }

  async end(chat: Chat, status: Exclude<Status, 'streaming'>): Promise<void> {
    const answer = streamingIn(chat);
    chat.hasAddress = true;
    answer.status = status;
    if (status === 'done') answer.words = wordsOf(answer.whole).length;
    this.#rest(chat);
    await this.#push(chat);
  }

  stopAll(): void {
    for (const chat of this.#timers.keys()) this.#rest(chat);
  }

  async #goOn(chat: Chat): Promise<void> {
    const answer = chat.streaming;
    if (!answer) return;
    if (answer.words >= wordsOf(answer.whole).length) await this.end(chat, 'done');
    else await this.write(chat, 1);
  }

  #rest(chat: Chat): void {
    clearInterval(this.#timers.get(chat));
    this.#timers.delete(chat);
  }
}

function streamingIn(chat: Chat): SimMessage {
  const { streaming } = chat;
  if (!streaming) throw new Error(`no answer is being written in "${chat.title}"`);
  return streaming;
}

/** The chat's own word is in every message, so that a message in the wrong chat is found out. */
function answerTo(chat: Chat, prompt: SimMessage): string {
  const version = chat.childrenOf(prompt.id).length + 1;
  return `About ${chat.word}, version ${version}: the **first** thing to know is short, and the rest follows from it word by word until the answer of ${chat.word} is complete.`;
}
