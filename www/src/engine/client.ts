import * as Comlink from 'comlink';
import type {
  Catalogue,
  Diagnostic,
  EngineApi,
  EngineStatus,
  Evaluation,
  JoinedData,
  LoadedPrograms,
  LoadedTasks,
  Opened,
  Progress,
  RunResult,
  ScoreOptions,
  ScoredSubmission,
  ScoreResult,
  StreamMessage,
  TaskSource,
  TraceAnswer,
  TraceRequest,
  VectorReport,
} from './protocol';
import { whyNoThreads } from './tier';
import { unpackEvaluations, unpackFile, unpackJoined, unpackSubmission } from './unpack';

/** How long an engine that was asked to cancel may still be at one evaluation. */
const CANCEL_PATIENCE_MS = 1000;

/** How often the page looks into the shared memory while the engine is at work. */
const LOOK_MS = 12;

/** How long an engine may take to start, and how much longer for each worker. */
const PATIENCE_MS = 15_000;
const PATIENCE_PER_WORKER_MS = 250;

const BROKE_OFF = 'The engine broke off: its memory is used up, or there is a bug in it.';

export const MAX_WORKERS = 64;

/** Hears of a run while it goes on. */
export interface Listener {
  evaluations(batch: Evaluation[]): void;
  progress(progress: Progress): void;
}

/** The engine broke off: a bug of ours, or the memory is used up. It has been replaced by a new one. */
export class EngineLost extends Error {}

/** A file that was read, kept so that a new engine can be given it. */
interface Source {
  id: number;
  kind: 'tasks' | 'programs';
  name: string;
  bytes: Uint8Array;
}

/**
 * The scoring engine, as the page uses it.
 *
 * It runs in workers of its own: no call here computes or blocks. When it breaks off it is replaced, and an event
 * `lost` tells so; files that were read before are given to the new one when they are needed.
 */
export class Engine extends EventTarget {
  #running: Running;
  /** Answers what must not wait for a run that is going on; started when it is first needed. */
  #aside: Promise<Line> | null = null;
  #sources = new WeakMap<LoadedTasks | LoadedPrograms, Source>();
  #lastId = 0;
  #cancelled = false;
  #scoring = false;

  private constructor(running: Running) {
    super();
    this.#running = running;
  }

  /** Starts an engine with so many workers: as many as the machine has cores, if none is given. */
  static async start(workers = navigator.hardwareConcurrency || 1): Promise<Engine> {
    return new Engine(await Running.start(workers));
  }

  get status(): EngineStatus {
    return this.#running.status;
  }

  readTasks(name: string, bytes: Uint8Array): Promise<LoadedTasks> {
    return this.#read({ id: ++this.#lastId, kind: 'tasks', name, bytes });
  }

  readPrograms(name: string, bytes: Uint8Array): Promise<LoadedPrograms> {
    return this.#read({ id: ++this.#lastId, kind: 'programs', name, bytes });
  }

  /** Checks the engine against the lines of a file of vectors that CPython recorded. */
  verify(file: string, text: string): Promise<VectorReport> {
    return this.#guard((running) => running.verify(file, text));
  }

  /**
   * Runs one program on one sample and tells what each statement gave.
   *
   * This and what follows comes from a second, small engine without a pool, so it need not wait for a run. It does one
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
  async scoreSubmission(
    files: readonly LoadedTasks[],
    name: string,
    bytes: Uint8Array,
  ): Promise<ScoredSubmission> {
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
    const counted = new Counted(listener);
    try {
      if (workersWithin(workers) !== this.#running.wished) await this.#replace(workers);
      const used = [...tasks, ...programs].map((file) => this.#source(file));
      await this.#guard((running) => running.prepare(used));
      if (this.#cancelled) return counted.ended({ cancelled: true });
      const request = {
        tasks: tasks.map((file) => this.#source(file).id),
        programs: programs.map((file) => this.#source(file).id),
        options,
      };
      const result = await this.#guard((running) => running.score(request, counted));
      if (result) return { ...result, lost: null };
      await this.#replace(workers);
      return counted.ended({ cancelled: true });
    } catch (error) {
      if (error instanceof EngineLost) return counted.ended({ lost: error.message });
      throw error;
    } finally {
      this.#scoring = false;
    }
  }

  /** Ends the run that is going on, if any. What is finished by then has been reported. */
  cancel(): void {
    this.#cancelled = true;
    this.#running.cancel();
  }

  /** Ends all workers. The engine can't be used afterwards. */
  dispose(): void {
    this.#running.end('the engine was disposed of');
    this.#aside?.then((line) => line.end('the engine was disposed of'), () => {});
  }

