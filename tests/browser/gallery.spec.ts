import { readFileSync } from 'node:fs';
import { LOOKS, expectNoBarrier, inWords, takeLook } from './support/barriers.ts';
import { type ArcscorePage, DEMO_PROGRAMS, expect, test } from './support/page.ts';

/** The 800 tasks of ARC-AGI-1, which the site brings along. */
const MANY = '?tasks=./data/arcagi_aa922be.json';

const wall = ({ page }: ArcscorePage) => page.getByRole('list', { name: 'All tasks' });
const found = ({ page }: ArcscorePage) => page.getByRole('search').getByRole('status');

test('many tasks open as a wall of thumbnails, of which only those in sight are drawn', async ({ arcscore }) => {
  await arcscore.open(MANY);
  await arcscore.reaches('idle');
  await expect(found(arcscore)).toHaveText('800 tasks');
  await expect(wall(arcscore).getByRole('link', { name: /^→? ?007bbfb7/ })).toBeVisible();
  await expect(wall(arcscore).getByRole('listitem').first()).toHaveAttribute('aria-setsize', '800');
  expect(await wall(arcscore).getByRole('link').count()).toBeLessThan(150);
  await arcscore.page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
  await expect(wall(arcscore).locator('[aria-posinset="800"]')).toBeInViewport();
  expect(await wall(arcscore).getByRole('link').count()).toBeLessThan(150);
});

test('a card tells sizes, pairs and how many programs solve the task', async ({ arcscore }) => {
  await arcscore.openDemo();
  await arcscore.page.getByRole('link', { name: 'Tasks', exact: true }).click();
  const card = wall(arcscore).getByRole('link', { name: '007bbfb7' });
  await expect(card).toContainText('3×3 → 9×9');
  await expect(card).toContainText('5 + 1 pairs');
  await expect(card).toContainText('solved by 3 of 20 programs');
});

test('tasks are found by id, filtered and sorted, and the address says how', async ({ arcscore }) => {
  const { page } = arcscore;
  await arcscore.open(MANY);
  await arcscore.reaches('idle');
  await page.getByRole('searchbox', { name: 'Find a task by its id' }).fill('00');
  await expect(found(arcscore)).toHaveText('24 of 800 tasks');
  await page.getByRole('combobox', { name: 'Shape' }).selectOption('Output sized as input');
  await page.getByRole('combobox', { name: 'Size' }).selectOption('Up to 10×10');
  await page.getByRole('combobox', { name: 'Colors' }).selectOption('3 colors');
  await page.getByRole('combobox', { name: 'Sort' }).selectOption('Largest first');
  const few = await found(arcscore).innerText();
  expect(few).toMatch(/^\d of 800 tasks$/);
  const first = await wall(arcscore).getByRole('link').first().innerText();
  await page.reload();
  await arcscore.reaches('idle');
  await expect(found(arcscore)).toHaveText(few);
  expect(await wall(arcscore).getByRole('link').first().innerText()).toBe(first);
  await page.getByRole('searchbox').fill('nothing is called so');
  await page.getByRole('button', { name: 'Show all' }).click();
  await expect(found(arcscore)).toHaveText('800 tasks');
});

test('solved and unsolved tasks are told apart', async ({ arcscore }) => {
  const { page } = arcscore;
  await arcscore.openDemo();
  const demo = readFileSync(DEMO_PROGRAMS, 'utf8');
  const [solver] = /^def solve_00d62c1b[^]*?(?=^def )/m.exec(demo) ?? [];
  const buffer = Buffer.from(solver ?? '');
  await arcscore.programs.setInputFiles({ name: 'one.py', mimeType: 'text/x-python', buffer });
  await arcscore.reaches('idle');
  await arcscore.scoreAll();
  await page.getByRole('link', { name: 'Tasks', exact: true }).click();
  const solved = page.getByRole('combobox', { name: 'Solved' });
  await solved.selectOption('Solved by a program');
  await expect(found(arcscore)).toHaveText('1 of 5 tasks');
  await expect(wall(arcscore).getByRole('link')).toContainText('00d62c1b');
  await solved.selectOption('Unsolved');
  await expect(found(arcscore)).toHaveText('4 of 5 tasks');
});

