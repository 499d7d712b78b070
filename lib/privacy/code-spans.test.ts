import { fromMarkdown } from 'mdast-util-from-markdown';
import { describe, expect, test } from 'vitest';
import * as fc from 'fast-check';
import { codeSpans } from './code-spans.ts';

const codeOf = (markdown: string) => codeSpans(markdown).map(({ start, end }) => markdown.slice(start, end));

describe('code in Markdown', () => {
  test.each([
    ['none', 'plain `text', []],
    ['inline', 'a `b` c ``d ` e`` f', ['`b`', '``d ` e``']],
    ['inline over a line', 'a `b\nc` d', ['`b\nc`']],
    ['a backtick that is escaped', 'a \\`b` c', []],
    ['a backslash in code', 'a `b\\` c', ['`b\\`']],
    ['not over a blank line', 'a `b\n\nc` d', []],
    ['not over list items', '- a ` b\n- c ` d', []],
    ['not over rows of a table', '| a ` b |\n| c ` d |', []],
    ['a fenced block', 'a\n```js\nb\n```\nc', ['```js\nb\n```\n']],
    ['tildes', '~~~\n```\n~~~\nc', ['~~~\n```\n~~~\n']],
    ['a longer fence', '````\n```\n````\nc', ['````\n```\n````\n']],
    ['a block that is not closed', 'a\n```\nb', ['```\nb']],
    ['a block in a list item', '- a\n  ```\n  b\n  ```\n\nc', ['  ```\n  b\n  ```\n']],
    ['a block that ends with its list item', '- a\n  ```\n  b\n\nc', ['  ```\n  b\n\n']],
    ['a block that ends with its quote', '> ```\n> b\n\nc', ['> ```\n> b\n']],
    ['inline after a block', '```\na\n```\n`b` c', ['```\na\n```\n', '`b`']],
  ])('%s', (_name, markdown, expected) => expect(codeOf(markdown)).toEqual(expected));

  test('is only what a Markdown parser takes for code, too', () => {
    const piece = fc.constantFrom(
      'a',
      ' ',
      '`',
      '``',
      '\n',
      '\n\n',
      '\n```\n',
      '\n~~~\n',
      '- ',
      '\n- ',
      '> ',
      '\\',
      '\n  ',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 25 }), (pieces) => {
        const markdown = pieces.join('');
        const parsed = parsedCode(markdown);
        for (const { start, end } of codeSpans(markdown)) {
          for (let at = start; at < end; at += 1) {
            if (markdown[at] !== 'a') continue;
            expect(
              parsed.some((code) => code.start <= at && at < code.end),
              `${JSON.stringify(markdown)} at ${at}`,
            ).toBe(true);
          }
        }
      }),
      { numRuns: 1000 },
    );
  });

  test('is found in a text made of backticks alone', () => {
    const runs = Array.from({ length: 1000 }, (_, index) => '`'.repeat(index + 1)).join(' ');
    expect(codeSpans(runs)).toEqual([]);
    expect(codeSpans('` '.repeat(200_000))).toHaveLength(100_000);
  });
});

function parsedCode(markdown: string): { start: number; end: number }[] {
  const found: { start: number; end: number }[] = [];
  const visit = (node: ReturnType<typeof fromMarkdown> | ReturnType<typeof fromMarkdown>['children'][number]) => {
    if (node.type === 'code' || node.type === 'inlineCode')
      found.push({ start: node.position?.start.offset ?? 0, end: node.position?.end.offset ?? 0 });
    if ('children' in node) node.children.forEach(visit);
  };
  visit(fromMarkdown(markdown));
  return found;
}
