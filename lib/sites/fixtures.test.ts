import { describe, expect, test } from 'vitest';
import { sites } from './registry.ts';

/*
 * What the readers know of a site has a page or an answer in `test/fixtures` that shows it. A selector that nothing in
 * the fixtures matches is one that nobody would miss when it is spoilt.
 */

const layoutFiles = import.meta.glob<object>('./*/layouts.ts', { eager: true });
const sources = import.meta.glob<string>(['./*/*.ts', '!./*/*.test.ts'], {
  query: '?raw',
  import: 'default',
  eager: true,
});
const pages = import.meta.glob<string>('/test/fixtures/*/*.html', { query: '?raw', import: 'default', eager: true });
const results = import.meta.glob<string>('/test/fixtures/**/*.json', { query: '?raw', import: 'default', eager: true });

const of = (id: string, files: Readonly<Record<string, string>>) =>
  Object.entries(files).filter(([path]) => path.startsWith(`/test/fixtures/${id}/`));

describe.each(sites.map(({ id }) => id))('%s', (id) => {
  test('every layout and every shape of its API has a fixture, named by its date', () => {
    const code = Object.entries(sources).filter(([path]) => path.startsWith(`./${id}/`));
    const known = new Set(code.flatMap(([, text]) => [...text.matchAll(LAYOUT_NAME)].map(([, name = '']) => name)));
    const names = [...known].filter((name) => name.startsWith(`${id}/`));
    expect(names).not.toEqual([]);
    const without = names.filter((name) => {
      const date = /^\d{4}(?:-\d\d)?/.exec(name.slice(id.length + 1))?.[0] ?? '';
      const shown = of(id, results).filter(([, result]) => result.includes(`"layout": "${name}"`));
      return !shown.some(([path]) =>
        path
          .slice(path.lastIndexOf('/') + 1)
          .replace(/^api-/, '')
          .startsWith(date),
      );
    });
    expect(without).toEqual([]);
  });

  test('every selector of its layouts matches something in a fixture', () => {
    const documents = of(id, pages).map(([, html]) => new DOMParser().parseFromString(html, 'text/html'));
    const site = sites.find((one) => one.id === id);
    const known = [
      layoutFiles[`./${id}/layouts.ts`],
      site?.messageSelectors,
      site?.streamingSelectors,
      site?.composerSelectors,
      site?.scrollerSelectors,
      site?.temporary?.selectors,
    ].flatMap(textsIn);
    const selectors = new Set(known.flatMap(alternatives).map(asSelector).filter(isSelector));
    expect(selectors.size).toBeGreaterThan(3);
    const unmatched = [...selectors].filter(
      (selector) => !documents.some((document) => document.querySelector(selector)),
    );
    expect(unmatched).toEqual([]);
  });
});

const LAYOUT_NAME = /'([a-z]+\/[a-z\d][\w-]*)'/g;

/** All texts in what a file exports. */
function textsIn(data: unknown): string[] {
  if (typeof data === 'string') return [data];
  return typeof data === 'object' && data !== null ? Object.values(data).flatMap(textsIn) : [];
}

/** `a:is(b, c), d` -> `a:is(b, c)`, `d` */
function alternatives(selector: string): string[] {
  const found = [''];
  let depth = 0;
  for (const sign of selector.replace(/"[^"]*"/g, (quoted) => quoted.replaceAll(',', '\u0000'))) {
    if (sign === '(') depth += 1;
    if (sign === ')') depth -= 1;
    if (sign === ',' && depth === 0) found.push('');
    else found[found.length - 1] += sign;
  }
  return found.map((alternative) => alternative.replaceAll('\u0000', ',').trim());
}

/** Where a value stands is told by the attribute alone. */
const asSelector = (text: string): string => (/^(?:data|aria)-[\w-]+$/.test(text) ? `[${text}]` : text);

/** Not a name, a word for a place, a bare tag. */
const isSelector = (text: string): boolean =>
  /[.[#:>]|^[a-z]+-[a-z-]*[a-z]$/.test(text) && !/^[a-z]+\/|\/|^https?:/.test(text.replace(/"[^"]*"/g, ''));
