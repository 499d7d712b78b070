import { expect, test } from 'vitest';
import { RateLimits } from './rate-limits.ts';
import { TokenBuckets } from './token-buckets.ts';

test('a bucket fills up over a minute and not beyond', () => {
  const buckets = new TokenBuckets(2);
  buckets.take('a', 0);
  buckets.take('a', 0);
  expect(buckets.waitSeconds('a', 0)).toBe(30);
  expect(buckets.waitSeconds('b', 0)).toBe(0);
  expect(buckets.waitSeconds('a', 29_500)).toBe(1);
  buckets.take('a', 600_000);
  buckets.take('a', 600_000);
  expect(buckets.waitSeconds('a', 600_000)).toBe(30);
});

test('a clock that is set back gives nothing away', () => {
  const buckets = new TokenBuckets(1);
  buckets.take('a', 60_000);
  expect(buckets.waitSeconds('a', 0)).toBe(60);
});

test('a blamed request gives its place in the workspace back', () => {
  const limits = new RateLimits(10);
  const stranger = { workspaceId: 'ws', address: '10.0.0.1' };
  expect(limits.admit(stranger, 0)).toBe(0);
  limits.blame(stranger, 0);
  expect(limits.admit(stranger, 0)).toBe(60);
  const friend = { workspaceId: 'ws', address: '10.0.0.2' };
  for (let i = 0; i < 10; i++) expect(limits.admit(friend, 0)).toBe(0);
  expect(limits.admit(friend, 0)).toBe(6);
});
