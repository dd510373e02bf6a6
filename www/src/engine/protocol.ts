import type {
  Catalogue,
  Diagnostic,
  JoinedTasks,
  LoadedPrograms,
  NamedJob,
  PackedSubmission,
  PackedTasks,
  PartsRun,
  PlanOutline,
  ReportColumns,
  RunMessage,
  RunResult,
  ScheduleRow,
  ScoreOptions,
  SubmissionScores,
  TaskSource,
  TraceAnswer,
  TraceRequest,
  VectorReport,
} from 'arcscore-wasm/threads/arcscore.js';

export type {
  Catalogue,
  Diagnostic,
  LoadedPrograms,
  NamedJob,
  PackedEvaluations,
  PlanOutline,
  Position,
  PrimitiveEntry,
  ProgramData,
  Refused,
  ReportColumns,
  Rows,
  RuleScore,
  RunResult,
  ScheduleRow,
  ScoreOptions,
  SubmissionScores,
  TaskSource,
  Trace,
  TraceAnswer,
  TraceRequest,
  TraceStep,
  TypedValue,
  VectorReport,
} from 'arcscore-wasm/threads/arcscore.js';

/**
 * What the page and the engine's workers say to each other. Nothing else crosses between them.
 *
 * The page thread never computes: it sends files and requests, and gets values that are ready to be drawn.
 */

/** A grid: cells row by row. Produced grids may hold numbers that are no color, so they are wider than a byte. */
export interface GridData {
  height: number;
  width: number;
  cells: Uint8Array | Int32Array;
}

export interface PairData {
  input: GridData;
  /** null where the file keeps the answer back. */
  output: GridData | null;
}

export interface TaskData {
  id: string;
  /** The part of the data set that it belongs to, such as `train` or a folder, where there are parts. */
  subset: string | null;
  train: PairData[];
  test: PairData[];
}

/** What came of a file that was given as one of tasks. */
export interface LoadedTasks {
  file: string;
  /**
   * What it is good for. `solutions` belong to tasks of other files: `Engine.joinTasks` joins them, and so does a run.
   * A `submission` holds no tasks: `Engine.scoreSubmission` scores it. `tasks` also where nothing could be read.
   */
  kind: 'tasks' | 'solutions' | 'submission';
  /** The recognised format, in words; empty where nothing could be read, and the warning says why. */
  format: string;
  /** How much there is, in words, such as `400 tasks, 1302 demonstrations, 416 tests`. */
  counts: string;
  tasks: TaskData[];
  /** Where the kind is `solutions`: for each task id the outputs of its tests. */
  solutions: SolutionData[];
  warnings: Diagnostic[];
}

export interface SolutionData {
  id: string;
  outputs: GridData[];
}

/** What several files hold together. */
export interface JoinedData {
  /** Each id once; of two files that have a task of one id the later counts. */
  tasks: TaskData[];
  /** What does not fit together: tasks of one id, solutions of unknown tasks, wrong numbers of outputs. */
  warnings: Diagnostic[];
}

/** An attempt at a test output, and what it is. */
export interface AttemptData {
  hit: 'missing' | 'wrong' | 'right';
  /** null where there is no attempt, or none that can be read. */
  grid: GridData | null;
}

export interface OutputScore {
  /** Whether one of the attempts is right. */
  right: boolean;
  attempts: [AttemptData, AttemptData];
}

/** A submission, scored on tasks whose answers are known. */
export interface ScoredSubmission {
  file: string;
  /** null where nothing can be scored; `problems` says why. */
  scores: SubmissionScores | null;
  tasks: {
    id: string;
    /** The submission has no answer for it; it counts 0. */
    missing: boolean;
    /** How many of the outputs are right. */
    right: number;
    /** One for each test, in order. */
    outputs: OutputScore[];
  }[];
  /** Ids in the submission that are those of no task. */
  unknown: string[];
  /** What is wrong with the submission, each with its place, and which tasks don't count. */
  problems: Diagnostic[];
}

export type Split = 'train' | 'test';
export type Status = 'ok' | 'error' | 'fuel' | 'memory' | 'timeout';

/** One candidate on one sample. */
export interface Evaluation {
  program: string;
  task: string;
  split: Split;
  index: number;
  status: Status;
  /** Python's class name, where the status is `error`. */
  error: string | null;
  digest: string;
  match: boolean | null;
  /** 0 to 1000. */
  points: number;
  fuel: number;
  micros: number;
  /** What came out, where it is a grid small enough to draw. */
  produced: GridData | null;
  /** What came out in words, where it is no grid: the canonical text, cut to a readable length. */
  text: string | null;
  /** Line of the program file at which the run failed, from 1. */
  line: number | null;
}

export interface EngineStatus {
  /** Workers that score at the same time. */
  workers: number;
  /** Whether they share one memory. */
  threads: boolean;
  /** Why they don't, in a sentence for the user. */
  reason: string | null;
}

