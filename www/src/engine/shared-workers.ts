import * as Comlink from 'comlink';
import { givingWay, whenStirred } from './giving-way';
import { lifeName } from './life';
import { EngineLost, LOOK_MS, Line } from './line';
import { Stillness, hangs } from './patience';
import { Pool } from './pool';
import type { EngineApi, EngineStatus, FinishedRun, Loaded, NamedJob, Opened, Progress, ScheduleRow, StreamMessage } from './protocol';
import { Reader } from './reader';
import { type Listener, MAX_WORKERS, type Outcome, type RunRequest, type Workers, inWords } from './tier';
import { unpackEvaluations } from './unpack';

/** How long an engine that was asked to cancel may still be at one evaluation. */
const CANCEL_PATIENCE_MS = 1000;

/** How long an engine may take to load, and how long to open. */
const PATIENCE_MS = 15_000;

/** Schedules that are compared in each round; once more the run is made to measure each evaluation. */
const SCHEDULES = 5;

/** What a worker notes that is at nothing. */
const NOTHING = 0xffff_ffff;

/** The names that the numbers of a run stand for. */
interface Names {
  programs: string[];
  tasks: string[];
}

/** What stands for a job in memory: numbers of program and task, index and split. */
type Numbers = [number, number, number];

/** The first tier: one engine worker and its pool, all in one memory that the page shares. */
export class SharedWorkers implements Workers {
  readonly status: EngineStatus;
  readonly reader: Reader;
  readonly #numbers: number[];
  /** Evaluations of the last run. */
  #evaluations = 0;
  /** Ends a run without waiting for the engine. */
  #stop: (() => void) | null = null;

  private constructor(
    workers: number,
    private readonly line: Line<EngineApi>,
    private readonly opened: Loaded & Opened,
  ) {
    this.status = { workers, threads: true, reason: null };
    this.reader = new Reader(line);
    this.#numbers = Array.from({ length: workers }, (_, worker) => worker);
  }

  static async start(workers: number): Promise<SharedWorkers> {
    const worker = new Worker(new URL('./engine.worker.ts', import.meta.url), {
      type: 'module',
      name: 'arcscore engine',
    });
    const line = new Line<EngineApi>(worker);
    try {
      const loaded = await line.call((api) => api.load(workers, lifeName()), PATIENCE_MS);
      const pool = await Pool.start(loaded, workers);
      line.whenLost(() => pool.end());
      const terminated = new Int32Array(loaded.memory.buffer, loaded.terminated, 1);
      line.watch(() => Atomics.load(terminated, 0) !== 0);
      const opened = await line.call((api) => api.open(), PATIENCE_MS);
      line.watchLives([...loaded.lives, ...pool.lives]);
      return new SharedWorkers(workers, line, { ...loaded, ...opened });
    } catch (error) {
      line.end('the engine was given up');
      throw error;
    }
  }

  forgetAllBut(files: ReadonlySet<number>): Promise<void> {
    return this.reader.forgetAllBut(files);
  }

