import { expect, test } from 'vitest';
import { scanJson } from './scan-json.ts';

test.each<[string, string[], number]>([
  ['{"a":1,"b":2}', [], 1],
  ['{"a":1,"a":2}', ['a'], 1],
  ['{"a":1,"\\u0061":2}', ['a'], 1],
  ['{ "a" : 1 ,\n\t"a" : 2 }', ['a'], 1],
  ['{"a":{"b":1,"b":2},"c":[{"a":1}]}', [], 3],
  ['{"a":"a","b":"a"}', [], 1],
  ['{"a":"{\\"a\\":1}","b":"\\\\","c":"}]"}', [], 1],
  ['{"a\\\\":1,"a\\\\":2}', ['a\\'], 1],
  ['[[[]]]', [], 3],
])('%s', (text, duplicates, depth) => {
  JSON.parse(text);
  const scan = scanJson(text);
  expect([...scan.duplicateKeys]).toEqual(duplicates);
  expect(scan.depth).toBe(depth);
});
