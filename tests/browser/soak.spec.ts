import { readFileSync } from 'node:fs';
import type { Engine } from '../../www/src/engine/client.ts';
import { TIERS, openEngine } from './support/engine.ts';
import { ALONE, DEMO_PROGRAMS, DEMO_TASKS, TASK_007BBFB7, expect, test } from './support/page.ts';
import { type Usage, inWords, usageOf } from './support/usage.ts';

test.describe.configure(ALONE);

/** How long the page is used; `cargo xtask soak` asks for more. */
const MINUTES = Number(process.env['ARCSCORE_SOAK_MINUTES'] ?? 0.3);
const SEED = Number(process.env['ARCSCORE_SEED'] ?? 1);

const RUNS = 100;

/** Numbers from 0 up to 1, the same for the same seed (mulberry32). */
function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** What is loaded: the digest of its results must be the same whenever they are made. */
interface Loaded {
  tasks: string;
  copies: number;
}

const TASKS = [DEMO_TASKS, TASK_007BBFB7];
const tasks = readFileSync(DEMO_TASKS, 'utf8');
const demo = readFileSync(DEMO_PROGRAMS, 'utf8');

/** The demo's programs so many times over, each time under other names. */
function programs(copies: number): { name: string; mimeType: string; buffer: Buffer } {
  const texts = Array.from({ length: copies }, (_, copy) => demo.replace(/^def (\w+)/gm, `def $1_${copy}`));
  return { name: `${copies}.py`, mimeType: 'text/x-python', buffer: Buffer.from(texts.join('\n')) };
}

test('the page used at random stays as it was, in time and memory', async ({ arcscore }) => {
  test.setTimeout(MINUTES * 60_000 + 120_000);
  const { page } = arcscore;
  const next = random(SEED);
  const below = (number: number): number => Math.floor(next() * number);
  const digests = new Map<string, string>();
  const counts: Record<string, number> = {};
  let loaded: Loaded = { tasks: DEMO_TASKS, copies: 1 };

  const views = page.getByRole('navigation', { name: 'Views' }).getByRole('link');
  const settle = async (): Promise<void> => {
    await views.first().click();
    await arcscore.tasks.setInputFiles(DEMO_TASKS);
    await arcscore.reaches('idle');
    await arcscore.programs.setInputFiles(programs(1));
    await arcscore.reaches('idle');
    loaded = { tasks: DEMO_TASKS, copies: 1 };
    await arcscore.setWorkers(2);
    await arcscore.scoreAll();
  };
  const actions: Record<string, () => Promise<void>> = {
    async load() {
      loaded = { tasks: TASKS[below(TASKS.length)]!, copies: 1 + below(20) };
      await arcscore.tasks.setInputFiles(loaded.tasks);
      await arcscore.programs.setInputFiles(programs(loaded.copies));
      await arcscore.reaches('idle');
    },
    async score() {
      await arcscore.scoreAll();
      const digest = String((await arcscore.download()).at(-1)?.summary?.['digest']);
      const what = `${loaded.tasks} ${loaded.copies}`;
      expect(digest, what).toBe(digests.get(what) ?? digest);
      digests.set(what, digest);
    },
    async cancel() {
      await arcscore.score.click();
      await page.waitForTimeout(below(120));
      if (await arcscore.cancel.isEnabled()) await arcscore.cancel.click({ force: true }).catch(() => {});
      await expect(page.locator('html')).toHaveAttribute('data-state', /idle|done/);
    },
    async workers() {
      await arcscore.setWorkers(1 + below(4));
    },
    async share() {
      await page.getByRole('button', { name: 'Share', exact: true }).click();
      await page.getByRole('button', { name: 'Close' }).click();
    },
    async views() {
      await views.nth(below(await views.count())).click();
    },
    async reload() {
      await arcscore.open();
      await arcscore.reaches('done');
      await settle();
    },
  };
  const names = Object.keys(actions);

  await arcscore.openDemo();
  const measure = await usageOf(page);
  const seen: Usage[] = [];
  const note = async (): Promise<void> => {
    await settle();
    await page.waitForTimeout(500);
    seen.push(await measure());
    console.log(`${names.map((name) => `${name} ${counts[name] ?? 0}`).join(', ')}: ${inWords(seen.at(-1)!)}`);
  };
  // What a view needs is made when it is first seen, and kept.
  for (const view of await views.all()) await view.click();
  await note();
  const end = Date.now() + MINUTES * 60_000;
  const pause = Math.min(60_000, (MINUTES * 60_000) / 4);
  let noted = Date.now();
  while (Date.now() < end) {
    const name = names[below(names.length)]!;
    await actions[name]!();
    counts[name] = (counts[name] ?? 0) + 1;
    if (Date.now() - noted < pause) continue;
    await note();
    noted = Date.now();
  }
  await note();
  expectFlat(seen);
});

