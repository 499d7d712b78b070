import * as fc from 'fast-check';
import type { Nodes } from 'mdast';
import { fromMarkdown, type Options } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import { math } from 'micromark-extension-math';
import { describe, expect, test } from 'vitest';
import { noteContent } from './note-content.ts';

const unchanged = [
  'Plain *text* with `code <b>` and a < b, 3<4.',
  'Mail <mailto:a@b.cd> or <https://example.com/?a=b&c>.',
  '```html\n<script>alert(1)</script>\n```',
  '~~~\n```\n<b>\n~~~',
  '- item\n\n  ```js\n  a<b>c\n  ```\n- next',
  '1. one\n   1. two\n\n      ```\n      <x>\n      ```',
  '> quote\n> ```\n> <b>\n> ```',
  '    indented <code>\n\n    <more>',
  '\ta tab of <code>',
  'a ``code with ` and <b>`` span',
  'a span `over\ntwo <b> lines`',
  '| a | b |\n|---|---|\n| `x` | `Vec<u8>` |',
  '$$\nx = 1\n$$',
  '[link](https://example.com/a_(b)) and ![](data:image/png;base64,AA==)',
  '[file](sandbox:/mnt/data/x.csv) [part](#a:b) [path](/a:b)',
  '\\<b> already escaped',
  '&lt;b&gt; as entities',
  '### Deep enough',
  'a\n***\nb',
];

test.each(unchanged)('stays as it is: %j', (content) => {
  expect(noteContent(content)).toBe(content);
});

const changed: [content: string, written: string][] = [
  ['<script>alert(1)</script>', '\\<script>alert(1)\\</script>'],
  ['<img src=x onerror=alert(1)>', '\\<img src=x onerror=alert(1)>'],
  ['<!-- brainpost:end -->', '\\<!-- brainpost:end -->'],
  ['<iframe src="https://x.y">`', '\\<iframe src="https://x.y">`'],
  ['`a\n<script>x</script>\n`', '`a\n\\<script>x\\</script>\n`'],
  ['| ` | <b> ` |\n|---|---|', '| ` | \\<b> ` |\n|---|---|'],
  ['$`$ <b> `', '$`$ \\<b> `'],
  ['-\n\n  ```\n<b>', '-\n\n  ```\n<b>\n  ```'],
  ['para\n    <b>', 'para\n    \\<b>'],
  ['<%* tp.system() %>', '\\<\\%* tp.system() %>'],
  ['100%% hidden', '100\\%\\% hidden'],
  ['`$= dv.pages()`', '`\u200b$= dv.pages()`'],
  ['https://a.b<script>x</script>', 'https://a.b&lt;script>x&lt;/script>'],
  ['https://a.b\\<script>', 'https://a.b&lt;script>'],
  ['[^1]: note\n\n    <b>', '[^1]: note\n\n    \\<b>'],
  ['[^1]: `<b>`', '[^1]: `\\<b>`'],
  ['`a\n$$ <b>`', '`a\n\\$\\$ \\<b>`'],
  ['~~~|a|\n|---|---|\n<b>', '~~~\n|---|---|\n<b>\n~~~'],
  ['see www.a.b/` <b> `', 'see www.a.b/` \\<b> `'],
  ['```dataviewjs\ndv.list()\n```', '```js\ndv.list()\n```'],
  ['[x](javascript:alert(1))', '[x]\\(javascript:alert(1))'],
  ['[x]( < JavaScript:alert(1)>)', '[x]\\( < JavaScript:alert(1)>)'],
  ['[x](&#106;avascript:alert(1))', '[x]\\(&#106;avascript:alert(1))'],
  ['[x](java\\script:alert(1))', '[x]\\(java\\script:alert(1))'],
  ['[x][y]\n\n[y]: data:text/html,hi', '[x][y]\n\n[y]\\: data:text/html,hi'],
  ['a formula $a<b$ and $$c</d$$', 'a formula $a< b$ and $$c< /d$$'],
  ['costs $$ a lot', 'costs \\$\\$ a lot'],
  ['$$x$$ then $$ open', '$$x$$ then \\$\\$ open'],
  ['```js\nopen()', '```js\nopen()\n```'],
  ['~~~~\n~~~', '~~~~\n~~~\n~~~~'],
  ['- a\n  ```\n  open', '- a\n  ```\n  open\n  ```'],
  ['> ```\n> open', '> ```\n> open\n> ```'],
  ['# A\n## B\ntext', '### A\n#### B\ntext'],
  ['## A\n###### F', '### A\n###### F'],
  ['# A\n### C', '### A\n##### C'],
  ['```\n# not a heading\n```\n# A', '```\n# not a heading\n```\n### A'],
  ['Title\n===\ntext', '### Title\ntext'],
  ['two\nlines\n---\ntext', 'two\nlines\n\n---\n\ntext'],
  ['two\nlines\n=\n    <b>', 'two\nlines\n\n\\=\n\n    <b>'],
  ['a\r\nb\rc', 'a\nb\nc'],
  ['\n\n  a  \n\n', '  a'],
  ['lone \ud800', 'lone \ufffd'],
  ['', ''],
];

