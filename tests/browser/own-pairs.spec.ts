import type { Locator } from '@playwright/test';
import { LOOKS, expectNoBarrier, inWords, takeLook } from './support/barriers.ts';
import { type ArcscorePage, expect, test } from './support/page.ts';

/** The demo's twenty programs, of which five are named after its five tasks, each on its own task. */
const OWN = '?tasks=./demo/demo.json&programs=./demo/demo.py&pairs=own&run';

/** Wrong on its own task, and named after none. */
const PROGRAMS = `
def solve_00d62c1b(I):
    O = identity(I)
    return O

def helper(I):
    return I
`;

async function open(arcscore: ArcscorePage, query: string): Promise<void> {
  await arcscore.open(OWN + query);
  await arcscore.reaches('done');
}

const grid = ({ page }: ArcscorePage): Locator => page.getByRole('grid', { name: 'Results' });
const row = (arcscore: ArcscorePage, program: string): Locator =>
  grid(arcscore)
    .getByRole('row')
    .filter({ has: arcscore.page.getByRole('button', { name: program, exact: true }) });

/** The first tasks of ARC-AGI-1. */
const IDS = [
  ...['007bbfb7', '00d62c1b', '017c7c7b', '025d127b', '045e512c', '0520fde7', '05269061', '05f2a901', '06df4c85'],
  ...['08ed6ac7', '09629e4f', '0962bcdd', '0a938d79', '0b148d64', '0ca9ddb6', '0d3d703e', '0dfd9992', '0e206a2e'],
];

async function loadMany(arcscore: ArcscorePage, names: readonly string[], query = ''): Promise<void> {
  await arcscore.open(`?tasks=./data/arcagi_aa922be.json${query}`);
  await arcscore.reaches('idle');
  const buffer = Buffer.from(names.map((name) => `def ${name}(I):\n    return I\n`).join('\n'));
  await arcscore.programs.setInputFiles({ name: 'many.py', mimeType: 'text/x-python', buffer });
  await arcscore.reaches('idle');
}

test('the status line counts the programs that ran', async ({ arcscore }) => {
  await open(arcscore, '');
  const status = arcscore.page.getByRole('status').filter({ hasText: 'samples right' });
  await expect(status).toContainText('5 of 20 programs, each on its own task: 23 of 23 samples right');
});

test('sums and filters count only what is in the run', async ({ arcscore }) => {
  await open(arcscore, '&view=results');
  const { page } = arcscore;
  const cells = row(arcscore, 'solve_00d62c1b').getByRole('gridcell');
  await expect(cells.first()).toHaveText('1 of 1');
  await expect(cells.nth(1)).toHaveText('6 of 6');
  const listed = grid(arcscore).getByRole('rowheader');
  for (const [show, programs] of [
    ['right everywhere', 5],
    ['right on some', 0],
    ['right on none', 0],
  ] as const) {
    await page.getByRole('combobox', { name: 'Show' }).selectOption(show);
    await expect(listed).toHaveCount(programs);
  }
});

test('what is not in the run says so, on each view', async ({ arcscore }) => {
  await open(arcscore, '&view=results');
  const { page } = arcscore;
  await expect(row(arcscore, 'copies').getByRole('gridcell', { name: 'not in this run' })).toHaveCount(5);
  await expect(row(arcscore, 'solve_00d62c1b').getByRole('gridcell', { name: 'not in this run' })).toHaveCount(4);
  await expect(page.getByText('not scored yet')).toHaveCount(0);

  await page.getByRole('link', { name: 'Task', exact: true }).click();
  await expect(arcscore.results.getByRole('row').nth(1)).toContainText('solve_007bbfb7');
  await expect(arcscore.row('copies').getByText('not in this run')).toHaveCount(6);
  const strip = page.getByRole('navigation', { name: 'Loaded puzzles' });
  await expect(strip.getByRole('button', { name: '0520fde7' })).toContainText('1 of 1 right');
});

test('a task that no program is named after is not in the run', async ({ arcscore }) => {
  await open(arcscore, '&view=tasks');
  const { page } = arcscore;
  const buffer = Buffer.from(PROGRAMS);
  await arcscore.programs.setInputFiles({ name: 'mine.py', mimeType: 'text/x-python', buffer });
  await arcscore.reaches('idle');
  await arcscore.scoreAll();
  const wall = page.getByRole('list', { name: 'All tasks' });
  await expect(wall.getByRole('link', { name: '00d62c1b' })).toContainText('solved by 0 of 1 program');
  await expect(wall.getByRole('link', { name: '007bbfb7' })).toContainText('not in this run');
});

