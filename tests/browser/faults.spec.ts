import { readFileSync, writeFileSync } from 'node:fs';
import type { TestDetails } from '@playwright/test';
import { BROWSERS, type BrowserName, inBrowser, test } from './support/browsers.ts';
import {
  type Heard,
  type Opener,
  OF_THE_POOL_OR_NOT,
  SHARING_NOTHING,
  TIERS,
  type Run,
  busyPrograms,
  expectInTime,
  expectKnownAnswers,
  expectTier,
  linesWithoutTimes,
  makeRuns,
  openEngine,
} from './support/engine.ts';
import { FaultyPage, type Planned } from './support/faulty-page.ts';
import { ALONE, TASK_007BBFB7, expect } from './support/page.ts';

/** How often each fault happens; `cargo xtask faults` asks for more. */
const ROUNDS = Number(process.env['ARCSCORE_FAULT_ROUNDS'] ?? 1);

/** What one evaluation may take where a worker hangs, in seconds: it can't be known as such before. */
const TIMEOUT = 2;

/** A worker that never returns, as they don't on threads, Chromium lets work on for so long before it ends it. */
const GRACE_MS: Record<BrowserName, number> = { Chromium: 2000, Firefox: 0 };

const MANY = busyPrograms(200);
/** As many that work for longer: somebody other than the engine needs time to step in. */
const LONG = busyPrograms(200, 60);
const EVALUATIONS = 200 * 23;
const AFTER = 900;

/** Two programs, of which the first breaks its worker on each of the task's samples. */
const BAD_AND_GOOD = 'def bad(I):\n    return vmirror(I)\n\ndef good(I):\n    return hmirror(I)\n';
const TASK = { id: '007bbfb7', text: readFileSync(TASK_007BBFB7, 'utf8') };

const KINDS = ['trap', 'panic', 'memory', 'stack', 'hang'] as const;

function batch(rest: Partial<Run>): Run {
  return { workers: 2, programs: MANY, ...rest };
}

/** When what happened was said, and what can tell since when it could be: milliseconds of one clock. */
interface Told {
  begun: number;
  steps: readonly { done: number; millis: number }[];
  /** When a worker was ended, if one was. */
  killed: number | null;
  said: number;
}

/**
 * How long it took to say what had happened. A fault happens after the last time that fewer evaluations were done than
 * it waits for; what is lost with a worker is not heard of, but others soon make up for that.
 */
function delayOf({ begun, steps, killed, said }: Told, grace: number, fault: { kind: string; after: number } | undefined, timeout: number): number {
  if (killed !== null) return said - killed - grace;
  const since = steps.findLast(({ done, millis }) => done < fault!.after && millis <= said)?.millis ?? begun;
  return said - since - (fault!.kind === 'hang' ? timeout * 1000 : 0);
}

function graceOf(browser: BrowserName, threads: boolean): number {
  return threads ? GRACE_MS[browser] : 0;
}

/**
 * What is told at once is told in time whatever else is at work. A hang is told half a second after it could be, and a
 * panic on threads when the rest of the batch is done: that leaves no time for other tests.
 */
function aloneIfToldLate(kind: string): TestDetails {
  return kind === 'hang' || kind === 'panic' ? ALONE : {};
}

function saysOf(kind: string): RegExp {
  return kind === 'hang' ? /hangs: one evaluation was not over/ : kind === 'kill' ? /disappeared/ : /broke off/;
}

/** A fault ended the run: what was finished is kept. */
function expectLost(run: Heard, kind: string): void {
  expect(run.result.lost).toMatch(saysOf(kind));
  expect(run.lost).toEqual([run.result.lost]);
  expect(run.evaluations.length).toBe(run.result.evaluations);
  if (kind !== 'kill') {
    expect(run.evaluations.length).toBeGreaterThan(0);
    expect(run.evaluations.length).toBeLessThan(EVALUATIONS);
  }
}

/** A fault cost one worker: the run came to its end without it. */
function expectOvercome(run: Heard, kind: string, digest: string): void {
  expect(run.result).toMatchObject({ lost: null, cancelled: false, evaluations: EVALUATIONS, digest });
  expect(run.trouble[0]?.what).toMatch(saysOf(kind));
  expect(run.trouble.length).toBe(1);
}

/** Makes a run that goes wrong, then another, then the same once more; so often as there are to be rounds. */
async function expectRecovery(opener: Opener, browser: BrowserName, site: string, kind: string, wrong: Run): Promise<void> {
  test.setTimeout(90_000 + ROUNDS * 30_000);
  await openEngine(opener, process.env[site]);
  const threads = site === 'ARCSCORE_URL';
  const right = batch({ programs: wrong.programs });
  // On threads the last is made apart, because of what went wrong before.
  const rounds = (count: number): Run[] => Array.from({ length: count }, () => [wrong, { workers: 2 }, right]).flat();
  const checked = async (count: number): Promise<number[]> => {
    const [whole, ...heard] = await makeRuns(opener, [right, ...rounds(count)]);
    expectTier(heard, threads);
    expect(whole!.result).toMatchObject({ lost: null, evaluations: EVALUATIONS });
    return heard.flatMap((run, place) => {
      if (place % 3 === 1) expectKnownAnswers(run);
      else if (place % 3 === 2) expect(run.result.digest).toBe(whole!.result.digest);
      else if (threads) expectLost(run, kind);
      else expectOvercome(run, kind, whole!.result.digest);
      if (place % 3 !== 0) return [];
      const said = run.result.lost === null ? run.trouble[0]!.millis : run.millis;
      const told: Told = { begun: 0, steps: run.progress, killed: wrong.kill ? run.killed : null, said };
      return [delayOf(told, graceOf(browser, threads), wrong.options?.fault, TIMEOUT)];
    });
  };
  const delays = await checked(ROUNDS);
  console.log(`said after ${delays.map((delay) => delay.toFixed(0)).join(', ')} ms`);
  await expectInTime(delays, async () => (await checked(1))[0]!);
}

