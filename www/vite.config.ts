import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { VitePWA, type VitePWAOptions } from 'vite-plugin-pwa';
import { hosting } from './vite/hosting.ts';
import { ISOLATION } from './vite/policy.ts';
import { singleFile, singleFileAliases } from './vite/single-file.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The wasm package: the committed one, or one that was just built. */
const wasm = process.env['ARCSCORE_PKG'] || here('../pkg');

/** Whether the page becomes one file that needs no server. */
const isSingleFile = Boolean(process.env['ARCSCORE_SINGLE_FILE']);

const pages = [here('index.html')];
// The engine by itself, for its tests only.
if (process.env['ARCSCORE_TEST']) pages.push(here('engine-test.html'));

/** What the service worker is built with, and what an installed page is called. */
const offline: Partial<VitePWAOptions> = {
  strategies: 'injectManifest',
  srcDir: 'src/offline',
  filename: 'service-worker.ts',
  // The page registers it by itself: src/offline/offline.ts.
  injectRegister: false,
  includeManifestIcons: false,
  injectManifest: {
    globPatterns: ['**/*.{html,js,css,wasm,svg,png,json,py,md,webmanifest}'],
    // Hosts read their own settings, and may not serve them.
    globIgnores: ['engine-test.html', 'data/**', 'vercel.json', 'staticwebapp.config.json', 'serve.json'],
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
};

export default defineConfig({
  // Relative addresses, so that the built site works in any folder of any host.
  base: './',
  resolve: {
    alias: [
      ...(isSingleFile ? singleFileAliases : []),
      { find: /^arcscore-wasm\//, replacement: `${wasm}/` },
      { find: /^.*\/workerHelpers\.js$/, replacement: here('src/engine/start-workers.ts') },
    ],
  },
  // JSON that lists the data sets which stand beside the page, as src/load/data-sets.ts describes them.
  define: { DATA_SETS: process.env['ARCSCORE_DATA_SETS'] || '[]' },
  build: { target: 'es2022', assetsInlineLimit: 0, rolldownOptions: { input: pages } },
  worker: { format: isSingleFile ? 'iife' : 'es' },
  plugins: isSingleFile ? singleFile() : [VitePWA(offline), hosting()],
  publicDir: isSingleFile ? false : 'public',
  server: { headers: ISOLATION, fs: { allow: ['..'] } },
  preview: { headers: ISOLATION },
});
