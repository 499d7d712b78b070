import { expect, test } from 'vitest';
import { hashPassword, isRightPassword } from './passwords.ts';

test('a password is right, whatever its Unicode form, and another one is not', async () => {
  const hash = await hashPassword('café au lait');
  expect(hash).not.toContain('lait');
  expect(await isRightPassword('cafe\u0301 au lait', hash)).toBe(true);
  expect(await isRightPassword('cafe au lait', hash)).toBe(false);
});

test('no two hashes of one password are the same', async () => {
  expect(await hashPassword('one and the same')).not.toBe(await hashPassword('one and the same'));
});

test('where there is none, no password is right', async () => {
  expect(await isRightPassword('', null)).toBe(false);
});