  /** Has the small engine do something. One that has broken off is replaced at the next question. */
  async #ask<T>(question: (api: Comlink.Remote<EngineApi>) => Promise<T>): Promise<T> {
    this.#aside ??= openAside();
    const aside = this.#aside;
    try {
      return await (await aside).call(question);
    } catch (error) {
      if (error instanceof EngineLost && this.#aside === aside) this.#aside = null;
      throw error;
    }
  }

  #taskSources(files: readonly LoadedTasks[]): TaskSource[] {
    return files.map((file) => this.#source(file)).map(({ name, bytes }) => ({ file: name, bytes }));
  }

  #source(file: LoadedTasks | LoadedPrograms): Source {
    const source = this.#sources.get(file);
    if (!source) throw new Error(`${file.file} was not read by this engine`);
    return source;
  }

  async #read<Kind extends Source['kind']>(source: Source & { kind: Kind }): Promise<LoadedFile[Kind]> {
    const loaded = await this.#guard((running) => running.read(source));
    this.#sources.set(loaded, source);
    return loaded;
  }

  /** Has the engine do something; an engine that breaks off at it, or has broken off before, is replaced. */
  async #guard<T>(work: (running: Running) => Promise<T>): Promise<T> {
    if (this.#running.broken) await this.#recover(BROKE_OFF);
    try {
      return await work(this.#running);
    } catch (error) {
      if (error instanceof EngineLost) await this.#recover(error.message);
      throw error;
    }
  }

  async #recover(why: string): Promise<void> {
    await this.#replace(this.#running.wished);
    this.dispatchEvent(new CustomEvent('lost', { detail: why }));
  }

  async #replace(workers: number): Promise<void> {
    this.#running.end('the engine is being replaced');
    this.#running = await Running.start(workers);
  }
}

/** A line to an engine of one worker that shares nothing. */
async function openAside(): Promise<Line> {
  const line = new Line();
  try {
    await line.call((api) => api.open(1, false), PATIENCE_MS);
    return line;
  } catch (error) {
    line.end('the engine was given up');
    throw error instanceof EngineLost ? error : new EngineLost(String(error), { cause: error });
  }
}

interface LoadedFile {
  tasks: LoadedTasks;
  programs: LoadedPrograms;
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

  ended(how: { cancelled?: boolean; lost?: string }): ScoreResult {
    const counts = { evaluations: this.#evaluations, matches: this.#matches };
    return { jsonLines: '', digest: '', millis: {}, warnings: [], cancelled: false, lost: null, ...counts, ...how };
  }
}

/** One engine worker and its pool, from start to end. */
class Running {
  readonly status: EngineStatus;
  /** The files it has. */
  readonly #files = new Set<number>();
  /** Ends a run without waiting for the engine. */
  #stop: (() => void) | null = null;

  private constructor(
    readonly wished: number,
    private readonly line: Line,
    private readonly opened: Opened,
    reason: string | null,
  ) {
    const threads = opened.memory !== null;
    this.status = { workers: threads ? wished : 1, threads, reason };
  }

  /** Starts with threads where there are any, else without. */
  static async start(workers: number): Promise<Running> {
    const wished = workersWithin(workers);
    let reason = await whyNoThreads();
    if (!reason) {
      const line = new Line();
      try {
        const opened = await line.call(
          (api) => api.open(wished, true),
          PATIENCE_MS + wished * PATIENCE_PER_WORKER_MS,
        );
        line.watch(opened);
        return new Running(wished, line, opened, null);
      } catch (error) {
        line.end('the engine was given up');
        reason = `The pool of workers could not be started (${error instanceof Error ? error.message : error}).`;
      }
    }
    const line = new Line();
    try {
      return new Running(wished, line, await line.call((api) => api.open(1, false), PATIENCE_MS), reason);
    } catch (error) {
      line.end('the engine was given up');
      throw error;
    }
  }

  async read<Kind extends Source['kind']>({ id, kind, name, bytes }: Source & { kind: Kind }): Promise<LoadedFile[Kind]> {
    const loaded: LoadedTasks | LoadedPrograms =
      kind === 'programs'
        ? await this.line.call((api) => api.readPrograms(id, name, bytes))
        : await this.line
            .call((api) => api.readTasks(id, name, bytes))
            .then(unpackFile);
    this.#files.add(id);
    return loaded as LoadedFile[Kind];
  }

  verify(file: string, text: string): Promise<VectorReport> {
    return this.line.call((api) => api.verify(file, text));
  }

