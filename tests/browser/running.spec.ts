import { readFileSync } from 'node:fs';
import { busyPrograms } from './support/engine.ts';
import { ALONE, DEMO_PROGRAMS, DEMO_TASKS, expect, TASK_007BBFB7, test, withoutTimes } from './support/page.ts';

/** The demo's programs many times over, each time under other names. */
function manyPrograms(times: number): { name: string; mimeType: string; buffer: Buffer } {
  const source = readFileSync(DEMO_PROGRAMS, 'utf8');
  const copies = Array.from({ length: times }, (_, copy) => source.replace(/^def (\w+)/gm, `def $1_${copy}`));
  return { name: 'many.py', mimeType: 'text/x-python', buffer: Buffer.from(copies.join('\n')) };
}

/** How many programs are in the long run. */
const BUSY = 1000;

test('a long run is cancelled, keeps what it has, and runs again to its end', ALONE, async ({ arcscore }) => {
  test.setTimeout(300_000);
  await arcscore.openDemo();
  // At work for many seconds, so that a slow machine too cancels in the middle.
  const buffer = Buffer.from(busyPrograms(BUSY, 60));
  await arcscore.programs.setInputFiles({ name: 'busy.py', mimeType: 'text/x-python', buffer });
  await arcscore.reaches('idle');
  await arcscore.setWorkers(1);

  await arcscore.score.click();
  await expect(arcscore.page.locator('html')).toHaveAttribute('data-state', 'scoring');
  await expect(arcscore.progress).not.toHaveAttribute('aria-valuenow', '0');
  const asked = Date.now();
  await arcscore.cancel.click();
  await arcscore.reaches('idle');
  console.log(`cancelled within ${Date.now() - asked} ms`);
  await expect(arcscore.page.getByRole('status').getByText(/^Cancelled: .* so far$/)).toBeVisible();

  await arcscore.score.click();
  await arcscore.reaches('done', { timeout: 240_000 });
  expect((await arcscore.download()).length).toBe(BUSY * 23 + 1);
});

test('thousands of programs do not freeze the page', async ({ arcscore }) => {
  await arcscore.openDemo();
  await arcscore.programs.setInputFiles(manyPrograms(200));
  await arcscore.reaches('idle');
  await arcscore.scoreAll();
  await expect(arcscore.results).toHaveAttribute('aria-rowcount', '4001');
  expect(await arcscore.results.getByRole('row').count()).toBeLessThan(300);
  // The last row is drawn when the table is scrolled to its end.
  await arcscore.results.evaluate((table) => table.parentElement?.scrollTo(0, table.scrollHeight));
  await expect(arcscore.results.locator('[aria-rowindex="4001"]')).toBeVisible();
});

test('what is evaluated and has not arrived is said to be collected, and not to take no time', async ({ arcscore }) => {
  await arcscore.openDemo();
  await arcscore.programs.setInputFiles(manyPrograms(400));
  await arcscore.reaches('idle');
  const sums = arcscore.page.getByRole('status').filter({ hasText: '8,000 programs on 5 tasks' });
  await sums.evaluate((status) => {
    const said = new Set<string>();
    new MutationObserver(() => said.add(status.textContent.trim())).observe(status, { childList: true, characterData: true, subtree: true });
    Object.assign(window, { said });
  });
  await arcscore.scoreAll();
  const said = await arcscore.page.evaluate(() => [...(window as unknown as { said: Set<string> }).said]);
  expect(said.filter((text) => text.includes('184,000 of 184,000') && text.includes('left'))).toEqual([]);
  expect(said.filter((text) => /^Collecting the results of 8,000 programs on 5 tasks: [\d,]+ of 184,000 samples$/.test(text))).not.toEqual([]);
});

test('a run that is over at once shows its results in the place of those before, and nothing between', async ({ arcscore }) => {
  await arcscore.openDemo();
  const { page } = arcscore;
  const sums = page.getByRole('status').filter({ hasText: '39 of 460 samples right' });
  await sums.evaluate((status) => {
    const said: string[] = [];
    new MutationObserver(() => said.push(status.textContent.trim())).observe(status, { childList: true, characterData: true, subtree: true });
    Object.assign(window, { said });
  });
  // However slow the machine, by the page's clock the run is over at once.
  await page.clock.install();
  await page.clock.pauseAt(Date.now() + 1000);
  await arcscore.score.click();
  await expect(async () => {
    await page.clock.runFor(1);
    expect(await page.locator('html').getAttribute('data-state')).toBe('done');
  }).toPass({ intervals: [25] });
  const said = await page.evaluate(() => (window as unknown as { said: string[] }).said);
  expect(said.filter((text) => !text.includes('39 of 460 samples right'))).toEqual([]);
});

test('the address loads files, sets the workers and runs', async ({ arcscore }) => {
  await arcscore.open('?tasks=./demo/demo.json&programs=./demo/demo.py&workers=1&run');
  await arcscore.reaches('done');
  await expect(arcscore.workers).toHaveValue('1');
  await expect(arcscore.row('solve_007bbfb7')).toContainText('6 of 6');
});

