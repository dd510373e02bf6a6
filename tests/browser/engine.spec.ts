import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { Engine } from '../../www/src/engine/client.ts';
import type { EngineStatus, Evaluation, ScoreOptions, ScoreResult } from '../../www/src/engine/protocol.ts';
import { demoAnswers } from './support/answers.ts';
import { DEMO_PROGRAMS, DEMO_TASKS, expect, test } from './support/page.ts';
import { serve } from './support/server.mjs';
import { siteFolder } from './support/site.mjs';

/** What became of a run, and what was heard of it. */
interface Heard {
  result: ScoreResult;
  status: EngineStatus;
  evaluations: Evaluation[];
  /** Milliseconds from the call to each batch, and to the end. */
  batches: number[];
  millis: number;
  /** Milliseconds from cancelling to the end. */
  cancelMillis: number;
  progress: { done: number; total: number }[];
  /** What the event `lost` said. */
  lost: string[];
}

interface Run {
  workers: number;
  programs?: string;
  options?: ScoreOptions;
  /** Milliseconds after the run began at which it is cancelled. */
  cancelAfter?: number;
}

const tasks = readFileSync(DEMO_TASKS, 'utf8');
const demo = readFileSync(DEMO_PROGRAMS, 'utf8');

/** Programs that build sets of tuples over and over: most of their time goes into allocation. */
const ALLOCATING = Array.from(
  { length: 12 },
  (_, number) => `def allocating_${number}(I):\n    x = product(interval(0, 60, 1), interval(0, ${60 + number}, 1))\n    return size(x)\n`,
).join('\n');

/** One program that is at work for a twentieth of a second on each sample, and some that are done at once. */
const LONG = `def long(I):
    numbers = interval(0, 150, 1)
    size_of_square = compose(size, rbind(product, numbers))
    upwards = rbind(rbind(interval, 1), 150)
    return apply(compose(size_of_square, upwards), numbers)

${Array.from({ length: 9 }, (_, number) => `def quick_${number}(I):\n    return vmirror(I)\n`).join('\n')}`;

/** Programs that nest functions and values as deep as CPython's frames allow, and deeper. */
const DEEP = `def deep_power(I):
    return power(identity, 990)(I)

def too_deep_power(I):
    return power(identity, 1000)(I)

def deep_apply(I):
    v = initset(I)
    f = identity
${'    v = initset(v)\n    f = lbind(apply, f)\n'.repeat(320)}    return f(v)

def too_deep_apply(I):
    v = initset(I)
    f = identity
${'    v = initset(v)\n    f = lbind(apply, f)\n'.repeat(380)}    return f(v)

def deep_fork(I):
    f = identity
${'    f = fork(equality, f, identity)\n'.repeat(990)}    return f(I)
`;

/** Opens a page that has nothing but the engine. */
async function openEngine(page: Page, site = process.env['ARCSCORE_URL']): Promise<void> {
  await page.goto(new URL('engine-test.html', site).href);
  await page.waitForFunction(() => 'Engine' in globalThis);
}

/** Makes runs one after the other on one engine. */
function makeRuns(page: Page, runs: Run[]): Promise<Heard[]> {
  return page.evaluate(
    async ({ runs, tasks, demo }) => {
      const { Engine: engineClass } = globalThis as unknown as { Engine: typeof Engine };
      const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
      const engine = await engineClass.start(runs[0]!.workers);
      let lost: string[] = [];
      engine.addEventListener('lost', (event) => lost.push((event as CustomEvent<string>).detail));
      const taskFile = await engine.readTasks('demo.json', bytes(tasks));
      const heard: Heard[] = [];
      for (const { workers, programs, options, cancelAfter } of runs) {
        lost = [];
        const programFile = await engine.readPrograms('programs.py', bytes(programs ?? demo));
        const evaluations: Evaluation[] = [];
        const batches: number[] = [];
        const progress: Heard['progress'] = [];
        const start = performance.now();
        let cancelled = NaN;
        const listener = {
          evaluations(batch: Evaluation[]): void {
            batches.push(performance.now() - start);
            evaluations.push(...batch);
          },
          progress(step: Heard['progress'][number]): void {
            if (progress.length === 0 && cancelAfter !== undefined) {
              setTimeout(() => {
                cancelled = performance.now();
                engine.cancel();
              }, cancelAfter);
            }
            progress.push(step);
          },
        };
        const result = await engine.score([taskFile], [programFile], workers, listener, options);
        const end = performance.now();
        const times = { millis: end - start, cancelMillis: end - cancelled };
        heard.push({ result, status: engine.status, evaluations, batches, ...times, progress, lost });
      }
      engine.dispose();
      return heard;
    },
    { runs, tasks, demo },
  );
}

function expectKnownAnswers({ result, evaluations, progress, lost }: Heard): void {
  expect(result).toMatchObject({ lost: null, cancelled: false, evaluations: demoAnswers.length });
  expect(lost).toEqual([]);
  expect(progress.at(-1)).toEqual({ done: demoAnswers.length, total: demoAnswers.length });
  const key = ({ program, task, split, index }: { program: string; task: string; split: string; index: number }) =>
    `${program} ${task} ${split}:${index}`;
  const byKey = new Map(evaluations.map((evaluation) => [key(evaluation), evaluation]));
  expect(byKey.size).toBe(evaluations.length);
  for (const { cells, ...answer } of demoAnswers) {
    const evaluation = byKey.get(key(answer));
    expect(evaluation, key(answer)).toMatchObject(answer);
    const produced = evaluation!.produced;
    const flat = produced && Object.values(produced.cells);
    expect(flat, key(answer)).toEqual(cells && cells.flat());
  }
}

