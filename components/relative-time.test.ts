import { expect, test } from 'vitest';
import { formatRelativeTime } from './relative-time.ts';

const minute = 60_000;
const now = Date.UTC(2026, 10, 21, 12);

test.each([
  [-5_000, 'just now'],
  [0, 'just now'],
  [20_000, 'any moment'],
  [-119_000, '1m ago'],
  [3 * minute, 'in 3m'],
  [-119 * minute, '1h ago'],
  [-24 * 60 * minute, 'yesterday'],
  [-400 * 24 * 60 * minute, '400d ago'],
])('%i ms from now is "%s"', (distanceMs, words) => {
  expect(formatRelativeTime(now + distanceMs, now)).toBe(words);
});
