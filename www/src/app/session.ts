import type {
  Catalogue,
  Diagnostic,
  EngineStatus,
  Evaluation,
  JoinedData,
  LoadedPrograms,
  LoadedTasks,
  ProgramData,
  Progress,
  ScoreResult,
  ScheduleRow,
  ScoredSubmission,
  TaskData,
  TraceAnswer,
  TraceRequest,
} from '../engine/protocol';
import { type Kinds, readSources } from '../load/reading';
import { Scoreboard } from '../results/scoreboard';
import { count, digits } from '../results/words';
import { Comparison } from '../run/comparison';
import { type Message, messagesFor, reasonOf } from './messages';

export type State = 'loading' | 'idle' | 'scoring' | 'done' | 'error';
/** Which programs meet which tasks: every program every task, or `solve_<task id>` the task of its own name. */
export type Pairs = 'all' | 'own';

/** How much shorter a run is with each program on its own task. */
export interface OwnPairsOffer {
  programs: number;
  /** How many of the programs are named after a task. */
  named: number;
  /** Samples to score: every program on every task, and each on its own. */
  all: number;
  own: number;
}

export type FileKind = 'tasks' | 'programs';

/** A file as it came, kept so that a shared link can carry it. */
export interface Source {
  name: string;
  content: Blob;
}

export interface LoadedFile<Loaded> {
  source: Source;
  loaded: Loaded;
  /** How many programs of it, or parts of tasks, could not be read. */
  leftOut: number;
}

/** So many programs and tasks are scored on each other in no time. */
const A_FEW = 12;
/** With more evaluations than this, nothing is scored by itself. */
const SCORED_AT_ONCE = 50_000;
/** The part of the programs that has to be named after tasks for that to be no chance. */
const NEARLY_ALL = 0.9;

/** A run that is over so soon seems to be over at once. */
const AT_ONCE_MS = 50;
/** How long results may have come before they are drawn. */
const BETWEEN_LOOKS_MS = 100;

/** What a session asks of the engine. */
export interface Scorer {
  readonly status: EngineStatus;
  readTasks(file: string, bytes: Uint8Array): Promise<LoadedTasks>;
  readPrograms(file: string, bytes: Uint8Array): Promise<LoadedPrograms>;
  /** Lets go of all files but these. */
  forgetAllBut(files: readonly (LoadedTasks | LoadedPrograms)[]): Promise<void>;
  /** The tasks of files, joined with solutions that stand in other files. */
  joinTasks(files: readonly LoadedTasks[]): Promise<JoinedData>;
  score(
    tasks: readonly LoadedTasks[],
    programs: readonly LoadedPrograms[],
    workers: number,
    hear: { evaluations(batch: Evaluation[]): void; progress(progress: Progress): void; trouble(what: string): void },
    options: { pairs: Pairs },
  ): Promise<ScoreResult>;
  cancel(): void;
  /** Runs one program on one sample and tells what each line gave, also while scoring runs. */
  trace(request: TraceRequest): Promise<TraceAnswer>;
  /** All primitives and constants of the language. */
  catalogue(): Promise<Catalogue>;
  /** What is wrong with a program file, in its order. */
  check(file: string, source: string): Promise<Diagnostic[]>;
  /** Makes the last run again with each way of dividing the work, so many times, and says what each costs: null when cancelled. */
  compareSchedules(rounds: number, hear: (progress: Progress) => void): Promise<ScheduleRow[] | null>;
  /** What the best programs of the last run predict for each test, as a Kaggle `submission.json`. */
  attempts(): Promise<string>;
  /** Scores a submission on the tasks of files, joined with their solutions. */
  scoreSubmission(files: readonly LoadedTasks[], name: string, bytes: Uint8Array): Promise<ScoredSubmission>;
}

/**
 * What is loaded, what came out, and what can be done about it. The elements of the page draw a session and call
 * its methods; it knows nothing of them.
 */
