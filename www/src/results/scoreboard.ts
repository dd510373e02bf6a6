import type { Evaluation, PairData, ProgramData, Split, TaskData } from '../engine/protocol';

/** A pair of a task with its place. */
export interface Sample {
  split: Split;
  /** From 0, as in files. */
  index: number;
  pair: PairData;
}

/** What is known of one program on one task. */
export interface Row {
  program: ProgramData;
  /** In the order of the task's samples; those that are still to come are undefined. */
  evaluations: (Evaluation | undefined)[];
  done: number;
  right: number;
  points: number;
  micros: number;
}

export function samplesOf(task: TaskData): Sample[] {
  const of = (split: Split) => task[split].map((pair, index) => ({ split, index, pair }));
  return [...of('train'), ...of('test')];
}

/** Demonstrations and tests count from 1 on the page. */
export function sampleName(sample: { split: Split; index: number }): string {
  return `${sample.split === 'train' ? 'demo' : 'test'} ${sample.index + 1}`;
}

/** All evaluations of a run, by task and program, with their sums kept up as they come in. */
export class Scoreboard {
  private readonly tasks = new Map<string, { task: TaskData; rows: Map<string, Row>; solvers: number }>();
  private readonly byName: Map<string, ProgramData>;
  evaluations = 0;
  right = 0;

  constructor(
    tasks: readonly TaskData[],
    readonly programs: readonly ProgramData[],
  ) {
    for (const task of tasks) this.tasks.set(task.id, { task, rows: new Map(), solvers: 0 });
    this.byName = new Map(programs.map((program) => [program.name, program]));
  }

  add(batch: readonly Evaluation[]): void {
    for (const evaluation of batch) {
      const entry = this.tasks.get(evaluation.task);
      const row = entry && this.rowOf(entry.rows, entry.task, evaluation.program);
      if (!row) throw new Error(`a result for ${evaluation.program} on ${evaluation.task}, which are not loaded`);
      const at = evaluation.index + (evaluation.split === 'test' ? entry.task.train.length : 0);
      if (row.evaluations[at]) throw new Error(`two results for ${evaluation.program} on ${evaluation.task}`);
      row.evaluations[at] = evaluation;
      row.done += 1;
      row.points += evaluation.points;
      row.micros += evaluation.micros;
      this.evaluations += 1;
      if (evaluation.match) {
        row.right += 1;
        this.right += 1;
        if (row.right === row.evaluations.length) entry.solvers += 1;
      }
    }
  }

  /** How many programs are right on every sample of a task. */
  solvers(task: string): number {
    return this.tasks.get(task)?.solvers ?? 0;
  }

  row(task: string, program: string): Row | undefined {
    const entry = this.tasks.get(task);
    return entry && this.rowOf(entry.rows, entry.task, program);
  }

  /** The programs on one task: most samples right first, then most points, then the order of the files. */
  ranked(task: string): Row[] {
    const entry = this.tasks.get(task);
    if (!entry) return [];
    return this.programs
      .map((program) => this.rowOf(entry.rows, entry.task, program.name))
      .filter((row) => row !== undefined)
      .sort((a, b) => b.right - a.right || b.points - a.points);
  }

  private rowOf(rows: Map<string, Row>, task: TaskData, name: string): Row | undefined {
    const known = rows.get(name);
    if (known) return known;
    const program = this.byName.get(name);
    if (!program) return undefined;
    const evaluations = new Array<Evaluation | undefined>(task.train.length + task.test.length).fill(undefined);
    const row = { program, evaluations, done: 0, right: 0, points: 0, micros: 0 };
    rows.set(name, row);
    return row;
  }
}
