import { expect, test } from 'vitest';
import type { Steps } from '../sites/steps.ts';
import { runSliced } from './run-sliced.ts';

function* busy(count: number, ms: number): Steps<number> {
  for (let i = 0; i < count; i += 1) {
    const until = performance.now() + ms;
    while (performance.now() < until);
    yield;
  }
  return count;
}

test('lets others work between slices, and comes to the end', async () => {
  let pauses = 0;
  const result = await runSliced(busy(10, 6), async () => {
    pauses += 1;
  });
  expect(result).toBe(10);
  expect(pauses).toBeGreaterThanOrEqual(3);
});

test('what is done with the result does not come on top of the last slice', async () => {
  let pauses = 0;
  const result = await runSliced(busy(1, 12), async () => {
    pauses += 1;
  });
  expect([result, pauses]).toEqual([1, 1]);
});

test('short work is done at once', async () => {
  let pauses = 0;
  await runSliced(busy(3, 0), async () => {
    pauses += 1;
  });
  expect(pauses).toBe(0);
});

test('other tasks get their turn', async () => {
  let turns = 0;
  const others = setInterval(() => (turns += 1), 1);
  await runSliced(busy(20, 6));
  clearInterval(others);
  expect(turns).toBeGreaterThan(0);
});
