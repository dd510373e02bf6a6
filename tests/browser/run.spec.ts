import { LOOKS, expectNoBarrier, inWords, takeLook } from './support/barriers.ts';
import { type ArcscorePage, expect, test } from './support/page.ts';

async function openRun(arcscore: ArcscorePage): Promise<void> {
  await arcscore.open('?view=run');
  await arcscore.reaches('done');
}

test('stages with their times, and what the workers did', async ({ arcscore }) => {
  await openRun(arcscore);
  const { page } = arcscore;
  const stages = page.getByRole('table', { name: 'Where the time went' });
  for (const stage of ['Read', 'Check', 'Filter', 'Inline', 'Score', 'All'])
    await expect(stages.getByRole('row').filter({ hasText: stage }).first()).toContainText(/\d (µs|ms|s)/);
  await expect(page.getByRole('img', { name: /^Workers at work over .*: worker 1 \d+%/ })).toBeVisible();
  await expect(page.getByText(/^\d+ evaluations made by \d+ workers?$/)).toBeVisible();
});

test('programs that are one with others are named', async ({ arcscore }) => {
  await openRun(arcscore);
  await expect(arcscore.page.getByRole('list', { name: 'Filtered programs' })).toContainText('copies_again is copies');
});

test('schedules are compared, with the lost evaluations of the one that starved', async ({ arcscore }) => {
  await openRun(arcscore);
  const { page } = arcscore;
  await page.getByRole('button', { name: 'Compare schedules' }).click();
  const table = page.getByRole('table', { name: 'Ways of dividing the work' });
  await expect(table.getByRole('row').filter({ hasText: 'sequential' })).toContainText('1.00 ×');
  for (const name of ['samples', 'bounded', 'candidates', 'nested'])
    await expect(table.getByRole('rowheader').filter({ hasText: new RegExp(`^\\s*${name}`) })).toBeVisible();
  await expect(table.getByRole('rowheader').filter({ hasText: 'worked out from measured times' }).first()).toBeVisible();
});

test('what a run predicts is saved as a submission, and scored as one', async ({ arcscore }) => {
  await openRun(arcscore);
  const { page } = arcscore;
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'submission.json' }).click(),
  ]);
  const path = await download.path();
  await page.getByRole('link', { name: 'Submission' }).click();
  await page.getByLabel('Submission', { exact: true }).setInputFiles(path);
  await expect(page.getByRole('region', { name: 'Solved' })).toContainText('5 of 5 tasks');
  await page.reload();
  await arcscore.reaches('done');
  await page.getByRole('button', { name: 'Score what this run predicts' }).click();
  await expect(page.getByRole('region', { name: 'Solved' })).toContainText('5 of 5 tasks');
});

for (const look of LOOKS) {
  test(`no barrier in the run ${inWords(look)}`, async ({ arcscore }) => {
    const { page } = arcscore;
    await takeLook(page, look);
    await openRun(arcscore);
    await expectNoBarrier(page);
  });
}
