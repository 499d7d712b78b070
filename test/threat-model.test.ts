import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const ROOT = new URL('..', import.meta.url);
const text = readFileSync(new URL('docs/threat-model.md', ROOT), 'utf8');
const named = [...text.matchAll(/`([^`]+\.tsx?)` "([^"]+)"/g)].map(([, file = '', words = '']) => ({ file, words }));

test('docs/threat-model.md names a test for every attack', () => {
  const rows = text.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| attack'));
  expect(rows.length).toBeGreaterThan(30);
  expect(rows.filter((row) => !/`[^`]+\.tsx?` "[^"]+"/.test(row))).toEqual([]);
});

test.each(named)('$file has a test "$words"', ({ file, words }) => {
  expect(readFileSync(new URL(file, ROOT), 'utf8')).toContain(words);
});
