import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: 'test/e2e',
  globalSetup: './test/e2e/build-once.ts',
  // Most of a test is waiting; each worker has a browser and a receiver of its own.
  workers: 2,
  // No test waits this long unless something is wrong; a busy machine is slow.
  timeout: 180_000,
  expect: { timeout: 30_000 },
  // A machine that stands still for seconds is not a fault of the product. What passed only the second time is listed as flaky
  // at the end of the run, and is to be looked into.
  retries: process.env.CI ? 1 : 0,
  reporter: process.env.CI ? 'line' : 'list',
  forbidOnly: Boolean(process.env.CI),
});
