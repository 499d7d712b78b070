import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson } from './canonical-json.ts';

test.each([
  { value: { b: 1, a: { d: [], c: null } }, text: '{"a":{"c":null,"d":[]},"b":1}' },
  { value: { a: undefined, b: [undefined] }, text: '{"b":[null]}' },
  { value: { ä: 1, z: 2, Z: 3, '10': 4, '9': 5 }, text: '{"9":5,"10":4,"Z":3,"z":2,"ä":1}' },
  { value: 'Grüße "quoted"\n', text: '"Grüße \\"quoted\\"\\n"' },
])('writes $text', ({ value, text }) => {
  expect(canonicalJson(value)).toBe(text);
});

test('keeps the order of lists and a member called __proto__', () => {
  expect(canonicalJson(JSON.parse('{"__proto__":{"b":2,"a":1},"list":[2,1]}'))).toBe(
    '{"__proto__":{"a":1,"b":2},"list":[2,1]}',
  );
});

test('says the same as the value it was made of', () => {
  fc.assert(
    fc.property(fc.json(), (json) => {
      const value: unknown = JSON.parse(json);
      expect(JSON.parse(canonicalJson(value))).toEqual(value);
    }),
  );
});
