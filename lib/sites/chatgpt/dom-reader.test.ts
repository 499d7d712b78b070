import { finish } from '../steps.ts';
import { JSDOM } from 'jsdom';
import { expect, test } from 'vitest';
import type { ReadResult } from '../conversation.ts';
import { chatgptReader } from './dom-reader.ts';

const FOLDER = '../../../test/fixtures/chatgpt';
const pages = import.meta.glob<string>('../../../test/fixtures/chatgpt/*.html', {
  query: '?raw',
  import: 'default',
  eager: true,
});
const expected = import.meta.glob('../../../test/fixtures/chatgpt/*.json');

/** Every fixture names the address it was seen at in a comment. */
function read(html: string, address = /<!-- (https:\S+) -->/.exec(html)?.[1] ?? 'about:blank'): ReadResult {
  const { document } = new JSDOM(html, { url: address }).window;
  return finish(chatgptReader.readDom(document, new URL(address)));
}

test('every page has its expected result, and every result its page', () => {
  const names = (files: object) => Object.keys(files).map((file) => file.replace(/\.\w+$/, ''));
  expect(names(expected)).toEqual(names(pages));
});

test.each(Object.entries(pages))('%s', async (file, html) => {
  await expect(`${JSON.stringify(read(html), null, 2)}\n`).toMatchFileSnapshot(file.replace(/html$/, 'json'));
});

test.each(Object.entries(pages))('%s is read the same twice, under a temporary address too', (_, html) => {
  expect(read(html)).toEqual(read(html));
});

test('words of the user interface are in no message', () => {
  const said = Object.values(pages).map((html) => JSON.stringify(read(html)));
  for (const word of ['said:', 'Copy', 'Thought for', 'Worked for', 'Image created', 'private', '\uE200']) {
    expect(said.filter((text) => text.includes(word))).toEqual([]);
  }
});

test('a page that is still being written is never complete', () => {
  const html = pages[`${FOLDER}/2023-09-conversation.html`]!.replace(
    '</main>',
    '<button data-testid="stop-button"></button></main>',
  );
  expect(read(html)).toMatchObject({ ok: true, conversation: { completeness: 'unknown' } });
});

test('no page but a share page is said to be complete', () => {
  const complete = Object.entries(pages).filter(([, html]) =>
    JSON.stringify(read(html)).includes('"completeness":"complete"'),
  );
  expect(complete.map(([file]) => file)).toEqual([`${FOLDER}/2026-10-share.html`]);
});

test('a share page whose data is cut is read from what is drawn, or not at all', () => {
  const html = pages[`${FOLDER}/2026-10-share.html`]!.replace('enqueue("[', 'enqueue("');
  expect(read(html)).toEqual({ ok: false, reason: 'still_loading' });
});
