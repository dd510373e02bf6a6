import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from './support/page.ts';
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
    rewrite('index.html', (text) => text.replace(/<title>.*<\/title>/, '<title>The next version</title>'));
    rewrite('service-worker.js', (text) => text.replace(/("?url"?:"index.html"|"?revision"?:"[0-9a-f]+","?url"?:"index.html")/, (entry) => entry.replace(/[0-9a-f]{32}/, '0'.repeat(32))));
    await page.reload();
    await scored(page);
    const messages = page.getByRole('list', { name: 'Messages' });
    await expect(messages).toContainText('A new version of arcscore is ready.');
    await expect(page).toHaveTitle(/^arcscore/);
    await messages.getByRole('button', { name: 'Reload with it' }).click();
    await expect(page).toHaveTitle('The next version');
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