for (const browser of BROWSERS) {
  inBrowser(browser, () => {
    for (const [tier, site] of TIERS) {
      const threads = site === 'ARCSCORE_URL';
      for (const kind of KINDS) {
        test(`a ${kind} in the middle of a batch, ${tier}: said, and the next batch is right`, aloneIfToldLate(kind), async ({ driven }) => {
          // Of workers that share nothing each counts what it has finished itself.
          const fault = { kind, after: threads ? AFTER : AFTER / 6 };
          const options = kind === 'hang' ? { fault, timeout: TIMEOUT } : { fault };
          await expectRecovery(driven, browser, site, kind, batch({ options }));
        });
      }

      for (const [who, worker] of threads ? OF_THE_POOL_OR_NOT : SHARING_NOTHING) {
        test(`${who} killed in the middle of a batch, ${tier}: said, and the next batch is right`, async ({ driven }) => {
          // The batch goes on until the worker is gone: Chromium lets one that never returns work on for a moment.
          const goesOn = { timeout: 20, fault: { kind: 'hang' as const, after: AFTER } };
          const rest = threads ? { options: goesOn } : { programs: LONG };
          await expectRecovery(driven, browser, site, 'kill', batch({ kill: { after: 1, worker }, ...rest }));
        });
      }

      for (const kind of KINDS) {
        test(`a program that always ends in a ${kind}, ${tier}, is named and costs no other its results`, async ({ driven }) => {
          test.setTimeout(120_000);
          await openEngine(driven, process.env[site]);
          const bad: Run = {
            workers: 2,
            task: TASK,
            programs: BAD_AND_GOOD,
            options: { timeout: 0.2, fault: { kind, after: 0, program: 'bad' } },
          };
          const good: Run = { workers: 2, task: TASK, programs: BAD_AND_GOOD };
          // On threads the first run ends with the engine; the second keeps apart what did it.
          const [first, ...rest] = await makeRuns(driven, threads ? [bad, bad, good, good] : [bad, good, good]);
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
  });
}

/** What the engine lets one evaluation take on the page, in seconds. */
const TIMEOUT_ON_PAGE = 5;

for (const browser of BROWSERS) {
  inBrowser(browser, () => {
    test.describe('on the page', () => {
      for (const [tier, site] of TIERS) {
        const threads = site === 'ARCSCORE_URL';
        for (const kind of [...KINDS, 'kill'] as const) {
          test(`a ${kind}, ${tier}: said, what is finished is shown, and the next run is right`, aloneIfToldLate(kind), async ({ driven }, info) => {
            test.setTimeout(90_000 + ROUNDS * 30_000);
            const file = info.outputPath('busy.py');
            writeFileSync(file, MANY);
            const page = await FaultyPage.open(driven, process.env[site]!, file);
            expect(await page.messages()).toMatch(threads ? /^\s*$/ : /The workers share no memory here/);
            expect((await page.score()).state).toBe('done');
            const whole = await page.download();
            expect(whole.length).toBe(EVALUATIONS + 1);

            const planned: Planned = {
              // A batch of which a worker is ended goes on until that worker is gone.
              kind: kind === 'kill' ? 'hang' : kind,
              after: kind === 'kill' && !threads ? EVALUATIONS : threads ? AFTER : AFTER / 6,
              call: threads ? 'score' : 'ready',
              victim: kind === 'kill' ? 'arcscore worker' : null,
            };
            const round = async (): Promise<number> => {
              const { state, shown } = await page.score(planned);
              expect(await page.messages()).toMatch(saysOf(kind));
              if (threads) {
                expect(state).toBe('error');
                const sums = await page.sums();
                const [, done] = /^Broken off: 200 programs on 5 tasks, \d+ of ([\d,]+) samples right so far$/.exec(sums.trim()) ?? [];
                expect(Number(done?.replace(',', '')), sums).toBeGreaterThan(0);
                expect(Number(done?.replace(',', '')), sums).toBeLessThan(EVALUATIONS);
                expect(new Set((await page.marks()).map((mark) => mark === 'not scored yet')), 'marks').toContain(false);
              } else {
                expect(state).toBe('done');
                expect(await page.download()).toEqual(whole);
              }
              expect((await page.score()).state).toBe('done');
              expect(await page.download()).toEqual(whole);
              const { millis: said } = shown.messages.find(({ text }) => saysOf(kind).test(text))!;
              return delayOf({ ...shown, said }, graceOf(browser, threads), planned, TIMEOUT_ON_PAGE);
            };
            const delays: number[] = [];
            for (let number = 0; number < ROUNDS; number++) delays.push(await round());
            console.log(`shown after ${delays.map((delay) => delay.toFixed(0)).join(', ')} ms`);
            await expectInTime(delays, round);
          });
        }
      }
    });
  });
}
