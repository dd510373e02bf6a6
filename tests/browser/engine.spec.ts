import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { Engine } from '../../www/src/engine/client.ts';
import { TIERS, busyPrograms, expectKnownAnswers, linesWithoutTimes, makeRuns, openEngine } from './support/engine.ts';
import { ALONE, expect, test } from './support/page.ts';
import { serve } from './support/server.mjs';
import { siteFolder } from './support/site.mjs';

test.describe.configure(ALONE);

const TASK = { train: [{ input: [[1, 0]], output: [[0, 1]] }], test: [{ input: [[2, 0]], output: [[0, 2]] }] };

/**
 * Programs that build sets of tuples over and over: most of their time goes into allocation. No two have an expression
 * in common that takes any time, and none has one that is the same on all samples.
 */
const allocating = (count: number): string =>
  Array.from(
    { length: count },
    (_, number) => `def allocating_${number}(I):
    x = interval(${number}, add(height(I), ${number + 60}), 1)
    return size(product(x, x))
`,
  ).join('\n');

/** Two sets of nearly four million cells each, on every sample. */
const LARGE = `def large(I):
    cells = asobject(canvas(0, (2000, add(1900, height(I)))))
    return size(shift(cells, (1, 1)))
`;

/** One program that is at work for a twentieth of a second on each sample, and some that are done at once. */
const LONG = `def long(I):
    numbers = interval(0, add(147, height(I)), 1)
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

/**
 * Two workers take no more than so many times as long as one. The best of several runs counts, and rounds are added
 * while another program may have been at work beside those of two.
 */
async function expectTwoWithin(times: number, page: Page, programs: string): Promise<void> {
  const best = { one: Infinity, two: Infinity };
  for (let round = 0; round < 3 && !(best.two < best.one * times); round++) {
    for (const [key, workers] of [['one', 1], ['two', 2]] as const) {
      const heard = await makeRuns(page, Array.from({ length: 4 }, () => ({ workers, programs })));
      best[key] = Math.min(best[key], ...heard.map(({ result }) => result.millis['score']!));
    }
  }
  console.log(`${best.one.toFixed(0)} ms with one worker, ${best.two.toFixed(0)} ms with two`);
  expect(best.two).toBeLessThan(best.one * times);
}

test('any number of workers gives the same results', async ({ page }) => {
  test.setTimeout(240_000);
  await openEngine(page);
  const counts = [1, 2, 3, 7, 64, 2];
  const heard = await makeRuns(page, counts.map((workers) => ({ workers })));
  heard.forEach((run, place) => {
    expectKnownAnswers(run);
    expect(run.status).toEqual({ workers: counts[place], threads: true, reason: null });
    // What workers did when is told by one clock, though each began at another time.
    const { shifts, millis } = run.result;
    expect(Math.max(...Object.values(shifts.until))).toBeLessThan(millis['score']! + 5);
    expect(run.result.digest).toBe(heard[0]!.result.digest);
  });
});

for (const [tier, site] of TIERS) {
  test(`a run is asked for its attempts and for what the schedules cost, ${tier}`, async ({ page }) => {
    await openEngine(page, process.env[site]);
    const [run] = await makeRuns(page, [{ workers: 2, ask: true }]);
    expectKnownAnswers(run!);
    const attempts = JSON.parse(run!.attempts!) as Record<string, Record<string, number[][]>[]>;
    const right = run!.evaluations.find(({ match, split }) => match && split === 'test')!;
    const rows = right.produced!;
    const cells = Object.values(rows.cells);
    const grid = Array.from({ length: rows.height }, (_, row) => cells.slice(row * rows.width, (row + 1) * rows.width));
    expect(Object.values(attempts[right.task]![right.index]!)).toContainEqual(grid);
    expect(run!.schedules!.slice(0, 5).map(({ name, lost }) => [name, lost])).toEqual(
      ['sequential', 'samples', 'bounded', 'candidates', 'nested'].map((name) => [name, 0]),
    );
    expect(run!.schedules!.filter(({ simulated }) => simulated)).toHaveLength(2);
    expect(run!.result.outputs).toBeGreaterThan(0);
    const busy = run!.result.shifts;
    if (run!.status.threads) expect(Object.values(busy.evaluations).reduce((a, b) => a + b, 0)).toBeGreaterThan(0);
  });
}

test('a page that is not isolated scores on workers that share nothing, and says why', async ({ page }) => {
  test.setTimeout(240_000);
  await openEngine(page, process.env['ARCSCORE_PLAIN_URL']);
  const counts = [1, 2, 3, 7, 64, 2];
  const heard = await makeRuns(page, counts.map((workers) => ({ workers })));
  heard.forEach((run, place) => {
    expectKnownAnswers(run);
    expect(run.status).toMatchObject({ workers: counts[place], threads: false });
    expect(run.status.reason).toContain('not isolated');
  });
  await openEngine(page);
  const [shared] = await makeRuns(page, [{ workers: 2 }]);
  for (const run of heard) expect(linesWithoutTimes(run)).toEqual(linesWithoutTimes(shared!));
});

test('where the pool can not be started, workers that share nothing do the work', async ({ page }) => {
  const folder = mkdtempSync(join(tmpdir(), 'arcscore-'));
  cpSync(siteFolder(), folder, { recursive: true, filter: (path) => !path.includes('pool.worker') });
  const broken = await serve(folder, { base: '/', isolated: true });
  await openEngine(page, broken.url);
  const [run] = await makeRuns(page, [{ workers: 3 }]);
  broken.close();
  rmSync(folder, { recursive: true });
  expectKnownAnswers(run!);
  expect(run!.status).toMatchObject({ workers: 3, threads: false });
  expect(run!.status.reason).toContain('could not be started');
});

test('a worker of the pool that can not begin says why, and is not waited for', async ({ page }) => {
  await page.addInitScript(() => {
    const { postMessage } = Worker.prototype;
    Worker.prototype.postMessage = function (this: Worker, message: { stackSize?: number }, ...others: [StructuredSerializeOptions?]) {
      postMessage.call(this, message.stackSize ? { ...message, stackSize: 1 } : message, ...others);
    } as typeof postMessage;
  });
  await openEngine(page);
  const [run] = await makeRuns(page, [{ workers: 2 }]);
  expectKnownAnswers(run!);
  expect(run!.status).toMatchObject({ workers: 2, threads: false });
  expect(run!.status.reason).toMatch(/worker \d failed: .*stack size/);
});

test('two workers that share nothing do not wait for each other', async ({ page }) => {
  await openEngine(page, process.env['ARCSCORE_PLAIN_URL']);
  // Other programs may be using this machine's cores, so no more than this can be asked.
  await expectTwoWithin(3, page, busyPrograms(40, 60));
});

test('runs that are over before all workers have come start no more of them', async ({ page }) => {
  // The engine is the first, and the first worker comes at once: it makes the runs before the others are there.
  let started = 0;
  await page.route(/single\.worker/, async (route) => {
    started += 1;
    if (started > 2) await new Promise((resolve) => setTimeout(resolve, 1000));
    await route.continue();
  });
  await openEngine(page, process.env['ARCSCORE_PLAIN_URL']);
  const task = { id: 'one', text: JSON.stringify(TASK) };
  const runs = Array.from({ length: 5 }, () => ({ workers: 4, task, programs: 'def same(I):\n    return I\n' }));
  for (const { result } of await makeRuns(page, runs)) expect(result).toMatchObject({ lost: null, evaluations: 2 });
  expect(started).toBe(1 + 4);
});

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

for (const [tier, site] of TIERS) {
  test(`a cancelled run ends at once and keeps what is finished, ${tier}`, async ({ page }) => {
    await openEngine(page, process.env[site]);
    const [run, next] = await makeRuns(page, [
      { workers: 2, programs: busyPrograms(1000, 60), cancelAfter: 100 },
      { workers: 2 },
    ]);
    expect(run!.result).toMatchObject({ cancelled: true, lost: null });
    console.log(`cancelled within ${run!.cancelMillis.toFixed(0)} ms, after ${run!.evaluations.length} evaluations`);
    expect(run!.evaluations.length).toBeGreaterThan(0);
    expect(run!.result.evaluations).toBe(run!.evaluations.length);
    // The engine answered: had it not, the client would have replaced it, and there would be no lines.
    expect(run!.result.jsonLines!.trimEnd().split('\n').length).toBe(run!.evaluations.length + 1);
    expectKnownAnswers(next!);
  });
}

for (const [tier, site] of TIERS) {
  test(`a worker that hangs does not keep a run from being cancelled, ${tier}`, async ({ page }) => {
    await openEngine(page, process.env[site]);
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
}

for (const [tier, site] of TIERS) {
  test(`results arrive while the rest is still being scored, ${tier}`, async ({ page }) => {
    await openEngine(page, process.env[site]);
    const [run] = await makeRuns(page, [{ workers: 2, programs: allocating(600) }]);
    const { evaluations, batches, millis, progress } = run!;
    console.log(`first of ${evaluations.length} results after ${batches[0]!.toFixed(0)} of ${millis.toFixed(0)} ms`);
    expect(batches.length).toBeGreaterThan(3);
    expect(batches[0]!).toBeLessThan(millis / 2);
    const steps = progress.map(({ done }) => done);
    expect(steps).toEqual([...steps].sort((a, b) => a - b));
  });
}

test('many workers have room for large values at a time', async ({ page }) => {
  await openEngine(page);
  const [run] = await makeRuns(page, [{ workers: 16, programs: LARGE }]);
  expect(run!.lost).toEqual([]);
  const ends = run!.evaluations.map(({ status }) => status);
  expect(ends).toEqual(Array.from({ length: 23 }, () => 'ok'));
});

test('two workers that allocate do not wait for each other', async ({ page }) => {
  await openEngine(page);
  // With one lock around the allocator, two workers took four times as long as one. Other programs may be using
  // this machine's cores, so no more than that is ruled out.
  await expectTwoWithin(3, page, allocating(40));
});

for (const [tier, site] of TIERS) {
  test(`each program is scored on the task of its own name where that is asked for, ${tier}`, async ({ page }) => {
    await openEngine(page, process.env[site]);
    const [all, own] = await makeRuns(page, [{ workers: 2 }, { workers: 2, options: { pairs: 'own' } }]);
    const isOwn = ({ program, task }: Record<string, unknown>): boolean => program === `solve_${task}`;
    const expected = linesWithoutTimes(all!).filter(isOwn);
    expect(expected.length).toBeGreaterThan(0);
    expect(linesWithoutTimes(own!).slice(0, -1)).toEqual(expected);
    const end = { done: expected.length, total: expected.length, millis: expect.any(Number) };
    expect(own!.progress.at(-1)).toEqual(end);
    expect(own!.evaluations.filter((evaluation) => !isOwn({ ...evaluation }))).toEqual([]);
  });
}

for (const [tier, site] of TIERS) {
  test(`workers leave room while somebody scrolls, ${tier}`, async ({ page }) => {
    await page.addInitScript(() => Object.defineProperty(navigator, 'hardwareConcurrency', { get: () => 2 }));
    await openEngine(page, process.env[site]);
    const run = { workers: 2, programs: busyPrograms(60, 60) };
    const [calm, scrolled] = await makeRuns(page, [run, { ...run, scrolled: true }]);
    // Of the time of both workers, how much went into evaluations.
    const [busy, resting] = [calm!, scrolled!].map(({ evaluations, millis }) => {
      const micros = evaluations.reduce((total, evaluation) => total + evaluation.micros, 0);
      return micros / 1000 / (2 * millis);
    }) as [number, number];
    console.log(`at work for ${(100 * busy).toFixed(0)}% of the time, for ${(100 * resting).toFixed(0)}% while scrolled`);
    expect(resting).toBeLessThan(0.5);
    expect(resting).toBeLessThan(busy);
    for (const { result } of [calm!, scrolled!]) expect(result).toMatchObject({ lost: null, cancelled: false });
    expect(scrolled!.result.digest).toBe(calm!.result.digest);
  });
}

for (const [tier, site] of TIERS) {
  test(`a run can be cancelled while new workers are given the files, ${tier}`, async ({ page }) => {
    await openEngine(page, process.env[site]);
    const tasks = JSON.stringify(Object.fromEntries(Array.from({ length: 2000 }, (_, number) => [`t${number}`, TASK])));
    const cancelled = await page.evaluate(
      async ({ tasks, programs }) => {
        const engine = await (globalThis as unknown as { Engine: typeof Engine }).Engine.start(1);
        const files = [await engine.readTasks('tasks.json', new TextEncoder().encode(tasks))];
        const candidates = [await engine.readPrograms('programs.py', new TextEncoder().encode(programs))];
        const run = engine.score(files, candidates, 2, { evaluations: () => {}, progress: () => {} });
        while (engine.status.workers !== 2) await new Promise((resolve) => setTimeout(resolve));
        engine.cancel();
        const result = await run;
        engine.dispose();
        return result.cancelled;
      },
      { tasks, programs: busyPrograms(20) },
    );
    expect(cancelled).toBe(true);
  });

  test(`an engine that broke off is replaced once, however many have asked it for something, ${tier}`, async ({ page }) => {
    await openEngine(page, process.env[site]);
    const seen = await page.evaluate(async (programs) => {
      const { Engine: engineClass, workers } = globalThis as unknown as {
        Engine: typeof Engine;
        workers: { name: string; worker: Worker }[];
      };
      const engine = await engineClass.start(2);
      const lost: string[] = [];
      engine.addEventListener('lost', (event) => lost.push((event as CustomEvent<string>).detail));
      const names = (): string[] => workers.map(({ name }) => name).sort();
      const before = names();
      const bytes = new TextEncoder().encode(programs);
      const asked = ['a.py', 'b.py', 'c.py'].map((name) => engine.readPrograms(name, bytes));
      workers.find(({ name }) => name === 'arcscore engine')!.worker.terminate();
      const outcomes = await Promise.allSettled(asked);
      const again = await engine.readPrograms('d.py', bytes);
      await new Promise((resolve) => setTimeout(resolve, 500));
      const after = names();
      engine.dispose();
      return { before, after, lost, left: names(), again: again.programs.length, outcomes: outcomes.map(({ status }) => status) };
    }, busyPrograms(500));
    expect(seen).toMatchObject({ again: 500, left: [], outcomes: ['rejected', 'rejected', 'rejected'] });
    expect(seen.lost).toHaveLength(1);
    expect(seen.after).toEqual(seen.before);
  });
}
