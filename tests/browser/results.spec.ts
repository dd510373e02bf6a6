import { readFileSync } from 'node:fs';
import type { Locator } from '@playwright/test';
import { LOOKS, expectNoBarrier, inWords, takeLook } from './support/barriers.ts';
import { ALONE, type ArcscorePage, DEMO_PROGRAMS, expect, TASK_007BBFB7, test } from './support/page.ts';

function grid(arcscore: ArcscorePage): Locator {
  return arcscore.page.getByRole('grid', { name: 'Results' });
}

/** The names of the programs, as the rows in sight have them. */
function names(arcscore: ArcscorePage): Promise<string[]> {
  return grid(arcscore)
    .getByRole('rowheader')
    .evaluateAll((cells) => cells.map((cell) => cell.querySelector('button')?.textContent?.trim() ?? ''));
}

function row(arcscore: ArcscorePage, program: string): Locator {
  const button = arcscore.page.getByRole('button', { name: program, exact: true });
  return grid(arcscore).getByRole('row').filter({ has: button });
}

async function openResults(arcscore: ArcscorePage, query = '&task=007bbfb7'): Promise<void> {
  await arcscore.open(`?view=results${query}`);
  await arcscore.reaches('done');
  await expect(grid(arcscore)).toBeVisible();
}

test('programs stand with a mark for each sample, the best first', async ({ arcscore }) => {
  await openResults(arcscore);
  await expect(grid(arcscore).getByRole('columnheader')).toHaveText([
    ...['program', 'right', 'time', 'fuel'],
    ...['demo 1', 'demo 2', 'demo 3', 'demo 4', 'demo 5', 'test 1'],
  ]);
  expect((await names(arcscore)).slice(0, 3)).toEqual(['solve_007bbfb7', 'copies', 'copies_again']);
  await expect(row(arcscore, 'one_cell_short').getByRole('gridcell', { name: '98% equal' })).toHaveCount(4);
  await expect(row(arcscore, 'half_a_mask').getByRole('gridcell', { name: 'raised IndexError' })).toHaveCount(6);
  await expect(row(arcscore, 'doubled').getByRole('gridcell', { name: 'wrong size' })).toHaveCount(6);
});

test('a sample whose answer is kept back counts neither for a program nor against it', async ({ arcscore }) => {
  const told = JSON.parse(readFileSync(TASK_007BBFB7, 'utf8')) as { train: unknown; test: { input: unknown }[] };
  const kept = { ...told, test: told.test.map(({ input }) => ({ input })) };
  await openResults(arcscore, '');
  const buffer = Buffer.from(JSON.stringify({ kept, told }));
  await arcscore.tasks.setInputFiles({ name: 'challenges.json', mimeType: 'text/json', buffer });
  await arcscore.reaches('idle');
  await arcscore.scoreAll();
  const { page } = arcscore;
  const programs = (await arcscore.download()).filter(({ program }) => program).length / 12;
  const judged = `of ${11 * programs} samples right, ${programs} without a known answer`;
  await expect(page.getByRole('status').filter({ hasText: judged })).toBeVisible();

  await page.getByRole('link', { name: 'Results', exact: true }).click();
  await expect(row(arcscore, 'solve_007bbfb7').getByRole('gridcell', { name: '5 of 5 right' })).toContainText('5/5');
  await expect(row(arcscore, 'solve_007bbfb7')).toContainText('2 of 2');
  const wrong = row(arcscore, 'doubled').getByRole('gridcell', { name: '0 of 5 right, wrong size' });
  await expect(wrong).toContainText('0/5');
  await page.getByRole('combobox', { name: 'Show' }).selectOption('right everywhere');
  await expect.poll(() => names(arcscore)).toEqual(['solve_007bbfb7', 'copies', 'copies_again']);

  await page.getByRole('link', { name: 'Task', exact: true }).click();
  await arcscore.pick('solve_007bbfb7');
  await expect(page.getByRole('main')).toContainText('5 of 5 right, 1 without a known answer');
  await expect(page.getByRole('article', { name: 'test 1' })).not.toContainText('points');
  await expect(page.getByRole('article', { name: 'demo 1' })).toContainText('1000 points');
});

test('what takes less time than the clock can tell is said to take less than that', ALONE, async ({ arcscore }) => {
  await openResults(arcscore);
  const buffer = Buffer.from('def same(I):\n    return I\n');
  await arcscore.programs.setInputFiles({ name: 'same.py', mimeType: 'text/x-python', buffer });
  await arcscore.reaches('idle');
  await arcscore.scoreAll();
  const lines = await arcscore.download();
  const ofTask = lines.filter(({ task }) => task === '007bbfb7');
  const micros = ofTask.reduce((sum, line) => sum + Number(line['micros']), 0);
  expect(ofTask).toHaveLength(6);
  await expect(row(arcscore, 'same')).toContainText(micros === 0 ? '< 5 µs' : `${micros} µs`);
  await arcscore.open('?view=task&task=007bbfb7&program=copies');
  await arcscore.reaches('done');
  await expect(arcscore.page.getByRole('main')).not.toContainText(/\b0 µs/);
});

