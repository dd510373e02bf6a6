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
  ScoredSubmission,
  TaskData,
  TraceAnswer,
  TraceRequest,
} from '../engine/protocol';
import { Scoreboard } from '../results/scoreboard';
import { type Message, messagesFor, reasonOf } from './messages';

export type State = 'loading' | 'idle' | 'scoring' | 'done' | 'error';
export type FileKind = 'tasks' | 'programs';

/** A file as it came, kept so that a shared link can carry it. */
export interface Source {
  name: string;
  content: Blob;
}

export interface LoadedFile<Loaded> {
  source: Source;
  loaded: Loaded;
}

/** What a session asks of the engine. */
export interface Scorer {
  readonly status: EngineStatus;
  readTasks(file: string, bytes: Uint8Array): Promise<LoadedTasks>;
  readPrograms(file: string, bytes: Uint8Array): Promise<LoadedPrograms>;
  score(
    tasks: readonly LoadedTasks[],
    programs: readonly LoadedPrograms[],
    workers: number,
    hear: { evaluations(batch: Evaluation[]): void; progress(progress: Progress): void; trouble(what: string): void },
  ): Promise<ScoreResult>;
  cancel(): void;
  /** Runs one program on one sample and tells what each line gave, also while scoring runs. */
  trace(request: TraceRequest): Promise<TraceAnswer>;
  /** All primitives and constants of the language. */
  catalogue(): Promise<Catalogue>;
  /** What is wrong with a program file, in its order. */
  check(file: string, source: string): Promise<Diagnostic[]>;
  /** The tasks of files, joined with solutions that other files hold. */
  joinTasks(files: readonly LoadedTasks[]): Promise<JoinedData>;
  /** Scores a submission on the tasks of files, joined so. */
  scoreSubmission(files: readonly LoadedTasks[], name: string, bytes: Uint8Array): Promise<ScoredSubmission>;
}

/**
 * What is loaded, what came out, and what can be done about it. The elements of the page draw a session and call
 * its methods; it knows nothing of them.
 */
export class Session extends EventTarget {
  taskFiles: LoadedFile<LoadedTasks>[] = [];
  programFiles: LoadedFile<LoadedPrograms>[] = [];
  tasks: TaskData[] = [];
  programs: ProgramData[] = [];
  board = new Scoreboard([], []);
  progress: Progress = { done: 0, total: 0 };
  result: ScoreResult | null = null;
  messages: Message[] = [];
  status: EngineStatus | null = null;

  private current: State = 'loading';
  private scorer: Promise<Scorer> | null = null;
  /** One thing at a time: files are read in the order chosen, and a run ends before the next file is read. */
  private queue: Promise<void> = Promise.resolve();
  private waiting = 0;
  private frame = 0;