test('programs that take the place of others take no more memory than those', async ({ arcscore }) => {
  const { page } = arcscore;
  await arcscore.openDemo();
  const measure = await usageOf(page);
  const seen: Usage[] = [];
  for (let number = 1; number <= 25; number++) {
    const name = `many${number}.py`;
    await arcscore.programs.setInputFiles({ ...programs(300), name });
    await expect(page.getByText(`6,000 programs · ${name}`)).toBeVisible();
    await arcscore.reaches('idle');
    if (number % 20 !== 5) continue;
    seen.push(await measure());
    console.log(`after ${number} files: ${inWords(seen.at(-1)!)}`);
  }
  // Twenty of them are 160 MB, if all stay.
  const [few, many] = seen.map(({ resident }) => resident);
  if (!Number.isNaN(few)) expect(many! - few!).toBeLessThan(80 << 20);
});

for (const [tier, site] of TIERS) {
  test(`${RUNS} runs in a row take no more memory than a few, ${tier}`, async ({ page }) => {
    test.setTimeout(180_000);
    await openEngine(page, process.env[site]);
    const measure = await usageOf(page);
    const seen: Usage[] = [];
    for (let round = 1; round <= 5; round++) {
      const digests = await page.evaluate(run, { runs: RUNS / 5, tasks, programs: programs(10).buffer.toString() });
      expect(new Set(digests).size).toBe(1);
      seen.push(await measure());
      console.log(`after ${(round * RUNS) / 5} runs: ${inWords(seen.at(-1)!)}`);
    }
    expectFlat(seen);
  });
}

/** Makes runs on the one engine of the page, and gives their digests. */
async function run({ runs, tasks, programs }: { runs: number; tasks: string; programs: string }): Promise<string[]> {
  const page = globalThis as unknown as { Engine: typeof Engine; kept?: Engine };
  const engine = (page.kept ??= await page.Engine.start(2));
  const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
  const digests: string[] = [];
  for (let number = 0; number < runs; number++) {
    const files = [await engine.readTasks('demo.json', bytes(tasks))];
    const candidates = [await engine.readPrograms('many.py', bytes(programs))];
    const result = await engine.score(files, candidates, 2, { evaluations: () => {}, progress: () => {} });
    digests.push(result.digest);
  }
  return digests;
}

/**
 * The later measurements show no more than the early ones, but for what a browser does on its own. What is on the page,
 * and whether it still holds what was there before, differs from one to the next, and what grows shows in all of them:
 * so the most of the early ones is compared with the least of the later.
 */
function expectFlat(seen: Usage[]): void {
  const half = Math.floor(seen.length / 2);
  expect(half).toBeGreaterThan(0);
  const most = (what: keyof Usage): number => Math.max(...seen.slice(0, half).map((usage) => usage[what]));
  const least = (what: keyof Usage): number => Math.min(...seen.slice(-half).map((usage) => usage[what]));
  expect(least('workers')).toBeLessThanOrEqual(most('workers'));
  expect(least('listeners')).toBeLessThan(most('listeners') * 1.2 + 50);
  expect(least('nodes')).toBeLessThan(most('nodes') * 1.2 + 500);
  expect(least('heap')).toBeLessThan(most('heap') * 1.25 + (4 << 20));
  if (!Number.isNaN(most('resident'))) expect(least('resident')).toBeLessThan(most('resident') * 1.25 + (32 << 20));
}