test('any number of workers gives the same results', async ({ page }) => {
  await openEngine(page);
  const counts = [1, 2, 3, 7, 64, 2];
  const heard = await makeRuns(page, counts.map((workers) => ({ workers })));
  heard.forEach((run, place) => {
    expectKnownAnswers(run);
    expect(run.status).toEqual({ workers: counts[place], threads: true, reason: null });
    expect(run.result.digest).toBe(heard[0]!.result.digest);
  });
});

test('a page that is not isolated scores on one worker, and says why', async ({ page }) => {
  await openEngine(page, process.env['ARCSCORE_PLAIN_URL']);
  const [run] = await makeRuns(page, [{ workers: 4 }]);
  expectKnownAnswers(run!);
  expect(run!.status).toMatchObject({ workers: 1, threads: false });
  expect(run!.status.reason).toContain('not isolated');
});

test('where the pool can not be started, one worker does the work', async ({ page }) => {
  const folder = mkdtempSync(join(tmpdir(), 'arcscore-'));
  cpSync(siteFolder(), folder, { recursive: true, filter: (path) => !path.includes('pool.worker') });
  const broken = await serve(folder, { base: '/', isolated: true });
  await openEngine(page, broken.url);
  const [run] = await makeRuns(page, [{ workers: 3 }]);
  broken.close();
  rmSync(folder, { recursive: true });
  expectKnownAnswers(run!);
  expect(run!.status).toMatchObject({ workers: 1, threads: false });
  expect(run!.status.reason).toContain('could not be started');
});

for (const kind of ['trap', 'panic', 'memory'] as const) {
  test(`the engine is replaced after a worker's ${kind}`, async ({ page }) => {
    await openEngine(page);
    const fault = { kind, after: 20 };
    const runs = [1, 2, 4].flatMap((workers) => [{ workers, options: { fault }, programs: LONG }, { workers }]);
    const heard = await makeRuns(page, runs);
    heard.forEach((run, place) => {
      if (place % 2 === 1) return expectKnownAnswers(run);
      expect(run.result.lost).toContain('broke off');
      expect(run.lost).toEqual([run.result.lost]);
      expect(run.result.evaluations).toBe(run.evaluations.length);
    });
  });
}

test('the deepest programs stay within the stacks of the workers', async ({ page }) => {
  const digests: string[] = [];
  for (const site of [process.env['ARCSCORE_URL'], process.env['ARCSCORE_PLAIN_URL']]) {
    await openEngine(page, site);
    for (const run of await makeRuns(page, [1, 2].map((workers) => ({ workers, programs: DEEP })))) {
      expect(run.result.lost).toBeNull();
      for (const { program, error } of run.evaluations) {
        expect(error, program).toBe(program.startsWith('too') ? 'RecursionError' : null);
      }
      digests.push(run.result.digest);
    }
  }
  expect(new Set(digests).size).toBe(1);
});

test('a cancelled run ends at once and keeps what is finished', async ({ page }) => {
  await openEngine(page);
  const long = { workers: 2, programs: LONG };
  const [run, next] = await makeRuns(page, [{ ...long, cancelAfter: 500 }, { workers: 2 }]);
  expect(run!.result).toMatchObject({ cancelled: true, lost: null });
  console.log(`cancelled within ${run!.cancelMillis.toFixed(0)} ms, after ${run!.evaluations.length} evaluations`);
  // The engine answered: had it not, the client would have replaced it after a second.
  expect(run!.cancelMillis).toBeLessThan(900);
  expect(run!.evaluations.length).toBeGreaterThan(0);
  expect(run!.result.evaluations).toBe(run!.evaluations.length);
  expect(run!.result.jsonLines.trimEnd().split('\n').length).toBe(run!.evaluations.length + 1);
  expectKnownAnswers(next!);
});

test('a worker that hangs does not keep a run from being cancelled', async ({ page }) => {
  await openEngine(page);
  const fault = { kind: 'hang' as const, after: 1 };
  const [run, next] = await makeRuns(page, [
    { workers: 1, options: { fault }, programs: LONG, cancelAfter: 1000 },
    { workers: 1 },
  ]);
  expect(run!.result).toMatchObject({ cancelled: true, lost: null });
  // What had finished before was heard of, though the worker never handed it over as a whole.
  expect(run!.evaluations.length).toBe(1);
  expectKnownAnswers(next!);
});

test('results arrive while the rest is still being scored', async ({ page }) => {
  await openEngine(page);
  const [run] = await makeRuns(page, [{ workers: 2, programs: LONG }]);
  const { evaluations, batches, millis, progress } = run!;
  console.log(`first of ${evaluations.length} results after ${batches[0]!.toFixed(0)} of ${millis.toFixed(0)} ms`);
  expect(batches.length).toBeGreaterThan(3);
  expect(batches[0]!).toBeLessThan(millis / 3);
  const steps = progress.map(({ done }) => done);
  expect(steps).toEqual([...steps].sort((a, b) => a - b));
});

test('two workers that allocate do not wait for each other', async ({ page }) => {
  await openEngine(page);
  const times: Record<number, number> = {};
  for (const workers of [1, 2]) {
    const runs = Array.from({ length: 4 }, () => ({ workers, programs: ALLOCATING }));
    const heard = await makeRuns(page, runs);
    times[workers] = Math.min(...heard.map(({ result }) => result.millis['score']!));
  }
  console.log(`allocation: ${times[1]!.toFixed(0)} ms with one worker, ${times[2]!.toFixed(0)} ms with two`);
  // With one lock around the allocator, two workers took four times as long as one. Other programs may be using
  // this machine's cores, so no more than that is ruled out.
  expect(times[2]!).toBeLessThan(times[1]! * 3);
});
