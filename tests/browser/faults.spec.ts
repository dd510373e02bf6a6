import { readFileSync } from 'node:fs';
import { type Heard, TIERS, type Run, busyPrograms, expectKnownAnswers, linesWithoutTimes, makeRuns, openEngine } from './support/engine.ts';
import { ArcscorePage, TASK_007BBFB7, expect, test, withoutTimes } from './support/page.ts';

/** How often each fault happens; `cargo xtask faults` asks for more. */
const ROUNDS = Number(process.env['ARCSCORE_FAULT_ROUNDS'] ?? 1);

/** What one evaluation may take here, in seconds: a worker that hangs can't be known as such before. */
const TIMEOUT = 1;

/** The page must say what happened within this time. */
const SAID_WITHIN_MS = 1000;

const MANY = busyPrograms(200);
const EVALUATIONS = 200 * 23;
const AFTER = 900;

/** Two programs, of which the first breaks its worker on each of the task's samples. */
const BAD_AND_GOOD = 'def bad(I):\n    return vmirror(I)\n\ndef good(I):\n    return hmirror(I)\n';
const TASK = { id: '007bbfb7', text: readFileSync(TASK_007BBFB7, 'utf8') };

const KINDS = ['trap', 'panic', 'memory', 'stack', 'hang'] as const;

function batch(rest: Partial<Run>): Run {
  return { workers: 2, programs: MANY, ...rest, options: { timeout: TIMEOUT, ...rest.options } };
}

/** A fault ended the run: what was finished is kept, what happened is said in time. */
function expectLost(run: Heard, kind: string, allowance: number): void {
  expect(run.result.lost).toMatch(
    kind === 'hang' ? /hangs: one evaluation was not over/ : kind === 'kill' ? /disappeared/ : /broke off/,
  );
  expect(run.lost).toEqual([run.result.lost]);
  expect(run.evaluations.length).toBe(run.result.evaluations);
  if (kind !== 'kill') {
    expect(run.evaluations.length).toBeGreaterThan(0);
    expect(run.evaluations.length).toBeLessThan(EVALUATIONS);
  }
  expect(run.millis - run.batches.at(-1)!).toBeLessThan(SAID_WITHIN_MS + allowance);
}

/** A fault cost one worker: the run came to its end without it, and it was said in time. */
function expectOvercome(run: Heard, kind: string, digest: string): void {
  expect(run.result).toMatchObject({ lost: null, cancelled: false, evaluations: EVALUATIONS, digest });
  expect(run.trouble[0]?.what).toMatch(
    kind === 'hang' ? /hangs: one evaluation was not over/ : kind === 'kill' ? /disappeared/ : /broke off/,
  );
  expect(run.trouble.length).toBe(1);
}

