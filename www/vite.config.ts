import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The wasm package: the committed one, or one that was just built. */
const wasm = process.env['ARCSCORE_PKG'] || here('../pkg');

/** Threads need cross-origin isolation; on hosts that can't send these, the service worker adds them. */
const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

const pages = [here('index.html')];
// The engine by itself, for its tests only.
if (process.env['ARCSCORE_TEST']) pages.push(here('engine-test.html'));

export default defineConfig({
  // Relative addresses, so that the built site works in any folder of any host.
  base: './',
  resolve: {
    alias: [
      { find: /^arcscore-wasm\//, replacement: `${wasm}/` },
      { find: /^.*\/workerHelpers\.js$/, replacement: here('src/engine/start-workers.ts') },
    ],
  },
  // JSON that lists the data sets which stand beside the page, as src/tasks/data-sets.ts describes them.
  define: { DATA_SETS: process.env['ARCSCORE_DATA_SETS'] || '[]' },
  build: { target: 'es2022', assetsInlineLimit: 0, rolldownOptions: { input: pages } },
  worker: { format: 'es' },
  server: { headers: isolation, fs: { allow: ['..'] } },
  preview: { headers: isolation },
});