test('what is done stands in its places: no row moves after that', async ({ arcscore }) => {
  // The last results come soon after the first, while the order still rests.
  await arcscore.page.addInitScript(() => {
    const now = performance.now.bind(performance);
    performance.now = () => now() / 20;
  });
  await openResults(arcscore);
  const done = await names(arcscore);
  expect(done[0]).toBe('solve_007bbfb7');
  await arcscore.page.waitForTimeout(4_000);
  expect(await names(arcscore)).toEqual(done);
});

test('while a run goes on no row moves under the pointer or from under the focus', ALONE, async ({ arcscore }) => {
  await openResults(arcscore, '&scope=all&sort=fuel,reversed');
  const { page, score } = arcscore;
  // Each program does more than those before it, so that whichever was at work last stands first.
  const growing = (_: unknown, n: number): string => `def grows_${String(n).padStart(3, '0')}(I):
    numbers = interval(0, add(height(I), ${250 + n}), 1)
    return size(product(numbers, numbers))
`;
  const buffer = Buffer.from(Array.from({ length: 400 }, growing).join('\n'));
  await arcscore.programs.setInputFiles({ name: 'growing.py', mimeType: 'text/x-python', buffer });
  await arcscore.reaches('idle');
  await arcscore.setWorkers(1);
  await score.click();
  const changes = async (): Promise<void> => {
    const before = await names(arcscore);
    await expect.poll(() => names(arcscore)).not.toEqual(before);
  };
  await changes();

  const third = grid(arcscore).getByRole('rowheader').nth(2).getByRole('button');
  await third.hover();
  const aimed = await names(arcscore);
  for (let step = 0; step < 20; step++) {
    await third.hover({ position: { x: 4 + step, y: 5 } });
    expect(await names(arcscore)).toEqual(aimed);
    await page.waitForTimeout(100);
  }
  await changes();

  await third.focus();
  await page.keyboard.press('ArrowDown');
  const reached = await names(arcscore);
  for (let step = 0; step < 20; step++) {
    await page.keyboard.press(step % 2 === 0 ? 'ArrowUp' : 'ArrowDown');
    expect(await names(arcscore)).toEqual(reached);
    await page.waitForTimeout(100);
  }
  await changes();
  await arcscore.cancel.click();
});

test('on many tasks a mark stands for all samples of a task', async ({ arcscore }) => {
  await openResults(arcscore, '');
  await expect(grid(arcscore).getByRole('columnheader', { name: '00d62c1b' })).toBeVisible();
  const marks = row(arcscore, 'one_cell_short').getByRole('gridcell');
  await expect(marks.first()).toHaveText('0 of 5');
  await expect(row(arcscore, 'one_cell_short').getByRole('gridcell', { name: '2 of 6 right' })).toHaveText('2/6');
  await row(arcscore, 'solve_0520fde7').getByRole('gridcell', { name: '4 of 4 right' }).click();
  const opened = arcscore.page.getByRole('region', { name: 'Opened result' });
  await expect(opened.getByRole('heading', { level: 2 })).toHaveText('solve_0520fde7 on 0520fde7');
});

test('without programs the view asks for some', async ({ arcscore }) => {
  await openResults(arcscore);
  const { page } = arcscore;
  await page.getByRole('button', { name: 'Remove demo.py' }).click();
  await expect(page.getByText('There are no programs to show results of')).toBeVisible();
  await expect(page.getByText('No program is like that.')).toHaveCount(0);
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'Choose programs' }).click(),
  ]);
  await chooser.setFiles(DEMO_PROGRAMS);
  await expect(page.getByRole('searchbox', { name: 'Find a program by its name' })).toBeVisible();
});

test('a click on a mark opens its grids, its numbers and the line that raised', async ({ arcscore }) => {
  await openResults(arcscore);
  await row(arcscore, 'half_a_mask').getByRole('gridcell', { name: 'raised IndexError' }).nth(1).click();
  const opened = arcscore.page.getByRole('region', { name: 'Opened result' });
  await expect(opened.getByRole('article', { name: 'demo 2' })).toContainText('IndexError in line 73');
  await expect(opened.getByText('! IndexError')).toBeVisible();
  await expect(opened.getByText('fuel')).toBeVisible();
  await opened.getByRole('button', { name: /test 1$/ }).click();
  await expect(opened.getByRole('article', { name: 'test 1' })).toBeVisible();
  await arcscore.page.reload();
  await arcscore.reaches('done');
  await expect(opened.getByRole('article', { name: 'test 1' })).toBeVisible();
  await opened.getByRole('button', { name: 'Close' }).click();
  await expect(opened).toHaveCount(0);
});