export class Session extends EventTarget {
  taskFiles: LoadedFile<LoadedTasks>[] = [];
  programFiles: LoadedFile<LoadedPrograms>[] = [];
  /** A submission that was loaded, to be scored on the tasks. */
  submission: LoadedFile<LoadedTasks> | null = null;
  /** How many files of how many have been read, while more than one is. */
  reading: Progress | null = null;
  /** The tasks of all files, each id once, with the solutions that stand in other files. */
  tasks: TaskData[] = [];
  programs: ProgramData[] = [];
  board = new Scoreboard([], []);
  progress: Progress = { done: 0, total: 0 };
  result: ScoreResult | null = null;
  /** What became of comparing ways of dividing the work of that run. */
  comparison = new Comparison(null, () => this.changed());
  messages: Message[] = [];
  status: EngineStatus | null = null;
  /** Resolves when what there is now is drawn: whoever draws a session sets it. */
  drawn: () => Promise<void> = async () => {};

  /** Solutions that fit none of the tasks that were loaded so far. */
  private waitingSolutions: LoadedFile<LoadedTasks>[] = [];
  private current: State = 'loading';
  private scorer: Promise<Scorer> | null = null;
  /** One thing at a time: files are read in the order chosen, and a run ends before the next file is read. */
  private queue: Promise<void> = Promise.resolve();
  private waiting = 0;
  /** Ends the reading of all files that are to be read now. */
  private reads = new AbortController();
  /** What the last thing that was asked for came to. */
  private outcome: State = 'idle';
  private frame = 0;
  /** While there is something of which nobody was told yet. */
  private telling: ReturnType<typeof setTimeout> | null = null;
  /** Those of these tasks that some of these programs is named after. */
  private named = { programs: this.programs, among: this.tasks, tasks: this.tasks };

  constructor(
    private readonly start: (workers: number) => Promise<Scorer>,
    public workers: number,
    public pairs: Pairs = 'all',
  ) {
    super();
  }

  get state(): State {
    return this.current;
  }

  get canScore(): boolean {
    const ready = this.current !== 'loading' && this.current !== 'scoring';
    return ready && this.tasks.length > 0 && this.programs.length > 0;
  }

  /** Whether a run is over so soon that it needs nobody to ask for it. */
  get canScoreAtOnce(): boolean {
    return this.canScore && this.samplesToScore('all') <= SCORED_AT_ONCE;
  }

  /** What is loaded of a kind, in words: `5 tasks · demo.json`. */
  titleOf(kind: FileKind): string {
    const files = this.filesOf(kind);
    const [only] = files;
    if (!only) return `No ${kind}`;
    return `${this.countOf(kind)} · ${files.length === 1 ? only.loaded.file : `${digits(files.length)} files`}`;
  }

  countOf(kind: FileKind): string {
    return kind === 'tasks' ? count(this.tasks.length, 'task') : count(this.programs.length, 'program');
  }

  filesOf(kind: FileKind): LoadedFile<LoadedTasks | LoadedPrograms>[] {
    return kind === 'tasks' ? this.taskFiles : this.programFiles;
  }

  /**
   * Reads files and puts them in the place of those of their kind, unless there is nothing in them. Solutions join
   * the tasks that are there, and tasks join solutions that waited for them.
   */
  load(kind: FileKind, sources: readonly Source[]): Promise<void> {
    this.cancelRun();
    this.become('loading');
    const { signal } = this.reads;
    return this.change(kind, async (scorer) => {
      if (kind === 'tasks') {
        const files = await this.read(scorer, 'tasks', sources, signal);
        return files ? this.putLoaded(scorer, files) : this.stateBefore;
      }
      const files = await this.read(scorer, 'programs', sources, signal);
      if (!files) return this.stateBefore;
      if (files.length === 0) return 'error';
      this.reset({ programFiles: files });
      return 'idle';
    });
  }

  /** Lets go of the files of a kind, or of one of them. */
  remove(kind: FileKind, file?: LoadedFile<LoadedTasks | LoadedPrograms>): Promise<void> {
    this.cancelRun();
    return this.change(kind, async (scorer) => {
      this.forget(kind);
      const left = <Loaded>(files: LoadedFile<Loaded>[]): LoadedFile<Loaded>[] =>
        file ? files.filter((other) => other.source !== file.source) : [];
      if (kind === 'tasks') await this.putTasks(scorer, left(this.taskFiles));
      else this.reset({ programFiles: left(this.programFiles) });
      return 'idle';
    });
  }

