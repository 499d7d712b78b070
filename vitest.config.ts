import { defineConfig } from 'vitest/config';
import { WxtVitest } from 'wxt/testing/vitest-plugin';

export default defineConfig({
  test: {
    projects: [
      {
        plugins: [WxtVitest()],
        test: {
          name: 'extension',
          environment: 'jsdom',
          include: ['{lib,components,entrypoints}/**/*.test.{ts,tsx}'],
          setupFiles: ['test/setup-extension.ts'],
          mockReset: true,
          restoreMocks: true,
        },
      },
      {
        test: {
          name: 'receiver',
          environment: 'node',
          include: ['{receiver,scripts,test}/**/*.test.ts'],
          exclude: ['test/e2e/**'],
        },
      },
    ],
  },
});
