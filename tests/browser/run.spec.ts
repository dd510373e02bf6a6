import { LOOKS, expectNoBarrier, inWords, takeLook } from './support/barriers.ts';
import { busyPrograms } from './support/engine.ts';
import { ALONE, type ArcscorePage, DEMO_PROGRAMS, expect, test } from './support/page.ts';

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

test('without programs the view asks for some before it asks to score', async ({ arcscore }) => {
  await openRun(arcscore);
  const { page } = arcscore;
  await page.getByRole('button', { name: 'Remove demo.py' }).click();
  await expect(page.getByText('Nothing has been scored yet: load programs and press Score.')).toBeVisible();
  await arcscore.programs.setInputFiles(DEMO_PROGRAMS);
  await expect(page.getByText('Nothing has been scored yet: press Score.')).toBeVisible();
});

test('programs that are one with others are named', async ({ arcscore }) => {
  await openRun(arcscore);
  await expect(arcscore.page.getByRole('list', { name: 'Filtered programs' })).toContainText('copies_again is copies');
});

test('evaluations that the clock stopped are told of, as another machine may end them otherwise', async ({ arcscore }) => {
  const { page } = arcscore;
  // A run whose evaluations have no time at all.
  await page.addInitScript(() => {
    const { postMessage } = Worker.prototype;
    Worker.prototype.postMessage = function (this: Worker, message: any, ...rest: any[]): void {
      if (message?.path?.join() === 'score') {
        const [request] = message.argumentList;
        request.value = { ...request.value, options: { ...request.value.options, timeout: 1e-6 } };
      }
      return postMessage.call(this, message, ...(rest as [any]));
    };
  });
  await openRun(arcscore);
  const buffer = Buffer.from(`def quick(I):\n    return I\n\n\n${busyPrograms(1, 700)}`);
  await arcscore.programs.setInputFiles({ name: 'busy.py', mimeType: 'text/x-python', buffer });
  await arcscore.reaches('idle');
  await arcscore.scoreAll();
  const stopped = (await arcscore.download()).filter(({ status }) => status === 'timeout').length;
  expect(stopped).toBeGreaterThan(1);
  const words = `${stopped} evaluations were stopped by the clock after 5 s: on another machine they may end otherwise.`;
  await expect(page.getByRole('status').filter({ hasText: words })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Where the time went' })).toContainText(words);
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  const panel = page.getByRole('region', { name: "Link to this page's content" });
  await expect(panel).toContainText(words);
  await panel.getByRole('checkbox', { name: /^only the program/ }).check();
  const part = /[\d,]+ evaluations? w(as|ere) stopped by the clock/;
  await page.getByRole('link', { name: 'Task', exact: true }).click();
  await arcscore.pick('quick');
  await expect(panel).not.toContainText(part);
  await expect(panel).toContainText('compares the results with yours');
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

/** Compares a run whose schedules take some seconds. */
async function compare(arcscore: ArcscorePage): Promise<void> {
  await openRun(arcscore);
  const { page } = arcscore;
  const buffer = Buffer.from(busyPrograms(120));
  await arcscore.programs.setInputFiles({ name: 'busy.py', mimeType: 'text/x-python', buffer });
  await arcscore.reaches('idle');
  await arcscore.scoreAll();
  await page.getByRole('button', { name: 'Compare schedules' }).click();
}

/** Compares, and waits until that is under way. */
async function startComparison(arcscore: ArcscorePage): Promise<void> {
  await compare(arcscore);
  await expect(arcscore.page.getByText(/^[1-9][\d,]* of [\d,]+ evaluations$/)).toBeVisible();
}

test('a comparison tells how far it is, goes on in other views, and is cancelled', ALONE, async ({ arcscore }) => {
  await startComparison(arcscore);
  const { page } = arcscore;
  await expect(page.getByRole('progressbar', { name: 'Evaluations compared' })).not.toHaveAttribute('aria-valuenow', '0');
  await page.getByRole('link', { name: 'Results' }).click();
  await expect(page.getByText('Comparing schedules …')).toBeVisible();
  await page.getByRole('link', { name: 'Run' }).click();
  await expect(page.getByRole('button', { name: 'Comparing …' })).toBeDisabled();
  await arcscore.cancel.click();
  await expect(page.getByText('Cancelled, so nothing is compared.')).toBeVisible();
  await expect(page.getByRole('table', { name: 'Ways of dividing the work' })).toBeHidden();
  await expect(arcscore.cancel).toBeDisabled();
  await expect(page.getByRole('button', { name: 'Compare schedules' })).toBeEnabled();
});

test('where workers share no memory a comparison is cancelled too, and can be made again @plain', ALONE, async ({ arcscore }) => {
  const { page } = arcscore;
  // The host sends no headers of isolation, and nobody adds them.
  await page.addInitScript(() => {
    ServiceWorkerContainer.prototype.register = () => Promise.reject(new Error('no service worker here'));
  });
  await compare(arcscore);
  await expect(page.getByText('each with a memory of its own')).toBeVisible();
  const going = page.getByRole('button', { name: 'Comparing …' });
  await expect(going).toBeDisabled();
  await arcscore.cancel.click();
  await expect(page.getByText('Cancelled, so nothing is compared.')).toBeVisible();
  await expect(page.getByRole('table', { name: 'Ways of dividing the work' })).toBeHidden();
  await expect(arcscore.cancel).toBeDisabled();
  // The worker that compared was ended, and what it knew of the run went with it.
  await arcscore.scoreAll();
  await page.getByRole('button', { name: 'Compare schedules' }).click();
  await expect(going).toBeDisabled();
  await arcscore.cancel.click();
  await expect(page.getByText('Cancelled, so nothing is compared.')).toBeVisible();
});

test('Score ends a comparison', ALONE, async ({ arcscore }) => {
  await startComparison(arcscore);
  await arcscore.score.click();
  await arcscore.reaches('done');
  await expect(arcscore.page.getByRole('button', { name: 'Compare schedules' })).toBeEnabled();
  await expect(arcscore.page.getByRole('row', { name: /^All/ })).toBeVisible();
});

test('a cancelled run says why its schedules are not compared', ALONE, async ({ arcscore }) => {
  await openRun(arcscore);
  const { page } = arcscore;
  const buffer = Buffer.from(busyPrograms(400));
  await arcscore.programs.setInputFiles({ name: 'busy.py', mimeType: 'text/x-python', buffer });
  await arcscore.reaches('idle');
  await arcscore.score.click();
  await arcscore.cancel.click();
  await arcscore.reaches('idle');
  const compare = page.getByRole('button', { name: 'Compare schedules' });
  await expect(compare).toBeDisabled();
  await expect(compare).toHaveAccessibleDescription(/The run was cancelled/);
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