  score(): Promise<void> {
    this.comparison.cancel();
    this.become('scoring');
    return this.enqueue('run', async () => {
      const scorer = await this.engine();
      const pairs = this.choiceOfPairs ?? 'all';
      this.makeRoom(pairs);
      this.become('scoring');
      const result = await scorer.score(
        this.taskFiles.map((file) => file.loaded),
        this.programFiles.map((file) => file.loaded),
        this.workers,
        {
          evaluations: (batch) => {
            this.board.add(batch);
            this.resultsCame();
          },
          progress: (progress) => {
            this.progress = progress;
            this.resultsCame();
          },
          trouble: (what) => this.say({ tone: 'note', about: 'run', place: null, text: what }),
        },
        { pairs },
      );
      this.status = scorer.status;
      this.result = result;
      this.comparison = new Comparison(result, () => this.changed());
      this.messages = [...this.messages, ...messagesFor(result.warnings, 'run')];
      if (result.lost !== null) {
        this.say({ tone: 'error', about: 'run', place: null, text: `${result.lost} Results up to then stay.` });
        return 'error';
      }
      return result.cancelled ? 'idle' : 'done';
    });
  }

  /** Stops what is going on. Of a run, what is scored by then stays; of files that are being read, none is loaded. */
  cancel(): void {
    this.reads.abort();
    this.reads = new AbortController();
    this.cancelRun();
  }

  /** Makes the last run again with each way of dividing its work, after what was asked for before. */
  compareSchedules(): Promise<void> {
    const { comparison } = this;
    comparison.begin();
    // What is loaded and scored stays as it is, so this is none of the states.
    this.queue = this.queue.then(() => comparison.make(() => this.engine()));
    return this.queue;
  }

  async trace(request: TraceRequest): Promise<TraceAnswer> {
    return (await this.engine()).trace(request);
  }

  setWorkers(workers: number): void {
    this.workers = workers;
    this.changed();
  }

  setPairs(pairs: Pairs): void {
    this.pairs = pairs;
    this.changed();
  }

  /** Which programs the next run scores on which tasks; `null` where there is no choice. */
  get choiceOfPairs(): Pairs | null {
    const isChoice = this.programs.length * this.tasks.length > 1 && this.namedTasks.length > 0;
    return isChoice ? this.pairs : null;
  }

  /** What each program on its own task would save; `null` where that is not what the names ask for, or not much. */
  get ownPairsOffer(): OwnPairsOffer | null {
    const { length: programs } = this.programs;
    if (programs <= A_FEW || this.tasks.length <= A_FEW || this.pairs === 'own') return null;
    if (!this.canScore || (this.result && !this.result.cancelled)) return null;
    const named = this.namedTasks.length;
    if (named < NEARLY_ALL * programs) return null;
    return { programs, named, all: this.samplesToScore('all'), own: this.samplesToScore('own') };
  }

  /** How many samples a run has to score, each as often as there are programs for it. */
  private samplesToScore(pairs: Pairs): number {
    return pairs === 'own' ? samplesIn(this.namedTasks) : this.programs.length * samplesIn(this.tasks);
  }

  /** The tasks that a program is named after. */
  private get namedTasks(): readonly TaskData[] {
    const { programs, tasks } = this;
    if (this.named.programs !== programs || this.named.among !== tasks) {
      const names = new Set(programs.map(({ name }) => name));
      this.named = { programs, among: tasks, tasks: tasks.filter(({ id }) => names.has(`solve_${id}`)) };
    }
    return this.named.tasks;
  }

  say(message: Message): void {
    this.messages = [...this.messages, message];
    this.changed();
  }

  dismiss(messages: readonly Message[]): void {
    this.messages = this.messages.filter((message) => !messages.includes(message));
    this.changed();
  }

  /** Says that something the user asked for can't be done. */
  fail(message: Message): void {
    this.say(message);
    this.outcome = 'error';
    if (this.waiting === 0) this.become('error');
  }

  /** Is loading while `work` finds out what is to be loaded, so that nothing else begins meanwhile. */
  async prepare<Found>(work: () => Promise<Found>): Promise<Found> {
    // A run goes on until it is known that there is something to load.
    if (this.current === 'scoring') return work();
    this.waiting += 1;
    this.outcome = this.current === 'loading' ? this.outcome : this.current;
    this.become('loading');
    try {
      return await work();
    } finally {
      this.settle();
    }
  }

  /** There is nothing to load, or no more. */
  rest(): void {
    if (this.waiting === 0 && this.current === 'loading') this.become('idle');
  }

