import { expect, test, vi } from 'vitest';
import { createMemoryStore } from '../store/memory/memory-store.ts';
import { NOW } from '../test-support/receiver.ts';
import { hashPassword } from './passwords.ts';
import { PasswordSignIn } from './sign-in.ts';

test('a name that nobody has costs as many hashes to refuse as one with a wrong password', async () => {
  const store = createMemoryStore();
  const passwordHash = await hashPassword('correct horse battery');
  await store.createUser({ id: 'usr_1', name: 'Ann', isOperator: false, passwordHash, createdAt: NOW });
  const signIn = new PasswordSignIn(store);
  const check = vi.spyOn(signIn, 'check');
  for (const name of ['Ann', 'nobody']) {
    const tried = await signIn.try({ name, password: 'not it at all', address: '192.0.2.1' }, NOW);
    expect(tried).toEqual({ ok: false, reason: 'wrong' });
  }
  expect(check.mock.calls).toEqual([
    ['not it at all', passwordHash],
    ['not it at all', null],
  ]);
});
