import { array, assert, constantFrom, oneof, property, tuple } from 'fast-check';
import type { PhrasingContent } from 'mdast';
import { gfmStrikethroughToMarkdown } from 'mdast-util-gfm-strikethrough';
import { gfmTableToMarkdown } from 'mdast-util-gfm-table';
import { gfmTaskListItemToMarkdown } from 'mdast-util-gfm-task-list-item';
import { mathToMarkdown } from 'mdast-util-math';
import { toMarkdown } from 'mdast-util-to-markdown';
import { expect, test } from 'vitest';
import { simpleLine } from './simple-line.ts';

/** The library without any short cut of this project. */
const byLibrary = (children: PhrasingContent[]) =>
  toMarkdown(
    { type: 'root', children: [{ type: 'paragraph', children }] },
    {
      bullet: '-',
      emphasis: '*',
      fences: true,
      listItemIndent: 'one',
      rule: '-',
      extensions: [gfmTableToMarkdown(), gfmStrikethroughToMarkdown(), gfmTaskListItemToMarkdown(), mathToMarkdown()],
    },
  ).replace(/\n$/, '');

const PIECES = [
  'a',
  'Zoë',
  '日本',
  '7',
  ' ',
  ' ',
  '.',
  ',',
  '!',
  '[',
  ']',
  '(',
  ')',
  '{',
  '*',
  '_',
  '`',
  '~',
  '$',
  '&',
];
const MORE = [
  'amp;',
  '#',
  '+',
  '-',
  '=',
  '>',
  '<',
  '|',
  ':',
  ';',
  '"',
  "'",
  '/',
  '\\',
  '\n',
  '\t',
  '👩‍🚀',
  '\u00a0',
  '€',
  '“',
];
const words = array(constantFrom(...PIECES, ...MORE), { maxLength: 6 }).map((parts) => parts.join(''));
const text = words.map((value): PhrasingContent => ({ type: 'text', value }));
const code = words.map((value): PhrasingContent => ({ type: 'inlineCode', value }));
const inside = array(oneof(text, code), { maxLength: 3 });
const mark = tuple(constantFrom('strong' as const, 'emphasis' as const, 'delete' as const), inside).map(
  ([type, children]): PhrasingContent => ({ type, children }),
);
const url = oneof(
  words.map((part) => `https://example.com/${part}`),
  constantFrom('https://example.com/a_b?c=d&e=f', 'mailto:a@b.de', 'https://example.com'),
);
const link = tuple(url, inside).map(([to, children]): PhrasingContent => ({ type: 'link', url: to, children }));
const address = url.map((to): PhrasingContent => ({ type: 'link', url: to, children: [{ type: 'text', value: to }] }));
const line = array(oneof({ weight: 3, arbitrary: text }, code, mark, link, address), { maxLength: 5 }).map((nodes) =>
  // The tree never holds two texts side by side.
  nodes.filter((node, i) => node.type !== 'text' || nodes[i - 1]?.type !== 'text'),
);

/** Found by chance, once in a million lines: written plainly it is the definition of `` [`]``. */
const asDefinition: PhrasingContent = {
  type: 'link',
  url: 'https://example.com',
  children: [{ type: 'inlineCode', value: ']:' }],
};

test('what it writes is what the library writes', () => {
  let simple = 0;
  assert(
    property(line, (nodes) => {
      const written = simpleLine(nodes);
      if (written === null) return;
      simple += 1;
      expect(written).toBe(byLibrary(nodes));
    }),
    { numRuns: 8_000, examples: [[[asDefinition]]] },
  );
  expect(simple).toBeGreaterThan(800);
});

test('ordinary prose needs no library', () => {
  const said = (value: string): PhrasingContent => ({ type: 'text', value });
  expect(
    simpleLine([
      said('Use '),
      { type: 'strong', children: [said('both')] },
      said(' & never '),
      { type: 'inlineCode', value: 'eval(x) | y' },
      said('! See '),
      { type: 'link', url: 'https://example.com/a_b', children: [said('this')] },
      said('.'),
    ]),
  ).toBe('Use **both** & never `eval(x) | y`! See [this](https://example.com/a_b).');
});