test.each(changed)('%j is written as %j', (content, written) => {
  expect(noteContent(content)).toBe(written);
});

test('several marks right below a paragraph begin the same for every reader', () => {
  expect(noteContent('a\n1. 2) ~~~x\n<b>')).toBe('a\n\n1. 2) ~~~x\n\\<b>');
});

describe('whatever the content is', () => {
  // Pieces that open, close and shield constructs; a parser that follows the specification is the judge.
  const pieces = [
    '\n|\n\n|\r|\t| |  |    |> |- |1. |2) |+|#|\n## |---|===|x|foo|"|\\|[^1]: '.split('|'),
    '`;``;```;~~~;$;$$;%%;|;|---|---|\n;| a | b |\n;[;[a];](;);]: ;[x](javascript:1)'.split(';'),
    '<script>|</div>|<b>|<!--|-->|<?x|<%|<https://a.b>|https://a.b|www.a.b|a@b.cd|&lt;'.split('|'),
  ].flat();
  const piece = fc.constantFrom(...pieces);
  const hostile = fc.array(piece, { minLength: 1, maxLength: 16 }).map((pieces) => pieces.join(''));
  const asGfm: Options = { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] };
  const flavours: [name: string, options: Options][] = [
    ['CommonMark', {}],
    ['GFM', asGfm],
    ['CommonMark with formulas', { extensions: [math()] }],
  ];

  test.each(flavours)('%s sees no HTML and no link to a script', (_, options) => {
    fc.assert(
      fc.property(hostile, (content) => {
        const nodes = allNodes(fromMarkdown(`## A\n\n${noteContent(content)}\n\n## B\n`, options));
        expect(nodes.filter((node) => node.type === 'html')).toEqual([]);
        expect(nodes.filter((node) => 'url' in node && /^\s*javascript:/i.test(node.url))).toEqual([]);
      }),
      { numRuns: 1500 },
    );
  });

  test('the next message begins where it should, and the outline is one of messages', () => {
    fc.assert(
      fc.property(hostile, (content) => {
        const { children } = fromMarkdown(`## A\n\n${noteContent(content)}\n\n## B\n\nend\n`, asGfm);
        const headings = children.filter((node) => node.type === 'heading');
        expect(children.at(-2)).toMatchObject({ type: 'heading', depth: 2, children: [{ value: 'B' }] });
        expect(headings.filter((heading) => heading.depth < 3)).toHaveLength(2);
      }),
      { numRuns: 1500 },
    );
  });
});

function allNodes(node: Nodes): Nodes[] {
  return 'children' in node ? [node, ...node.children.flatMap(allNodes)] : [node];
}

// Each of these takes minutes, and so fails, when one step of the reading is quadratic.
test.each([
  ['list marks', '- '.repeat(60_000)],
  ['backticks', '` '.repeat(60_000)],
  ['link starts', ']('.repeat(60_000)],
  ['dollar signs', '$$\n\n'.repeat(30_000)],
  ['brackets', '[a\n'.repeat(40_000)],
  ['headings', '# a\n'.repeat(40_000)],
  ['spaces', `a${' '.repeat(120_000)}b`],
])('a hundred kilobytes of %s are read to their end', (_, content) => {
  expect(noteContent(content).length).toBeGreaterThan(0);
});