  /** Sees to it that the engine has these files, and no others. */
  async prepare(files: readonly Source[]): Promise<void> {
    const needed = new Set(files.map(({ id }) => id));
    for (const id of this.#files) {
      if (needed.has(id)) continue;
      await this.line.call((api) => api.forget(id));
      this.#files.delete(id);
    }
    for (const file of files) if (!this.#files.has(file.id)) await this.read(file);
  }

  /** Resolves to null when the run was ended together with the engine. */
  async score(request: Parameters<EngineApi['score']>[0], listener: Listener): Promise<RunResult | null> {
    const { port1: ours, port2: theirs } = new MessageChannel();
    let programs: string[] = [];
    let tasks: string[] = [];
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
            ({ programs, tasks } = data);
            progress.total = data.total;
            listener.progress({ ...progress });
          } else {
            listener.evaluations(unpackEvaluations(data.batch, programs, tasks));
            if (!this.status.threads) tell(progress.done + data.batch.program.length);
          }
        } catch (error) {
          reject(error);
        }
      };
    });
    const stopped = new Promise<null>((resolve) => {
      this.#stop = () => resolve(null);
    });
    this.#ask(0);
    const timer = this.status.threads
      ? setInterval(() => progress.total && tell(this.#finished()), LOOK_MS)
      : 0;
    try {
      const run = this.line.call((api) => api.score(request, Comlink.transfer(theirs, [theirs])));
      // The end of the stream and the result come on different ports, in any order.
      const result = await Promise.race([Promise.all([run, end]).then(([result]) => result), stopped]);
      if (result && !result.cancelled) tell(progress.total);
      return result;
    } catch (error) {
      // What was sent before the engine broke off is still to be heard.
      await new Promise((resolve) => setTimeout(resolve, 4 * LOOK_MS));
      throw error;
    } finally {
      clearInterval(timer);
      ours.close();
      this.#stop = null;
    }
  }

  cancel(): void {
    const stop = this.#stop;
    this.#ask(1);
    if (this.status.threads) setTimeout(() => stop?.(), CANCEL_PATIENCE_MS);
    else stop?.();
  }

  get broken(): boolean {
    return this.line.broken;
  }

  end(why: string): void {
    this.line.end(why);
  }

  /** Sets whether the run is to be cancelled. */
  #ask(cancel: 0 | 1): void {
    if (this.opened.memory) Atomics.store(new Uint8Array(this.opened.memory.buffer), this.opened.cancel, cancel);
  }

  #finished(): number {
    return this.opened.memory ? Atomics.load(new Uint32Array(this.opened.memory.buffer), this.opened.finished / 4) : 0;
  }
}

/** The line to one engine worker: a call on it comes back even if the worker never answers again. */
class Line {
  readonly #worker = new Worker(new URL('./engine.worker.ts', import.meta.url), {
    type: 'module',
    name: 'arcscore engine',
  });
  readonly #remote = Comlink.wrap<EngineApi>(this.#worker);
  #opened: Opened | null = null;
  #ended = false;
  readonly #lost: Promise<never>;
  #lose!: (error: EngineLost) => void;

  constructor() {
    this.#lost = new Promise((_, reject) => {
      this.#lose = reject;
    });
    // Whether anybody waits for an answer or not, the loss itself is no unhandled error.
    this.#lost.catch(() => {});
    this.#worker.onerror = (event) => {
      event.preventDefault();
      this.end(`The engine worker failed: ${event.message || 'it could not be loaded'}`);
    };
  }

  /** From now on a trap in the engine's memory is noticed while a call waits. */
  watch(opened: Opened): void {
    this.#opened = opened;
  }

  async call<T>(ask: (api: Comlink.Remote<EngineApi>) => Promise<T>, patience?: number): Promise<T> {
    const look = setInterval(() => {
      if (this.#trapped) this.end(BROKE_OFF);
    }, LOOK_MS);
    const late =
      patience === undefined
        ? 0
        : setTimeout(() => this.end(`no answer within ${Math.round(patience / 1000)} s`), patience);
    try {
      return await Promise.race([ask(this.#remote), this.#lost]);
    } catch (error) {
      // A trap or a panic in the engine worker itself comes back as an exception; Comlink keeps no more than its name.
      const broke = error instanceof Error && ['RuntimeError', 'PanicError'].includes(error.name);
      if (!broke && !this.#trapped) throw error;
      this.end(BROKE_OFF);
      throw new EngineLost(BROKE_OFF, { cause: error });
    } finally {
      clearInterval(look);
      clearTimeout(late);
    }
  }

  /** Ends the worker, and with it its pool; calls that wait fail. */
  end(why: string): void {
    this.#ended = true;
    this.#worker.terminate();
    this.#lose(new EngineLost(why));
  }

  /** Whether the worker has ended, or would not answer any more. */
  get broken(): boolean {
    return this.#ended || this.#trapped;
  }

  get #trapped(): boolean {
    const opened = this.#opened;
    return !!opened?.memory && Atomics.load(new Int32Array(opened.memory.buffer), opened.terminated / 4) !== 0;
  }
}
