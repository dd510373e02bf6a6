import { EngineLost, type Line } from './line';
import { PartsRun } from './parts-run';
import type { EngineStatus, ScheduleRow, ScoreOptions, ScoreRequest, SingleApi } from './protocol';
import { Reader, type Source } from './reader';
import { openSingle } from './single';
import type { Listener, Outcome, RunRequest, Workers } from './tier';

/** The second tier: workers that share nothing, each with an instance of its own. The page hands out the work. */
export class SeparateWorkers implements Workers {
  readonly status: EngineStatus;
  readonly reader: Reader;
  /** Those that there are and those that are coming. */
  readonly #scorers = new Set<Promise<Scorer>>();
  #started = 0;
  #run: PartsRun | null = null;
  #cancelled = false;
  #stopComparison: (() => void) | null = null;

  private constructor(
    /** Reads, plans and reports, and works on no part, so that it always answers. */
    private readonly desk: Line<SingleApi>,
    workers: number,
    reason: string,
  ) {
    this.status = { workers, threads: false, reason };
    this.reader = new Reader(desk);
  }

  static async start(workers: number, reason: string): Promise<SeparateWorkers> {
    return new SeparateWorkers(await openSingle('arcscore engine'), workers, reason);
  }

  forgetAllBut(files: ReadonlySet<number>): Promise<void> {
    for (const coming of this.#scorers) {
      coming.then((scorer) => scorer.forgetAllBut(files)).catch(() => {
        // It was lost with all that it had.
      });
    }
    return this.reader.forgetAllBut(files);
  }

  async score({ tasks, programs, options, suspects }: RunRequest, listener: Listener): Promise<Outcome> {
    this.#cancelled = false;
    const files = [...tasks, ...programs];
    const request = { tasks: tasks.map(({ id }) => id), programs: programs.map(({ id }) => id), options };
    const employ = this.#employer(files, request);
    // All make the same plan: the workers while the desk does.
    const coming = Array.from({ length: this.status.workers }, employ);
    for (const line of coming) {
      line.catch(() => {
        // The run hears of it where it takes the worker.
      });
    }
    await this.reader.prepare(files);
    const plan = await this.desk.call((api) => api.plan(request));
    const turns = await Promise.all(suspects.map((job) => this.desk.call((api) => api.turnOf(job))));
    const apart = turns.filter((turn) => turn !== undefined);

    const run = new PartsRun(plan, apart, options, listener, {
      workers: this.status.workers,
      employ: () => coming.shift() ?? employ(),
      jobsOf: (turn) => this.desk.call((api) => api.jobsOf(turn)),
    });
    this.#run = run;
    if (this.#cancelled) run.cancel();
    const start = performance.now();
    try {
      const { made, leftOut, cancelled } = await run.over();
      const went = { threads: this.status.workers, millis: performance.now() - start, cancelled };
      return { result: await this.desk.call((api) => api.report(made, went)), leftOut };
    } finally {
      this.#run = null;
    }
  }

  /** Gives what readies workers for a run: those that there are first, then new ones. */
  #employer(files: readonly Source[], request: ScoreRequest): () => Promise<Line<SingleApi>> {
    const free = [...this.#scorers];
    let { fault } = request.options;
    return async () => {
      const options: ScoreOptions = { ...request.options };
      delete options.fault;
      if (fault) options.fault = fault;
      // A fault that is bound to no program happens in one worker, once.
      if (!fault?.program) fault = undefined;
      const scorer = await this.#next(free);
      await scorer.prepare(files, { ...request, options });
      return scorer.line;
    };
  }

  /** The first of these that works still, or a new one. */
  async #next(free: Promise<Scorer>[]): Promise<Scorer> {
    for (let coming = free.shift(); coming; coming = free.shift()) {
      const scorer = await coming.catch(() => null);
      if (scorer && !scorer.line.broken) return scorer;
      this.#scorers.delete(coming);
    }
    this.#started += 1;
    const starting = Scorer.start(this.#started);
    this.#scorers.add(starting);
    const scorer = await starting;
    if (this.broken) scorer.line.end('the engine has ended');
    return scorer;
  }

  /** The worker that does it hears nothing meanwhile, so it can't tell how far it is, nor be asked to end. */
  async compareSchedules(rounds: number): Promise<ScheduleRow[] | null> {
    const stopped = new Promise<null>((resolve) => {
      this.#stopComparison = () => resolve(null);
    });
    try {
      return await Promise.race([this.reader.compareSchedules(rounds), stopped]);
    } finally {
      this.#stopComparison = null;
    }
  }

  cancel(): void {
    this.#cancelled = true;
    this.#run?.cancel();
    this.#stopComparison?.();
  }

  get broken(): boolean {
    return this.desk.broken;
  }

  end(why: string): void {
    this.desk.end(why);
    for (const coming of this.#scorers) coming.then(({ line }) => line.end(why), () => {});
    this.#run?.fail(new EngineLost(why));
  }
}

/** A worker that makes evaluations. */
class Scorer {
  readonly #reader: Reader;
  /** Over once it is ready for what it was asked last. */
  #preparing: Promise<void> = Promise.resolve();

  private constructor(readonly line: Line<SingleApi>) {
    this.#reader = new Reader(line);
  }

  static async start(number: number): Promise<Scorer> {
    return new Scorer(await openSingle(`arcscore worker ${number}`));
  }

  /** Readies it for a run: after the run before, which may have ended while this worker was still on its way to it. */
  prepare(files: readonly Source[], request: ScoreRequest): Promise<void> {
    const prepare = async (): Promise<void> => {
      await this.#reader.prepare(files);
      await this.line.call((api) => api.ready(request));
    };
    return this.#after(prepare);
  }

  forgetAllBut(files: ReadonlySet<number>): Promise<void> {
    return this.#after(() => this.#reader.forgetAllBut(files));
  }

  /** Does one thing after the other. */
  #after(work: () => Promise<void>): Promise<void> {
    const next = this.#preparing.then(work, work);
    this.#preparing = next;
    return next;
  }
}
