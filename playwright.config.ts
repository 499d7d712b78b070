import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: 'test/e2e',
  // Most of a test is waiting; each worker has a browser and a receiver of its own.
  workers: 2,
  // No test waits this long unless something is wrong; a busy machine is slow.
  timeout: 180_000,
  expect: { timeout: 30_000 },
  reporter: process.env.CI ? 'line' : 'list',
  forbidOnly: Boolean(process.env.CI),
});
