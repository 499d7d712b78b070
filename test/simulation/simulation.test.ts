import { expect, test } from 'vitest';
import { runMain } from './run-in-parallel.ts';

/** In a process of its own: the simulation puts its own clock, crypto and database in place of everybody's. */
test('300 seeded schedules: nothing lost, nothing doubled, whatever dies when', { timeout: 120_000 }, async () => {
  const { isOk, output } = await runMain(['--seeds', '300']);
  expect(isOk, output).toBe(true);
});
