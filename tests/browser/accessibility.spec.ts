import { readFileSync } from 'node:fs';
import type { Locator } from '@playwright/test';
import { LOOKS, expectNoBarrier, inWords, takeLook } from './support/barriers.ts';
import { busyPrograms } from './support/engine.ts';
import { type ArcscorePage, DEMO_TASKS, expect, test } from './support/page.ts';

for (const look of LOOKS) {
  test(`no barrier ${inWords(look)}`, async ({ arcscore }) => {
    const { page } = arcscore;
    await takeLook(page, look);
    await arcscore.openDemo();
    await expect(page.locator('html')).toHaveAttribute('data-theme', look.theme);
    for (const program of ['tiled', 'half_a_mask']) {
      await arcscore.pick(program);
      await page.getByText('Source, from line').click();
      await expectNoBarrier(page);
      await page.getByText('Source, from line').click();
    }
  });
}

/** The height of the bar with a task file of this name. */
async function barHeight(arcscore: ArcscorePage, name: string): Promise<number> {
  await arcscore.tasks.setInputFiles({ name, mimeType: 'application/json', buffer: readFileSync(DEMO_TASKS) });
  await arcscore.reaches('idle');
  await arcscore.scoreAll();
  return (await arcscore.page.getByRole('banner').boundingBox())!.height;
}

async function middle(locator: Locator): Promise<number> {
  const { height, y } = (await locator.boundingBox())!;
  return y + height / 2;
}

for (const width of [1280, 1024, 768]) {
  test(`the bar keeps its rows whatever is loaded, at ${width} pixels`, async ({ arcscore }) => {
    const { page } = arcscore;
    await page.setViewportSize({ width, height: 800 });
    await arcscore.openDemo();
    const long = 'arc-agi_training_challenges_of_a_long_name.json';
    expect(await barHeight(arcscore, long)).toBe(await barHeight(arcscore, 'a.json'));
    await barHeight(arcscore, long);
    const name = await middle(page.getByRole('heading', { name: 'arcscore' }));
    const chip = page.getByRole('button', { name: `5 tasks · ${long}` });
    await expect(chip).toHaveAttribute('title', `5 tasks · ${long}`);
    const more = [page.getByRole('button', { name: 'Share', exact: true }), page.getByLabel('Theme'), page.getByRole('button', { name: 'Help' })];
    const score = await middle(arcscore.score);
    for (const part of more) expect(Math.abs((await middle(part)) - score)).toBeLessThan(4);
    for (const part of width > 1000 ? [chip, arcscore.score] : [chip]) expect(Math.abs((await middle(part)) - name)).toBeLessThan(4);
    const status = page.getByRole('banner').getByRole('status');
    expect(Math.abs((await middle(page.getByRole('button', { name: 'Download results' }))) - (await middle(status)))).toBeLessThan(4);
    expect((await status.boundingBox())!.height).toBeLessThan(45);
  });
}

for (const [width, height, most] of [
  [320, 640, 250],
  [390, 844, 240],
  // The window of 1366 by 768 pixels, seen at twice the size.
  [683, 384, 160],
  [900, 600, 160],
] as const) {
  test(`in a window of ${width} by ${height} pixels the bar is small, and Tab goes through it as it is read`, async ({ arcscore }) => {
    const { page } = arcscore;
    await page.setViewportSize({ width, height });
    await arcscore.openDemo();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    const bar = page.getByRole('banner');
    expect((await bar.boundingBox())!.height).toBeLessThan(most);
    await page.getByRole('button', { name: /^5 tasks · / }).focus();
    const help = page.getByRole('button', { name: 'Help' });
    // The last of those inside of each other.
    const focused = page.locator(':focus').last();
    let [row, right] = [0, 0];
    for (let steps = 0; steps < 20; steps++) {
      const { height, width, x, y } = (await focused.boundingBox())!;
      const middle = y + height / 2;
      // Further right, or in a row below.
      expect(middle > row + 10 || (Math.abs(middle - row) <= 10 && x + width > right)).toBe(true);
      [row, right] = [middle, x + width];
      if (await help.evaluate((button) => button.matches(':focus'))) return;
      await page.keyboard.press('Tab');
    }
    throw new Error('Tab does not come to Help');
  });
}

test('where the system chooses the colors, each mark is seen and one view is marked', async ({ arcscore }) => {
  const { page } = arcscore;
  await page.emulateMedia({ forcedColors: 'active' });
  await arcscore.open('?view=results');
  await arcscore.reaches('done');
  for (const outcome of ['right', 'wrong size', 'raised an error']) {
    const cell = page.getByRole('grid', { name: 'Results' }).getByRole('gridcell', { name: outcome }).first();
    const darkest = await cell.evaluate(async (element) => {
      const style = getComputedStyle(element);
      const image = new Image();
      image.src = style.backgroundImage.slice('url("'.length, -'")'.length);
      await image.decode();
      const context = new OffscreenCanvas(image.width, image.height).getContext('2d')!;
      context.fillStyle = 'white';
      context.fillRect(0, 0, image.width, image.height);
      context.drawImage(image, 0, 0);
      return Math.min(...context.getImageData(0, 0, image.width, image.height).data);
    });
    expect(darkest, outcome).toBeLessThan(80);
  }
  const [shown, other] = ['Results', 'Task'].map((name) => page.getByRole('link', { name, exact: true }));
  const line = (link: typeof shown) => link!.evaluate((element) => getComputedStyle(element).borderBottomColor);
  expect(await line(shown)).not.toBe(await line(other));
});

