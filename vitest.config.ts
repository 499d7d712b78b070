import { defineConfig } from 'vitest/config';
import { WxtVitest } from 'wxt/testing/vitest-plugin';

/** What runs in the extension's worker: no document, so none is built for its tests. */
const WORKER = 'lib/{delivery,privacy,protocol,settings,platform}/**/*.test.ts';

/** What is slow runs on machines that are busy with other things, too. */
const testTimeout = 30_000;

const extension = {
  setupFiles: ['test/setup-extension.ts'],
  mockReset: true,
  restoreMocks: true,
  testTimeout,
};

export default defineConfig({
  test: {
    // Nothing else runs beside the tests: no core is left idle for it.
    maxWorkers: '100%',
    // Property tests on a machine that has other things to do.
    testTimeout: 30_000,
    projects: [
      {
        plugins: [WxtVitest()],
        test: {
          ...extension,
          name: 'pages',
          environment: 'jsdom',
          include: ['{lib,components,entrypoints}/**/*.test.{ts,tsx}'],
          exclude: [WORKER],
        },
      },
      {
        plugins: [WxtVitest()],
        test: { ...extension, name: 'worker', environment: 'node', include: [WORKER] },
      },
      {
        test: {
          name: 'receiver',
          environment: 'node',
          include: ['{receiver,scripts,test}/**/*.test.ts'],
          exclude: ['test/e2e/**'],
          testTimeout,
        },
      },
    ],
  },
});
