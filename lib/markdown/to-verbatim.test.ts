import { describe, expect, test } from 'vitest';
import { toVerbatim } from './to-verbatim.ts';

function verbatimOf(html: string, fill?: string): string {
  const root = new DOMParser().parseFromString(html, 'text/html').body.firstElementChild!;
  if (fill !== undefined) root.textContent = fill;
  return toVerbatim(root);
}

describe('what a person typed', () => {
  test.each([
    'two\n\n  indented\n\ttabbed',
    '# not **escaped** <b>and</b> _kept_ | $5',
    '```js\nlet a = `b`;\n```',
    '- a\n  - b\n1. c',
  ])('%j stays letter for letter', (text) => {
    expect(verbatimOf('<div class="whitespace-pre-wrap"></div>', text)).toBe(text);
  });

  test('white space is collapsed where the page collapses it', () => {
    expect(verbatimOf('<div>\n   <p>one\n   line</p>\n   <p>two<br>three</p> </div>')).toBe('one line\n\ntwo\nthree');
  });

  test('a code block that the page draws is fenced, longer than what is inside', () => {
    expect(verbatimOf('<div><p>look:</p><pre><code class="language-md">```\nx\n```</code></pre></div>')).toBe(
      'look:\n\n````md\n```\nx\n```\n````',
    );
  });

  test('buttons and labels are left out, NUL and lone surrogates too', () => {
    expect(verbatimOf('<div><span class="sr-only">You said:</span>hi<button>Edit</button></div>')).toBe('hi');
    expect(verbatimOf('<div class="whitespace-pre-wrap"></div>', 'a\0\r\nb\uD800')).toBe('a\nb\uFFFD');
  });
});