  constructor(
    private readonly start: (workers: number) => Promise<Scorer>,
    public workers: number,
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

  filesOf(kind: FileKind): LoadedFile<LoadedTasks | LoadedPrograms>[] {
    return kind === 'tasks' ? this.taskFiles : this.programFiles;
  }

  /** Reads files and puts them in the place of those of their kind, unless there is nothing in them. */
  load(kind: FileKind, sources: readonly Source[]): Promise<void> {
    this.cancel();
    this.become('loading');
    return this.enqueue(kind, async () => {
      const scorer = await this.engine();
      this.forget(kind);
      const files: LoadedFile<LoadedTasks | LoadedPrograms>[] = [];
      for (const source of sources) {
        const loaded = await this.read(scorer, kind, source);
        if (loaded) files.push({ source, loaded });
      }
      if (files.length === 0) return 'error';
      if (kind === 'tasks') this.taskFiles = files as LoadedFile<LoadedTasks>[];
      else this.programFiles = files as LoadedFile<LoadedPrograms>[];
      this.reset();
      return 'idle';
    });
  }

  /** Lets go of the files of a kind. */
  remove(kind: FileKind): Promise<void> {
    this.cancel();
    return this.enqueue(kind, async () => {
      if (kind === 'tasks') this.taskFiles = [];
      else this.programFiles = [];
      this.forget(kind);
      this.reset();
      return 'idle';
    });
  }

  score(): Promise<void> {
    this.become('scoring');
    return this.enqueue('run', async () => {
      const scorer = await this.engine();
      this.reset();
      this.become('scoring');
      const result = await scorer.score(
        this.taskFiles.map((file) => file.loaded),
        this.programFiles.map((file) => file.loaded),
        this.workers,
        {
          evaluations: (batch) => {
            this.board.add(batch);
            this.changed();
          },
          progress: (progress) => {
            this.progress = progress;
            this.changed();
          },
          trouble: (what) => this.say({ tone: 'note', about: 'run', place: null, text: what }),
        },
      );
      this.status = scorer.status;
      this.result = result;
      this.messages = [...this.messages, ...messagesFor(result.warnings, 'warning', 'run')];
      if (result.lost !== null) {
        this.say({ tone: 'error', about: 'run', place: null, text: `${result.lost} Results up to then stay.` });
        return 'error';
      }
      return result.cancelled ? 'idle' : 'done';
    });
  }

  /** Stops a run; what is scored by then stays. */
  cancel(): void {
    if (this.current !== 'scoring') return;
    void this.scorer?.then((scorer) => scorer.cancel());
  }

  async trace(request: TraceRequest): Promise<TraceAnswer> {
    return (await this.engine()).trace(request);
  }

  setWorkers(workers: number): void {
    this.workers = workers;
    this.changed();
  }

  say(message: Message): void {
    this.messages = [...this.messages, message];
    this.changed();
  }

  dismiss(message: Message): void {
    this.messages = this.messages.filter((other) => other !== message);
    this.changed();
  }

  /** Says that something the user asked for can't be done. */
  fail(message: Message): void {
    this.say(message);
    if (this.waiting === 0) this.become('error');
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

  /** Runs `work` after what was asked for before; an exception becomes a message about it. */
  private enqueue(about: Message['about'], work: () => Promise<State>): Promise<void> {
    this.waiting += 1;
    const turn = this.queue.then(async () => {
      let state: State;
      try {
        state = await work();
      } catch (error) {
        this.say({ tone: 'error', about, place: null, text: reasonOf(error) });
        state = 'error';
      }
      this.waiting -= 1;
      this.become(this.waiting > 0 ? 'loading' : state);
    });
    this.queue = turn;
    return turn;
  }

  private async read(scorer: Scorer, kind: FileKind, source: Source): Promise<LoadedTasks | LoadedPrograms | null> {
    let bytes: Uint8Array;
    try {
      bytes = new Uint8Array(await source.content.arrayBuffer());
    } catch (error) {
      this.say({ tone: 'error', about: kind, place: source.name, text: `can't be read: ${reasonOf(error)}` });
      return null;
    }
    if (kind === 'tasks') {
      const loaded = await scorer.readTasks(source.name, bytes);
      return this.accept(kind, source, loaded, loaded.tasks.length, loaded.warnings);
    }
    const loaded = await scorer.readPrograms(source.name, bytes);
    return this.accept(kind, source, loaded, loaded.programs.length, loaded.warnings, loaded.refused);
  }

  private accept<Loaded>(
    kind: FileKind,
    source: Source,
    loaded: Loaded,
    found: number,
    warnings: Diagnostic[],
    refused: Diagnostic[] = [],
  ): Loaded | null {
    const tone = found === 0 ? 'error' : 'warning';
    this.messages = [...this.messages, ...messagesFor(refused, tone, kind), ...messagesFor(warnings, tone, kind)];
    if (found > 0) return loaded;
    if (warnings.length + refused.length === 0) {
      this.say({ tone: 'error', about: kind, place: source.name, text: `no ${kind} in it` });
    }
    return null;
  }

  private forget(about: Message['about']): void {
    this.messages = this.messages.filter((message) => message.about !== about && message.about !== 'share');
  }

  /** What is loaded has changed, or a run begins: no result stands any more. */
  private reset(): void {
    this.forget('run');
    // Where a name occurs twice the later one counts, as in Python.
    this.tasks = lastOf(
      this.taskFiles.flatMap((file) => file.loaded.tasks),
      (task) => task.id,
    );
    this.programs = lastOf(
      this.programFiles.flatMap((file) => file.loaded.programs),
      (program) => program.name,
    );
    this.board = new Scoreboard(this.tasks, this.programs);
    this.progress = { done: 0, total: 0 };
    this.result = null;
  }

  /** The document says that something is done only when it is drawn: whoever waits for that may then look. */
  private become(state: State): void {
    this.current = state;
    this.dispatchEvent(new Event('change'));
    const show = (): void => {
      if (this.current === state) document.documentElement.dataset['state'] = state;
    };
    if (state === 'loading' || state === 'scoring') show();
    else setTimeout(show);
  }

  /** Results come faster than they can be drawn, so this tells at most once a frame. */
  changed(): void {
    if (this.frame) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      this.dispatchEvent(new Event('change'));
    });
  }
}

/** One item for each name: the last. */
function lastOf<Item>(items: readonly Item[], nameOf: (item: Item) => string): Item[] {
  return [...new Map(items.map((item) => [nameOf(item), item])).values()];
}