for (const [tier, site] of TIERS) {
  const threads = site === 'ARCSCORE_URL';
  for (const kind of KINDS) {
    test(`a ${kind} in the middle of a batch, ${tier}: said, and the next batch is right`, async ({ page }) => {
      test.setTimeout(60_000 + ROUNDS * 30_000);
      await openEngine(page, process.env[site]);
      // Of workers that share nothing each counts what it has finished itself.
      const fault = { kind, after: threads ? AFTER : AFTER / 6 };
      // On threads the same batch comes once more, whole: apart, because of what broke it before.
      const round = [batch({ options: { fault } }), { workers: 2 }, batch({})];
      const runs = [batch({}), ...Array.from({ length: ROUNDS }, () => round).flat()];
      const [whole, ...heard] = await makeRuns(page, runs);
      expect(whole!.result).toMatchObject({ lost: null, evaluations: EVALUATIONS });
      heard.forEach((run, place) => {
        if (place % 3 === 1) expectKnownAnswers(run);
        else if (place % 3 === 2) expect(run.result.digest).toBe(whole!.result.digest);
        else if (threads) expectLost(run, kind, kind === 'hang' ? TIMEOUT * 1000 : 0);
        else expectOvercome(run, kind, whole!.result.digest);
      });
    });
  }

  test(`a worker killed in the middle of a batch, ${tier}: said, and the next batch is right`, async ({ page }) => {
    test.setTimeout(60_000 + ROUNDS * 30_000);
    await openEngine(page, process.env[site]);
    const runs = [batch({}), ...Array.from({ length: ROUNDS }, () => [batch({ killAfter: 1 }), { workers: 2 }]).flat()];
    const [whole, ...heard] = await makeRuns(page, runs);
    heard.forEach((run, place) => {
      if (place % 2 === 1) return expectKnownAnswers(run);
      if (threads) return expectLost(run, 'kill', 0);
      expectOvercome(run, 'kill', whole!.result.digest);
      expect(run.trouble[0]!.millis - run.killed).toBeLessThan(SAID_WITHIN_MS);
    });
  });

  for (const kind of KINDS) {
    test(`a program that always ends in a ${kind}, ${tier}, is named and costs no other its results`, async ({ page }) => {
      test.setTimeout(120_000);
      await openEngine(page, process.env[site]);
      const bad: Run = {
        workers: 2,
        task: TASK,
        programs: BAD_AND_GOOD,
        options: { timeout: 0.2, fault: { kind, after: 0, program: 'bad' } },
      };
      const good: Run = { workers: 2, task: TASK, programs: BAD_AND_GOOD };
      // On threads the first run ends with the engine; the second keeps apart what did it.
      const [first, ...rest] = await makeRuns(page, threads ? [bad, bad, good, good] : [bad, good, good]);
      if (threads) expect(first!.result.lost).toMatch(/ It happened during bad on 007bbfb7, /);
      const apart = threads ? rest.shift()! : first!;
      expect(apart.result).toMatchObject({ lost: null, cancelled: false, evaluations: 6 });
      expect(new Set(apart.evaluations.map(({ program }) => program))).toEqual(new Set(['good']));
      for (let index = 0; index < 5; index++) {
        expect(apart.trouble.map(({ what }) => what).join('\n')).toContain(
          `bad on 007bbfb7, demonstration ${index + 1} is left out`,
        );
      }
      // Once the program is mended it is made like any other, first apart and then with the rest.
      const [mended, again] = rest;
      expect(mended!.result).toMatchObject({ lost: null, evaluations: 12 });
      expect(linesWithoutTimes(again!)).toEqual(linesWithoutTimes(mended!));
      expect(again!.trouble).toEqual([]);
    });
  }
}

test.describe('on the page', () => {
  test.use({ serviceWorkers: 'block' });

  test('a worker that the browser ends is told within a second, and the results are whole', async ({ page }) => {
    test.setTimeout(120_000);
    const arcscore = new ArcscorePage(page, process.env['ARCSCORE_PLAIN_URL']!);
    await arcscore.openDemo();
    const programs = { name: 'busy.py', mimeType: 'text/x-python', buffer: Buffer.from(busyPrograms(2000)) };
    await arcscore.programs.setInputFiles(programs);
    await arcscore.reaches('idle');
    await arcscore.setWorkers(2);
    await arcscore.scoreAll();
    const whole = withoutTimes(await arcscore.download());

    await arcscore.score.click();
    await expect(arcscore.progress).not.toHaveAttribute('aria-valuenow', '0');
    const names = await Promise.all(page.workers().map((worker) => worker.evaluate(() => self.name)));
    const victim = page.workers()[names.indexOf('arcscore worker 1')]!;
    await victim.evaluate(() => self.close());
    const killed = Date.now();
    await expect(arcscore.messages).toContainText('A worker of the engine disappeared', { timeout: SAID_WITHIN_MS });
    console.log(`told after ${Date.now() - killed} ms`);
    await arcscore.reaches('done');
    expect(withoutTimes(await arcscore.download())).toEqual(whole);
  });
});
