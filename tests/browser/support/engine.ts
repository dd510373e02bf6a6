import { readFileSync } from 'node:fs';
import type { Engine } from '../../../www/src/engine/client.ts';
import type { EngineStatus, Evaluation, Progress, ScoreOptions, ScoreResult } from '../../../www/src/engine/protocol.ts';
import { demoAnswers } from './answers.ts';
import { DEMO_PROGRAMS, DEMO_TASKS, type Line, expect, withoutTimes } from './page.ts';

/** How workers are had, and the address of the site that has them so. */
export const TIERS = [
  ['on threads', 'ARCSCORE_URL'],
  ['sharing nothing', 'ARCSCORE_PLAIN_URL'],
] as const;

/**
 * So many programs that each work for a moment on a sample, with nothing in common that could be worked out once: a
 * batch in whose middle something can happen. The moment grows with the square of `size`.
 */
export function busyPrograms(count: number, size = 40): string {
  return Array.from(
    { length: count },
    (_, number) => `def busy_${number}(I):
    numbers = interval(0, add(height(I), ${size + (number % 40)}), 1)
    return add(size(product(numbers, numbers)), ${number})
`,
  ).join('\n');
}

/** Who may be killed, and how their names begin. */
export const SHARING_NOTHING = [['a worker', 'arcscore worker']] as const;
export const OF_THE_POOL_OR_NOT = [
  ['the engine', 'arcscore engine'],
  ['a worker of the pool', 'arcscore worker'],
] as const;

/** What became of a run, and what was heard of it. */
export interface Heard {
  result: Omit<ScoreResult, 'jsonLines'> & { jsonLines: string | null };
  /** What the engine says about the run when it is asked: the attempts, and the names of the schedules. */
  attempts: string | null;
  schedules: { name: string; lost: number; simulated: boolean }[] | null;
  status: EngineStatus;
  evaluations: Evaluation[];
  /** Milliseconds from the call to each batch, and to the end. */
  batches: number[];
  millis: number;
  /** Milliseconds from cancelling to the end. */
  cancelMillis: number;
  progress: { done: number; total: number; millis: number }[];
  /** What the event `lost` said. */
  lost: string[];
  /** What was said while the run went on, and when. */
  trouble: { millis: number; what: string }[];
  /** When a worker was killed. */
  killed: number;
}

export interface Run {
  workers: number;
  /** The text of a file of one task; the demo's tasks, if none is given. */
  task?: { id: string; text: string };
  /** The demo's, if none are given. */
  programs?: string;
  options?: ScoreOptions;
  /** Whether the engine is asked about the run afterwards. */
  ask?: boolean;
  /** Milliseconds after the first results at which it is cancelled. */
  cancelAfter?: number;
  /** Whether somebody turns a wheel all the while. */
  scrolled?: boolean;
  /** Evaluations after which a worker is killed: the last that was started of those whose names begin so. */
  kill?: { after: number; worker: string };
}

/** Time within which the page must say what happened to a worker. */
export const SAID_WITHIN_MS = 1000;

/** Rounds that may be made once more each, because another program kept the machine from being in time. */
const MOST_AGAIN = 3;

/**
 * What happened was said in time, in each round.
 *
 * A busy machine is late now and then, so a late round is made again, which gives how late it is: an engine that is
 * late by itself is so each time.
 */
export async function expectInTime(delays: readonly number[], again: () => Promise<number>): Promise<void> {
  let late = delays.filter((delay) => !(delay < SAID_WITHIN_MS));
  for (let times = 0; late.length > 0 && times < MOST_AGAIN; times++) {
    const delay = await again();
    if (delay < SAID_WITHIN_MS) late = late.slice(1);
  }
  expect(late, 'milliseconds until it was said').toEqual([]);
}

/** Whatever opens pages: Playwright's, or another driver's. */
export interface Opener {
  goto(address: string): Promise<unknown>;
  evaluate<Argument, Result>(work: (argument: Argument) => Promise<Result> | Result, argument: Argument): Promise<Result>;
}

const demoTasks = readFileSync(DEMO_TASKS, 'utf8');
const demoPrograms = readFileSync(DEMO_PROGRAMS, 'utf8');

