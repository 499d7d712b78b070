import { describe, expect, test } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { onMessage, sendMessage } from './messaging.ts';
import { contentScriptOrigin, isOwnPage } from './sender.ts';

describe('messages', () => {
  test('carry data there and the answer back', async () => {
    onMessage('capture:preview', ({ data }) => ({ ok: false, reason: 'no_messages', detail: String(data.tabId) }));
    expect(await sendMessage('capture:preview', { tabId: 7, use: 'auto' })).toEqual({
      ok: false,
      reason: 'no_messages',
      detail: '7',
    });
  });

  test('carry a failure back as an error, without its stack', async () => {
    onMessage('queue:retry', () => {
      throw new Error('the disk is full');
    });
    await expect(sendMessage('queue:retry', {})).rejects.toThrow('queue:retry: the disk is full');
  });

  test('that nobody handles are an error', async () => {
    await expect(sendMessage('reader:load', undefined)).rejects.toThrow();
  });
});

describe('sender', () => {
  const ownPage = () => fakeBrowser.runtime.getURL('/popup.html');

  test('the extension knows its own pages, also in a tab', () => {
    expect(isOwnPage({ url: ownPage(), tab: { id: 3 }, frameId: 0 })).toBe(true);
    expect(isOwnPage({ url: 'https://chatgpt.com/' })).toBe(false);
    expect(isOwnPage({})).toBe(false);
  });

  test.each([
    ['a chat page', { url: 'https://chatgpt.com/c/1', tab: { id: 3 }, frameId: 0 }, 3],
    ['a frame in it', { url: 'https://chatgpt.com/c/1', tab: { id: 3 }, frameId: 4 }, null],
    ['something without a tab', { url: 'https://chatgpt.com/c/1', frameId: 0 }, null],
  ])('%s', (_name, sender, tabId) => {
    expect(contentScriptOrigin(sender)?.tabId ?? null).toBe(tabId);
  });
});