  /** The engine, started at need. */
  engine(): Promise<Scorer> {
    this.scorer ??= this.start(this.workers).then(
      (scorer) => {
        this.status = scorer.status;
        const { threads, reason } = scorer.status;
        if (!threads) {
          const text = `The workers share no memory here: each keeps a copy of what is loaded. ${reason ?? ''}`;
          this.say({ tone: 'note', about: 'engine', place: null, text });
        }
        return scorer;
      },
      (error: unknown) => {
        // The next thing that is asked for tries again.
        this.scorer = null;
        throw error;
      },
    );
    return this.scorer;
  }

  /** Has `work` change what is loaded, and then the engine let go of all else that it has read. */
  private change(about: FileKind, work: (scorer: Scorer) => Promise<State>): Promise<void> {
    return this.enqueue(about, async () => {
      const scorer = await this.engine();
      const state = await work(scorer);
      await scorer.forgetAllBut([...this.taskFiles, ...this.programFiles].map(({ loaded }) => loaded));
      return state;
    });
  }

  /** Runs `work` after what was asked for before; an exception becomes a message about it. */
  private enqueue(about: Message['about'], work: () => Promise<State>): Promise<void> {
    this.waiting += 1;
    const turn = this.queue.then(async () => {
      try {
        this.outcome = await work();
      } catch (error) {
        this.say({ tone: 'error', about, place: null, text: reasonOf(error) });
        this.outcome = 'error';
      }
      this.settle();
    });
    this.queue = turn;
    return turn;
  }

  /** One of the things that were asked for is over. */
  private settle(): void {
    this.waiting -= 1;
    this.become(this.waiting > 0 ? 'loading' : this.outcome);
  }

  private cancelRun(): void {
    this.comparison.cancel();
    if (this.current !== 'scoring') return;
    this.scorer?.then(
      (scorer) => scorer.cancel(),
      () => {
        // It could not be started, and whoever wanted a run hears of that.
      },
    );
  }

  /** The state that belongs to what is loaded, when nothing came of loading something else. */
  private get stateBefore(): State {
    return this.result && !this.result.cancelled ? 'done' : 'idle';
  }

  /** Reads files, and tells what there is to tell of them; null when that was cancelled. */
  private async read<Kind extends FileKind>(
    scorer: Scorer,
    kind: Kind,
    sources: readonly Source[],
    signal: AbortSignal,
  ): Promise<LoadedFile<Kinds[Kind]>[] | null> {
    let begun = 0;
    const hear = (done: number): void => {
      begun = done;
      this.reading = sources.length > 1 ? { done, total: sources.length } : null;
      this.changed();
    };
    try {
      const read = await readSources(scorer, kind, sources, hear, signal);
      if (read) {
        this.forget(kind);
        this.messages = [...this.messages, ...read.messages];
      } else if (begun > 0) {
        const stays = this.filesOf(kind).length > 0 ? 'what was loaded before stays' : 'nothing is loaded';
        const text = `Cancelled after ${digits(begun)} of ${count(sources.length, 'file')}: ${stays}.`;
        this.say({ tone: 'note', about: kind, place: null, text });
      }
      return read && read.files;
    } finally {
      this.reading = null;
    }
  }

  private async putLoaded(scorer: Scorer, files: LoadedFile<LoadedTasks>[]): Promise<State> {
    if (files.length === 0) return 'error';
    this.submission = files.filter(({ loaded }) => loaded.kind === 'submission').at(-1) ?? this.submission;
    const tasks = files.filter(({ loaded }) => loaded.kind === 'tasks');
    const solutions = files.filter(({ loaded }) => loaded.kind === 'solutions');
    if (tasks.length > 0) {
      // Solutions that came before their tasks, or that still fit, are joined with them.
      const earlier = [...this.taskFiles, ...this.waitingSolutions].filter((file) => answers(file, tasks));
      await this.putTasks(scorer, [...tasks, ...earlier, ...solutions]);
      this.waitingSolutions = [];
    } else if (solutions.some((file) => answers(file, this.taskFiles))) {
      const kept = this.taskFiles.filter(({ loaded }) => loaded.kind === 'tasks');
      await this.putTasks(scorer, [...kept, ...solutions]);
    } else {
      for (const { loaded } of solutions) {
        const text = 'holds solutions of none of the loaded tasks: load their challenges, and both are joined';
        this.say({ tone: 'note', about: 'tasks', place: loaded.file, text });
      }
      this.waitingSolutions = solutions.length > 0 ? solutions : this.waitingSolutions;
      return this.stateBefore;
    }
    return 'idle';
  }

