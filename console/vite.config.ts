import { fileURLToPath } from 'node:url';
import preact from '@preact/preset-vite';
import { defineConfig } from 'vite';

/** The console that the receiver serves: files named by their content, nothing inline, nothing from elsewhere. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: '/console/',
  publicDir: false,
  plugins: [preact()],
  build: {
    outDir: '../.output/console',
    emptyOutDir: true,
    // Inlined files would be data: addresses, which its policy forbids.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
