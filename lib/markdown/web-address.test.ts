import { array, assert, constantFrom, oneof, property } from 'fast-check';
import { expect, test } from 'vitest';
import { webAddress } from './web-address.ts';

test.each([
  ['/c/1', 'https://chatgpt.com/c/1'],
  ['HTTPS://Example.com', 'https://example.com/'],
  ['https://example.com/a/../b', 'https://example.com/b'],
  ['https://example.com/a/.', 'https://example.com/a/'],
  ['https://127.1/x', 'https://127.0.0.1/x'],
  ['https://example.com/ü?q=ö', 'https://example.com/%C3%BC?q=%C3%B6'],
  ['mailto:a@example.com', 'mailto:a@example.com'],
  ['javascript:alert(1)', null],
  ['#top', null],
  ['', null],
])('%s', (reference, address) => {
  expect(webAddress(reference, 'https://chatgpt.com/')).toBe(address);
});

test('what is taken as it is, the parser would give back as it is', () => {
  const piece = constantFrom(
    'a',
    'B',
    '9',
    '0x1',
    'xn--',
    '-',
    '_',
    '.',
    '..',
    '/',
    '//',
    '%2e',
    '%',
    '?',
    '&',
    '=',
    '#',
    ':',
    '@',
    '~',
    '!',
    "'",
    '(',
    '+',
    ' ',
    'é',
  );
  const address = array(piece, { maxLength: 12 }).map((pieces) => `https://${pieces.join('')}`);
  const host = array(piece, { maxLength: 8 }).map((pieces) => `https://a.example.com/${pieces.join('')}`);
  assert(
    property(oneof(address, host), (reference) => {
      expect(webAddress(reference, 'https://chatgpt.com/')).toBe(URL.parse(reference)?.href ?? null);
    }),
    { numRuns: 2000 },
  );
});
