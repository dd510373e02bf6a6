import type { Page as ChromiumPage } from '@playwright/test';
import type { Browser, ElementHandle, Page as FirefoxPage } from 'puppeteer-core';
import type { Opener } from './engine.ts';
import { findFirefox, startFirefox } from './firefox.mjs';
import { test as base } from './page.ts';

/** `cargo xtask test` installs one where it may, and says so where it can't. */
const firefox = findFirefox();

/** What both drivers do with a page. What is looked for has this role, and this name where one is given. */
export interface Driven extends Opener {
  /** Has a script run before those of each page. */
  before(script: () => void): Promise<void>;
  press(button: string): Promise<void>;
  choose(input: string, file: string): Promise<void>;
  look<Seen>(role: 'grid' | 'list' | 'progressbar' | 'status', name: string | null, work: (element: Element) => Seen): Promise<Seen>;
}

function throughPlaywright(page: ChromiumPage): Driven {
  return {
    goto: (address) => page.goto(address),
    evaluate: (work, argument) => page.evaluate(work as (argument: unknown) => never, argument),
    before: async (script) => void (await page.addInitScript(script)),
    press: (button) => page.getByRole('button', { name: button, exact: true }).click(),
    choose: (input, file) => page.getByLabel(input, { exact: true }).setInputFiles(file),
    look: (role, name, work) =>
      page.getByRole(role, name === null ? {} : { name, exact: true }).first().evaluate(work as (element: Element) => never),
  };
}

/** Firefox can't be asked for roles inside of elements of ours over WebDriver BiDi, so attributes stand for them. */
function throughPuppeteer(page: FirefoxPage): Driven {
  const find = async (selector: string) => (await page.waitForSelector(`>>> ${selector}`))!;
  return {
    goto: (address) => page.goto(address),
    evaluate: (work, argument) => page.evaluate(work as (argument: unknown) => never, argument),
    before: async (script) => void (await page.evaluateOnNewDocument(script)),
    press: async (button) => (await find(`button::-p-text(${button})`)).click(),
    choose: async (input, file) => {
      const found = (await find(`input[type=file][aria-label="${input}"]`)) as ElementHandle<HTMLInputElement>;
      await found.uploadFile(file);
    },
    look: async (role, name, work) =>
      (await find(`[role=${role}]${name === null ? '' : `[aria-label="${name}"]`}`)).evaluate(work as (element: Element) => never),
  };
}

interface Fixtures {
  firefoxPage: FirefoxPage;
  /** A page of Chromium, or of Firefox where `inBrowser` asks for that. */
  driven: Driven;
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
    // What a site keeps goes with the context: a service worker, say.
    const context = await firefox.createBrowserContext();
    await use(await context.newPage());
    await context.close();
  },
  driven: ({ page }, use) => use(throughPlaywright(page)),
});

export const BROWSERS = ['Chromium', 'Firefox'] as const;
export type BrowserName = (typeof BROWSERS)[number];

/** Declares tests in this browser. */
export function inBrowser(browser: BrowserName, declare: () => void): void {
  test.describe(browser, () => {
    if (browser === 'Firefox') {
      test.skip(firefox === null, 'no Firefox: install one, or name it in ARCSCORE_FIREFOX');
      test.use({ driven: ({ firefoxPage }, use) => use(throughPuppeteer(firefoxPage)) });
    }
    declare();
  });
}
