import { finish } from '../steps.ts';
import { describe, expect, test } from 'vitest';
import { geminiReader } from './dom-reader.ts';
import { geminiSite } from './site.ts';

const pages = import.meta.glob<string>('/test/fixtures/gemini/*.html', {
  query: '?raw',
  import: 'default',
  eager: true,
});
const CHAT = 'https://gemini.google.com/app/1a2b3c4d5e6f7081';
const SHARE = 'https://gemini.google.com/share/abc123def456';

function read(html: string, address = CHAT) {
  return finish(geminiReader.readDom(new DOMParser().parseFromString(html, 'text/html'), new URL(address)));
}

describe('pages', () => {
  test.each(Object.entries(pages))('%s', async (path, html) => {
    const address = /^<!-- (\S+) -->/.exec(html)?.[1] ?? '';
    const result = JSON.stringify(read(html, address), null, 2);
    await expect(`${result}\n`).toMatchFileSnapshot(`../../..${path.replace(/html$/, 'json')}`);
  });
});

const prompt = '<user-query><div class="query-text">Hello</div></user-query>';
const answer = (words: string, busy = 'false') =>
  `<model-response><message-content><div class="markdown" aria-busy="${busy}"><p>${words}</p></div></message-content></model-response>`;
const shared = (words: string) =>
  `<share-turn-viewer>${prompt}<response-container><message-content><div class="markdown">${words}</div></message-content></response-container></share-turn-viewer>`;
const longText = `<main><p>${'Words in markup nobody knows. '.repeat(20)}</p></main>`;

describe('failures', () => {
  test.each([
    ['an address that is no conversation', '', 'https://gemini.google.com/settings', 'not_a_conversation'],
    [
      'the start page with its composer',
      '<rich-textarea></rich-textarea>',
      'https://gemini.google.com/app',
      'no_messages',
    ],
    ['the start page before its composer', '<chat-app></chat-app>', 'https://gemini.google.com/app', 'still_loading'],
    ['a chat before its messages', '<rich-textarea></rich-textarea>', CHAT, 'still_loading'],
    ['answers whose words are not there yet', prompt + answer(''), CHAT, 'still_loading'],
    ['a shared page whose words are not there yet', shared(''), SHARE, 'still_loading'],
    ['answers in unknown turns', '<message-content>Hi</message-content>', CHAT, 'layout_changed'],
    ['much text in unknown markup', longText, CHAT, 'layout_changed'],
    [
      'prompts beside much text that is no answer',
      prompt + longText.replaceAll('main', 'section'),
      CHAT,
      'layout_changed',
    ],
  ])('%s', (...[, html, address, reason]) => {
    expect(read(html, address)).toMatchObject({ ok: false, reason });
  });
});

describe('completeness', () => {
  test.each([
    ['the app, which loads older turns on scrolling', prompt + answer('Hi'), CHAT, 'unknown'],
    ['a shared conversation', shared('Hi'), SHARE, 'complete'],
    ['a shared conversation with answers alone', shared('Hi').replace(prompt, ''), SHARE, 'unknown'],
    ['a shared conversation that is half drawn', shared('Hi') + shared(''), SHARE, 'unknown'],
  ])('%s', (...[, html, address, completeness]) => {
    expect(read(html, address)).toMatchObject({ ok: true, conversation: { completeness } });
  });
});

test('a prompt without its outer element is a message', () => {
  const html = shared('Hi').replaceAll('user-query', 'user-query-content');
  expect(read(html, SHARE)).toMatchObject({ conversation: { messages: [{ content: 'Hello' }, { content: 'Hi' }] } });
});

test('a document in the panel is no message', () => {
  const panel = `<immersive-panel>${answer('Document')}</immersive-panel>`;
  const result = read(prompt + answer('Hi') + panel);
  expect(result).toMatchObject({ conversation: { messages: [{ role: 'user' }, { content: 'Hi' }] } });
});

test.each([
  ['https://gemini.google.com/', true],
  ['https://gemini.google.com/app', true],
  ['https://gemini.google.com/app/1a2b3c', true],
  ['https://gemini.google.com/u/2/app/1a2b3c', true],
  ['https://gemini.google.com/gem/coding-partner/1a2b3c', true],
  ['https://gemini.google.com/share/abc', true],
  ['https://gemini.google.com/gems/view', false],
  ['https://gemini.google.com/faq', false],
])('%s may show a conversation: %s', (address, expected) => {
  expect(geminiSite.mayShowConversation(new URL(address))).toBe(expected);
});
