import { beforeEach, expect, test, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import type { Conversation } from '../sites/conversation.ts';
import { DraftLine, onAbandonedDraft } from './draft-line.ts';

type Listener = (argument?: unknown) => void;
const sender = { url: 'https://chatgpt.com/c/1', tab: { id: 1 }, frameId: 0 };
let cut: () => void;
let connections: number;
let words: unknown[];
let abandoned: [string, unknown][];
let waiting: { ms: number; run: () => void }[];
let line: DraftLine;

const draft = (title: string) => ({ title }) as Conversation;

/** Both ends of a port. */
function connect(accept: Listener): object {
  const [message, here, there]: [Listener[], Listener[], Listener[]] = [[], [], []];
  const event = (listeners: Listener[]) => ({ addListener: (listener: Listener) => listeners.push(listener) });
  connections += 1;
  cut = () => [...there, ...here].forEach((listener) => listener());
  accept({ name: 'draft', sender, onMessage: event(message), onDisconnect: event(there) });
  return {
    postMessage: (word: unknown) => {
      words.push(word);
      message.forEach((listener) => listener(word));
    },
    onDisconnect: event(here),
    disconnect: () => there.forEach((listener) => listener()),
  };
}

beforeEach(() => {
  let accept: Listener = () => {};
  vi.spyOn(fakeBrowser.runtime.onConnect, 'addListener').mockImplementation(((listener: Listener) => {
    accept = listener;
  }) as never);
  vi.spyOn(fakeBrowser.runtime, 'connect').mockImplementation((() => connect(accept)) as never);
  [connections, words, abandoned, waiting] = [0, [], [], []];
  onAbandonedDraft(({ title }, from) => abandoned.push([title, from]));
  line = new DraftLine((ms, run) => waiting.push({ ms, run }));
});

test('the last draft counts when the page goes away', () => {
  line.open();
  line.keep(draft('one'));
  line.keep(draft('two'));
  cut();
  expect(abandoned).toEqual([['two', sender]]);
});

test('one that was captured does not', () => {
  line.keep(draft('one'));
  line.discard();
  expect([abandoned, connections]).toEqual([[], 1]);
});

test('a conversation that was left counts', () => {
  line.keep(draft('one'));
  line.release();
  line.open();
  cut();
  expect(abandoned).toEqual([['one', sender]]);
});

test('a worker that was stopped gets the draft again', () => {
  line.keep(draft('one'));
  cut();
  words = [];
  waiting.splice(0).forEach(({ run }) => run());
  expect(words).toEqual([{ draft: draft('one') }]);
  expect(connections).toBe(2);
});

test('signs of life keep the worker awake, as long as the line stands', () => {
  line.open();
  waiting.shift()?.run();
  expect(words).toEqual([{}]);
  expect(waiting[0]?.ms).toBeLessThan(30_000);
  line.discard();
  waiting.splice(0).forEach(({ run }) => run());
  expect([words.length, waiting.length]).toEqual([2, 0]);
});
