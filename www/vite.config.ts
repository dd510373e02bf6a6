import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';

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
  plugins: [
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'src/offline',
      filename: 'service-worker.ts',
      // The page registers it by itself: src/offline/offline.ts.
      injectRegister: false,
      includeManifestIcons: false,
      injectManifest: {
        globPatterns: ['**/*.{html,js,css,wasm,svg,png,json,py,md,webmanifest}'],
        globIgnores: ['engine-test.html', 'data/**'],
        maximumFileSizeToCacheInBytes: 8 << 20,
        rollupFormat: 'iife',
      },
      manifest: {
        id: './',
        name: 'arcscore',
        short_name: 'arcscore',
        description: 'Scores Python programs in the ARC DSL on ARC tasks, in your browser, on all its cores.',
        start_url: './',
        scope: './',
        display: 'standalone',
        background_color: '#131312',
        theme_color: '#1c1c1b',
        icons: [
          { src: 'icon.svg', sizes: 'any', type: 'image/svg+xml' },
          { src: 'icon-192.png', sizes: '192x192', type: 'image/png' },
          { src: 'icon-512.png', sizes: '512x512', type: 'image/png' },
          { src: 'icon-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
        ],
      },
    }),
  ],
  build: { target: 'es2022', assetsInlineLimit: 0, rolldownOptions: { input: pages } },
  worker: { format: 'es' },
  server: { headers: isolation, fs: { allow: ['..'] } },
  preview: { headers: isolation },
});
