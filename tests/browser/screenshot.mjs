// Makes docs/page.png, the picture in the README, from the built site.
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { findChromium } from './support/chromium.mjs';
import { serve } from './support/server.mjs';
import { siteFolder } from './support/site.mjs';

const site = await serve(siteFolder(), { base: '/', isolated: true });
const browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox', '--disable-gpu'] });
const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, colorScheme: 'light' });
await page.goto(`${site.url}?program=one_cell_short`);
await page.locator('html[data-state=done]').waitFor();
await page.screenshot({ path: fileURLToPath(new URL('../../docs/page.png', import.meta.url)) });
await browser.close();
site.close();
