import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from '@playwright/test';
import { ArcscorePage, expect, test } from './support/page.ts';
import { serve } from './support/server.mjs';
import { siteFolder } from './support/site.mjs';

/** Waits until the demo is scored. */
async function scored(page: Page): Promise<void> {
  await expect(page.locator('html')).toHaveAttribute('data-state', 'done');
  await expect(page.getByText('39 of 460 samples right')).toBeVisible();
}

/** Waits until the browser keeps the site, and answers for it. */
async function kept(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const { serviceWorker } = navigator;
    if (serviceWorker.controller) return;
    await new Promise((resolve) => serviceWorker.addEventListener('controllerchange', resolve, { once: true }));
  });
}

/** The names of the data sets that the browser keeps by now. */
function keptDataSets(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const cache = await caches.open('arcscore-data-sets');
    return (await cache.keys()).map(({ url }) => url.replace(/.*\//, ''));
  });
}

for (const isolated of [true, false]) {
  const how = isolated ? 'a host that sends the headers' : 'a host that can not send headers';

  test(`after one visit the site works without a network, in a folder of ${how}`, async ({ page }) => {
    const site = await serve(siteFolder(), { base: '/deep/in/a/folder/', isolated });
    await page.goto(site.url);
    await scored(page);
    await kept(page);
    site.close();
    await page.goto('about:blank');
    // The server is gone, and the browser says so of what it does not keep.
    await page.goto(`${site.url}?task=00d62c1b`);
    await scored(page);
    await expect(page.getByRole('heading', { level: 2 })).toHaveText('solve_00d62c1b on 00d62c1b');
    await expect(page.getByText('sharing one memory')).toBeVisible();
    await page.getByRole('link', { name: 'Tasks', exact: true }).click();
    await expect(page.getByRole('list', { name: 'All tasks' }).getByRole('link')).toHaveCount(5);
    await page.reload();
    await scored(page);
  });
}

test('a data set that was loaded once is there without a network', async ({ page }) => {
  const site = await serve(siteFolder(), { base: '/', isolated: true });
  await page.goto(site.url);
  await scored(page);
  await kept(page);
  await page.getByRole('button', { name: 'ARC-AGI-1, 800 tasks' }).click();
  await expect(page.getByText('800 tasks · ')).toBeVisible();
  await expect.poll(() => keptDataSets(page)).toHaveLength(1);
  site.close();
  await page.reload();
  await expect(page.getByText('800 tasks · ')).toBeVisible();
});

/** What a link carries or names, and the address of the page on which it is made. */
const SHARED = {
  'files of its maker': {
    query: '?programs=./demo/demo.py',
    files: [{ name: 'mine.json', text: '{"train":[{"input":[[1]],"output":[[2]]}],"test":[{"input":[[3]],"output":[[3]]}]}' }],
  },
  'the demo': { query: '', files: [] },
  'a data set of the site': {
    query: '?tasks=./data/arcagi_aa922be.json',
    files: [{ name: 'mine.py', text: 'def mine(I):\n    return vmirror(I)\n' }],
  },
};

for (const [what, { query, files }] of Object.entries(SHARED)) {
  test(`a link with ${what} reproduces its digest in another profile, and there without a network too`, async ({ browser }) => {
    const site = await serve(siteFolder(), { base: '/', isolated: true });
    const { link, digest } = await shareOf(browser, `${site.url}${query}`, files);

    const profile = await browser.newContext();
    const page = await profile.newPage();
    const reproduced = page.getByText(`Reproduced: these are the results that were shared (digest ${digest}).`);
    await page.goto(link);
    await expect(reproduced).toBeVisible();
    await kept(page);
    if (query.includes('data/')) await expect.poll(() => keptDataSets(page)).toHaveLength(1);
    const lines = await new ArcscorePage(page, site.url).download();
    expect(lines.at(-1)?.summary?.['digest']).toBe(digest);

    await profile.setOffline(true);
    site.close();
    await page.goto('about:blank');
    await page.goto(link);
    await expect(reproduced).toBeVisible();
    expect(await page.evaluate(() => navigator.onLine)).toBe(false);
    await profile.close();
  });
}

