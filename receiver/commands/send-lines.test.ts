import { Buffer } from 'node:buffer';
import { expect, test } from 'vitest';
import { linesOf } from './send-lines.ts';

async function* chunks(...parts: readonly (string | Buffer)[]) {
  yield* parts.map((part) => Buffer.from(part as string));
}

async function read(source: AsyncIterable<Buffer>) {
  const lines: [number, string | null][] = [];
  for await (const { number, bytes } of linesOf(source)) lines.push([number, bytes && new TextDecoder().decode(bytes)]);
  return lines;
}

test.each([
  ['nothing', [], []],
  ['no end', ['a'], ['a']],
  ['a line over many chunks', ['a', 'b', 'c\nd', '\n'], ['abc', 'd']],
  ['many lines in a chunk', ['a\nb\n\nc\n'], ['a', 'b', '', 'c']],
  ['ends as on Windows', ['a\r', '\nb\r\n'], ['a', 'b']],
  ['what only looks like an end', ['a\u2028b\u0085c\n'], ['a\u2028b\u0085c']],
])('%s', async (_, parts, expected) => {
  expect(await read(chunks(...parts))).toEqual(expected.map((text, index) => [index + 1, text]));
});

test('a line without an end does not fill the memory, and the next one is read', async () => {
  const mebibyte = Buffer.alloc(1024 * 1024, 'x');
  const long = Array.from({ length: 65 }, () => mebibyte);
  expect(await read(chunks('a\n', ...long, '\nb\n'))).toEqual([
    [1, 'a'],
    [2, null],
    [3, 'b'],
  ]);
});
