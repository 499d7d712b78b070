import { expect, test } from 'vitest';
import { dollarMath } from './dollar-math.ts';

test.each([
  [String.raw`so \(a_1\) and \[ b \]`, 'so $a_1$ and $$b$$'],
  ['\\[\na\n\\]', '$$\na\n$$'],
  ['code `\\(a\\)` stays', 'code `\\(a\\)` stays'],
  ['```tex\n\\[x\\]\n```\n\\(y\\)', '```tex\n\\[x\\]\n```\n$y$'],
  ['~~~\n\\(x\\)\nnever closed', '~~~\n\\(x\\)\nnever closed'],
  [String.raw`\\(not math\\)`, String.raw`\\(not math\\)`],
])('%j becomes %j', (source, expected) => {
  expect(dollarMath(source)).toBe(expected);
});