test('what a run has not come to is not scored, and not unsolved', async ({ arcscore }) => {
  const { page } = arcscore;
  await arcscore.open(MANY);
  await arcscore.reaches('idle');
  // So much work that it is cancelled long before its end.
  const program = (_: unknown, n: number): string =>
    `def p${n}(I):\n    return paint(canvas(ZERO, (60, 60)), shift(asobject(I), (${n}, ${n % 7})))\n`;
  const buffer = Buffer.from(Array.from({ length: 400 }, program).join('\n'));
  await arcscore.programs.setInputFiles({ name: 'many.py', mimeType: 'text/x-python', buffer });
  await arcscore.reaches('idle');
  await arcscore.score.click();
  await expect(wall(arcscore).getByRole('link').first()).toContainText('solved by 0 of 400 programs');
  await expect(wall(arcscore).getByRole('link').filter({ hasText: 'not scored' })).not.toHaveCount(0);
  await arcscore.cancel.click();
  await arcscore.reaches('idle');
  await page.getByRole('combobox', { name: 'Solved' }).selectOption('Unsolved');
  await expect(found(arcscore)).toHaveText(/^[123]?\d?\d of 800 tasks$/);
  await expect(wall(arcscore).getByText('not scored')).toHaveCount(0);

  await wall(arcscore).getByRole('link').first().click();
  const strip = page.getByRole('navigation', { name: 'Loaded puzzles' });
  await expect(strip.getByRole('button', { name: '007bbfb7' })).toContainText('0 of 400 right');
  await page.goBack();
  await page.getByRole('combobox', { name: 'Solved' }).selectOption('Solved or not');
  await page.getByRole('searchbox', { name: 'Find a task by its id' }).fill('ff805c23');
  await wall(arcscore).getByRole('link').click();
  await expect(strip.getByRole('button', { name: 'ff805c23' })).toContainText('not scored yet');
});

test('arrow keys move, Enter opens, and Back returns to the task that was open', async ({ arcscore }) => {
  const { page } = arcscore;
  await arcscore.open(MANY);
  await arcscore.reaches('idle');
  // What says that it is loaded shows it, too, and hears keys.
  await page.keyboard.press('/');
  await expect(page.getByRole('searchbox')).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(wall(arcscore).getByRole('link', { name: '007bbfb7' })).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(wall(arcscore).getByRole('link', { name: '017c7c7b' })).toBeFocused();
  await page.keyboard.press('End');
  await expect(wall(arcscore).locator('[aria-posinset="800"] a')).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/view=task&task=[0-9a-f]{8}$/);
  const task = new URL(page.url()).searchParams.get('task') ?? '';
  await expect(page.getByRole('heading', { level: 2 })).toContainText(task);
  await page.goBack();
  await expect(found(arcscore)).toHaveText('800 tasks');
  await expect(wall(arcscore).getByRole('link', { name: task })).toBeInViewport();
  await expect(wall(arcscore).getByRole('link', { name: task })).toBeFocused();

  // A link to a task opens that task.
  await arcscore.open(`${MANY}&task=${task}`);
  await arcscore.reaches('idle');
  await expect(page.getByRole('heading', { level: 2 })).toContainText(task);
  await page.getByRole('link', { name: 'Tasks', exact: true }).click();
  await expect(wall(arcscore).getByRole('link', { name: task })).toBeInViewport();
});

test('the wall stays where it was scrolled to while other views are seen', async ({ arcscore }) => {
  const { page } = arcscore;
  await arcscore.open(MANY);
  await arcscore.reaches('idle');
  const place = (): Promise<number> => page.evaluate(() => scrollY);
  await page.evaluate(() => scrollTo(0, 6000));
  const clicked = wall(arcscore).getByRole('link').nth(30);
  await expect.poll(place).toBe(6000);
  await expect(clicked).toBeInViewport();
  const task = await clicked.getAttribute('data-task');
  await clicked.click();
  await expect(page.getByRole('heading', { level: 2 })).toContainText(task!);
  expect(await place()).toBe(0);
  await page.goBack();
  await expect(wall(arcscore).getByRole('link', { name: task! })).toBeFocused();
  await expect.poll(place).toBe(6000);

  await page.evaluate(() => scrollTo(0, 9000));
  await expect(wall(arcscore).getByRole('link', { name: task! })).not.toBeInViewport();
  await page.getByRole('link', { name: 'Results', exact: true }).click();
  await expect(wall(arcscore)).toHaveCount(0);
  await page.getByRole('link', { name: 'Tasks', exact: true }).click();
  await expect(wall(arcscore)).toBeVisible();
  await expect(page.getByRole('link', { name: 'Tasks', exact: true })).toBeFocused();
  await expect.poll(place).toBe(9000);
});

for (const look of LOOKS) {
  test(`the wall has no barrier ${inWords(look)}`, async ({ arcscore }) => {
    const { page } = arcscore;
    await takeLook(page, look);
    await arcscore.open(`${MANY}&programs=./demo/demo.py`);
    await arcscore.reaches('idle');
    await expect(wall(arcscore).getByRole('link').first()).toBeVisible();
    await expectNoBarrier(page);
  });
}
