import type * as Comlink from 'comlink';
import { BROKE_OFF, EngineLost, type Line } from './line';
import type {
  Catalogue,
  Diagnostic,
  EngineStatus,
  Evaluation,
  JoinedData,
  LoadedPrograms,
  LoadedTasks,
  NamedJob,
  Progress,
  ScheduleRow,
  ScoreOptions,
  ScoredSubmission,
  ScoreResult,
  SingleApi,
  TaskSource,
  TraceAnswer,
  TraceRequest,
  VectorReport,
} from './protocol';
import type { LoadedFile, Source } from './reader';
import { SeparateWorkers } from './separate-workers';
import { SharedWorkers } from './shared-workers';
import { openSingle } from './single';
import { type Listener, MAX_WORKERS, type Outcome, type RunRequest, type Workers, defaultWorkers, inWords, whyNoThreads } from './tier';
import { unpackJoined, unpackSubmission } from './unpack';

export { EngineLost } from './line';
export { MAX_WORKERS, defaultWorkers } from './tier';
export type { Listener } from './tier';

/** How often threads are tried for at once, and again at later runs, before the engine does without. */
const TRIES = 2;
const TRIES_LATER = 2;
const BETWEEN_TRIES_MS = 300;

const DISPOSED = 'the engine was disposed of';

/**
 * The scoring engine, as the page uses it.
 *
 * It runs in workers of its own: no call here computes or blocks. When it breaks off it is replaced, and an event
 * `lost` tells so; files that were read before are given to the new one when they are needed.
 */
export class Engine extends EventTarget {
  #workers: Workers;
  /** Answers what must not wait for a run that is going on; started when it is first needed. */
  #aside: Promise<Line<SingleApi>> | null = null;
  #wished: number;
  #sources = new WeakMap<LoadedTasks | LoadedPrograms, Source>();
  /** What was being made when the engine broke off, by its names; it is kept apart until it was made once. */
  #suspects = new Map<string, NamedJob>();
  #lastId = 0;
  #cancelled = false;
  #scoring = false;
  /** The workers that made the last run, and know about it. */
  #scored: Workers | null = null;
  #apart: SeparateWorkers | null = null;
  /** Over once there is an engine again in the place of one that broke off, or that has to have other workers. */
  #recovery: Promise<void> = Promise.resolve();
  #replacing = false;
  #disposed = false;
  /** How often threads may still be tried for, where there should be some but they could not be started. */
  #tries = TRIES_LATER;

  private constructor(workers: Workers, wished: number) {
    super();
    this.#workers = workers;
    this.#wished = wished;
  }

  /** Starts an engine with so many workers: as many as suit the machine, if none is given. */
  static async start(workers = defaultWorkers()): Promise<Engine> {
    const wished = workersWithin(workers);
    return new Engine(await startWorkers(wished), wished);
  }

  get status(): EngineStatus {
    return this.#workers.status;
  }

  readTasks(name: string, bytes: Uint8Array): Promise<LoadedTasks> {
    return this.#read({ id: ++this.#lastId, kind: 'tasks', name, bytes });
  }

  readPrograms(name: string, bytes: Uint8Array): Promise<LoadedPrograms> {
    return this.#read({ id: ++this.#lastId, kind: 'programs', name, bytes });
  }

  /** Lets go of all files but these, as far as it has them; a run of others would read them again. */
  async forgetAllBut(files: readonly (LoadedTasks | LoadedPrograms)[]): Promise<void> {
    try {
      await this.#workers.forgetAllBut(new Set(files.map((file) => this.#source(file).id)));
    } catch (error) {
      // What broke off has nothing any more.
      if (!(error instanceof EngineLost)) throw error;
    }
  }

  /** Checks the engine against the lines of a file of vectors that CPython recorded. */
  verify(file: string, text: string): Promise<VectorReport> {
    return this.#guard((workers) => workers.reader.verify(file, text));
  }

  /**
   * Runs one program on one sample and tells what each statement gave.
   *
   * This and what follows comes from a worker beside those that score, so it need not wait for a run. It does one
   * thing after the other: whoever asks for a trace at each keystroke should wait for the answer before asking again.
   */
  trace(request: TraceRequest): Promise<TraceAnswer> {
    return this.#ask((api) => api.trace(request));
  }

  /** All primitives and constants of the language. */
  catalogue(): Promise<Catalogue> {
    return this.#ask((api) => api.catalogue());
  }

  /** What is wrong with a program file, in its order. */
  check(file: string, source: string): Promise<Diagnostic[]> {
    return this.#ask((api) => api.check(file, source));
  }

