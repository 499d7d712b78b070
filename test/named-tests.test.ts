import { readFileSync } from 'node:fs';
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
