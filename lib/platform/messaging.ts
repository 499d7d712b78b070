import { browser } from 'wxt/browser';
import type { MessageMap } from '../messages.ts';
import type { Sender } from './sender.ts';

/**
 * The one message channel between pages, content script and worker; names and shapes are those of `MessageMap`.
 * Written by hand: what `@webext-core/messaging` 4.0.0 sends to a tab without a listener ends as an unchecked error on
 * the extension's page in the browser, and its errors carry stacks across.
 */
type Name = keyof MessageMap;
type Input<K extends Name> = Parameters<MessageMap[K]>[0];
type Output<K extends Name> = Awaited<ReturnType<MessageMap[K]>>;

interface Envelope {
  name: Name;
  data: unknown;
}

type Answer = { ok: true; value: unknown } | { ok: false; error: string };

type Handler<K extends Name> = (message: { data: Input<K>; sender: Sender }) => Output<K> | Promise<Output<K>>;

const handlers = new Map<string, (message: { data: never; sender: Sender }) => unknown>();

/** Registers what this context does on a message. All of them before the first await: one listener serves all. */
export function onMessage<K extends Name>(name: K, handler: Handler<K>): void {
  if (handlers.size === 0) browser.runtime.onMessage.addListener(receive);
  handlers.set(name, handler);
}

/**
 * Sends a message to the worker, or to the content script of a tab.
 * Rejects when nobody is there, when the other side dies before it answers, and when its handler fails.
 */
export async function sendMessage<K extends Name>(name: K, data: Input<K>, tabId?: number): Promise<Output<K>> {
  const envelope: Envelope = { name, data };
  const answer: Answer | undefined =
    tabId === undefined ? await browser.runtime.sendMessage(envelope) : await browser.tabs.sendMessage(tabId, envelope);
  if (!answer) throw new Error(`${name}: nobody answered`);
  if (!answer.ok) throw new Error(`${name}: ${answer.error}`);
  return answer.value as Output<K>;
}

/** Without a handler here, the message is left to somebody else: pages hear what other pages send to the worker, too. */
function receive(message: unknown, sender: unknown, respond: (answer: Answer) => void): true | undefined {
  const { name, data } = (message ?? {}) as Partial<Envelope>;
  const handler = name === undefined ? undefined : handlers.get(name);
  if (!handler) return undefined;
  void answer(handler, data, sender as Sender).then(respond);
  return true; // keeps the channel open until the answer is there
}

async function answer(
  handler: (message: { data: never; sender: Sender }) => unknown,
  data: unknown,
  sender: Sender,
): Promise<Answer> {
  try {
    return { ok: true, value: await handler({ data: data as never, sender }) };
  } catch (error) {
    return { ok: false, error: error instanceof Error ? error.message : 'unknown error' };
  }
}
