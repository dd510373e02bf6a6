import { readFile } from 'node:fs/promises';
import type { Locator } from '@playwright/test';
import { LOOKS, expectNoBarrier, inWords, takeLook } from './support/barriers.ts';
import { type ArcscorePage, expect, test } from './support/page.ts';

async function openDraw(arcscore: ArcscorePage): Promise<Locator> {
  await arcscore.open('?view=draw&task=00d62c1b');
  await arcscore.reaches('done');
  const drawing = arcscore.page.getByRole('region', { name: 'Drawing' });
  await expect(drawing.getByRole('heading')).toHaveText('demo 1, input');
  return drawing;
}

/** Selects another task where tasks are looked at. */
async function selectElsewhere({ page }: ArcscorePage, task: string): Promise<void> {
  await page.getByRole('link', { name: 'Task', exact: true }).click();
  await page.getByRole('navigation').getByRole('button', { name: task }).click();
}

async function showDraw({ page }: ArcscorePage): Promise<void> {
  await page.getByRole('link', { name: 'Draw', exact: true }).click();
}

/** The rows of the grid that is drawn on, as a listener has them. */
function rows(drawing: Locator): Promise<string[]> {
  return drawing.getByRole('list', { name: 'demo 1, input, being drawn, rows' }).getByRole('listitem').allTextContents();
}

test('a picture in a button says nothing beside the name of the button', async ({ arcscore }) => {
  await openDraw(arcscore);
  const pairs = arcscore.page.getByRole('navigation', { name: 'Pairs' });
  await expect(pairs.getByRole('button', { name: 'demo 1, input' })).toBeVisible();
  await expect(pairs.getByRole('button', { name: 'demo 1, input' }).getByRole('list', { includeHidden: true })).toHaveCount(0);
});

test('the help tells of keys from one to another', async ({ arcscore }) => {
  await openDraw(arcscore);
  await arcscore.page.keyboard.press('?');
  const keys = arcscore.page.getByRole('dialog', { name: 'Help' }).getByRole('term').filter({ hasText: '9' });
  await expect(keys).toHaveText(/^0\s*to\s*9$/);
});

test('a first task is drawn with nothing loaded', async ({ arcscore }) => {
  const { page } = arcscore;
  await arcscore.openDemo();
  for (const file of ['demo.json', 'demo.py']) await page.getByRole('button', { name: `Remove ${file}` }).click();
  await showDraw(arcscore);
  await page.getByRole('button', { name: 'Empty task' }).click();
  await page.getByRole('button', { name: 'Use this task' }).click();
  await expect(page.getByRole('button', { name: '1 task · drawn.json' })).toBeVisible();
});

test('a grid is painted, filled, resized, and all of it undone and redone', async ({ arcscore }) => {
  const drawing = await openDraw(arcscore);
  const { page } = arcscore;
  const original = await rows(drawing);
  expect(original[0]).toBe('0 0 0 0 0 0');
  const canvas = drawing.getByRole('img');
  await drawing.getByRole('button', { name: '2 red' }).click();
  const box = (await canvas.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  const step = box.width / 6;
  await page.mouse.move(box.x + step / 2, box.y + step / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + step * 2.5, box.y + step / 2, { steps: 8 });
  await page.mouse.up();
  await expect.poll(async () => (await rows(drawing))[0]).toBe('2 2 2 0 0 0');

  await drawing.getByRole('button', { name: 'Fill' }).click();
  await drawing.getByRole('button', { name: '5 gray' }).click();
  await canvas.click({ position: { x: step * 5.5, y: step * 5.5 } });
  await expect.poll(async () => (await rows(drawing))[5]).toBe('5 5 5 5 5 5');
  expect((await rows(drawing))[0]).toBe('2 2 2 5 5 5');

  await drawing.getByRole('spinbutton', { name: 'Columns' }).fill('4');
  await drawing.getByRole('spinbutton', { name: 'Columns' }).blur();
  await expect.poll(async () => (await rows(drawing))[0]).toBe('2 2 2 5');

  for (let undone = 0; undone < 3; undone++) await drawing.getByRole('button', { name: 'Undo' }).click();
  expect(await rows(drawing)).toEqual(original);
  await expect(drawing.getByRole('button', { name: 'Undo' })).toBeDisabled();
  await drawing.getByRole('button', { name: 'Redo' }).click();
  expect((await rows(drawing))[0]).toBe('2 2 2 0 0 0');
});

test('keys paint as well', async ({ arcscore }) => {
  const drawing = await openDraw(arcscore);
  await drawing.getByRole('application').focus();
  for (const key of ['ArrowRight', 'ArrowDown', '3', 'Enter', 'ArrowRight', '4', ' ']) await arcscore.page.keyboard.press(key);
  expect((await rows(drawing))[1]).toBe('0 3 4 0 0 0');
});

test('a drawing is as it was left after other views were shown and other tasks selected, and is still undone', async ({ arcscore }) => {
  const drawing = await openDraw(arcscore);
  const original = await rows(drawing);
  await drawing.getByRole('button', { name: '2 red' }).click();
  await drawing.getByRole('img').click({ position: { x: 5, y: 5 } });
  const drawn = await rows(drawing);
  expect(drawn[0]).toBe('2 0 0 0 0 0');
  await selectElsewhere(arcscore, '0520fde7');
  await showDraw(arcscore);
  await expect.poll(() => rows(drawing)).toEqual(drawn);
  await expect(drawing.getByRole('button', { name: '2 red' })).toHaveAttribute('aria-pressed', 'true');
  await drawing.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => rows(drawing)).toEqual(original);
});

test('what nothing was drawn on makes room for the task that is selected; else a copy of it is asked for', async ({ arcscore }) => {
  const drawing = await openDraw(arcscore);
  const { page } = arcscore;
  await selectElsewhere(arcscore, '0520fde7');
  await showDraw(arcscore);
  await expect.poll(async () => (await rows(drawing)).length).toBe(3);
  await drawing.getByRole('img').click({ position: { x: 5, y: 5 } });
  await selectElsewhere(arcscore, '00d62c1b');
  await showDraw(arcscore);
  await page.getByRole('button', { name: 'Copy of 00d62c1b' }).click();
  await expect.poll(async () => (await rows(drawing))[0]).toBe('0 0 0 0 0 0');
});

test('a drawn task is saved as JSON, and used at once', async ({ arcscore }) => {
  const drawing = await openDraw(arcscore);
  const { page } = arcscore;
  await drawing.getByRole('button', { name: '1 blue' }).click();
  await drawing.getByRole('img').click({ position: { x: 5, y: 5 } });
  const pairs = page.getByRole('navigation', { name: 'Pairs' });
  await pairs.getByRole('button', { name: 'Add a test' }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    pairs.getByRole('button', { name: 'Save as JSON' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('00d62c1b_drawn.json');
  const task = JSON.parse(await readFile(await download.path(), 'utf8')) as Record<'train' | 'test', { input: number[][] }[]>;
  expect(task.train[0]?.input[0]?.[0]).toBe(1);
  expect(task.test).toHaveLength(2);
  await pairs.getByRole('button', { name: 'Use this task' }).click();
  await expect(page.getByRole('heading', { level: 2 })).toContainText('on 00d62c1b_drawn');
  await arcscore.reaches('done');
});

for (const look of LOOKS) {
  test(`no barrier in the drawing ${inWords(look)}`, async ({ arcscore }) => {
    const { page } = arcscore;
    await takeLook(page, look);
    await openDraw(arcscore);
    await expectNoBarrier(page);
  });
}
