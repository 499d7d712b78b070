import { globSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

/** Documents that say of each promise which test shows it. */

const ROOT = new URL('..', import.meta.url);
const NAMED = /`([^`]+\.tsx?)` "([^"]+)"/g;
const DOCUMENTS = [
  ['docs/threat-model.md', /^\| (?!attack|---)/, 30],
  ['docs/testing.md', /^\| (?!promise|what|---|[^|]+\| `npm )/, 15],
] as const;

const read = (path: string) => readFileSync(new URL(path, ROOT), 'utf8');

describe.each(DOCUMENTS)('%s', (document, isRow, least) => {
  const text = read(document);
  const rows = text.split('\n').filter((line) => isRow.test(line) && !/\| `npm [^|]*\|$/.test(line));
  const named = [...text.matchAll(NAMED)].map(([, file = '', words = '']) => ({ file, words }));

  test('names a test in every row', () => {
    expect(rows.length).toBeGreaterThan(least);
    expect(rows.filter((row) => row.match(NAMED) === null)).toEqual([]);
  });

  test.each(named)('$file has "$words"', ({ file, words }) => {
    expect(read(file)).toContain(words);
  });
});

/** What has to do with how it comes in and what happens inside; the other sections are about the API. */
const SECTIONS = /^#{2,3} ([1235](?:\.\d)?)[. ]/gm;

test('docs/protocol.md: every section from the way in to the inside has tests named after it', () => {
  const sections = [...read('docs/protocol.md').matchAll(SECTIONS)].map(([, number = '']) => number);
  expect(sections.length).toBeGreaterThan(10);
  const files = globSync(['receiver/**/*.test.ts', 'lib/protocol/*.test.ts'], { cwd: ROOT });
  const names = files.flatMap((file) =>
    [...read(file).matchAll(/\(['"`](\d[\d.]*) /g)].map(([, number = '']) => number),
  );
  const isTested = (section: string) => names.some((name) => name === section || name.startsWith(`${section}.`));
  expect(sections.filter((section) => !isTested(section))).toEqual([]);
});
