import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { plain, statementsOf } from './protocol-statements.ts';

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

describe('docs/protocol-tests.md', () => {
  const statements = statementsOf(read('docs/protocol.md'));
  const rows = read('docs/protocol-tests.md')
    .split(/^## /m)
    .flatMap((part) => {
      const section = part.split(' ')[0] ?? '';
      const lines = part.split('\n').map((line) => /^\| `(.+?)` \| (.*) \|$/.exec(line));
      return lines.flatMap((row) => (row ? [{ section, begins: plain(row[1] ?? ''), shown: row[2] ?? '' }] : []));
    });

  test('has a row for every statement of the protocol, in its order, and no other', () => {
    expect(statements.length).toBeGreaterThan(150);
    const begins = statements.map(({ section, text }, n) => ({
      section,
      begins: text.slice(0, rows[n]?.begins.length ?? text.length),
    }));
    expect(rows.map(({ section, begins: quoted }) => ({ section, begins: quoted }))).toEqual(begins);
  });

  test('names a test for each that is no heading and no reason', () => {
    const bare = rows.filter(({ shown }) => shown.match(NAMED) === null);
    expect(bare.filter(({ shown }) => shown !== 'heading' && shown !== 'why')).toEqual([]);
    expect(bare.length).toBeLessThan(5);
  });

  const named = rows.flatMap(({ shown }) =>
    [...shown.matchAll(NAMED)].map(([, file = '', words = '']) => ({ file, words })),
  );
  test.each([...new Map(named.map((one) => [`${one.file} ${one.words}`, one])).values()])(
    '$file has "$words", named after its section',
    ({ file, words }) => {
      expect(words).toMatch(/^[1235](\.\d+)* /);
      const text = read(file);
      expect([`'${words}`, `"${words}`, `\`${words}`].some((title) => text.includes(title))).toBe(true);
    },
  );
});