/** Opens a page that has nothing but the engine. */
export async function openEngine(page: Opener, site = process.env['ARCSCORE_URL']): Promise<void> {
  await page.goto(new URL('engine-test.html', site).href);
  await page.evaluate(async () => {
    while (!('Engine' in globalThis)) await new Promise((resolve) => setTimeout(resolve, 10));
  }, null);
}

/** Makes runs one after the other on one engine. */
export async function makeRuns(page: Opener, runs: Run[]): Promise<Heard[]> {
  const heard = await page.evaluate(
    async ({ runs, demoTasks, demoPrograms }) => {
      const { Engine: engineClass, workers: started } = globalThis as unknown as {
        Engine: typeof Engine;
        workers: { name: string; worker: Worker }[];
      };
      const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
      const engine = await engineClass.start(runs[0]!.workers);
      let lost: string[] = [];
      engine.addEventListener('lost', (event) => lost.push((event as CustomEvent<string>).detail));
      const heard: Heard[] = [];
      for (const { workers, task, programs, options, ask, cancelAfter, scrolled, kill } of runs) {
        lost = [];
        const taskFile = await engine.readTasks(`${task?.id ?? 'demo'}.json`, bytes(task?.text ?? demoTasks));
        const programFile = await engine.readPrograms('programs.py', bytes(programs ?? demoPrograms));
        const evaluations: Evaluation[] = [];
        const batches: number[] = [];
        const progress: Heard['progress'] = [];
        const trouble: Heard['trouble'] = [];
        const start = performance.now();
        let cancelled = NaN;
        let killed = NaN;
        const listener = {
          evaluations(batch: Evaluation[]): void {
            batches.push(performance.now() - start);
            evaluations.push(...batch);
            if (batches.length === 1 && cancelAfter !== undefined) {
              setTimeout(() => {
                cancelled = performance.now();
                engine.cancel();
              }, cancelAfter);
            }
            if (kill && Number.isNaN(killed) && evaluations.length >= kill.after) {
              killed = performance.now() - start;
              started.findLast(({ name }) => name.startsWith(kill.worker))!.worker.terminate();
            }
          },
          progress: (step: Progress): void => void progress.push({ ...step, millis: performance.now() - start }),
          trouble: (what: string): void => void trouble.push({ millis: performance.now() - start, what }),
        };
        const wheel = setInterval(() => scrolled && document.body.dispatchEvent(new WheelEvent('wheel', { bubbles: true })), 20);
        const { jsonLines, ...result } = await engine.score([taskFile], [programFile], workers, listener, options);
        const end = performance.now();
        clearInterval(wheel);
        const times = { millis: end - start, cancelMillis: end - cancelled };
        const told = { progress, lost, trouble, killed };
        const attempts = ask ? await engine.attempts() : null;
        const schedules = ask ? await engine.compareSchedules(1) : null;
        const lines = jsonLines && (await jsonLines.text());
        heard.push({ result: { ...result, jsonLines: lines }, attempts, schedules, status: engine.status, evaluations, batches, ...times, ...told });
      }
      engine.dispose();
      // As text, because drivers differ in what else they hand over.
      return JSON.stringify(heard, (_, value: unknown) =>
        ArrayBuffer.isView(value) ? Array.from(value as Uint8Array) : value,
      );
    },
    { runs, demoTasks, demoPrograms },
  );
  return JSON.parse(heard) as Heard[];
}

/** The runs were made in this tier. Where they were not, the failure tells why. */
export function expectTier(runs: readonly Pick<Heard, 'status'>[], threads: boolean): void {
  expect(runs.map(({ status }) => status)).toEqual(
    runs.map(({ status }) => ({ ...status, threads, reason: threads ? null : expect.any(String) })),
  );
}

export function expectKnownAnswers({ result, evaluations, progress, lost }: Heard): void {
  expect(result).toMatchObject({ lost: null, cancelled: false, evaluations: demoAnswers.length });
  expect(lost).toEqual([]);
  const end = { done: demoAnswers.length, total: demoAnswers.length, millis: expect.any(Number) };
  expect(progress.at(-1)).toEqual(end);
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

export function linesWithoutTimes({ result }: Heard): Line[] {
  return withoutTimes(
    result
      .jsonLines!.trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Line),
  );
}
