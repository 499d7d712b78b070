import { describe, expect, test } from 'vitest';
import type { Message } from '../protocol/event.ts';
import type { Conversation } from '../sites/conversation.ts';
import { collectList } from './collect-list.ts';

/** A list of 40 messages, 100 px each, that mounts those in a window of 500 px and loads ten more whenever its top is reached. */
class VirtualList {
  loaded: number;
  scroller = document.createElement('div');
  readonly #isReversed: boolean;

  readonly total: number;

  constructor(total: number, of: { isReversed: boolean; loaded: number }) {
    this.total = total;
    this.loaded = of.loaded;
    this.#isReversed = of.isReversed;
    let top = 0;
    Object.defineProperties(this.scroller, {
      clientHeight: { value: 500 },
      scrollHeight: { get: () => this.loaded * 100 },
      scrollTop: {
        get: () => top,
        set: (value: number) => {
          top = this.#clamp(value);
        },
      },
    });
  }

  #clamp(value: number): number {
    const room = this.loaded * 100 - 500;
    return this.#isReversed ? Math.min(0, Math.max(-room, value)) : Math.min(room, Math.max(0, value));
  }

  /** Distance from the top of what is loaded. */
  #offset(): number {
    return this.#isReversed ? this.loaded * 100 - 500 + this.scroller.scrollTop : this.scroller.scrollTop;
  }

  /** What is seen stays where it is: browsers and sites keep it there when something comes in above. */
  #loadOlder(): void {
    const added = Math.min(10, this.total - this.loaded);
    this.loaded += added;
    if (!this.#isReversed) this.scroller.scrollTop += added * 100;
  }

  mounted(): Message[] {
    if (this.#offset() === 0) this.#loadOlder();
    const first = this.total - this.loaded + Math.floor(this.#offset() / 100);
    return Array.from({ length: 5 }, (_, i) => ({
      role: 'user' as const,
      content: `${first + i}`,
      id: `m${first + i}`,
    }));
  }
}

const conversation = (messages: Message[]): Conversation => ({
  source: 'chatgpt',
  sessionId: 's',
  title: '',
  url: 'https://chatgpt.com/c/s',
  messages,
  reader: 'dom',
  layout: 'l',
  completeness: 'window',
});

const collect = (list: VirtualList, onProgress: (count: number) => boolean = () => true) =>
  collectList(conversation(list.mounted()), {
    scroller: list.scroller,
    read: async () => ({ ok: true, conversation: conversation(list.mounted()) }),
    sleep: async () => {},
    onProgress,
  });

describe.each([
  ['that grows upwards', true],
  ['that grows downwards', false],
])('a list %s', (_name, isReversed) => {
  test('is collected from end to top, once each, in order', async () => {
    const list = new VirtualList(40, { isReversed, loaded: 10 });
    const { messages, completeness } = await collect(list);
    expect(messages.map(({ content }) => Number(content))).toEqual(Array.from({ length: 40 }, (_, i) => i));
    expect(completeness).toBe('unknown');
  });

  test('is put back where it was', async () => {
    const list = new VirtualList(40, { isReversed, loaded: 40 });
    list.scroller.scrollTop = isReversed ? -1300 : 1300;
    const before = list.scroller.scrollTop;
    await collect(list);
    expect(list.scroller.scrollTop).toBe(before);
  });

  test('is a window when it is left halfway', async () => {
    const list = new VirtualList(40, { isReversed, loaded: 40 });
    const { messages, completeness } = await collect(list, (count) => count < 20);
    expect(completeness).toBe('window');
    expect(messages.length).toBeLessThan(40);
    expect(messages.at(-1)?.content).toBe('39');
  });
});

test('a gap in the list is not hidden', async () => {
  const list = new VirtualList(40, { isReversed: true, loaded: 40 });
  let reads = 0;
  const { completeness, messages } = await collectList(conversation(list.mounted()), {
    scroller: list.scroller,
    read: async () => {
      reads += 1;
      return {
        ok: true,
        conversation: conversation(reads > 2 ? [{ role: 'user', content: 'elsewhere', id: 'x' }] : list.mounted()),
      };
    },
    sleep: async () => {},
    onProgress: () => true,
  });
  expect(completeness).toBe('window');
  expect(messages.some(({ id }) => id === 'x')).toBe(false);
});
