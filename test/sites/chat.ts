/** One conversation of a simulated site, with all its branches: what both the page and the API are rendered from. */

export interface Source {
  readonly title: string;
  readonly url: string;
  /** The few words on the chip. */
  readonly attribution: string;
}

/** Something a person sends along with a prompt. */
export interface Upload {
  readonly id: string;
  readonly name: string;
  readonly sizeBytes: number;
  readonly mimeType: string;
}

export type Status = 'done' | 'streaming' | 'stopped' | 'failed';

export interface SimMessage {
  readonly id: string;
  readonly parentId: string | null;
  readonly role: 'user' | 'assistant';
  /** All that the message will say, as Markdown; `{{0}}` stands for the first of its sources. */
  readonly whole: string;
  readonly sources: readonly Source[];
  readonly thoughts: string;
  readonly uploads: readonly Upload[];
  /** UNIX milliseconds. */
  readonly createdAtMs: number;
  status: Status;
  /** How many words of it are written so far. */
  words: number;
}

export interface Said {
  text: string;
  sources?: readonly Source[];
  thoughts?: string;
  uploads?: readonly Upload[];
}

const START_MS = Date.parse('2026-11-20T08:00:00Z');
const MINUTE_MS = 60_000;

export class Chat {
  readonly id: string;
  title: string;
  /** Whether the site has given it an address; a new chat gets one while its first answer is written. */
  hasAddress = true;
  /** In the order of their making. */
  readonly messages: SimMessage[] = [];
  /** The end of the branch on screen. */
  leafId: string | null = null;
  /** The end of the branch that was changed last: all that a server knows which is not told what is looked at. */
  changedLeafId: string | null = null;
  readonly #newId: () => string;

  /** When its first message was sent; the others follow a minute after each other. */
  startMs = START_MS;

  /** @param newId makes the ids of messages, in the site's own manner */
  constructor(id: string, title: string, newId: () => string) {
    this.id = id;
    this.title = title;
    this.#newId = newId;
  }

  /** The first word of its title: it stands in every message of the chat and in no other chat. */
  get word(): string {
    return this.title.split(' ')[0] ?? '';
  }

  get(id: string): SimMessage {
    const found = this.messages.find((message) => message.id === id);
    if (!found) throw new Error(`no message ${id} in chat ${this.id}`);
    return found;
  }

  /** Adds a message after another one, by default at the end of the current branch, and makes it the end of it. */
  add(role: SimMessage['role'], said: Said, parentId = this.leafId): SimMessage {
    const message: SimMessage = {
      id: this.#newId(),
      parentId,
      role,
      whole: said.text,
      sources: said.sources ?? [],
      thoughts: said.thoughts ?? '',
      uploads: said.uploads ?? [],
      createdAtMs: this.startMs + this.messages.length * MINUTE_MS,
      status: 'done',
      words: wordsOf(said.text).length,
    };
    this.messages.push(message);
    this.leafId = message.id;
    this.changedLeafId = message.id;
    return message;
  }

  /** From the beginning to a message, by default the end of the current branch. */
  branch(leafId = this.leafId): SimMessage[] {
    const branch: SimMessage[] = [];
    for (let id = leafId; id !== null; id = branch[0]?.parentId ?? null) branch.unshift(this.get(id));
    return branch;
  }

  /** The versions of the messages that follow one; null: the beginnings. */
  childrenOf(parentId: string | null): SimMessage[] {
    return this.messages.filter((message) => message.parentId === parentId);
  }

  /** Shows another version of a message, with the newest of what follows it. */
  show(id: string): void {
    let leaf = this.get(id);
    for (let next = this.childrenOf(leaf.id).at(-1); next; next = this.childrenOf(leaf.id).at(-1)) leaf = next;
    this.leafId = leaf.id;
  }

  get streaming(): SimMessage | undefined {
    return this.messages.find(({ status }) => status === 'streaming');
  }
}

/** Words with the white space after them: an answer is written one of them at a time. */
export function wordsOf(text: string): string[] {
  return text.split(/(?<=\s)(?=\S)/);
}

/** What is written of a message so far. */
export function textSoFar({ whole, words, status }: SimMessage): string {
  const written = status === 'done' ? whole : wordsOf(whole).slice(0, words).join('');
  return written.trimEnd();
}

/** Prompts with the answers to them. */
export function turnsOf(branch: readonly SimMessage[]): { prompt: SimMessage; answer: SimMessage | undefined }[] {
  const prompts = branch.filter(({ role }) => role === 'user');
  return prompts.map((prompt) => ({ prompt, answer: branch.find(({ parentId }) => parentId === prompt.id) }));
}

export function replaceSources(text: string, write: (place: number) => string): string {
  return text.replace(/\{\{(\d+)\}\}/g, (_, place: string) => write(Number(place)));
}
