import { expect, test } from 'vitest';
import { runKills } from './run-kills.ts';

test('kill -9 at 6 random moments under load: no acknowledged event lost, none doubled, every outgoing one delivered', {
  timeout: 120_000,
}, async () => {
  const report = await runKills({ kills: 6, seed: 5 });
  expect(report.violations).toEqual([]);
  expect(report.events).toBeGreaterThan(0);
  expect(report.arrivals).toBeGreaterThan(report.events);
});
