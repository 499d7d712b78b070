import { expect, test } from 'vitest';
import { openPage } from '../../test/support/open-page.ts';
import type { SelectionReading } from '../messages.ts';
import { readSelection } from './read-selection.ts';

const PAGES = {
  chatgpt: 'https://chatgpt.com/c/0f5b7f9e-4f52-4a55-9a0e-2f60a1c5d000',
  claude: 'https://claude.ai/chat/5f6b7a80-1c2d-4e3f-8a9b-000000000001',
  gemini: 'https://gemini.google.com/app/4d1f0a2b3c4d5e6f',
} as const;

const open = (site: keyof typeof PAGES): Document => openPage(`test/pages/${site}.html`, PAGES[site]).window.document;

/** Selects from the first place of one text to the end of the first place of another after it. */
function select(document: Document, from: string, to: string): void {
  const range = document.createRange();
  const walker = document.createTreeWalker(document.body, 4);
  let hasStart = false;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = node.textContent ?? '';
    if (!hasStart && text.includes(from)) {
      range.setStart(node, text.indexOf(from));
      hasStart = true;
    }
    if (hasStart && text.includes(to)) {
      range.setEnd(node, text.indexOf(to) + to.length);
      document.getSelection()?.addRange(range);
      return;
    }
  }
  throw new Error(`the page has no "${from}" … "${to}"`);
}

function read(site: keyof typeof PAGES, from: string, to: string): SelectionReading {
  const document = open(site);
  select(document, from, to);
  return readSelection(document, new URL(PAGES[site]));
}

const said = (reading: SelectionReading) =>
  reading.ok ? reading.conversation.messages.map(({ role, content }) => [role, content]) : reading;

test.each<[string, keyof typeof PAGES, [from: string, to: string], unknown[]]>([
  ['some words', 'chatgpt', ['rule of thumb', 'every eight'], [['assistant', 'rule of thumb: every eight']]],
  ['words of a prompt', 'chatgpt', ['dough rise', 'temperatures?'], [['user', 'dough rise at these temperatures?']]],
  ['formatted words', 'gemini', ['after one year', '$105'], [['assistant', 'after one year that is **\\$105**']]],
  [
    'a prompt and the beginning of its answer',
    'chatgpt',
    ['as a function', 'rule of thumb'],
    [
      ['user', 'as a function.'],
      ['assistant', 'A rule of thumb'],
    ],
  ],
  ['code', 'gemini', ['const amount', 'amount'], [['assistant', '```\nconst amount\n```']]],
])('%s on %s', (...[, site, [from, to], expected]) => {
  expect(said(read(site, from, to))).toEqual(expected);
});

test('keeps the conversation’s own id and address, claims no more than it is, and no place in it', () => {
  const reading = read('claude', 'certainly not', 'in it,');
  expect(reading).toMatchObject({
    ok: true,
    text: expect.stringContaining('certainly not'),
    conversation: {
      source: 'claude',
      sessionId: '5f6b7a80-1c2d-4e3f-8a9b-000000000001',
      title: 'Bloom filters',
      url: PAGES.claude,
      completeness: 'selection',
      reader: 'dom',
    },
  });
  const [message] = reading.ok ? reading.conversation.messages : [];
  expect(message?.id).toMatch(/^derived:/);
  expect(message?.index).toBeUndefined();
});

test('1.2 the same selection has the same id, another one another', () => {
  const idOf = (from: string, to: string) => {
    const reading = read('chatgpt', from, to);
    return reading.ok ? reading.conversation.messages[0]?.id : reading;
  };
  expect(idOf('rule of', 'thumb')).toBe(idOf('rule of', 'thumb'));
  expect(idOf('rule of', 'thumb')).not.toBe(idOf('rule of', 'eight'));
});

test.each([
  ['nothing', null],
  ['words beside the conversation', ['New chat', 'Search chats']],
] as const)('%s: there is no selection of a message', (_, range) => {
  const document = open('chatgpt');
  if (range) select(document, ...range);
  expect(readSelection(document, new URL(PAGES.chatgpt))).toEqual({ ok: false, reason: 'no_selection' });
});

test('the page stays as it is', () => {
  const document = open('claude');
  select(document, 'filter', 'in it,');
  const before = document.documentElement.outerHTML;
  readSelection(document, new URL(PAGES.claude));
  expect(document.documentElement.outerHTML).toBe(before);
});
