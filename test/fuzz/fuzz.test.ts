import { expect, test } from 'vitest';
import { runFuzz } from './run-fuzz.ts';

test('1500 mutated requests: no 5xx, and the receiver takes events as before', { timeout: 120_000 }, async () => {
  const { violations } = await runFuzz({ requests: 1500, seed: 3 });
  expect(violations).toEqual([]);
});
