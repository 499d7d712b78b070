import { array, assert, constantFrom, property } from 'fast-check';
import type { Nodes } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { mathFromMarkdown } from 'mdast-util-math';
import { gfm } from 'micromark-extension-gfm';
import { math } from 'micromark-extension-math';
import { describe, expect, test } from 'vitest';
import type { MarkdownRules } from './rules.ts';
import { toMarkdown } from './to-markdown.ts';

function parsePage(html: string): HTMLElement {
  return new DOMParser().parseFromString(`<base href="https://chat.example/c/1">${html}`, 'text/html').body;
}

function markdownOf(html: string, rules: MarkdownRules = {}): string {
  return toMarkdown(parsePage(html), rules);
}

function render(markdown: string): Nodes {
  return fromMarkdown(markdown, {
    extensions: [gfm(), math()],
    mdastExtensions: [gfmFromMarkdown(), mathFromMarkdown()],
  });
}

/** All nodes of one type, as a renderer of CommonMark, GFM and math sees them. */
function nodesOf(markdown: string, type: Nodes['type']): Nodes[] {
  const found: Nodes[] = [];
  const walk = (node: Nodes): void => {
    if (node.type === type) found.push(node);
    if ('children' in node) node.children.forEach(walk);
  };
  walk(render(markdown));
  return found;
}

/** The words that a renderer shows; raw HTML shows none. */
function shownText(node: Nodes): string {
  if (node.type === 'html') return '';
  if (node.type === 'break') return ' ';
  if ('value' in node) return node.value;
  return 'children' in node ? node.children.map(shownText).join('') : '';
}

const squeeze = (text: string): string => text.replace(/\s+/g, ' ').trim();

const TYPED_BY_HOSTILE_HANDS = [
  '<script>alert(1)</script> & <b>not bold</b> &lt;',
  '```js\nnot code\n```',
  '# no heading',
  '- no list\n+ none\n* none',
  '1. no list 2) none',
  '> no quote',
  '| a | b |\n|---|---|\n| 1 | 2 |',
  'costs $5 to $10, \\$ and $$x$$',
  '*a* _b_ **c** __d__ ~~e~~ `f` ``g``',
  '[link](javascript:alert(1)) ![img](x) [ref]: /url',
  'https://example.com/a_b_c?x=*y* www.example.com me@example.com',
  '=== \n---\n***',
  'a\\b \\* \\_ \\\\',
  ':-: |',
  '    four spaces',
  '[^1]: note [^1]',
  '[x] task [ ] none',
  '\u202Ereversed\u202C \u200Bzero',
];

describe('text is shown as it was, and is nothing but text', () => {
  test.each(TYPED_BY_HOSTILE_HANDS)('%j in a paragraph', (text) => {
    const page = parsePage('<p></p>');
    page.querySelector('p')!.textContent = text;
    const tree = render(toMarkdown(page));
    expect(squeeze(shownText(tree))).toBe(squeeze(text));
  });

  test.each(TYPED_BY_HOSTILE_HANDS)('%j in a table cell stays in its cell', (text) => {
    const page = parsePage('<table><tr><th>h</th><th>i</th></tr><tr><td class="x"></td><td>after</td></tr></table>');
    page.querySelector('.x')!.textContent = text;
    const cells = nodesOf(toMarkdown(page), 'tableCell').map((cell) => squeeze(shownText(cell)));
    expect(cells).toEqual(['h', 'i', squeeze(text), 'after']);
  });

  test('any text in any place of a line', () => {
    const sign = constantFrom(...Array.from('abc 1.0-+*_~`$|\\<>[](){}#!&;:=/"\'\n\té汉🙂'));
    const text = array(sign, { maxLength: 24 }).map((signs) => signs.join(''));
    assert(
      property(text, text, text, (before, marked, after) => {
        const page = parsePage('<p><span></span><strong></strong><span></span></p>');
        [before, marked, after].forEach((part, index) => (page.firstElementChild!.children[index]!.textContent = part));
        expect(squeeze(shownText(render(toMarkdown(page))))).toBe(squeeze(before + marked + after));
      }),
      { numRuns: 300 },
    );
  });

  test('a bare address is a link to itself, whatever signs it has', () => {
    expect(markdownOf('<p>see https://x.example/a_b_c?d=*e*&amp;f_g=1.</p>')).toBe(
      'see <https://x.example/a_b_c?d=*e*&f_g=1>.',
    );
    expect(markdownOf('<p><code>https://x.example/a_b</code></p>')).toBe('`https://x.example/a_b`');
  });

  test('NUL is removed and lone surrogates are replaced', () => {
    const page = parsePage('<p></p>');
    page.querySelector('p')!.textContent = 'a\0b \uD800 c\uDC00';
    expect(toMarkdown(page)).toBe('ab \uFFFD c\uFFFD');
  });
});

