import { LOOKS, expectNoBarrier, expectRoom, inWords, takeLook } from './support/barriers.ts';
import { type ArcscorePage, expect, test } from './support/page.ts';
import { readGrids } from './support/grids.ts';

const PROGRAMS = `
def kinds(I):
    x1 = objects(I, T, F, T)
    x2 = first(x1)
    x3 = toindices(x2)
    x4 = (2, -1)
    x5 = lbind(fill, I)
    x6 = size(x1)
    x7 = fill(I, FOUR, x3)
    O = upscale(x7, THREE)
    return O

def fails(I):
    x1 = objects(I, T, F, T)
    x2 = first(first(first(first(x1))))
    O = fill(I, TWO, x2)
    return O
`;

async function openStep(arcscore: ArcscorePage, program: string, sample = 'train:0'): Promise<void> {
  await arcscore.openDemo();
  const file = { name: 'mine.py', mimeType: 'text/x-python', buffer: Buffer.from(PROGRAMS) };
  await arcscore.programs.setInputFiles(file);
  await arcscore.reaches('idle');
  await arcscore.page.getByRole('link', { name: 'Step' }).click();
  await arcscore.page.getByLabel('Program', { exact: true }).selectOption(program);
  const demo = sample === 'train:0' ? 'demo 1' : sample;
  await arcscore.page.getByRole('list', { name: 'Samples' }).getByRole('button', { name: demo }).click();
  await expect(arcscore.page.getByRole('list', { name: `Lines of ${program}` })).toBeVisible();
}

test('each line shows its value as what it is', async ({ arcscore }) => {
  await openStep(arcscore, 'kinds');
  const { page } = arcscore;
  const lines = page.getByRole('list', { name: 'Lines of kinds' }).getByRole('button');
  const step = (line: number) => page.getByRole('region', { name: `Line ${line}`, exact: true });
  await expect(lines).toHaveCount(9);

  await lines.nth(0).click();
  const strip = step(3).getByRole('list', { name: /^x1, \d+ objects? in order$/ });
  await expect(strip.getByRole('listitem').first()).toContainText('1');
  await lines.nth(1).click();
  await expect(step(4).getByRole('img', { name: /^x2, object of \d+ cells? on the input$/ })).toBeVisible();
  await lines.nth(2).click();
  await expect(step(5).getByRole('img', { name: /^x3, \d+ locations? on the input$/ })).toBeVisible();
  await lines.nth(3).click();
  await expect(step(6).getByRole('img', { name: 'x4: 2 down, -1 to the right' })).toBeVisible();
  await lines.nth(4).click();
  await expect(step(7).getByRole('note', { name: 'x5, function' })).toContainText('fill');
  await lines.nth(5).click();
  await expect(step(8)).toContainText('x6 =');
  await lines.nth(6).click();
  await expect(step(9)).toContainText(/cells? changed since the input/);
});

test('the keyboard steps, and the address keeps the line', async ({ arcscore }) => {
  await openStep(arcscore, 'kinds');
  const { page } = arcscore;
  const current = page.getByRole('list', { name: 'Lines of kinds' }).locator('[aria-current=step]');
  for (const [key, line] of [
    ['ArrowDown', '4'],
    ['j', '5'],
    ['k', '4'],
    ['End', '11'],
    ['ArrowUp', '10'],
    ['Home', '3'],
  ] as const) {
    await page.keyboard.press(key);
    await expect(current).toContainText(line);
  }
  expect(page.url()).toContain('line=0');
});

test('where there is little room, the current line is in sight', async ({ arcscore }) => {
  const { page } = arcscore;
  await page.setViewportSize({ width: 360, height: 900 });
  await openStep(arcscore, 'kinds');
  const list = page.getByRole('list', { name: 'Lines of kinds' });
  const current = list.locator('[aria-current=step]');
  for (const key of ['End', 'Home']) {
    await page.keyboard.press(key);
    await expect(current).toContainText(key === 'End' ? 'return O' : 'x1 =');
    const [outer, inner] = [await list.boundingBox(), await current.boundingBox()];
    expect(inner!.y).toBeGreaterThanOrEqual(outer!.y);
    expect(inner!.y + inner!.height).toBeLessThanOrEqual(outer!.y + outer!.height);
  }
});

test('where a program fails, the line that raised is shown first', async ({ arcscore }) => {
  await openStep(arcscore, 'fails');
  const { page } = arcscore;
  await expect(page.locator('[aria-current=step]')).toContainText('x2 = first(first(first(first(x1))))');
  await expect(page.getByRole('region', { name: 'Line 15' })).toContainText('It raised');
  await expect(page.getByRole('region', { name: 'Result' })).toContainText('in line 15');
});

test('a click on a wrong cell of the result leads to the line that painted it', async ({ arcscore }) => {
  await arcscore.open('?view=step&task=007bbfb7&program=one_cell_short&sample=train:0');
  await arcscore.reaches('done');
  const { page } = arcscore;
  const result = page.getByRole('region', { name: 'Result' });
  await expect(result).toContainText('98% equal');
  const produced = result.getByRole('img', { name: 'produced, 9 by 9' });
  const grid = (await readGrids(result)).find(({ name }) => name.startsWith('produced'));
  expect(grid?.colors.filter((color) => color === null)).toHaveLength(1);
  const box = (await produced.boundingBox()) ?? { width: 0, height: 0 };
  await produced.click({ position: { x: box.width - 4, y: box.height - 4 } });
  await expect(result.getByRole('status')).toHaveText('Cell (8, 8) was painted in line 51.');
  await expect(page.locator('[aria-current=step]')).toContainText('O = fill(tiles, ZERO, holes)');
});

test('the selected program is among those to choose from, however many there are', async ({ arcscore }) => {
  await arcscore.open('?view=programs');
  await arcscore.reaches('done');
  const { page } = arcscore;
  const buffer = Buffer.from(Array.from({ length: 600 }, (_, n) => `def p${n}(I):\n    return I\n`).join('\n'));
  await arcscore.programs.setInputFiles({ name: 'many.py', mimeType: 'text/x-python', buffer });
  await arcscore.reaches('idle');
  await page.getByRole('searchbox', { name: 'Find a program by its name' }).fill('p550');
  await page.getByRole('navigation', { name: 'Loaded programs' }).getByRole('button', { name: 'p550' }).click();
  await page.getByRole('link', { name: 'Step' }).click();
  const heading = page.getByRole('heading', { level: 2 });
  const select = page.getByRole('combobox', { name: 'Program', exact: true });
  await expect(heading).toContainText('p550');
  await expect(select).toHaveValue('p550');
  await select.selectOption('p3');
  await expect(heading).toContainText('p3 on');
  await page.goBack();
  await expect(heading).toContainText('p550');
  await expect(select).toHaveValue('p550');
});

for (const look of LOOKS) {
  test(`no barrier in the stepper ${inWords(look)}`, async ({ arcscore }) => {
    const { page } = arcscore;
    await takeLook(page, look);
    await openStep(arcscore, 'kinds');
    for (const key of ['Home', 'j', 'j', 'j', 'j']) {
      await page.keyboard.press(key);
      await expectRoom(page);
    }
    await expectNoBarrier(page);
  });
}
