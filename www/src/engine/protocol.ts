/**
 * What the page and the engine worker say to each other. Nothing else crosses between them.
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
  train: PairData[];
  test: PairData[];
}

/** What is wrong with a file of the user's, and where. Lines and columns count from 1. */
export interface Diagnostic {
  file: string;
  line: number | null;
  column: number | null;
  message: string;
}

export interface LoadedTasks {
  file: string;
  /** The recognised format, in words. */
  format: string;
  tasks: TaskData[];
  warnings: Diagnostic[];
}

export interface ProgramData {
  name: string;
  /** Line of its `def`, from 1. */
  line: number;
  source: string;
}

export interface LoadedPrograms {
  file: string;
  programs: ProgramData[];
  /** Programs that were refused; the others run. */
  refused: Diagnostic[];
  warnings: Diagnostic[];
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

export interface ScoreResult {
  /** The JSON lines that the command line prints, the summary last. */
  jsonLines: string;
  cancelled: boolean;
  digest: string;
  evaluations: number;
  matches: number;
  millis: Record<string, number>;
}

export interface Progress {
  done: number;
  total: number;
}
