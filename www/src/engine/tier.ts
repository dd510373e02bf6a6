import { threads } from 'wasm-feature-detect';
import type { EngineStatus, Evaluation, FinishedRun, NamedJob, Progress, ScheduleRow, ScoreOptions } from './protocol';
import type { Reader, Source } from './reader';

/** As many as the engine has room to note what they are at. */
export const MAX_WORKERS = 64;

/** Why this page can't use WebAssembly threads, in a sentence for the user; null if it can. */
export async function whyNoThreads(): Promise<string | null> {
  if (location.protocol === 'file:') {
    return 'The page was opened from a file, and there browsers let workers share no memory.';
  }
  if (typeof SharedArrayBuffer !== 'function' || !crossOriginIsolated) {
    return 'The page is not isolated from other sites, so the browser lets its workers share no memory.';
  }
  // Feature detection by a shared memory alone would say yes where one can't be posted to a worker.
  if (!(await threads())) return 'This browser has no WebAssembly threads.';
  return null;
}

/**
 * How many workers this machine should have where nobody has chosen: one for each core, but no more than one for each
 * GB of a small memory, as far as the browser tells it.
 */
export function defaultWorkers(): number {
  const { hardwareConcurrency: cores, deviceMemory: memory } = navigator as Navigator & { deviceMemory?: number };
  // Browsers say 8 for all that is more.
  const room = memory !== undefined && memory < 8 ? Math.max(1, Math.floor(memory)) : MAX_WORKERS;
  return Math.min(Math.max(1, cores || 1), room, MAX_WORKERS);
}

/** Hears of a run while it goes on. */
export interface Listener {
  evaluations(batch: Evaluation[]): void;
  progress(progress: Progress): void;
  /** Something went wrong, and the run goes on. */
  trouble?(what: string): void;
}

/** What is to be scored. */
export interface RunRequest {
  tasks: readonly Source[];
  programs: readonly Source[];
  options: ScoreOptions;
  /** What broke a worker before. */
  suspects: readonly NamedJob[];
}

/** What a run came to. */
export interface Outcome {
  result: FinishedRun;
  /** What was not made, because it broke its worker even when it was made alone. */
  leftOut: NamedJob[];
}

/**
 * Workers that score, in one of the two tiers. A call fails with `EngineLost` where they can't go on: then all of them
 * have to be replaced.
 */
export interface Workers {
  readonly status: EngineStatus;
  /** Reads files in the worker that answers at any time. */
  readonly reader: Reader;
  readonly broken: boolean;
  /** Lets go of all files but these. A run takes what it needs and is not there from those who ask for it. */
  forgetAllBut(files: ReadonlySet<number>): Promise<void>;
  /** Resolves to null when the run was ended together with the workers. */
  score(request: RunRequest, listener: Listener): Promise<Outcome | null>;
  /** Makes the last run again with each schedule. Resolves to null when that was ended together with the workers. */
  compareSchedules(rounds: number, hear: (progress: Progress) => void): Promise<ScheduleRow[] | null>;
  /** Ends the run or comparison that is going on. */
  cancel(): void;
  end(why: string): void;
}

/** A job in words. */
export function inWords({ program, task, split, index }: NamedJob): string {
  return `${program} on ${task}, ${split === 'train' ? 'demonstration' : 'test'} ${index + 1}`;
}