test('the title says what is shown', async ({ arcscore }) => {
  const { page } = arcscore;
  await arcscore.open('?view=step&program=one_cell_short');
  await arcscore.reaches('done');
  await expect(page).toHaveTitle('one_cell_short on 007bbfb7 · Step · arcscore');
  await page.getByRole('link', { name: 'Run', exact: true }).click();
  await expect(page).toHaveTitle('Run · arcscore');
});

test('the theme is chosen and remembered', async ({ arcscore }) => {
  const { page } = arcscore;
  await arcscore.openDemo();
  await page.getByLabel('Theme').selectOption('Dark');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
});

test('the menu of a grid gives the focus back to its button', async ({ arcscore, context }) => {
  const { page } = arcscore;
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await arcscore.openDemo();
  const button = page.getByRole('button', { name: 'Copy or save: demo 1, input' });
  const menu = page.getByRole('menu', { name: 'Copy or save: demo 1, input' });
  const item = menu.getByRole('menuitem').first();
  for (const key of ['Escape', 'Enter']) {
    await button.press('Enter');
    await expect(item).toBeFocused();
    await page.keyboard.press(key);
    await expect(menu).toBeHidden();
    await expect(button).toBeFocused();
  }
});

test('the panel of files closes when Tab leaves it', async ({ arcscore }) => {
  const { page } = arcscore;
  await arcscore.openDemo();
  const panel = page.getByRole('dialog', { name: 'Load tasks' });
  const chip = page.getByRole('button', { name: /^5 tasks · / });
  await chip.press('Enter');
  await panel.getByRole('button').first().focus();
  await expect(panel).toBeVisible();
  await page.keyboard.press('Shift+Tab');
  await expect(panel).toBeHidden();
  await chip.press('Enter');
  await panel.getByRole('button').last().focus();
  for (let steps = 0; steps < 8 && (await panel.isVisible()); steps++) await page.keyboard.press('Tab');
  await expect(panel).toBeHidden();
  await expect(arcscore.programs).toBeFocused();
});

test('the focus goes from Score to Cancel while a run goes on, and back to Score', async ({ arcscore }) => {
  const { page } = arcscore;
  await arcscore.openDemo();
  const buffer = Buffer.from(busyPrograms(1000, 60));
  await arcscore.programs.setInputFiles({ name: 'busy.py', mimeType: 'text/x-python', buffer });
  await arcscore.reaches('idle');
  await arcscore.score.press('Enter');
  await expect(arcscore.cancel).toBeFocused();
  await page.keyboard.press('Enter');
  await arcscore.reaches('idle');
  await expect(arcscore.score).toBeFocused();

  // A key that is held down cancels nothing.
  await page.keyboard.down('Enter');
  await expect(arcscore.cancel).toBeFocused();
  await page.keyboard.down('Enter');
  await page.keyboard.up('Enter');
  await expect(arcscore.cancel).toBeEnabled();
  await arcscore.cancel.press('Enter');
  await arcscore.reaches('idle');
  await expect(arcscore.score).toBeFocused();
});

test('the focus stays with the files of a kind when they are removed', async ({ arcscore }) => {
  const { page } = arcscore;
  await arcscore.openDemo();
  for (const [kind, file] of [['programs', 'demo.py'], ['tasks', 'demo.json']] as const) {
    await page.getByRole('button', { name: `Remove ${file}` }).press('Enter');
    await expect(page.getByRole('button', { name: `No ${kind}` })).toBeFocused();
  }
});

test('Escape closes the link to share, and the focus returns to Share', async ({ arcscore }) => {
  await arcscore.openDemo();
  const { page } = arcscore;
  const share = page.getByRole('button', { name: 'Share', exact: true });
  const panel = page.getByRole('region', { name: "Link to this page's content" });
  await share.focus();
  await page.keyboard.press('Enter');
  await panel.getByRole('textbox', { name: 'Link' }).focus();
  await page.keyboard.press('Escape');
  await expect(panel).toHaveCount(0);
  await expect(share).toBeFocused();
});

test('Escape closes an opened result, and the focus returns to its mark', async ({ arcscore }) => {
  await arcscore.open('?view=results&task=007bbfb7');
  await arcscore.reaches('done');
  const { page } = arcscore;
  const panel = page.getByRole('region', { name: 'Opened result' });
  const mark = page.getByRole('grid', { name: 'Results' }).getByRole('row', { name: /one_cell_short/ }).getByRole('gridcell').last();
  await mark.click();
  await panel.getByRole('button', { name: 'Step through' }).focus();
  await page.keyboard.press('Escape');
  await expect(panel).toHaveCount(0);
  await expect(mark).toBeFocused();
});

test('Escape closes what was opened last, and one thing at a time', async ({ arcscore }) => {
  await arcscore.openDemo();
  const { page } = arcscore;
  const panel = page.getByRole('region', { name: "Link to this page's content" });
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  await expect(panel).toBeVisible();
  await page.getByRole('button', { name: 'Help' }).click();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog', { name: 'Help' })).toBeHidden();
  await expect(panel).toBeVisible();
  await page.getByRole('button', { name: /^5 tasks · / }).click();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog', { name: 'Load tasks' })).toBeHidden();
  await expect(panel).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(panel).toHaveCount(0);
});
