import { expect, test } from 'vitest';
import { failureSentence, VaultFailure } from './vault-failure.ts';

const systemError = (code: string) =>
  Object.assign(new Error(`${code}: open '/v/secret title.md'`), { code, syscall: 'open' });

test.each([
  ['EACCES', 'The vault cannot be written to: permission was denied (vault: /v).'],
  ['EROFS', 'The vault cannot be written to: its disk is read-only (vault: /v).'],
  ['ENOSPC', 'The disk that holds the vault is full (vault: /v).'],
  ['ENOTDIR', 'A file stands where the vault needs a folder (vault: /v).'],
  ['EWEIRD', 'The note could not be written (EWEIRD) (vault: /v).'],
])('%s is told as a sentence without the title', (code, sentence) => {
  expect(failureSentence(systemError(code), '/v')).toBe(sentence);
});

test('a bug is not told as an outcome', () => {
  expect(failureSentence(new TypeError('x is not a function'), '/v')).toBeNull();
  expect(failureSentence('thrown text', '/v')).toBeNull();
});

test('an outcome of the vault’s own keeps its sentence', () => {
  expect(failureSentence(new VaultFailure('Said in words.'), '/v')).toBe('Said in words.');
});