  /** The tasks of files as a run takes them: joined with solutions of other files, whichever came first. */
  async joinTasks(files: readonly LoadedTasks[]): Promise<JoinedData> {
    const sources = this.#taskSources(files);
    return unpackJoined(await this.#ask((api) => api.joinTasks(sources)));
  }

  /** Scores a submission on the tasks of files, joined with their solutions. */
  async scoreSubmission(files: readonly LoadedTasks[], name: string, bytes: Uint8Array): Promise<ScoredSubmission> {
    const sources = this.#taskSources(files);
    return unpackSubmission(await this.#ask((api) => api.scoreSubmission(sources, name, bytes)));
  }

  /** Scores all programs on all samples. Resolves when the run is over, cancelled or broken off; one run at a time. */
  async score(
    tasks: readonly LoadedTasks[],
    programs: readonly LoadedPrograms[],
    workers: number,
    listener: Listener,
    options: ScoreOptions = {},
  ): Promise<ScoreResult> {
    if (this.#scoring) throw new Error('the engine is scoring already');
    this.#scoring = true;
    this.#cancelled = false;
    this.#scored = null;
    const counted = new Counted(listener);
    try {
      await this.#recovery;
      const wished = workersWithin(workers);
      if (wished !== this.#wished || (await this.#shouldTryThreads())) await this.#replace(wished);
      const suspects = this.#suspectsAmong(tasks, programs);
      const request: RunRequest = {
        tasks: tasks.map((file) => this.#source(file)),
        programs: programs.map((file) => this.#source(file)),
        options,
        suspects,
      };
      if (this.#cancelled) return counted.ended({ cancelled: true });
      const careful = suspects.length > 0 && this.#workers.status.threads;
      const outcome = await (careful ? this.#scoreApart(request, counted) : this.#scoreTogether(request, counted));
      if (!outcome) {
        await this.#replace(this.#wished);
        return counted.ended({ cancelled: true });
      }
      const { result, leftOut } = outcome;
      if (!careful) this.#scored = this.#workers;
      if (!result.cancelled) for (const job of suspects) this.#suspects.delete(inWords(job));
      for (const job of leftOut) this.#suspects.set(inWords(job), job);
      return { ...result, lost: null };
    } catch (error) {
      if (!(error instanceof EngineLost)) throw error;
      for (const job of error.suspects) this.#suspects.set(inWords(job), job);
      return counted.ended({ lost: error.message });
    } finally {
      this.#scoring = false;
    }
  }

  /** What the best candidates of the last run predict for each test: the text of a Kaggle `submission.json`. */
  attempts(): Promise<string> {
    return this.#aboutLastRun((workers) => workers.reader.attempts());
  }

  /** Makes the last run again with each schedule, so many rounds, and says what each costs; null when cancelled. */
  async compareSchedules(rounds: number, hear: (progress: Progress) => void = () => {}): Promise<ScheduleRow[] | null> {
    this.#cancelled = false;
    const rows = await this.#aboutLastRun((workers) => workers.compareSchedules(rounds, hear));
    if (!rows) await this.#replace(this.#wished);
    // Schedules that were ended early say nothing.
    return this.#cancelled ? null : rows;
  }

  /** Ends the run or comparison that is going on, if any. What is finished by then has been reported. */
  cancel(): void {
    this.#cancelled = true;
    this.#workers.cancel();
    this.#apart?.cancel();
  }

  /** Ends all workers. The engine can't be used afterwards. */
  dispose(): void {
    this.#disposed = true;
    this.#workers.end(DISPOSED);
    this.#apart?.end(DISPOSED);
    this.#aside?.then((line) => line.end(DISPOSED), () => {});
  }

  /** Has the worker beside do something. One that has broken off is replaced at the next question. */
  async #ask<T>(question: (api: Comlink.Remote<SingleApi>) => Promise<T>): Promise<T> {
    this.#aside ??= openSingle('arcscore answers');
    const aside = this.#aside;
    try {
      const line = await aside;
      return await line.call(question);
    } catch (error) {
      const lost = await aside.then((line) => line.broken, () => true);
      if (lost && this.#aside === aside) this.#aside = null;
      throw error;
    }
  }

  #taskSources(files: readonly LoadedTasks[]): TaskSource[] {
    return files.map((file) => this.#source(file)).map(({ name, bytes }) => ({ file: name, bytes }));
  }

  #aboutLastRun<T>(question: (workers: Workers) => Promise<T>): Promise<T> {
    if (this.#scored !== this.#workers) throw new Error('The last run is not there any more; score again.');
    return this.#guard(question);
  }

  #source(file: LoadedTasks | LoadedPrograms): Source {
    const source = this.#sources.get(file);
    if (!source) throw new Error(`${file.file} was not read by this engine`);
    return source;
  }

  async #read<Kind extends Source['kind']>(source: Source & { kind: Kind }): Promise<LoadedFile[Kind]> {
    const loaded = await this.#guard((workers) => workers.reader.read(source));
    this.#sources.set(loaded, source);
    return loaded;
  }

  /** What broke an engine before and is asked for again. */
  #suspectsAmong(tasks: readonly LoadedTasks[], programs: readonly LoadedPrograms[]): NamedJob[] {
    const ids = new Set(tasks.flatMap((file) => file.tasks.map(({ id }) => id)));
    const names = new Set(programs.flatMap((file) => file.programs.map(({ name }) => name)));
    return [...this.#suspects.values()].filter(({ program, task }) => names.has(program) && ids.has(task));
  }

  #scoreTogether(request: RunRequest, listener: Listener): Promise<Outcome | null> {
    return this.#guard((workers) => {
      const run = workers.score(request, listener);
      // It may have come while there was no engine.
      if (this.#cancelled) workers.cancel();
      return run;
    });
  }

  /** Has workers that share nothing make a run, since it may break some of them. */
  async #scoreApart(request: RunRequest, listener: Listener): Promise<Outcome> {
    const suspects = request.suspects.map(inWords).join('; ');
    listener.trouble?.(`The engine broke off before, so these are made apart, on workers of their own: ${suspects}.`);
    const apart = await SeparateWorkers.start(this.#wished, 'The engine broke off before.');
    this.#apart = apart;
    try {
      if (this.#cancelled) apart.cancel();
      return await apart.score(request, listener);
    } finally {
      this.#apart = null;
      apart.end('the run is over');
    }
  }

  /** Has the engine do something; an engine that breaks off at it, or has broken off before, is replaced. */
  async #guard<T>(work: (workers: Workers) => Promise<T>): Promise<T> {
    await this.#recovery;
    if (this.#workers.broken) await this.#recover(this.#workers, BROKE_OFF);
    const workers = this.#workers;
    try {
      return await work(workers);
    } catch (error) {
      // What happened is said at once; whoever asks for something next waits for the new engine.
      if (error instanceof EngineLost) this.#recover(workers, error.message).catch(() => {});
      throw error;
    }
  }

  /** Whether the engine goes without threads only because they could not be started: the cause may have passed. */
  async #shouldTryThreads(): Promise<boolean> {
    if (this.status.threads || this.#tries === 0 || (await whyNoThreads()) !== null) return false;
    this.#tries -= 1;
    return true;
  }

  /**
   * Replaces an engine that broke off: once, however many have asked it for something and hear of its end. If that
   * fails, whatever is asked for next tries again.
   */
  #recover(lost: Workers, why: string): Promise<void> {
    if (this.#replacing || lost !== this.#workers) return this.#recovery;
    this.dispatchEvent(new CustomEvent('lost', { detail: why }));
    return this.#replace(this.#wished);
  }

  #replace(wished: number): Promise<void> {
    const replace = async (): Promise<void> => {
      try {
        const workers = await startWorkers(wished);
        if (this.#disposed) workers.end(DISPOSED);
        this.#workers = workers;
      } finally {
        this.#replacing = false;
      }
    };
    this.#replacing = true;
    this.#workers.end('the engine is being replaced');
    this.#wished = wished;
    const replaced = replace();
    this.#recovery = replaced.catch(() => {});
    return replaced;
  }
}

/** Starts workers with threads where there are any, else without. */
async function startWorkers(wished: number): Promise<Workers> {
  const noThreads = await whyNoThreads();
  if (noThreads) return SeparateWorkers.start(wished, noThreads);
  const failures: string[] = [];
  while (failures.length < TRIES) {
    // The memory of an engine that has ended may still be held for a moment.
    if (failures.length > 0) await new Promise((resolve) => setTimeout(resolve, BETWEEN_TRIES_MS));
    try {
      return await SharedWorkers.start(wished);
    } catch (error) {
      failures.push(error instanceof Error ? error.message : String(error));
    }
  }
  const reason = `The pool of workers could not be started (${[...new Set(failures)].join('; then: ')}).`;
  return SeparateWorkers.start(wished, reason);
}

function workersWithin(workers: number): number {
  return Math.min(MAX_WORKERS, Math.max(1, Math.trunc(workers) || 1));
}

/** Counts what a listener was told, for runs that never come to a result of their own. */
class Counted implements Listener {
  #evaluations = 0;
  #matches = 0;

  constructor(private readonly listener: Listener) {}

  evaluations(batch: Evaluation[]): void {
    this.#evaluations += batch.length;
    for (const { match } of batch) if (match) this.#matches += 1;
    this.listener.evaluations(batch);
  }

  progress(progress: Progress): void {
    this.listener.progress(progress);
  }

  trouble(what: string): void {
    this.listener.trouble?.(what);
  }

  ended(how: { cancelled?: boolean; lost?: string }): ScoreResult {
    const counts = { evaluations: this.#evaluations, matches: this.#matches };
    const shifts = {
      worker: new Uint32Array(),
      from: new Float64Array(),
      until: new Float64Array(),
      evaluations: new Uint32Array(),
    };
    const nothing = { jsonLines: null, digest: '', outputs: 0, millis: {}, alike: [], shifts, warnings: [] };
    return { ...nothing, cancelled: false, lost: null, ...counts, ...how };
  }
}
