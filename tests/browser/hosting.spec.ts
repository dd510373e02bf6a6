import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Frame, Page } from '@playwright/test';
import { demoAnswers } from './support/answers.ts';
import { ArcscorePage, DEMO_PROGRAMS, TASK_007BBFB7, expect, test } from './support/page.ts';
import { serve } from './support/server.mjs';
import { siteFolder, singleFile } from './support/site.mjs';

/** The headers of all files, as `_headers` tells them to hosts. */
function headersOfSite(): Record<string, string> {
  const [rule, ...lines] = readFileSync(join(siteFolder(), '_headers'), 'utf8').trimEnd().split('\n');
  expect(rule).toBe('/*');
  return Object.fromEntries(lines.map((line) => /^ {2}([\w-]+): (.*)$/.exec(line)!.slice(1) as [string, string]));
}

/** The digest of the demo's results, as the page's own download tells it. */
async function demoDigest(page: Page): Promise<string> {
  const summary = (await new ArcscorePage(page, page.url()).download()).at(-1)?.summary;
  expect(summary?.['evaluations']).toBe(demoAnswers.length);
  return String(summary?.['digest']);
}

/** Waits until the demo is scored, in a page or a frame. */
async function scored(place: Page | Frame): Promise<void> {
  await expect(place.locator('html')).toHaveAttribute('data-state', 'done');
}

/** Fails the test on whatever the page's policy forbids. */
async function watchPolicy(page: Page): Promise<string[]> {
  const violations: string[] = [];
  await page.exposeFunction('arcscoreViolation', (what: string) => violations.push(what));
  await page.addInitScript(() => {
    addEventListener('securitypolicyviolation', (event) => {
      const tell = (globalThis as unknown as { arcscoreViolation(what: string): void }).arcscoreViolation;
      tell(`${event.violatedDirective} forbids ${event.blockedURI || event.sample}`);
    });
  });
  return violations;
}

let expected: string;

test.beforeAll(async ({ browser }) => {
  test.setTimeout(120_000);
  const page = await browser.newPage();
  await page.goto(process.env['ARCSCORE_URL']!);
  await scored(page);
  expected = await demoDigest(page);
  await page.close();
});

test('a host that sends the headers', async ({ page }) => {
  const host = await serve(siteFolder(), { base: '/', isolated: false, headers: headersOfSite() });
  await page.goto(host.url);
  await scored(page);
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  expect(await demoDigest(page)).toBe(expected);
  host.close();
});

for (const base of ['/', '/a/folder/']) {
  test(`a host that sends no headers, at ${base}`, async ({ page }) => {
    const host = await serve(siteFolder(), { base, isolated: false });
    await page.goto(host.url);
    await scored(page);
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    expect(await demoDigest(page)).toBe(expected);
    host.close();
  });
}

for (const headers of [true, false]) {
  test(`in a frame of another site, ${headers ? 'with' : 'without'} headers`, async ({ page }) => {
    const host = await serve(siteFolder(), { base: '/', isolated: false, headers: headers ? headersOfSite() : {} });
    const folder = mkdtempSync(join(tmpdir(), 'arcscore-'));
    // Another port alone would be the same site.
    const address = host.url.replace('127.0.0.1', 'localhost');
    writeFileSync(join(folder, 'index.html'), `<!doctype html><title>Elsewhere</title><iframe src="${address}"></iframe>`);
    const elsewhere = await serve(folder, { base: '/', isolated: false });
    await page.goto(elsewhere.url);
    const frame = page.frame({ url: (url) => url.hostname === 'localhost' });
    await scored(frame!);
    expect(await frame!.evaluate(() => crossOriginIsolated)).toBe(false);
    await expect(frame!.getByRole('list', { name: 'Messages' })).toContainText('The workers share no memory here');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      frame!.getByRole('button', { name: 'Download results' }).click(),
    ]);
    expect(readFileSync(await download.path(), 'utf8')).toContain(`"digest":"${expected}"}}`);
    host.close();
    elsewhere.close();
    rmSync(folder, { recursive: true });
  });
}

test('one file, opened from disk and offline', async ({ page, context }) => {
  const errors: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') errors.push(message.text());
  });
  page.on('pageerror', (error) => errors.push(String(error)));
  const requests: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  await context.setOffline(true);
  const address = pathToFileURL(singleFile()).href;
  await page.goto(address);
  await scored(page);
  expect(await demoDigest(page)).toBe(expected);
  const arcscore = new ArcscorePage(page, address);
  await expect(arcscore.messages).toContainText('The page was opened from a file');
  // In parallel: several workers, and as many as are asked for.
  await arcscore.setWorkers(3);
  await arcscore.scoreAll();
  expect(page.workers().length).toBe(4);
  expect(await demoDigest(page)).toBe(expected);
  await arcscore.tasks.setInputFiles(TASK_007BBFB7);
  await arcscore.programs.setInputFiles(DEMO_PROGRAMS);
  await arcscore.reaches('idle');
  await arcscore.scoreAll();
  expect((await arcscore.download()).at(-1)?.summary?.['evaluations']).toBe(120);
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  await expect(page.getByRole('region', { name: 'Link to' })).toContainText('It opens on this machine alone');
  await page.reload();
  await scored(page);
  expect(requests.filter((url) => !/^(blob|data):/.test(url) && !url.startsWith(address))).toEqual([]);
  expect(errors).toEqual([]);
});

for (const [where, address] of [
  ['the site', () => process.env['ARCSCORE_URL']!],
  ['the one file', () => pathToFileURL(singleFile()).href],
] as const) {
  test(`nothing on any view of ${where} is against the page's own policy`, async ({ page }) => {
    const violations = await watchPolicy(page);
    await page.goto(address());
    await scored(page);
    const policy = await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content');
    expect(policy).toMatch(/^default-src 'none';/);
    expect(policy).not.toMatch(/script-src[^;]*('unsafe-inline'|'unsafe-eval'|\*|https?:)/);
    const views = page.getByRole('navigation', { name: 'Views' }).getByRole('link');
    expect(await views.count()).toBeGreaterThan(1);
    for (const view of await views.all()) {
      await view.click();
      await expect(view).toHaveAttribute('aria-current', 'page');
      await page.waitForTimeout(300);
    }
    await page.getByRole('button', { name: 'Share', exact: true }).click();
    await page.getByRole('button', { name: 'Help' }).click();
    await page.keyboard.press('Escape');
    // And it is in force: what the policy forbids is told and does not run.
    expect(violations).toEqual([]);
    await page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'globalThis.ran = true';
      document.head.append(script);
    });
    await expect.poll(() => violations.length).toBe(1);
    expect(violations[0]).toMatch(/^script-src(-elem)? forbids inline/);
    expect(await page.evaluate(() => 'ran' in globalThis)).toBe(false);
  });
}

test('the site tells its headers to the hosts that can be told', () => {
  const headers = headersOfSite();
  expect(headers).toMatchObject({
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Embedder-Policy': 'require-corp',
    'X-Content-Type-Options': 'nosniff',
  });
  for (const file of ['.htaccess', 'nginx.headers.conf', 'vercel.json', 'staticwebapp.config.json', 'serve.json']) {
    const text = readFileSync(join(siteFolder(), file), 'utf8');
    for (const [name, value] of Object.entries(headers)) {
      expect(text, file).toContain(name);
      expect(text, file).toContain(value);
    }
    if (file.endsWith('.json')) JSON.parse(text);
  }
  expect(existsSync(join(siteFolder(), '.nojekyll'))).toBe(true);
});
