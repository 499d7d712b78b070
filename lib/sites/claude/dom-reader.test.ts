import { finish } from '../steps.ts';
import { describe, expect, test } from 'vitest';
import { claudeReader } from './dom-reader.ts';
import { claudeSite } from './site.ts';

const pages = import.meta.glob<string>('/test/fixtures/claude/*.html', {
  query: '?raw',
  import: 'default',
  eager: true,
});
const CHAT = 'https://claude.ai/chat/0190aaaa-1111-7000-8000-000000000001';

function read(html: string, address = CHAT) {
  return finish(claudeReader.readDom(new DOMParser().parseFromString(html, 'text/html'), new URL(address)));
}

describe('pages', () => {
  test.each(Object.entries(pages))('%s', async (path, html) => {
    const address = /^<!-- (\S+) -->/.exec(html)?.[1] ?? '';
    const result = JSON.stringify(read(html, address), null, 2);
    await expect(`${result}\n`).toMatchFileSnapshot(`../../..${path.replace(/html$/, 'json')}`);
  });
});

const prompt = '<div data-cds="UserMessage"><div data-testid="user-message"><p>Hello</p></div></div>';
const answer = (words: string, state = 'false') =>
  `<div data-cds="AssistantMessage" data-is-streaming="${state}"><div data-cds="Prose"><p>${words}</p></div></div>`;
const article = (place: number, of: number, inside: string) =>
  `<div role="article" aria-label="Nachricht ${place} von ${of}">${inside}</div>`;
const longText = '<main><div><p>Words in markup nobody knows. </p></div></main>'.replace(
  'nobody',
  'nobody '.repeat(60),
);

describe('failures', () => {
  test.each([
    ['an address that is no conversation', '', 'https://claude.ai/settings/profile', 'not_a_conversation'],
    [
      'the start page with its composer',
      '<div data-testid="chat-input"></div>',
      'https://claude.ai/new',
      'no_messages',
    ],
    ['the start page before its composer', '<div id="root"></div>', 'https://claude.ai/new', 'still_loading'],
    ['a chat before its messages', '<div data-testid="chat-input"></div>', CHAT, 'still_loading'],
    ['answers whose words are not there yet', prompt + answer(''), CHAT, 'still_loading'],
    ['an open document without a conversation', '<p class="font-claude-response">Plan</p>', CHAT, 'still_loading'],
    ['rows in unknown markup', '<div data-testid="transcript-row"><p>Hi</p></div>', CHAT, 'layout_changed'],
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
    ['all messages of those announced', article(1, 2, prompt) + article(2, 2, answer('Hi')), 'complete'],
    ['fewer than announced', article(1, 3, prompt) + article(2, 3, answer('Hi')), 'window'],
    ['an answer that is being written', article(1, 2, prompt) + article(2, 2, answer('Hi', 'true')), 'unknown'],
    ['an empty place', article(1, 3, prompt) + article(2, 3, answer('Hi')) + article(3, 3, answer('')), 'unknown'],
    ['no list at all', prompt + answer('Hi'), 'unknown'],
  ])('%s', (_name, html, completeness) => {
    expect(read(html)).toMatchObject({ ok: true, conversation: { completeness } });
  });

  test('a gap in the numbered rows is a window', () => {
    const row = (index: number, inside: string) =>
      `<div data-testid="transcript-row" data-index="${index}">${inside}</div>`;
    const html = row(0, prompt) + row(1, answer('Hi')) + row(4, prompt) + row(5, answer('Ho'));
    expect(read(html)).toMatchObject({ conversation: { completeness: 'window' } });
  });
});

test('saved pages without the frames of the answers', () => {
  const html = '<p data-testid="user-message">Hello</p><div class="font-claude-response"><p>Hi</p></div>';
  expect(read(html)).toMatchObject({ conversation: { messages: [{ content: 'Hello' }, { content: 'Hi' }] } });
});

test('ids stay when the answer grows', () => {
  const ids = (html: string) => {
    const result = read(html);
    return result.ok ? result.conversation.messages.map(({ id }) => id) : [];
  };
  const before = ids(prompt + answer('One') + prompt + answer('Two'));
  expect(new Set(before).size).toBe(4);
  expect(ids(prompt + answer('One, and more') + prompt + answer('Two'))).toEqual(before);
});

test.each([
  ['https://claude.ai/', true],
  ['https://claude.ai/new?model=x', true],
  ['https://claude.ai/chat/0190aaaa', true],
  ['https://claude.ai/share/0190aaaa', true],
  ['https://claude.ai/project/p1/chat/0190aaaa', true],
  ['https://claude.ai/project/p1', false],
  ['https://claude.ai/recents', false],
  ['https://claude.ai/chats', false],
])('%s may show a conversation: %s', (address, expected) => {
  expect(claudeSite.mayShowConversation(new URL(address))).toBe(expected);
});
