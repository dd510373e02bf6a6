import { ALONE, expect, test } from './support/page.ts';

test('the page is isolated, so that workers can share memory @both', async ({ arcscore }, info) => {
  await arcscore.openDemo();
  expect(await arcscore.page.evaluate(() => crossOriginIsolated)).toBe(true);
  await expect(arcscore.page.getByText('sharing one memory')).toBeVisible();
  // Where the server sends no headers, they can only come from the service worker.
  const isHelped = await arcscore.page.evaluate(() => navigator.serviceWorker.controller !== null);
  if (info.project.name === 'service worker') expect(isHelped).toBe(true);
});

test('what the service worker has kept it hands on as it is, so that the browser keeps it compiled @plain', async ({ arcscore }) => {
  await arcscore.openDemo();
  const kept = await arcscore.page.evaluate(async () => {
    const addresses = performance.getEntriesByType('resource').map(({ name }) => name);
    const files = addresses.filter((name) => /\.(js|css|json)$/.test(name));
    const answers = await Promise.all(files.map((file) => fetch(file)));
    return answers.map(({ headers }) => headers.has('Cross-Origin-Embedder-Policy'));
  });
  expect(kept.length).toBeGreaterThan(3);
  expect(kept).not.toContain(true);
});

test('the service worker costs one reload, once @both', async ({ arcscore }, info) => {
  let loads = 0;
  arcscore.page.on('framenavigated', () => (loads += 1));
  await arcscore.openDemo();
  expect(loads).toBe(info.project.name === 'service worker' ? 2 : 1);
  await arcscore.openDemo();
  expect(loads).toBe(info.project.name === 'service worker' ? 3 : 2);
});

test('the page is painted within ten seconds, and its demo scored within thirty @both', ALONE, async ({ arcscore }, info) => {
  await arcscore.openDemo();
  const { painted, scored } = await arcscore.page.evaluate(() => ({
    painted: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN,
    scored: performance.now(),
  }));
  console.log(`${info.project.name}: first paint ${painted.toFixed(0)} ms, demo scored by ${scored.toFixed(0)} ms`);
  // Measured, not tested: other programs may be using this machine's cores, so no more than this can be asked.
  expect(painted).toBeLessThan(10_000);
  expect(scored).toBeLessThan(30_000);
});

test('a device with little memory has fewer workers', async ({ arcscore }) => {
  await arcscore.page.addInitScript(() => {
    Object.defineProperty(Navigator.prototype, 'hardwareConcurrency', { get: () => 8 });
    Object.defineProperty(Navigator.prototype, 'deviceMemory', { get: () => 2 });
  });
  await arcscore.openDemo();
  await expect(arcscore.workers).toHaveValue('2');
});

test.describe('where no service worker is allowed either', () => {
  test.use({ serviceWorkers: 'block', expectedErrors: [/Service Worker registration blocked/] });

  test('the page says why its workers share nothing, and scores the same @plain', async ({ arcscore }) => {
    await arcscore.openDemo();
    await expect(arcscore.messages).toContainText('The workers share no memory here: each keeps a copy of what is loaded. The page is not isolated');
    await expect(arcscore.page.getByText('39 of 460 samples right')).toBeVisible();
    await expect(arcscore.row('solve_007bbfb7')).toContainText('6 of 6');
  });
});