  async score({ tasks, programs, options }: RunRequest, listener: Listener): Promise<Outcome | null> {
    // From now on the run can be cancelled, also before the engine has begun with it.
    this.#ask(0);
    await this.reader.prepare([...tasks, ...programs]);
    const { port1: ours, port2: theirs } = new MessageChannel();
    const names: Names = { programs: [], tasks: [] };
    const progress = { done: 0, total: 0 };
    const tell = (done: number): void => {
      if (done === progress.done) return;
      progress.done = done;
      listener.progress({ ...progress });
    };
    const end = new Promise<void>((resolve, reject) => {
      ours.onmessage = ({ data }: MessageEvent<StreamMessage>) => {
        try {
          if (data.kind === 'end') return resolve();
          if (data.kind === 'begin') {
            names.programs = data.programs;
            names.tasks = data.tasks;
            progress.total = data.total;
            this.#evaluations = data.total;
            listener.progress({ ...progress });
          } else {
            listener.evaluations(unpackEvaluations(data.batch, names.programs, names.tasks));
          }
        } catch (error) {
          reject(error);
        }
      };
    });
    const stopped = new Promise<null>((resolve) => {
      this.#stop = () => resolve(null);
    });
    this.#letRest(givingWay(this.status.workers));
    const unstir = whenStirred(() => this.#askToGiveWay());
    const hanging = this.#watchForHangs(options.timeout);
    const timer = setInterval(() => {
      if (hanging()) this.line.end(hangs(options.timeout));
      if (progress.total > 0) tell(this.#finished());
    }, LOOK_MS);
    try {
      const request = { tasks: tasks.map(({ id }) => id), programs: programs.map(({ id }) => id), options };
      const run: Promise<FinishedRun> = this.line.call((api) => api.score(request, Comlink.transfer(theirs, [theirs])));
      // The end of the stream and the result come on different ports, in any order.
      const result = await Promise.race([Promise.all([run, end]).then(([result]) => result), stopped]);
      if (result && !result.cancelled) tell(progress.total);
      return result && { result, leftOut: [] };
    } catch (error) {
      if (!(error instanceof EngineLost)) {
        // Nobody hears the rest of the run.
        this.#ask(1);
        throw error;
      }
      const underWay = this.#underWay();
      // What was sent before the engine broke off is still to be heard: evaluations, and the names if it was soon.
      await new Promise((resolve) => setTimeout(resolve, 4 * LOOK_MS));
      const suspects = underWay.flatMap((numbers) => jobOf(numbers, names));
      const during = suspects.length > 0 ? ` It happened during ${suspects.map(inWords).join(' or ')}.` : '';
      throw new EngineLost(error.message + during, { cause: error, suspects });
    } finally {
      clearInterval(timer);
      unstir();
      this.#letRest(0);
      ours.close();
      this.#stop = null;
    }
  }

  async compareSchedules(rounds: number, hear: (progress: Progress) => void): Promise<ScheduleRow[] | null> {
    this.#ask(0);
    this.#forgetFinished();
    const progress = { done: 0, total: this.#evaluations * (rounds * SCHEDULES + 1) };
    const stopped = new Promise<null>((resolve) => {
      this.#stop = () => resolve(null);
    });
    const timer = setInterval(() => {
      const done = Math.min(this.#finished(), progress.total);
      if (done === progress.done) return;
      progress.done = done;
      hear({ ...progress });
    }, LOOK_MS);
    try {
      return await Promise.race([this.reader.compareSchedules(rounds), stopped]);
    } finally {
      clearInterval(timer);
      this.#stop = null;
    }
  }

  cancel(): void {
    const stop = this.#stop;
    this.#ask(1);
    setTimeout(() => stop?.(), CANCEL_PATIENCE_MS);
  }

  get broken(): boolean {
    return this.line.broken;
  }

  end(why: string): void {
    this.line.end(why);
  }

  /** Sets whether the run is to be cancelled. */
  #ask(cancel: 0 | 1): void {
    Atomics.store(new Uint8Array(this.opened.memory.buffer), this.opened.cancel, cancel);
  }

  /** Sets how many workers rest for a moment when they are asked to give way. */
  #letRest(workers: number): void {
    Atomics.store(new Uint32Array(this.opened.memory.buffer), this.opened.giveWay / 4, workers);
  }

  #askToGiveWay(): void {
    Atomics.add(new Uint32Array(this.opened.memory.buffer), this.opened.giveWay / 4 + 1, 1);
  }

  #forgetFinished(): void {
    Atomics.store(new Uint32Array(this.opened.memory.buffer), this.opened.finished / 4, 0);
  }

  #finished(): number {
    return Atomics.load(new Uint32Array(this.opened.memory.buffer), this.opened.finished / 4);
  }

  /** What a worker is at; null between evaluations. */
  #whereabouts(worker: number): Numbers | null {
    const memory = new Uint32Array(this.opened.memory.buffer);
    const at = (field: number): number => Atomics.load(memory, this.opened.whereabouts / 4 + 3 * worker + field);
    return at(0) === NOTHING ? null : [at(0), at(1), at(2)];
  }

  /** What the worker was at that panicked, or else what all of them are at. */
  #underWay(): Numbers[] {
    const panicked = this.#whereabouts(MAX_WORKERS);
    const at = panicked ? [panicked] : this.#numbers.map((worker) => this.#whereabouts(worker));
    return at.filter((numbers) => numbers !== null);
  }

  /** Gives what tells, at each look, whether one of the workers hangs. */
  #watchForHangs(timeout: number | undefined): () => boolean {
    const still = this.#numbers.map(() => new Stillness(timeout));
    let before: string[] = [];
    return () => {
      const now = this.#numbers.map((worker) => this.#whereabouts(worker)?.join() ?? '');
      const hang = still.map((worker, place) => {
        if (now[place] === '' || now[place] !== before[place]) worker.moved();
        return worker.look();
      });
      before = now;
      return hang.includes(true);
    };
  }
}

/** The job that numbers stand for; nothing where they are of no run that is known. */
function jobOf([candidate, place, sample]: Numbers, { programs, tasks }: Names): NamedJob[] {
  const program = programs[candidate];
  const task = tasks[place];
  if (program === undefined || task === undefined) return [];
  return [{ program, task, split: sample >>> 31 ? 'test' : 'train', index: sample & 0x7fff_ffff }];
}