/** A run that came to its end, cancelled or not. */
export interface FinishedRun extends RunResult {
  /** The JSON lines that the command line prints, the summary last. */
  jsonLines: Blob;
}

export interface ScoreResult extends RunResult {
  /** As a finished run has them; null where the engine broke off. */
  jsonLines: Blob | null;
  /** Why the engine broke off, if it did. What was finished has been reported. */
  lost: string | null;
}

export interface Progress {
  done: number;
  total: number;
}

/** What every worker with an instance of its own does: reading files. They are kept under numbers of the client's. */
export interface ReadingApi {
  readTasks(id: number, file: string, bytes: Uint8Array): PackedTasks;
  readPrograms(id: number, file: string, bytes: Uint8Array): LoadedPrograms;
  /** Reads a file that was read before, so that what is in it need not be told. */
  take(kind: 'tasks' | 'programs', id: number, file: string, bytes: Uint8Array): void;
  forget(ids: readonly number[]): void;
  /** Checks the engine against the lines of a file of vectors. */
  verify(file: string, text: string): VectorReport;
  /** What the best candidates of the last run predict for each test, as a Kaggle submission. */
  attempts(): string;
  /** Makes the last run again with each schedule, so many rounds, and says what each costs. */
  compareSchedules(rounds: number): ScheduleRow[];
}

/** What the engine worker of the first tier does, which owns a pool. */
export interface EngineApi extends ReadingApi {
  /** Loads the wasm package for a pool of so many workers, whom the page starts. Once, before all else. */
  load(workers: number, life: string): Promise<Loaded>;
  /** Opens the engine once all workers of its pool have come. */
  open(): Opened;
  /** Blocks the worker until the run is over; meanwhile it speaks through the port. */
  score(request: ScoreRequest, stream: MessagePort): FinishedRun;
}

/** What the workers of an engine and the page share. Addresses are in bytes. */
export interface Loaded {
  module: WebAssembly.Module;
  memory: WebAssembly.Memory;
  /** Where 32 bits are not 0 once the instance has trapped: it won't answer any more. */
  terminated: number;
  /** Where the workers of the pool hear what they are there for. */
  receiver: number;
  /** The locks that the engine worker holds for as long as it lives. */
  lives: string[];
}

/** An engine that is ready. Addresses are in bytes. */
export interface Opened {
  /** Where a byte is set to cancel the run. */
  cancel: number;
  /** Where 32 bits hold the number of finished evaluations. */
  finished: number;
  /** Where 32 bits hold how many workers are to give way when asked to, and 32 more the number of requests. */
  giveWay: number;
  /** Where each worker notes what it is at, in three numbers of 32 bits. */
  whereabouts: number;
}

/** What a worker of the second tier does, which has an instance for itself alone. */
export interface SingleApi extends ReadingApi {
  /** Makes an instance of the module. Once, before all else. Gives the locks that tell that the worker lives. */
  open(module: WebAssembly.Module, life: string): Promise<string[]>;
  /** Readies for a run; all workers make the same plan of the same files. */
  plan(request: ScoreRequest): PlanOutline;
  /** The same for a worker that makes parts of it, and need not tell. */
  ready(request: ScoreRequest): void;
  /** Runs one program on one sample, and tells what each statement gave. */
  trace(request: TraceRequest): TraceAnswer;
  /** All primitives and constants of the language. */
  catalogue(): Catalogue;
  /** What is wrong with a program file, in its order. */
  check(file: string, source: string): Diagnostic[];
  /** The tasks of several files, joined with their solutions. */
  joinTasks(files: TaskSource[]): JoinedTasks;
  /** Scores a submission on the tasks of some files. */
  scoreSubmission(files: TaskSource[], file: string, bytes: Uint8Array): PackedSubmission;
  /** From now on takes parts of the plan through the port, and says there what becomes of them. */
  work(port: MessagePort): void;
  jobsOf(turn: number): NamedJob[];
  turnOf(job: NamedJob): number | undefined;
  /** What the evaluations come to that were made, by whichever workers. */
  report(made: ReportColumns[], run: PartsRun): FinishedRun;
}

export interface ScoreRequest {
  /** The numbers of the files. */
  tasks: number[];
  programs: number[];
  options: ScoreOptions;
}

/** What the engine worker says while it scores. */
export type StreamMessage = RunMessage | { kind: 'end' };

/** What a worker of the second tier hears through its port. */
export type WorkMessage = { kind: 'part'; from: number; to: number } | { kind: 'stop' };

/** What it says there: `part` when one is done, `broke` when it can't go on. */
export type WorkReport =
  | RunMessage
  | { kind: 'part'; millis: number }
  | { kind: 'stopped' }
  | { kind: 'broke'; name: string; message: string };
