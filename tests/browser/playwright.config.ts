import { defineConfig } from '@playwright/test';
import { findChromium } from './support/chromium.mjs';

// For an address bar that nobody sees Chromium makes two pages of suggestions in each window, which take as much of the
// processor as ours does. It heeds the last list only, so what Playwright switches off stands here as well.
const SWITCHED_OFF = [
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
  'AimEnabled',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsFirstBalancedModeAutoEnable',
  'HttpsUpgrades',
  'LensOverlay',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
  'PreconnectToSearch',
  'TcpPortRandomizationWin',
  'ThirdPartyStoragePartitioning',
];

// Two ways of serving the built site: with the headers of cross-origin isolation, and by a host that can't send
// them, in a folder of its own, where the service worker must add them.
export default defineConfig({
  testDir: '.',
  globalSetup: './support/serve-both.ts',
  outputDir: '../../target/browser-tests',
  reporter: [['list']],
  // A test waits for much of its time, so two run at once: all but those that are declared ALONE.
  workers: 2,
  fullyParallel: true,
  // Time enough for a slow machine that does other things as well: what is waited for is there, or it is not.
  timeout: 180_000,
  expect: { timeout: 60_000 },
  forbidOnly: true,
  use: {
    launchOptions: {
      executablePath: findChromium(),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        `--disable-features=${SWITCHED_OFF.join()}`,
      ],
    },
  },
  // First those of which one waits longest, so that it does not wait alone in the end.
  projects: [
    { name: 'service worker', metadata: { site: 'ARCSCORE_PLAIN_URL' }, grep: /@both|@plain/ },
    { name: 'with headers', metadata: { site: 'ARCSCORE_URL' }, grepInvert: /@plain/ },
  ],
});
