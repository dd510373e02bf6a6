import type { Browser, Page } from 'puppeteer-core';
import type { Opener } from './engine.ts';
import { findFirefox, startFirefox } from './firefox.mjs';
import { test as base } from './page.ts';

const firefox = findFirefox();

/** What keeps Firefox from being tested with, if anything; `cargo xtask test` installs one where it may. */
export const NO_FIREFOX = firefox === null ? 'no Firefox: install one, or name it in ARCSCORE_FIREFOX' : null;

interface Fixtures {
  firefoxPage: Page;
  /** Chromium's, unless Firefox's is asked for by `inBrowser`. */
  opener: Opener;
}

interface WorkerFixtures {
  /** Started once: that takes seconds. */
  firefox: Browser;
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  firefox: [
    async ({}, use) => {
      const browser = await startFirefox(firefox!);
      console.log(await browser.version());
      await use(browser);
      await browser.close();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  firefoxPage: async ({ firefox }, use) => {
    const page = await firefox.newPage();
    await use(page);
    await page.close();
  },
  opener: ({ page }, use) => use(page),
});

export const BROWSERS = ['Chromium', 'Firefox'] as const;
export type BrowserName = (typeof BROWSERS)[number];

/** Declares tests in this browser. */
export function inBrowser(browser: BrowserName, declare: () => void): void {
  test.describe(browser, () => {
    if (browser === 'Firefox') {
      test.skip(NO_FIREFOX !== null, NO_FIREFOX ?? '');
      // Both drivers' pages take one plain argument alike.
      test.use({ opener: ({ firefoxPage }, use) => use(firefoxPage as unknown as Opener) });
    }
    declare();
  });
}
