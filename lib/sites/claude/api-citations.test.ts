import { describe, expect, test } from 'vitest';
import { sourcesOf, withSources } from './api-citations.ts';

const ORIGIN = 'https://claude.ai';
const at = (end: unknown, url = 'https://www.example.com/a') => ({ start_index: 0, end_index: end, url });

describe('a link stands where the passage ends', () => {
  test.each([
    ['in a sentence', 'Warm, not hot.', [at(13)], 'Warm, not hot [example.com](https://www.example.com/a).'],
    ['at the end', 'Warm', [at(4)], 'Warm [example.com](https://www.example.com/a)'],
    ['white space stays behind it', 'Warm. \nHot.', [at(7)], 'Warm. [example.com](https://www.example.com/a) \nHot.'],
    [
      'several, in the order of the text',
      'One. Two.',
      [at(9, 'https://b.example'), at(4, 'https://a.example')],
      'One. [a.example](https://a.example/) Two. [b.example](https://b.example/)',
    ],
    [
      'one passage, two sources: the first',
      'One.',
      [at(4, 'https://a.example'), at(4, 'https://b.example')],
      'One. [a.example](https://a.example/)',
    ],
    [
      'brackets in the address',
      'One.',
      [at(4, 'https://a.example/x_(y)')],
      'One. [a.example](https://a.example/x_%28y%29)',
    ],
    ['in the middle of a word', 'Warmth', [at(4)], 'Warmth'],
    ['in the middle of an emoji', 'So 👋 it is', [at(4)], 'So 👋 it is'],
    ['outside the text', 'Warm', [at(5)], 'Warm'],
    ['before any text', ' \nWarm', [at(1)], ' \nWarm'],
    ['no place', 'Warm', [at(undefined), at('x'), at(-1)], 'Warm'],
    ['no web address', 'Warm', [at(4, 'javascript:alert(1)')], 'Warm'],
    ['in a code block', '```\nlet a = 1\n```', [at(9)], '```\nlet a = 1\n```'],
    ['in code that is not closed', '```\nlet a = 1', [at(9)], '```\nlet a = 1'],
    ['in code in a line', 'Say `a b c`.', [at(8)], 'Say `a b c`.'],
    ['in a formula', 'So $a + b$.', [at(7)], 'So $a + b$.'],
    ['in a link', 'See [a table](https://t.example).', [at(8)], 'See [a table](https://t.example).'],
    ['no list', 'Warm', 'x', 'Warm'],
  ])('%s', (...[, text, citations, expected]) => {
    expect(withSources(text, citations, ORIGIN)).toBe(expected);
  });
});

test('the address of a source stands in one of three places', () => {
  const url = 'https://a.example/';
  const given = [
    { url, title: ' A ' },
    { details: { type: 'web_search_citation', url } },
    { sources: [{ url }] },
    { details: { url: 'data:x' } },
    {},
  ];
  expect(sourcesOf(given, ORIGIN)).toEqual([{ title: 'A', url }, { url }, { url }]);
});
