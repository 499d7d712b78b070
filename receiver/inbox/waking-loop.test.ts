import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { captureLog } from '../test-support/receiver.ts';
import { WakingLoop } from './waking-loop.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] }));
afterEach(() => void vi.useRealTimers());

/** Lets time go by, and then what it woke up run. */
async function advance(ms: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms);
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
}

/** A loop whose passes answer with `nextAts`, one after the other, then with nothing to do. */
function makeLoop(...nextAts: (number | null)[]) {
  const passes: number[] = [];
  const loop = new WakingLoop(
    'test',
    async (now) => {
      passes.push(now);
      return nextAts.shift() ?? null;
    },
    Date.now,
  );
  return { loop, passes };
}

test('runs when it is woken and has no timer when nothing waits', async () => {
  const { loop, passes } = makeLoop();
  loop.wake();
  await advance(0);
  expect(passes).toHaveLength(1);
  expect(vi.getTimerCount()).toBe(0);
});

test('runs again when something is due', async () => {
  const { loop, passes } = makeLoop(Date.now() + 5000);
  loop.wake();
  await advance(4999);
  expect(passes).toHaveLength(1);
  await advance(1);
  expect(passes).toHaveLength(2);
  expect(vi.getTimerCount()).toBe(0);
});

test('being woken during a pass leads to one more', async () => {
  const { loop, passes } = makeLoop();
  for (let i = 0; i < 5; i++) loop.wake();
  await advance(0);
  expect(passes.length).toBeLessThanOrEqual(2);
  loop.wake();
  await advance(0);
  expect(passes.length).toBeGreaterThanOrEqual(2);
});

test('tries again when a pass fails', async () => {
  captureLog();
  let passes = 0;
  const failing = async () => {
    passes++;
    if (passes === 1) throw new Error('busy');
    return null;
  };
  new WakingLoop('test', failing, Date.now).wake();
  await advance(1000);
  expect(passes).toBe(2);
});

test('does nothing once it is stopped', async () => {
  const { loop, passes } = makeLoop(Date.now() + 1000);
  loop.wake();
  await advance(0);
  await loop.stop();
  loop.wake();
  await advance(10_000);
  expect(passes).toHaveLength(1);
});