  private async putTasks(scorer: Scorer, files: LoadedFile<LoadedTasks>[]): Promise<void> {
    if (files.length > 1) {
      const { tasks, warnings } = await scorer.joinTasks(files.map(({ loaded }) => loaded));
      this.reset({ taskFiles: files, tasks });
      this.messages = [...this.messages, ...messagesFor(warnings, 'tasks')];
    } else {
      this.reset({ taskFiles: files, tasks: lastOf(files[0]?.loaded.tasks ?? [], (task) => task.id) });
    }
  }

  private forget(about: Message['about']): void {
    this.messages = this.messages.filter((message) => message.about !== about && message.about !== 'share');
  }

  /** What is loaded has changed: no result stands any more. */
  private reset({
    programFiles = this.programFiles,
    taskFiles = this.taskFiles,
    tasks = this.tasks,
  }: Partial<Pick<Session, 'programFiles' | 'taskFiles' | 'tasks'>>): void {
    // Where a name occurs twice the later one counts, as in Python.
    const programs = lastOf(
      programFiles.flatMap((file) => file.loaded.programs),
      (program) => program.name,
    );
    this.begin(new Scoreboard(tasks, programs));
    this.programFiles = programFiles;
    this.taskFiles = taskFiles;
    this.tasks = tasks;
    this.programs = programs;
  }

  /** A run begins. Where there is no room for what will come of it, what there was stays. */
  private makeRoom(pairs: Pairs): void {
    let board: Scoreboard;
    try {
      board = new Scoreboard(this.tasks, this.programs, pairs);
    } catch (error) {
      // Firefox throws no error but words where there is no memory.
      if (error instanceof Error && !(error instanceof RangeError)) throw error;
      this.forget('run');
      throw new Error(
        `${count(this.samplesToScore(pairs), 'sample')} to score are more than this browser can hold: choose fewer tasks or programs, or use the command line`,
        { cause: error },
      );
    }
    this.begin(board);
  }

  /** Results come to another board from now on. */
  private begin(board: Scoreboard): void {
    this.forget('run');
    this.board = board;
    this.progress = { done: 0, total: 0 };
    this.result = null;
    this.comparison = new Comparison(null, () => this.changed());
  }

  /** The document says that something is done only when it is drawn: whoever waits for that may then look. */
  private become(state: State): void {
    this.current = state;
    // A run that is over at once is drawn once, with its results: what stood there before does not vanish between.
    if (state === 'scoring') this.tellWithin(AT_ONCE_MS);
    else this.tell();
    const show = (): void => {
      if (this.current === state) document.documentElement.dataset['state'] = state;
    };
    if (state === 'loading' || state === 'scoring') show();
    else void this.drawn().then(show);
  }

  /** Drawing takes from the workers what they need, so results are told of as often as an eye follows. */
  private resultsCame(): void {
    this.tellWithin(BETWEEN_LOOKS_MS);
  }

  /** Tells that something has changed, unless it is told before for another reason. */
  private tellWithin(millis: number): void {
    this.telling ??= setTimeout(() => this.tell(), millis);
  }

  private tell(): void {
    if (this.telling !== null) clearTimeout(this.telling);
    cancelAnimationFrame(this.frame);
    this.telling = null;
    this.frame = 0;
    this.dispatchEvent(new Event('change'));
  }

  /** Things change faster than they can be drawn, so this tells at most once a frame. */
  changed(): void {
    if (this.frame) return;
    this.frame = requestAnimationFrame(() => this.tell());
  }
}

function samplesIn(tasks: readonly TaskData[]): number {
  return tasks.reduce((sum, { test, train }) => sum + train.length + test.length, 0);
}

/** One item for each name: the last. */
function lastOf<Item>(items: readonly Item[], nameOf: (item: Item) => string): Item[] {
  return [...new Map(items.map((item) => [nameOf(item), item])).values()];
}

/** Whether a file holds solutions of any of the tasks of others. */
function answers({ loaded }: LoadedFile<LoadedTasks>, tasks: readonly LoadedFile<LoadedTasks>[]): boolean {
  if (loaded.kind !== 'solutions') return false;
  const solved = new Set(loaded.solutions.map(({ id }) => id));
  return tasks.some((file) => file.loaded.tasks.some(({ id }) => solved.has(id)));
}
