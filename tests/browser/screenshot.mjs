// Makes docs/page.png, the picture in the README, from the built site; with the argument `all`, also pictures of every
// view in both themes, wide and narrow, in target/screenshots, to be looked at: as it opens, and with what a click adds.
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { findChromium } from './support/chromium.mjs';
import { serve } from './support/server.mjs';
import { siteFolder } from './support/site.mjs';

const site = await serve(siteFolder(), { base: '/', isolated: true });
const browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox', '--disable-gpu'] });

/**
 * @param {string} query
 * @param {{ width: number, height: number }} viewport
 * @param {'light' | 'dark'} colorScheme
 * @param {string} path
 * @param {string} [button] that is pressed before
 */
async function picture(query, viewport, colorScheme, path, button) {
  const page = await browser.newPage({ viewport, colorScheme });
  await page.goto(`${site.url}${query}`);
  await page.locator('html[data-state=done]').waitFor();
  if (button) await page.getByRole('button', { name: button, exact: true }).click();
  // What is drawn after the results: lazily loaded views, values that the engine is asked for.
  await page.waitForTimeout(700);
  await page.screenshot({ path });
  await page.close();
}

await picture('?program=one_cell_short', { width: 1440, height: 900 }, 'light', fileURLToPath(new URL('../../docs/page.png', import.meta.url)));

if (process.argv.includes('all')) {
  const folder = fileURLToPath(new URL('../../target/screenshots/', import.meta.url));
  mkdirSync(folder, { recursive: true });
  const page = await browser.newPage();
  await page.goto(site.url);
  await page.locator('html[data-state=done]').waitFor();
  const links = page.getByRole('navigation', { name: 'Views' }).getByRole('link');
  const views = (await links.evaluateAll((all) => all.map((link) => new URL(/** @type {HTMLAnchorElement} */ (link).href).searchParams.get('view')))).filter((view) => view !== null);
  await page.close();
  const pictures = [
    ...views.map((view) => ({ name: view, query: `?view=${view}`, button: undefined })),
    { name: 'share', query: '?view=task', button: 'Share' },
    { name: 'submission-scored', query: '?view=submission', button: 'Score what this run predicts' },
    { name: 'results-opened', query: '?view=results&open', button: undefined },
    { name: 'results-all', query: '?view=results&scope=all', button: undefined },
  ];
  for (const { name, query, button } of pictures) {
    for (const theme of /** @type {const} */ (['light', 'dark'])) {
      for (const width of [360, 1440]) {
        const path = `${folder}${name}-${theme}-${width}.png`;
        await picture(`${query}&program=one_cell_short&task=007bbfb7`, { width, height: 900 }, theme, path, button);
      }
    }
  }
  console.log(`${pictures.length * 4} pictures are in ${folder}`);
}
await browser.close();
site.close();