test('a row opens on the task of its own, and brings its mark into sight', async ({ arcscore }) => {
  // The first tasks have no program.
  const ids = ['ff28f65a', 'e26a3af2', '6150a2bd'];
  await loadMany(
    arcscore,
    ids.map((id) => `solve_${id}`),
    '&pairs=own&view=results',
  );
  await arcscore.scoreAll();
  for (const id of ids) {
    await grid(arcscore)
      .getByRole('button', { name: `solve_${id}`, exact: true })
      .click();
    const opened = arcscore.page.getByRole('region', { name: 'Opened result' });
    await expect(opened.getByRole('heading', { level: 2 })).toHaveText(`solve_${id} on ${id}`);
    const mark = row(arcscore, `solve_${id}`).getByRole('gridcell', { name: /^0 of \d+ right/ });
    await expect(mark).toBeInViewport({ ratio: 0.95 });
  }
});

test('where programs are named after tasks, their own tasks are offered beside Score', async ({ arcscore }) => {
  const { page } = arcscore;
  const names = IDS.map((id) => `solve_${id}`);
  const offer = page.getByRole('button', { name: 'Each on its own task' });
  await loadMany(arcscore, [...names, 'helper']);
  await expect(page.getByText(/^18 of 19 programs are named after a task/)).toContainText(
    'On all tasks there are 66,500 samples to score, on their own 76.',
  );
  const pairs = page.getByRole('combobox', { name: 'Pairs' });
  await expect(pairs).toHaveValue('all');
  await offer.click();
  await expect(pairs).toHaveValue('own');
  await expect(offer).toHaveCount(0);
  await expect(arcscore.score).toBeFocused();
  await page.keyboard.press('Enter');
  await arcscore.reaches('done');
  await expect(page.getByRole('status').filter({ hasText: '18 of 19 programs, each on its own task' })).toBeVisible();
});

test('what is too much for every pair is loaded, and scored on its own tasks', async ({ arcscore }) => {
  const { messages, page } = arcscore;
  await arcscore.open('?pairs=own');
  await arcscore.reaches('done');
  const pair = { input: [[1]], output: [[1]] };
  const task = { train: Array.from({ length: 200 }, () => pair), test: [pair] };
  const tasks = JSON.stringify(Object.fromEntries(Array.from({ length: 1000 }, (_, at) => [`task${at}`, task])));
  const names = Array.from({ length: 10_000 }, (_, at) => (at < 20 ? `solve_task${at}` : `p${at}`));
  const programs = names.map((name) => `def ${name}(I):\n    return I\n`).join('\n');
  await arcscore.tasks.setInputFiles({ name: 'large.json', mimeType: 'application/json', buffer: Buffer.from(tasks) });
  await arcscore.programs.setInputFiles({ name: 'many.py', mimeType: 'text/x-python', buffer: Buffer.from(programs) });
  await expect(page.getByText('1,000 tasks · large.json')).toBeVisible();
  await expect(page.getByText('10,000 programs · many.py')).toBeVisible();
  await arcscore.reaches('idle');
  await expect(messages.getByRole('listitem')).toHaveCount(0);

  const pairs = page.getByRole('combobox', { name: 'Pairs' });
  await pairs.selectOption('all');
  for (let times = 0; times < 2; times++) {
    await arcscore.score.click();
    await arcscore.reaches('error');
    const told = messages.getByRole('listitem');
    await expect(told).toHaveCount(1);
    await expect(told).toContainText('Not scored. 2,010,000,000 samples to score are more than this browser can hold: choose fewer');
  }
  await pairs.selectOption('own');
  await arcscore.scoreAll();
  await expect(page.getByText('20 of 10,000 programs, each on its own task: 4,020 of 4,020 samples right')).toBeVisible();
});

test('nothing is offered for small work, nor where most programs are named otherwise', async ({ arcscore }) => {
  const offer = arcscore.page.getByRole('button', { name: 'Each on its own task' });
  await arcscore.openDemo();
  await expect(offer).toHaveCount(0);
  const names = IDS.map((id) => `solve_${id}`);
  for (const programs of [names.slice(0, 5), [...names, 'a', 'b', 'c']]) {
    await loadMany(arcscore, programs);
    await expect(arcscore.page.getByRole('combobox', { name: 'Pairs' })).toBeVisible();
    await expect(offer).toHaveCount(0);
  }
});

for (const look of LOOKS) {
  test(`no barrier where pairs are left out, or offered to be, ${inWords(look)}`, async ({ arcscore }) => {
    const { page } = arcscore;
    await takeLook(page, look);
    await loadMany(
      arcscore,
      IDS.map((id) => `solve_${id}`),
    );
    await expectNoBarrier(page);
    for (const view of ['results', 'task']) {
      await open(arcscore, `&view=${view}`);
      await expectNoBarrier(page);
    }
  });
}