describe('code', () => {
  test.each([
    'plain',
    '  indented\n\ttabbed\n\n\nthree line ends',
    '```\nfence in a fence\n````',
    '~~~\n<b>html</b> &amp; $x$ | \\',
    'a\n\n    \nb',
  ])('%j is a block with the same text', (text) => {
    const page = parsePage('<pre><code class="language-text"></code></pre>');
    page.querySelector('code')!.textContent = text;
    expect(nodesOf(toMarkdown(page), 'code')).toMatchObject([{ value: text }]);
  });

  test('inside a list and a quote too', () => {
    const markdown = markdownOf(
      '<ul><li><p>one</p><pre><code>x\n  y</code></pre></li></ul><blockquote><pre>z\n\nq</pre></blockquote>',
    );
    expect(nodesOf(markdown, 'code')).toMatchObject([{ value: 'x\n  y' }, { value: 'z\n\nq' }]);
  });

  test.each(['a`b', '``', '` x `', 'a|b', '$x$'])('%j in a line', (text) => {
    const page = parsePage('<p>see <code></code>.</p>');
    page.querySelector('code')!.textContent = text;
    expect(nodesOf(toMarkdown(page), 'inlineCode')).toMatchObject([{ value: text.trim() }]);
  });

  test('a block without pre is found by its rule, without its header', () => {
    const html =
      '<div data-x="block"><div data-x="skip">Python<button>Copy</button></div><code><div class="l">a = 1</div><div class="l"><br></div><div class="l">  b</div></code></div>';
    const code = [{ block: '[data-x="block"]', text: ['code'], line: '.l', label: ['[data-x="skip"]'] }];
    expect(markdownOf(html, { code })).toBe('```python\na = 1\n\n  b\n```');
  });

  test('an editor keeps its lines', () => {
    const html =
      '<pre><div class="cm-content"><div class="cm-line">a</div><div class="cm-line"><br></div><div class="cm-line">b</div></div></pre>';
    expect(nodesOf(markdownOf(html), 'code')).toMatchObject([{ value: 'a\n\nb' }]);
  });
});

describe('formulas', () => {
  const katex = (tex: string) =>
    `<span class="katex"><span class="katex-mathml"><math><semantics><mi>x</mi><annotation encoding="application/x-tex">${tex}</annotation></semantics></math></span><span class="katex-html" aria-hidden="true">x</span></span>`;

  test('in a line, once and unescaped', () => {
    expect(markdownOf(`<p>so ${katex(String.raw`a_1*b \leq c`)} holds</p>`)).toBe(String.raw`so $a_1*b \leq c$ holds`);
  });

  test('on a line of their own, also when they stand in a paragraph', () => {
    const html = `<p>before<span class="katex-display">${katex('y=x^2')}</span>after</p>`;
    expect(markdownOf(html)).toBe('before\n\n$$\ny=x^2\n$$\n\nafter');
  });

  test('with a bar in a table cell', () => {
    const markdown = markdownOf(`<table><tr><th>f</th></tr><tr><td>${katex('|x|')}</td></tr></table>`);
    expect(markdown).toBe('| f |\n| --- |\n| $\\|x\\|$ |');
    expect(nodesOf(markdown, 'tableCell')).toHaveLength(2);
  });

  test('from an attribute, from text left bare, and as drawn when there is no source', () => {
    expect(markdownOf('<p><span data-math="E=mc^2"><span>drawn</span></span></p>')).toBe('$E=mc^2$');
    const bare = '<span class="katex"><span class="katex-mathml"><math>drawn-tags<mi>k</mi>k_B</math></span></span>';
    expect(markdownOf(`<p>${bare}</p>`)).toBe('$k_B$');
    expect(markdownOf('<p><span class="katex"><span class="katex-html">k</span></span></p>')).toBe('k');
  });
});

