import type { Page } from '@playwright/test';
import type { ExtensionSession } from '../../scripts/extension-session.ts';

/** A tab at a chat's address in which the content script runs, with nothing in it. */
export async function openChat({ context }: ExtensionSession): Promise<Page> {
  const tab = await context.newPage();
  await tab.route(/^https?:\/\//, (route) => route.fulfill({ contentType: 'text/html', body: '<title>Chat</title>' }));
  await tab.goto('https://chatgpt.com/');
  return tab;
}

/** Hands captures over as the content script does, from its own world. @returns a function that says when it did */
export async function contentScript({ context }: ExtensionSession, tab: Page) {
  const cdp = await context.newCDPSession(tab);
  const contexts: { id: number; origin: string }[] = [];
  cdp.on('Runtime.executionContextCreated', ({ context: created }) => contexts.push(created));
  await cdp.send('Runtime.enable');
  const own = contexts.find(({ origin }) => origin.startsWith('chrome-extension://'));
  if (!own) throw new Error('the content script is not running');
  return async (captured: object): Promise<number> => {
    const message = JSON.stringify({ name: 'capture:submit', data: { conversation: captured, mode: 'auto' } });
    const expression = `(async () => {
      const handedOverMs = performance.timeOrigin + performance.now();
      const answer = await chrome.runtime.sendMessage(${message});
      return answer.ok && answer.value.ok ? handedOverMs : JSON.stringify(answer);
    })()`;
    const evaluated = await cdp.send('Runtime.evaluate', {
      expression,
      contextId: own.id,
      awaitPromise: true,
      returnByValue: true,
    });
    const { value } = evaluated.result as { value?: unknown };
    if (typeof value !== 'number') throw new Error(`the capture was not kept: ${String(value)}`);
    return value;
  };
}

/** One message, as a reader hands it over. */
export const shortConversation = (sessionId: string, chars: number) => ({
  source: 'chatgpt',
  sessionId,
  title: sessionId,
  url: `https://chatgpt.com/c/${sessionId}`,
  messages: [{ role: 'user', id: 'm1', index: 0, content: 'x'.repeat(chars) }],
  reader: 'api',
  layout: 'chatgpt/2026-09',
  completeness: 'complete',
});
