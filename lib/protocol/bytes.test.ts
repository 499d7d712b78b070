import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromBase64, fromHex, sha256Hex, toBase64, toHex, utf8Bytes } from './bytes.ts';

test('hex and base64 give back the bytes they were made of', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      expect([...fromHex(toHex(bytes))]).toEqual([...bytes]);
      expect([...(fromBase64(toBase64(bytes)) ?? [])]).toEqual([...bytes]);
    }),
  );
});

describe('fromBase64', () => {
  test('takes a text without padding', () => {
    expect(toHex(fromBase64('/+8') ?? new Uint8Array())).toBe('ffef');
  });

  test.each(['A', 'AAAAA', 'A===', '=', 'AA=A', 'A A=', 'AA\n', '-_-_', 'ÄÄÄÄ'])('refuses %j', (text) => {
    expect(fromBase64(text)).toBeNull();
  });
});

// FIPS 180-2, appendix B.
test('sha256Hex gives the known digest', async () => {
  expect(await sha256Hex(utf8Bytes('abc'))).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});