test('what the address names and nothing has is told of, and named no more', async ({ arcscore }) => {
  const { page } = arcscore;
  await arcscore.open('?view=task&task=nope&program=no_such');
  await arcscore.reaches('done');
  await expect(arcscore.messages).toContainText('There is no task nope among those that are loaded.');
  await expect(arcscore.messages).toContainText('There is no program no_such among those that are loaded.');
  await expect(page).toHaveURL(/\?view=task$/);

  await arcscore.open('?task=00d62c1b&program=copies');
  await arcscore.reaches('done');
  await expect(page.getByRole('heading', { level: 2 })).toHaveText('copies on 00d62c1b');
  await expect(arcscore.messages.getByRole('listitem')).toHaveCount(0);
  await expect(page).toHaveURL(/task=00d62c1b&program=copies$/);
});

test('more workers than there can be are not asked for by the address either', async ({ arcscore }) => {
  await arcscore.open('?workers=9999');
  await arcscore.reaches('done');
  await expect(arcscore.workers).toHaveValue('64');
});

test('the address without run waits for Score', async ({ arcscore }) => {
  await arcscore.open('?tasks=./demo/demo.json&programs=./demo/demo.py');
  await arcscore.reaches('idle');
  await expect(arcscore.page.getByText('not scored yet').first()).toBeVisible();
  await arcscore.scoreAll();
});

test.describe('an address that is not there', () => {
  // The browser itself reports the answer in the console.
  test.use({ expectedErrors: [/Failed to load resource.*404/] });

  test('is named, and what else was asked for is loaded', async ({ arcscore }) => {
    await arcscore.open('?tasks=./nowhere.json&programs=./demo/demo.py&run');
    await arcscore.reaches('error');
    await expect(arcscore.messages).toContainText('./nowhere.json');
    await expect(arcscore.messages).toContainText('404');
    await expect(arcscore.page.getByText('20 programs · demo.py')).toBeVisible();
    await expect(arcscore.page.getByText('20 programs are loaded, but no tasks. Drop an ARC task file above, or')).toBeVisible();
    await arcscore.tasks.setInputFiles(TASK_007BBFB7);
    await arcscore.reaches('idle');
    await arcscore.scoreAll();
  });
});

test('several files at once, and files dropped anywhere', async ({ arcscore }) => {
  await arcscore.openDemo();
  await arcscore.tasks.setInputFiles([TASK_007BBFB7, DEMO_TASKS]);
  await expect(arcscore.page.getByText('5 tasks · 2 files')).toBeVisible();

  const dropped = await arcscore.page.evaluateHandle(
    ([task, program]) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([task ?? ''], '007bbfb7.json'));
      transfer.items.add(new File([program ?? ''], 'mine.py'));
      return transfer;
    },
    [readFileSync(TASK_007BBFB7, 'utf8'), 'def mine(I):\n    return I\n'],
  );
  await arcscore.page.locator('body').dispatchEvent('drop', { dataTransfer: dropped });
  await expect(arcscore.page.getByText('1 task · 007bbfb7.json')).toBeVisible();
  await expect(arcscore.page.getByText('1 program · mine.py')).toBeVisible();
  await arcscore.reaches('idle');
  await arcscore.scoreAll();
  await expect(arcscore.row('mine')).toContainText('0 of 6');
});

test('tasks and programs are selected with mouse and keys, and Back comes back', async ({ arcscore }) => {
  await arcscore.openDemo();
  const { page } = arcscore;
  const heading = page.getByRole('heading', { level: 2 });
  await expect(heading).toHaveText('solve_007bbfb7 on 007bbfb7');
  await page.keyboard.press('j');
  await expect(heading).toHaveText('copies on 007bbfb7');
  await page.keyboard.press('k');
  await expect(heading).toHaveText('solve_007bbfb7 on 007bbfb7');
  await page.getByRole('navigation').getByRole('button', { name: '0520fde7' }).click();
  await expect(heading).toHaveText('solve_0520fde7 on 0520fde7');
  await arcscore.pick('either_half');
  await expect(heading).toHaveText('either_half on 0520fde7');
  await page.goBack();
  await expect(heading).toHaveText('solve_0520fde7 on 0520fde7');
  await arcscore.pick('either_half');
  await page.reload();
  await arcscore.reaches('done');
  await expect(heading).toHaveText('either_half on 0520fde7');
});

test('everything is reached with the keyboard alone', async ({ arcscore }) => {
  await arcscore.openDemo();
  await arcscore.score.focus();
  await arcscore.page.keyboard.press('Enter');
  await arcscore.reaches('done');
  const reached = new Set<string>();
  for (let step = 0; step < 120; step++) {
    await arcscore.page.keyboard.press('Tab');
    reached.add(
      await arcscore.page.evaluate(() => {
        let element = document.activeElement;
        while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
        return element?.getAttribute('aria-label') ?? element?.textContent?.trim() ?? '';
      }),
    );
  }
  for (const name of ['Tasks', 'Programs', 'Download results', 'Share', 'copies']) expect([...reached]).toContain(name);
});

test('scoring twice gives the same lines', async ({ arcscore }) => {
  await arcscore.openDemo();
  const first = withoutTimes(await arcscore.download());
  await arcscore.scoreAll();
  expect(withoutTimes(await arcscore.download())).toEqual(first);
});
