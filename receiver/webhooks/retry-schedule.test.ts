import { describe, expect, test } from 'vitest';
import { DEFAULT_RETRY_SCHEDULE, nextWaitMs, parseRetrySchedule } from './retry-schedule.ts';

const MINUTE = 60_000;

describe('parseRetrySchedule', () => {
  test('reads the default of the protocol', () => {
    expect(parseRetrySchedule(DEFAULT_RETRY_SCHEDULE)).toEqual([1, 5, 30, 120, 300, 600, 600].map((m) => m * MINUTE));
  });

  test('reads every unit, with spaces', () => {
    expect(parseRetrySchedule('5ms, 2s,3m , 1h,1d')).toEqual([5, 2000, 180_000, 3_600_000, 86_400_000]);
  });

  test.each(['', '5', '5x', '-1m', '1.5m', '1m,,2m', '1m;2m', '31d', Array(101).fill('1m').join(',')])(
    'refuses %j',
    (text) => expect(parseRetrySchedule(text)).toBeNull(),
  );
});

describe('nextWaitMs', () => {
  const schedule = [MINUTE, 5 * MINUTE];

  test.each([
    [1, 0, 48_000],
    [1, 0.5, 60_000],
    [1, 1, 72_000],
    [2, 0.5, 300_000],
  ])('after attempt %i with dice %f waits %i ms', (attempts, random, expected) => {
    expect(nextWaitMs(schedule, attempts, { askedMs: null, random })).toBe(expected);
  });

  test('gives up when the schedule is used up', () => {
    expect(nextWaitMs(schedule, 3, { askedMs: 1000, random: 0 })).toBeNull();
  });

  test('waits as long as the target asks, never shorter than the schedule, and a day at most', () => {
    const wait = (askedMs: number) => nextWaitMs(schedule, 1, { askedMs, random: 0.5 });
    expect([wait(10 * MINUTE), wait(1000), wait(1e12)]).toEqual([10 * MINUTE, MINUTE, 86_400_000]);
  });
});
