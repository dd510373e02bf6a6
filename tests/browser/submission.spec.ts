import { readFileSync } from 'node:fs';
import { LOOKS, expectNoBarrier, inWords, takeLook } from './support/barriers.ts';
import { type ArcscorePage, DEMO_TASKS, expect, test } from './support/page.ts';

interface Task {
  test: { input: number[][]; output: number[][] }[];
}

/** The demo's tasks by id, whatever subsets they stand in. */
function demoTasks(): Record<string, Task> {
  const file = JSON.parse(readFileSync(DEMO_TASKS, 'utf8')) as Record<string, Record<string, Task> | Task>;
  return Object.fromEntries(
    Object.entries(file).flatMap(([id, value]) =>
      Array.isArray((value as Task).test) ? [[id, value as Task]] : Object.entries(value as Record<string, Task>),
    ),
  );
}

/** Right on the first task, nearly right on the second, of the wrong size on the third, nothing for the others. */
function submission(): Record<string, unknown> {
  const [first, second, third] = Object.entries(demoTasks());
  const answer = ([, task]: [string, Task], change: (grid: number[][]) => number[][]) =>
    task.test.map(({ output }) => ({ attempt_1: [[0]], attempt_2: change(output) }));
  return {
    [first![0]]: answer(first!, (grid) => grid),
    [second![0]]: answer(second!, (grid) => grid.map((row, r) => row.map((cell, c) => (r + c === 0 ? 9 - cell : cell)))),
    [third![0]]: answer(third!, () => [[1, 2]]),
    nonsense: [{ attempt_1: [[0]], attempt_2: [[0]] }],
  };
}

async function openSubmission(arcscore: ArcscorePage, content: string): Promise<void> {
  await arcscore.open('?view=submission');
  await arcscore.reaches('done');
  await arcscore.page
    .getByLabel('Submission', { exact: true })
    .setInputFiles({ name: 'submission.json', mimeType: 'application/json', buffer: Buffer.from(content) });
}

test('a submission is scored by three rules, each with its denominator', async ({ arcscore }) => {
  await openSubmission(arcscore, JSON.stringify(submission()));
  const { page } = arcscore;
  await expect(page.getByRole('region', { name: 'ARC Prize' })).toContainText('1 of 5 tasks');
  await expect(page.getByRole('region', { name: 'ARC Prize' })).toContainText('20%');
  await expect(page.getByRole('region', { name: 'Solved' })).toContainText('1 of 5 tasks');
  await expect(page.getByRole('region', { name: 'Kaggle' })).toContainText(/1 of \d+ outputs right/);
  const problems = page.getByRole('list', { name: 'Problems' });
  await expect(problems).toContainText('2 tasks are missing');
  await expect(problems).toContainText('nonsense');
});

test('every miss is shown as a difference', async ({ arcscore }) => {
  await openSubmission(arcscore, JSON.stringify(submission()));
  const { page } = arcscore;
  const [, second, third] = Object.keys(demoTasks());
  const tasks = page.getByRole('list', { name: 'Tasks of the submission' });
  await page.getByRole('combobox', { name: 'Show' }).selectOption('with a miss');
  await expect(tasks.getByRole('button')).toHaveCount(4);
  await tasks.getByRole('button', { name: new RegExp(second!) }).click();
  const output = page.getByRole('article', { name: `${second!}, test 1` });
  await expect(output.getByRole('img', { name: /^attempt 2/ })).toBeVisible();
  await expect(output).toContainText(/attempt 2: \d+% equal/);
  await tasks.getByRole('button', { name: new RegExp(third!) }).click();
  await expect(page.getByRole('article', { name: `${third!}, test 1` })).toContainText('wrong size: 1 by 2');
});

test('of a run that makes one attempt it is said that there is no second', async ({ arcscore }) => {
  const { page } = arcscore;
  await arcscore.open('?tasks=./demo/demo.json&programs=./demo/demo.py&pairs=own&run&view=submission');
  await arcscore.reaches('done');
  await page.getByRole('button', { name: 'Score what this run predicts' }).click();
  const task = page.getByRole('list', { name: 'Tasks of the submission' }).getByRole('button', { name: /007bbfb7/ });
  await expect(task).toContainText('test 1, attempt 1: right');
  await expect(task).not.toContainText('attempt 2');
  await task.click();
  const output = page.getByRole('article', { name: '007bbfb7, test 1' });
  await expect(output).toContainText('no attempt 2: nothing else came out');
  await expect(output).not.toContainText('wrong size');
});

test('a black cell that a program produced is an attempt', async ({ arcscore }) => {
  const { page } = arcscore;
  await arcscore.open('?view=submission');
  await arcscore.reaches('done');
  const source = 'def doubled(I):\n    return hupscale(I, TWO)\n\ndef cell(I):\n    return canvas(ZERO, UNITY)\n';
  await arcscore.programs.setInputFiles({ name: 'two.py', mimeType: 'text/x-python', buffer: Buffer.from(source) });
  await arcscore.reaches('idle');
  await arcscore.scoreAll();
  await page.getByRole('button', { name: 'Score what this run predicts' }).click();
  const task = page.getByRole('list', { name: 'Tasks of the submission' }).getByRole('button', { name: /007bbfb7/ });
  await task.click();
  const output = page.getByRole('article', { name: '007bbfb7, test 1' });
  await expect(output).toContainText('wrong size: 1 by 1 instead of 9 by 9');
});

test('what is no submission is named', async ({ arcscore }) => {
  await openSubmission(arcscore, '{"007bbfb7": 3}');
  const { page } = arcscore;
  await expect(page.getByRole('list', { name: 'Problems' })).toContainText('submission.json');
});

for (const look of LOOKS) {
  test(`no barrier in a scored submission ${inWords(look)}`, async ({ arcscore }) => {
    const { page } = arcscore;
    await takeLook(page, look);
    await openSubmission(arcscore, JSON.stringify(submission()));
    await page.getByRole('list', { name: 'Tasks of the submission' }).getByRole('button').nth(1).click();
    await expectNoBarrier(page);
  });
}
