import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

/** The texts of every language against each other, and against the code that asks for them. */

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** Of the extension and of the console: where the texts of a language are. */
const TABLES = {
  extension: (language: string) => join(ROOT, 'public', '_locales', language, 'messages.json'),
  console: (language: string) => join(ROOT, 'console', 'locales', `${language}.json`),
} as const;
type Table = keyof typeof TABLES;

type Texts = Map<string, string>;

function textsOf(table: Table, language: string): Texts {
  const file: unknown = JSON.parse(readFileSync(TABLES[table](language), 'utf8'));
  return new Map(
    Object.entries(file as Record<string, { message: string }>).map(([key, { message }]) => [key, message]),
  );
}

const languages = readdirSync(join(ROOT, 'public', '_locales'));
const cases = (['extension', 'console'] as const).flatMap((table) =>
  languages.map((language) => [table, language] as const),
);
const PLURAL = /^(.*)_(zero|one|two|few|many|other)$/;
const stemsOf = (texts: Texts) =>
  new Set([...texts.keys()].flatMap((key) => (/^(.*)_other$/.exec(key) ?? [])[1] ?? []));
const namesIn = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([name]) => name).sort();
/** What is counted may be left out where a form stands for one number only: "one message". */
const comparable = (text: string) => namesIn(text).filter((name) => name !== '{count}');

describe.each(cases)('%s, %s', (table, language) => {
  const texts = textsOf(table, language);
  const english = textsOf(table, 'en');
  const isPlural = (key: string) => stemsOf(english).has(PLURAL.exec(key)?.[1] ?? '');

  test('has every text and no other', () => {
    const ours = [...texts.keys()].filter((key) => !isPlural(key));
    expect(ours.sort()).toEqual([...english.keys()].filter((key) => !isPlural(key)).sort());
  });

  test('has the plural forms that the language uses for whole numbers', () => {
    const rules = new Intl.PluralRules(language.replace('_', '-'));
    const used = new Set(Array.from({ length: 1000 }, (_, count) => rules.select(count)));
    const wanted = [...stemsOf(english)].flatMap((stem) => [...used].map((form) => `${stem}_${form}`));
    expect([...texts.keys()].filter(isPlural).sort()).toEqual(wanted.sort());
  });

  test('fills in the same names as English', () => {
    const differing = [...texts].filter(([key, text]) => {
      const other = english.get(key);
      return other !== undefined && comparable(text).join() !== comparable(other).join();
    });
    expect(differing).toEqual([]);
  });

  test('has no empty text, and none with signs that the browser would take for its own', () => {
    expect([...texts].filter(([, text]) => text.trim() === '' || text.includes('$'))).toEqual([]);
  });
});

test.each(languages)('%s names its language', (language) => {
  expect(textsOf('extension', language).get('language')).toBe(language.replace('_', '-'));
});

test('every text is used', () => {
  const code =
    sourcesIn('components', 'entrypoints', 'lib').join('\n') + readFileSync(join(ROOT, 'wxt.config.ts'), 'utf8');
  expect(unusedOf([...textsOf('extension', 'en').keys()], code)).toEqual([]);
});

test('every text of the console is used', () => {
  // With the components of the extension that it shows.
  const code = sourcesIn('console', 'components').join('\n');
  expect(unusedOf([...textsOf('console', 'en').keys()], code)).toEqual([]);
});

function unusedOf(keys: readonly string[], code: string): string[] {
  const literals = new Set([...code.matchAll(/['"]([a-z][a-z0-9_]*)['"]|__MSG_(\w+)__/g)].map((it) => it[1] ?? it[2]));
  const prefixes = [...code.matchAll(/`([a-z][a-z0-9_]*_)\$\{/g)].flatMap((it) => it[1] ?? []);
  return keys.filter(
    (key) =>
      !literals.has(PLURAL.exec(key)?.[1] ?? key) &&
      !literals.has(key) &&
      !prefixes.some((prefix) => key.startsWith(prefix)),
  );
}

function sourcesIn(...dirs: string[]): string[] {
  return dirs.flatMap((dir) =>
    readdirSync(join(ROOT, dir), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.tsx?$/.test(file) && !/\.test\.|-for-test/.test(file))
      .map((file) => readFileSync(join(ROOT, dir, file), 'utf8')),
  );
}