describe('structure', () => {
  test('headings, marks, lists, tasks, quotes and rules', () => {
    const html =
      '<h2>Plan</h2><p>A <strong>bold </strong>and <em>thin</em> <del>old</del> line<br>broken</p>' +
      '<ol start="3"><li>three<ul><li>inner</li></ul></li><li>four</li></ol>' +
      '<ul><li><input type="checkbox" checked disabled> done</li></ul><blockquote><p>said</p></blockquote><hr>';
    expect(markdownOf(html)).toBe(
      '## Plan\n\nA **bold** and *thin* ~~old~~ line\\\nbroken\n\n3. three\n   - inner\n4. four\n\n- [x] done\n\n> said\n\n---',
    );
  });

  test('items of one paragraph make a tight list, several blocks in an item a loose one', () => {
    expect(markdownOf('<ul><li><p>a</p></li><li><p>b</p><ol><li><p>c</p></li></ol></li></ul>')).toBe(
      '- a\n- b\n  1. c',
    );
    expect(markdownOf('<ul><li><p>a</p><p>b</p></li><li><p>c</p></li></ul>')).toBe('- a\n\n  b\n\n- c');
    expect(markdownOf('<ol><li><p>a</p><pre><code>x</code></pre></li></ol>')).toBe('1. a\n\n   ```\n   x\n   ```');
  });

  test('a table in a list item keeps its delimiter row', () => {
    const html = '<ul><li>see<table><tr><th>-</th><th>--</th></tr><tr><td>-</td><td>:-:</td></tr></table></li></ul>';
    const cells = nodesOf(markdownOf(html), 'tableCell').map((cell) => shownText(cell));
    expect(cells).toEqual(['-', '--', '-', ':-:']);
    expect(markdownOf(html)).toContain('\n  | --- | --- |\n');
  });

  test('a table keeps rows and columns, blocks in a cell stay on one line', () => {
    const html =
      '<table><thead><tr><th>A</th><th align="right">B</th></tr></thead><tbody><tr><td><p>x</p><ul><li>1</li><li>2</li></ul></td><td>a|b</td></tr></tbody></table>';
    expect(markdownOf(html)).toBe('| A | B |\n| --- | ---: |\n| x<br>• 1<br>• 2 | a\\|b |');
  });

  test('links are absolute, leave the web for nothing, and keep their words', () => {
    expect(markdownOf('<p><a href="/x?a=1">in</a> <a href="javascript:alert(1)">js</a> <a href="#p">p</a></p>')).toBe(
      '[in](https://chat.example/x?a=1) js p',
    );
  });

  test('pictures of the web are pictures, others are their words, icons are nothing', () => {
    const html =
      '<p><img src="/a.png" alt="A [b]"> <img src="data:image/png;base64,AA" alt="drawn"> <img src="blob:https://x/1"> <img src="https://www.google.com/s2/favicons?domain=x" alt="x"></p>';
    expect(markdownOf(html)).toBe('![A \\[b\\]](https://chat.example/a.png) drawn');
  });

  test('words of the user interface are dropped unless a rule keeps them', () => {
    const html =
      '<p class="sr-only">ChatGPT said:</p><button>Copy</button><div class="bar">Share</div><button class="t">answer</button>';
    expect(markdownOf(html, { drop: ['.bar'], keep: ['.t'] })).toBe('answer');
  });

  test('a citation chip is a link to its source, one for the whole answer is none', () => {
    const chips = [
      { chip: '.all', payload: 'data-sources', isBeside: true },
      { chip: '.chip', payload: 'data-sources' },
    ];
    const sources = JSON.stringify([
      { title: 'A long title', attribution: 'Site', url: 'https://s.example/1' },
      { title: 'Bad', url: 'javascript:alert(1)' },
    ]).replaceAll('"', '&quot;');
    const html = `<p>So it is.<button class="chip" data-sources="${sources}">Site +1</button></p><p class="all" data-sources="${sources}">Sources</p>`;
    expect(markdownOf(html, { chips })).toBe('So it is. [Site](https://s.example/1)');
  });
});