test('sorted by any column, both ways', async ({ arcscore }) => {
  await openResults(arcscore);
  const header = (name: string): Locator => grid(arcscore).getByRole('columnheader', { name, exact: true });
  await header('program').getByRole('button').click();
  await expect(header('program')).toHaveAttribute('aria-sort', 'ascending');
  const ascending = await names(arcscore);
  expect(ascending).toEqual(ascending.toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true })));
  await header('program').getByRole('button').click();
  await expect(header('program')).toHaveAttribute('aria-sort', 'descending');
  await expect.poll(() => names(arcscore)).toContain('tiled');
  await header('demo 1').getByRole('button').click();
  const first = row(arcscore, (await names(arcscore))[0] ?? '').getByRole('gridcell').nth(3);
  await expect(first).toHaveAccessibleName('right');
});

test('filtered by name and by outcome, and grouped by results', async ({ arcscore }) => {
  await openResults(arcscore);
  const { page } = arcscore;
  await page.getByRole('searchbox', { name: 'Find a program by its name' }).fill('copies');
  await expect.poll(() => names(arcscore)).toEqual(['copies', 'copies_again']);
  await expect(page.getByRole('status').getByText('2 of 20 programs')).toBeVisible();
  await page.getByRole('checkbox', { name: 'Group the same results' }).check();
  await expect.poll(() => names(arcscore)).toEqual(['copies']);
  await page.getByRole('button', { name: '1 more with the same results as copies' }).click();
  await expect.poll(() => names(arcscore)).toEqual(['copies', 'copies_again']);
  await page.getByRole('searchbox').fill('');
  await page.getByRole('checkbox', { name: 'Group the same results' }).uncheck();
  await page.getByRole('combobox', { name: 'Show' }).selectOption('raised an error');
  await expect.poll(() => names(arcscore)).toContain('half_a_mask');
  expect(await names(arcscore)).not.toContain('copies');
  await page.getByRole('searchbox').fill('nothing is called so');
  await expect(page.getByText('No program is like that.')).toBeVisible();
});

test('the keyboard moves through the results and opens one', async ({ arcscore }) => {
  await openResults(arcscore);
  const { page } = arcscore;
  await grid(arcscore).getByRole('button', { name: 'solve_007bbfb7', exact: true }).focus();
  for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown', 'End', 'ArrowLeft', 'Enter']) await page.keyboard.press(key);
  const opened = page.getByRole('region', { name: 'Opened result' });
  await expect(opened.getByRole('heading', { level: 2 })).toHaveText('one_cell_short on 007bbfb7');
  await expect(opened.getByRole('article', { name: 'demo 5' })).toBeVisible();
});

test('ten thousand programs are listed, and as much is drawn as is in sight', async ({ arcscore }) => {
  await openResults(arcscore);
  const source = readFileSync(DEMO_PROGRAMS, 'utf8');
  const copies = Array.from({ length: 500 }, (_, copy) => source.replace(/^def (\w+)/gm, `def $1_${copy}`));
  const buffer = Buffer.from(copies.join('\n'));
  await arcscore.programs.setInputFiles({ name: 'many.py', mimeType: 'text/x-python', buffer });
  await arcscore.reaches('idle');
  await expect(grid(arcscore)).toHaveAttribute('aria-rowcount', '10001');
  await arcscore.scoreAll();
  expect(await grid(arcscore).getByRole('row').count()).toBeLessThan(80);
  await grid(arcscore).getByRole('rowheader').first().getByRole('button').focus();
  await arcscore.page.keyboard.press('Control+End');
  await expect(grid(arcscore).locator('[aria-rowindex="10001"]')).toBeInViewport();
  await arcscore.page.getByRole('checkbox', { name: 'Group the same results' }).check();
  await expect.poll(async () => Number(await grid(arcscore).getAttribute('aria-rowcount'))).toBeLessThan(22);
});

for (const look of LOOKS) {
  test(`no barrier in the results ${inWords(look)}`, async ({ arcscore }) => {
    const { page } = arcscore;
    await takeLook(page, look);
    for (const query of ['', '&task=007bbfb7&program=half_a_mask&open']) {
      await openResults(arcscore, query);
      await expectNoBarrier(page);
    }
  });
}

test('what the page no longer holds is made again when it is looked at', async ({ arcscore }) => {
  await openResults(arcscore);
  const { page } = arcscore;
  await page.evaluate(() => {
    const app = document.querySelector('arc-app') as unknown as {
      page: { session: { board: { columns: { produced: { grids: Map<string, unknown> } } } } };
    };
    app.page.session.board.columns.produced.grids.clear();
  });
  await row(arcscore, 'one_cell_short').getByRole('gridcell', { name: '98% equal' }).first().click();
  const opened = page.getByRole('region', { name: 'Opened result' });
  await expect(opened.getByRole('img', { name: 'one_cell_short, demo 1, produced, 9 by 9' })).toBeVisible();
  await expect(opened.getByRole('article', { name: 'demo 1' })).toContainText('98% equal, 1 of 81 cells wrong');
});
