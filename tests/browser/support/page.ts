import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test as base, type Locator, type Page } from '@playwright/test';

/**
 * What a test is declared with that measures time, or has to come in time for what ends by itself: it runs while no
 * other test does.
 */
export const ALONE = { lock: '-exclusive-' };

export type State = 'loading' | 'idle' | 'scoring' | 'done' | 'error';

/** The page as a user has it, by role and name. */
export class ArcscorePage {
  readonly tasks: Locator;
  readonly programs: Locator;
  readonly workers: Locator;
  readonly score: Locator;
  readonly cancel: Locator;
  readonly progress: Locator;
  readonly results: Locator;
  readonly messages: Locator;

  constructor(
    readonly page: Page,
    private readonly site: string,
  ) {
    this.tasks = page.getByLabel('Tasks', { exact: true });
    this.programs = page.getByLabel('Programs', { exact: true });
    this.workers = page.getByRole('spinbutton', { name: 'Workers' });
    this.score = page.getByRole('button', { name: 'Score', exact: true });
    this.cancel = page.getByRole('button', { name: 'Cancel', exact: true });
    this.progress = page.getByRole('progressbar');
    this.results = page.getByRole('table', { name: 'Results' });
    this.messages = page.getByRole('list', { name: 'Messages' });
  }

  async open(query = ''): Promise<void> {
    await this.page.goto(new URL(query, this.site).href);
  }

  /** Opens the page and waits until the demo is scored. */
  async openDemo(): Promise<void> {
    await this.open();
    await this.reaches('done');
  }

  async reaches(state: State, options?: { timeout: number }): Promise<void> {
    await expect(this.page.locator('html')).toHaveAttribute('data-state', state, options);
  }

  async setWorkers(workers: number): Promise<void> {
    await this.workers.fill(String(workers));
    await this.workers.blur();
  }

  async scoreAll(): Promise<void> {
    await this.score.click();
    await this.reaches('done');
  }

  /** The row of a program in the results. */
  row(program: string): Locator {
    return this.results.getByRole('row').filter({ has: this.page.getByRole('button', { name: program, exact: true }) });
  }

  async pick(program: string): Promise<void> {
    await this.results.getByRole('button', { name: program, exact: true }).click();
  }

  sample(name: string): Locator {
    return this.page.getByRole('article', { name, exact: true });
  }

  /** The text of `Download results`. */
  async downloadText(): Promise<string> {
    const [download] = await Promise.all([
      this.page.waitForEvent('download'),
      this.page.getByRole('button', { name: 'Download results' }).click(),
    ]);
    return readFile(await download.path(), 'utf8');
  }

  /** The lines of `Download results`, the summary last. */
  async download(): Promise<Line[]> {
    return (await this.downloadText())
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Line);
  }
}

/** One line of the results, or the summary. */
export type Line = Record<string, unknown> & { summary?: Record<string, unknown> };

/** The lines without what differs from run to run. */
export function withoutTimes(lines: Line[]): Line[] {
  return lines.map(({ micros: _micros, ...line }) => {
    if (!line.summary) return line;
    const { millis: _millis, threads: _threads, ...summary } = line.summary;
    return { ...line, summary };
  });
}

export const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
export const DEMO_PROGRAMS = `${ROOT}www/public/demo/demo.py`;
export const DEMO_TASKS = `${ROOT}www/public/demo/demo.json`;
export const TASK_007BBFB7 = fileURLToPath(new URL('../fixtures/007bbfb7.json', import.meta.url));

interface Fixtures {
  arcscore: ArcscorePage;
  /** What may stand in the console in this test alone; anything else there fails it. */
  expectedErrors: RegExp[];
}

export const test = base.extend<Fixtures>({
  expectedErrors: [[], { option: true }],
  arcscore: async ({ page, expectedErrors }, use, info) => {
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') errors.push(message.text());
    });
    const site = process.env[String(info.project.metadata['site'])];
    if (!site) throw new Error('no site is served');
    await use(new ArcscorePage(page, site));
    expect(errors.filter((error) => !expectedErrors.some((expected) => expected.test(error)))).toEqual([]);
  },
});

export { expect };
