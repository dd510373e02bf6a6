import type { Scorer } from '../app/session';
import type { Diagnostic, ProgramData, TaskData, Trace } from '../engine/protocol';
import { wrongCells } from '../grid/draw';
import type { KeptEvaluation } from '../results/columns';
import { type Sample, samplesOf } from '../results/scoreboard';
import { requestFor } from '../step/request';
import { gridOf } from '../step/values';

/** What a program that is being written makes of the samples of a task. */
export interface LiveMarks {
  name: string;
  /** By sample; undefined where it can't run. */
  evaluations: (KeptEvaluation | undefined)[];
  /** Why it can't run, where it can't. */
  wrong: string | null;
}

/**
 * Scores a text on all samples of a task as often as it changes: one thing after the other, always the latest, and
 * at most once a frame.
 */
export class Live {
  private wanted: { program: ProgramData; task: TaskData } | null = null;
  private busy = false;

  constructor(
    private readonly engine: () => Promise<Scorer>,
    private readonly hear: (marks: LiveMarks) => void,
    private readonly fail: (error: unknown) => void,
  ) {}

  want(program: ProgramData, task: TaskData): void {
    this.wanted = { program, task };
    if (this.busy) return;
    this.busy = true;
    requestAnimationFrame(() => void this.work());
  }

  private async work(): Promise<void> {
    try {
      while (this.wanted) {
        const { program, task } = this.wanted;
        this.wanted = null;
        const engine = await this.engine();
        const evaluations: (KeptEvaluation | undefined)[] = [];
        let wrong: string | null = null;
        for (const sample of samplesOf(task)) {
          const request = requestFor(program, task, sample.split, sample.index);
          const { diagnostics, trace } = request ? await engine.trace(request) : { diagnostics: [], trace: null };
          wrong ??= trace ? null : reasonIn(diagnostics, program);
          evaluations.push(trace ? evaluationOf(trace, program, task, sample) : undefined);
          // What is newer is all that counts.
          if (this.wanted) break;
        }
        if (!this.wanted) this.hear({ name: program.name, evaluations, wrong });
      }
    } catch (error) {
      this.fail(error);
    } finally {
      this.busy = false;
    }
  }
}

function reasonIn(diagnostics: readonly Diagnostic[], program: ProgramData): string | null {
  const error = diagnostics.find(({ severity }) => severity === 'error');
  if (!error) return null;
  return error.line === null ? error.message : `line ${error.line + program.line - 1}: ${error.message}`;
}

function evaluationOf(
  trace: Trace,
  program: ProgramData,
  task: TaskData,
  { index, pair, split }: Sample,
): KeptEvaluation {
  const produced = gridOf(trace.value);
  // Not there where it lies beyond the steps that a trace shows.
  const failed = trace.steps.find((step) => step.value === null);
  return {
    program: program.name,
    task: task.id,
    split,
    index,
    status: trace.status,
    error: trace.error,
    digest: trace.digest,
    match: trace.match,
    points: trace.points,
    fuel: trace.fuel,
    // What a trace takes is not comparable with what an evaluation does.
    micros: NaN,
    produced,
    text: produced ? null : (trace.value?.text ?? null),
    line: failed ? failed.start.line + program.line - 1 : null,
    shape: produced,
    wrongCells: produced && wrongCells(produced, pair.output),
  };
}