/** Scores in a profile of its own, and makes a link of it. */
async function shareOf(browser: Browser, address: string, files: { name: string; text: string }[]) {
  const profile = await browser.newContext();
  const arcscore = new ArcscorePage(await profile.newPage(), address);
  await arcscore.open();
  await arcscore.reaches(/^[^?]*$/.test(address) ? 'done' : 'idle');
  for (const { name, text } of files) {
    const input = name.endsWith('.py') ? arcscore.programs : arcscore.tasks;
    await input.setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });
    await arcscore.reaches('idle');
  }
  if (files.length > 0) await arcscore.scoreAll();
  const digest = String((await arcscore.download()).at(-1)?.summary?.['digest']);
  await arcscore.page.getByRole('button', { name: 'Share', exact: true }).click();
  const link = await arcscore.page.getByRole('textbox', { name: 'Link' }).inputValue();
  await profile.close();
  return { link, digest };
}

test('an installed page keeps the data sets before anybody asks for them', async ({ page }) => {
  const site = await serve(siteFolder(), { base: '/', isolated: true });
  // A browser that tests drive installs nothing: what an installed page sees of it is put in its place.
  await page.addInitScript(() => {
    const real = window.matchMedia.bind(window);
    window.matchMedia = (query) => real(query.includes('display-mode: standalone') ? 'all' : query);
  });
  await page.goto(site.url);
  await scored(page);
  await kept(page);
  await page.reload();
  await scored(page);
  await expect.poll(() => keptDataSets(page)).toHaveLength(2);
  site.close();
});

test('a new version is offered, and taken only when it is wanted', async ({ page }) => {
  const folder = mkdtempSync(join(tmpdir(), 'arcscore-site-'));
  try {
    cpSync(siteFolder(), folder, { recursive: true });
    const site = await serve(folder, { base: '/', isolated: true });
    await page.goto(site.url);
    await scored(page);
    await kept(page);
    const rewrite = (file: string, edit: (text: string) => string): void =>
      writeFileSync(join(folder, file), edit(readFileSync(join(folder, file), 'utf8')));
    rewrite('index.html', (text) => text.replace('<html', '<html data-version="next"'));
    rewrite('service-worker.js', (text) => text.replace(/("?url"?:"index.html"|"?revision"?:"[0-9a-f]+","?url"?:"index.html")/, (entry) => entry.replace(/[0-9a-f]{32}/, '0'.repeat(32))));
    await page.reload();
    await scored(page);
    const messages = page.getByRole('list', { name: 'Messages' });
    await expect(messages).toContainText('A new version of arcscore is ready.');
    const document = page.locator('html');
    await expect(document).not.toHaveAttribute('data-version');
    await messages.getByRole('button', { name: 'Reload with it' }).click();
    await expect(document).toHaveAttribute('data-version', 'next');
    await scored(page);
    site.close();
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('the site can be installed', async ({ arcscore }) => {
  await arcscore.openDemo();
  await kept(arcscore.page);
  const session = await arcscore.page.context().newCDPSession(arcscore.page);
  const { errors, data } = await session.send('Page.getAppManifest');
  expect(errors).toEqual([]);
  const { name, icons } = JSON.parse(data ?? '') as { name: string; icons: { src: string; purpose?: string }[] };
  expect(name).toBe('arcscore');
  expect(icons.map(({ purpose }) => purpose)).toContain('maskable');
  for (const { src } of icons) {
    const answer = await arcscore.page.request.get(new URL(src, arcscore.page.url()).href);
    expect(answer.ok()).toBe(true);
  }
  const { installabilityErrors } = await session.send('Page.getInstallabilityErrors');
  // A browser that tests drive runs in private windows, which can't install anything.
  expect(installabilityErrors.map(({ errorId }) => errorId).filter((id) => id !== 'in-incognito')).toEqual([]);
});
