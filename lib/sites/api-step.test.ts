import { expect, test } from 'vitest';
import { stepBlock } from './api-step.ts';

test.each([
  ['a name alone', { name: 'prepare_session' }, '> **prepare session**'],
  ['one line', { name: 'web_search', input: 'dough' }, '> **web search** `dough`'],
  ['one line with code in it', { name: 'x', input: '`a` and ``b' }, '> **x** ``` `a` and ``b ```'],
  ['several lines', { name: 'x', input: 'a\n\nb\n' }, '> **x**\n>\n> ```\n> a\n>\n> b\n> ```'],
  ['code', { name: 'x', input: '```', language: 'md' }, '> **x**\n>\n> ````md\n> ```\n> ````'],
  [
    'links',
    { name: 'x', links: [{ title: 'A [b] *c*', url: 'https://a.example/(x)' }, { url: 'https://b.example/' }] },
    '> **x**\n>\n> - [A \\[b\\] \\*c\\*](<https://a.example/(x)>)\n> - [https://b.example/](<https://b.example/>)',
  ],
  ['a hostile name', { name: '**a** <b>\n# c' }, '> **\\*\\*a\\*\\* \\<b\\> # c**'],
])('%s', (_name, step, expected) => {
  expect(stepBlock(step)).toBe(expected);
});
