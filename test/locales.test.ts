import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

/** The texts of every language against each other, and against the code that asks for them. */

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const LOCALES = join(ROOT, 'public', '_locales');

type Texts = Map<string, string>;

function textsOf(folder: string): Texts {
  const file: unknown = JSON.parse(readFileSync(join(LOCALES, folder, 'messages.json'), 'utf8'));
  return new Map(
    Object.entries(file as Record<string, { message: string }>).map(([key, { message }]) => [key, message]),
  );
}

const english = textsOf('en');
const folders = readdirSync(LOCALES);
const PLURAL = /^(.*)_(zero|one|two|few|many|other)$/;
const stemsOf = (texts: Texts) =>
  new Set([...texts.keys()].flatMap((key) => (/^(.*)_other$/.exec(key) ?? [])[1] ?? []));
const namesIn = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([name]) => name).sort();
const isPlural = (key: string) => stemsOf(english).has(PLURAL.exec(key)?.[1] ?? '');
/** What is counted may be left out where a form stands for one number only: "one message". */
const comparable = (text: string) => namesIn(text).filter((name) => name !== '{count}');

describe.each(folders)('%s', (folder) => {
  const texts = textsOf(folder);

  test('has every text and no other', () => {
    const ours = [...texts.keys()].filter((key) => !isPlural(key));
    expect(ours.sort()).toEqual([...english.keys()].filter((key) => !isPlural(key)).sort());
  });

  test('has the plural forms that the language uses for whole numbers', () => {
    const rules = new Intl.PluralRules(folder.replace('_', '-'));
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

  test('names its language', () => {
    expect(texts.get('language')).toBe(folder.replace('_', '-'));
  });
});

test('every text is used', () => {
  const code =
    sourcesIn('components', 'entrypoints', 'lib').join('\n') + readFileSync(join(ROOT, 'wxt.config.ts'), 'utf8');
  expect(unusedOf([...english.keys()], code)).toEqual([]);
});

test('every text of the console is used', () => {
  const table: unknown = JSON.parse(readFileSync(join(ROOT, 'console', 'locales', 'en.json'), 'utf8'));
  expect(unusedOf(Object.keys(table as object), sourcesIn('console').join('\n'))).toEqual([]);
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
