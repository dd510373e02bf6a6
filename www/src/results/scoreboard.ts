import type { Pairs } from '../app/session';
import type { Evaluation, GridData, PairData, ProgramData, Split, TaskData } from '../engine/protocol';
import { Columns, type KeptEvaluation, type NumberedSample } from './columns';

/** A pair of a task with its place. */
export interface Sample {
  split: Split;
  /** From 0, as in files. */
  index: number;
  pair: PairData;
}

/** What is known of one program on one task. It follows the run that it belongs to. */
export interface Row {
  readonly program: ProgramData;
  /**
   * In the order of the task's samples; those that are still to come are undefined, those that the run leaves out are
   * null. Made anew at each look.
   */
  readonly evaluations: (KeptEvaluation | null | undefined)[];
  readonly samples: number;
  /** The samples whose answer is known. */
  readonly answers: number;
  readonly done: number;
  readonly right: number;
  readonly points: number;
  readonly micros: number;
}

/** How far a run is with a task. */
export interface Standing {
  /** The programs that are right on every sample whose answer is known. */
  solvers: number;
  /** The programs of which all evaluations are there. */
  scored: number;
  /** The programs that are scored on it. */
  programs: number;
}

export function samplesOf(task: TaskData): Sample[] {
  const of = (split: Split) => task[split].map((pair, index) => ({ split, index, pair }));
  return [...of('train'), ...of('test')];
}

/** Demonstrations and tests count from 1 on the page. */
export function sampleName(sample: { split: Split; index: number }): string {
  return `${sample.split === 'train' ? 'demo' : 'test'} ${sample.index + 1}`;
}

/**
 * All evaluations of a run, with their sums kept up as they come in: for each program, for each task, and for each
 * program on each task. Programs, tasks and samples are numbered from 0 in the order in which they are loaded.
 */
export class Scoreboard {
  readonly columns: Columns;
  evaluations = 0;
  /** The evaluations on samples whose answer is known. */
  judged = 0;
  right = 0;
  /** How many evaluations the wall clock ended: on another machine these may end otherwise. */
  stopped = 0;
  /** Changes with every batch. */
  version = 0;
  /** For each program, over all tasks. */
  readonly total: Readonly<
    Record<'right' | 'solved' | 'done', Uint32Array> & Record<'points' | 'micros' | 'fuel', Float64Array>
  >;
  /** The number of the first sample of each task, and after the last the number of all. */
  readonly starts: Uint32Array;
  /** For each task, how many of its samples have an answer that is known. */
  private readonly answers: Uint32Array;
  private readonly allAnswers: number;
  /** For each program where its evaluations begin among the columns, and after the last the number of all. */
  private readonly firsts: Float64Array;
  /** For each program on each task that it is scored on. */
  private readonly onTask: { right: Uint16Array; done: Uint16Array; points: Uint32Array };
  private readonly solvedBy: Uint32Array;
  private readonly scoredBy: Uint32Array;
  /** For each program the number of the only task that it is scored on, or -1; null where each is scored on all. */
  private readonly own: Int32Array | null;
  /** For each task, how many programs are scored on it. */
  private readonly planned: Uint32Array;
  private readonly taskNumbers: Map<string, number>;
  private readonly programNumbers: Map<string, number>;
  private readonly rankings = new Map<string, { version: number; rows: Row[]; byNumber: readonly Row[] }>();

  constructor(
    readonly tasks: readonly TaskData[],
    readonly programs: readonly ProgramData[],
    /** null before a run: then there are no results, and no places are kept for any. */
    pairs: Pairs | null = null,
  ) {
    const samples = tasks.flatMap((task) =>
      samplesOf(task).map(({ split, index, pair }) => ({ task, split, index, expected: pair.output })),
    );
    this.starts = new Uint32Array(tasks.length + 1);
    tasks.forEach((task, at) => (this.starts[at + 1] = this.starts[at]! + task.train.length + task.test.length));
    this.answers = Uint32Array.from(tasks, (task) => samplesOf(task).filter(({ pair }) => pair.output !== null).length);
    this.allAnswers = this.answers.reduce((sum, answers) => sum + answers, 0);
    this.taskNumbers = new Map(tasks.map((task, at) => [task.id, at]));
    this.programNumbers = new Map(programs.map((program, at) => [program.name, at]));
    const taskOf = ({ name }: ProgramData): number =>
      (name.startsWith('solve_') ? this.taskNumber(name.slice('solve_'.length)) : undefined) ?? -1;
    this.own = pairs === 'own' ? Int32Array.from(programs, taskOf) : null;
    const all = programs.length;
    this.firsts = new Float64Array(all + 1);
    for (let program = 0; program < all; program++) {
      const length = this.own === null ? samples.length : this.samplesOfOwn(program);
      this.firsts[program + 1] = this.firsts[program]! + length;
    }
    this.columns = new Columns(pairs === null ? 0 : this.firsts[all]!, this.sampleFinder(samples));
    this.planned = new Uint32Array(tasks.length).fill(this.own ? 0 : all);
    for (const task of this.own ?? []) if (task >= 0) this.planned[task]! += 1;
    this.total = {
      right: new Uint32Array(all),
      solved: new Uint32Array(all),
      done: new Uint32Array(all),
      points: new Float64Array(all),
      micros: new Float64Array(all),
      fuel: new Float64Array(all),
    };
    const places = pairs === null ? 0 : all * (this.own === null ? tasks.length : 1);
    this.onTask = { right: new Uint16Array(places), done: new Uint16Array(places), points: new Uint32Array(places) };
    this.solvedBy = new Uint32Array(tasks.length);
    this.scoredBy = new Uint32Array(tasks.length);
  }

  add(batch: readonly Evaluation[]): void {
    for (const evaluation of batch) {
      const program = this.programNumber(evaluation.program);
      const task = this.taskNumber(evaluation.task);
      if (program === undefined || task === undefined)
        throw new Error(`a result for ${evaluation.program} on ${evaluation.task}, which are not loaded`);
      if (!this.isInRun(program, task))
        throw new Error(`a result for ${evaluation.program} on ${evaluation.task}, which is not part of the run`);
      const place = this.place(program, task, evaluation.split, evaluation.index);
      if (this.columns.kind[place] !== 0)
        throw new Error(`two results for ${evaluation.program} on ${evaluation.task}`);
      this.columns.put(place, evaluation);
      this.count(program, task, evaluation);
    }
    this.version += 1;
  }

  standing(task: string): Standing {
    const number = this.taskNumber(task) ?? -1;
    const of = (programs: Uint32Array): number => programs[number] ?? 0;
    return { solvers: of(this.solvedBy), scored: of(this.scoredBy), programs: of(this.planned) };
  }

  taskNumber(id: string): number | undefined {
    return this.taskNumbers.get(id);
  }

  programNumber(name: string): number | undefined {
    return this.programNumbers.get(name);
  }

  /** How many samples a task has. */
  samples(task: number): number {
    return this.starts[task + 1]! - this.starts[task]!;
  }

  /** How many samples have an answer that is known: of a task, or where that is null of all that a program meets. */
  answersFor(program: number, task: number | null): number {
    const only = task ?? this.ownTask(program);
    if (only !== null) return this.isInRun(program, only) ? this.answers[only]! : 0;
    return this.own === null ? this.allAnswers : 0;
  }

  /** The number of the only task that a program is scored on; null where that is no single one. */
  ownTask(program: number): number | null {
    const own = this.own?.[program] ?? -1;
    return own < 0 ? null : own;
  }

  /** Whether each program is scored on its own task only. */
  get isOwn(): boolean {
    return this.own !== null;
  }

  isInRun(program: number, task: number): boolean {
    return this.own === null || this.own[program] === task;
  }

  /** How many tasks a program is scored on. */
  tasksOf(program: number): number {
    return this.own === null ? this.tasks.length : Number(this.own[program]! >= 0);
  }

  /** How many programs are scored on any task. */
  get programsInRun(): number {
    return this.own === null ? this.programs.length : this.own.filter((task) => task >= 0).length;
  }

  /**
   * Where the evaluations of a program begin among the columns, on one task or, where that is null, on all, and how
   * many of them are part of the run.
   */
  range(program: number, task: number | null): [from: number, length: number] {
    const from = this.firsts[program]!;
    if (task === null) return [from, this.firsts[program + 1]! - from];
    if (!this.isInRun(program, task)) return [from, 0];
    return [from + (this.own === null ? this.starts[task]! : 0), this.samples(task)];
  }

  /** Where an evaluation that is part of the run stands among the columns. */
  private place(program: number, task: number, split: Split, index: number): number {
    const before = split === 'test' ? this.tasks[task]!.train.length : 0;
    return this.range(program, task)[0] + before + index;
  }

  rightOn(program: number, task: number): number {
    return this.sumOn(this.onTask.right, program, task);
  }

  doneOn(program: number, task: number): number {
    return this.sumOn(this.onTask.done, program, task);
  }

  pointsOn(program: number, task: number): number {
    return this.sumOn(this.onTask.points, program, task);
  }

  microsOn(program: number, task: number): number {
    return sum(this.columns.micros, ...this.range(program, task));
  }

  fuelOn(program: number, task: number): number {
    return sum(this.columns.fuel, ...this.range(program, task));
  }

  evaluation(program: number, task: number, sample: number): KeptEvaluation | null | undefined {
    if (!this.isInRun(program, task)) return null;
    return this.columns.at(this.range(program, task)[0] + sample, this.programs[program]!.name);
  }

  /** How many evaluations of a part of the run the wall clock ended: of one task, of one program, or of all. */
  stoppedOf(part: { task: string | null; program: string | null }): number {
    if (this.stopped === 0 || (part.task === null && part.program === null)) return this.stopped;
    const task = part.task === null ? null : (this.taskNumber(part.task) ?? null);
    let stopped = 0;
    for (const [number, { name }] of this.programs.entries()) {
      if (part.program !== null && part.program !== name) continue;
      const [from, length] = this.range(number, task);
      for (let place = from; place < from + length; place++) stopped += Number(this.columns.isStopped(place));
    }
    return stopped;
  }

  /** Takes back what an evaluation produced, where it had to be made again. */
  putProduced(evaluation: Evaluation, grid: GridData | null, text: string | null): void {
    const program = this.programNumber(evaluation.program);
    const task = this.taskNumber(evaluation.task);
    if (program === undefined || task === undefined || !this.isInRun(program, task)) return;
    this.columns.putProduced(this.place(program, task, evaluation.split, evaluation.index), grid, text);
    this.version += 1;
  }

  row(task: string, program: string): Row | undefined {
    const t = this.taskNumber(task);
    const p = this.programNumber(program);
    return t === undefined || p === undefined ? undefined : new ProgramOnTask(this, p, t);
  }

  /**
   * The programs on one task: those that are scored on it first, of these most samples right, then most points, then
   * the order of the files.
   */
  ranked(task: string): Row[] {
    const t = this.taskNumber(task);
    if (t === undefined) return [];
    const known = this.rankings.get(task);
    if (known?.version === this.version) return known.rows;
    // While results come in this is asked for again and again, so the sums are looked up once for each program.
    const ranks = Float64Array.from(
      this.programs,
      (_, p) => Number(this.isInRun(p, t)) * 2 ** 48 + this.rightOn(p, t) * 2 ** 32 + this.pointsOn(p, t),
    );
    const order = Uint32Array.from(ranks.keys()).sort((a, b) => ranks[b]! - ranks[a]! || a - b);
    const byNumber = known?.byNumber ?? this.programs.map((_, p): Row => new ProgramOnTask(this, p, t));
    const rows = Array.from(order, (p) => byNumber[p]!);
    // One task is looked at while results come in; more than a few rankings would be much memory for nothing.
    if (this.rankings.size > 4) this.rankings.clear();
    this.rankings.set(task, { version: this.version, rows, byNumber });
    return rows;
  }

  /** How many samples the only task has that a program is scored on; 0 where there is none. */
  private samplesOfOwn(program: number): number {
    const task = this.ownTask(program);
    return task === null ? 0 : this.samples(task);
  }

  /** Finds the sample that stands behind a place. */
  private sampleFinder(samples: readonly NumberedSample[]): (place: number) => NumberedSample {
    const { own, firsts } = this;
    if (own === null) return (place) => samples[place % samples.length]!;
    const behind: NumberedSample[] = new Array(firsts.at(-1)!);
    own.forEach((task, program) => {
      for (let at = 0; at < this.samplesOfOwn(program); at++)
        behind[firsts[program]! + at] = samples[this.starts[task]! + at]!;
    });
    return (place) => behind[place]!;
  }

  /** A sum of a program on a task; 0 where that is not part of the run. */
  private sumOn(sums: Uint16Array | Uint32Array, program: number, task: number): number {
    return this.isInRun(program, task) ? (sums[this.pair(program, task)] ?? 0) : 0;
  }

  /** Where the sums of a program on a task stand. */
  private pair(program: number, task: number): number {
    return this.own === null ? program * this.tasks.length + task : program;
  }

  private count(program: number, task: number, { fuel, match, micros, points, status }: Evaluation): void {
    const { onTask, total } = this;
    const pair = this.pair(program, task);
    onTask.done[pair]! += 1;
    if (onTask.done[pair] === this.samples(task)) this.scoredBy[task]! += 1;
    onTask.points[pair]! += points;
    total.done[program]! += 1;
    total.points[program]! += points;
    total.micros[program]! += micros;
    total.fuel[program]! += fuel;
    this.evaluations += 1;
    if (match !== null) this.judged += 1;
    if (status === 'timeout') this.stopped += 1;
    if (!match) return;
    onTask.right[pair]! += 1;
    total.right[program]! += 1;
    this.right += 1;
    if (onTask.right[pair] === this.answers[task]) {
      total.solved[program]! += 1;
      this.solvedBy[task]! += 1;
    }
  }
}

class ProgramOnTask implements Row {
  constructor(
    private readonly board: Scoreboard,
    private readonly number: number,
    private readonly task: number,
  ) {}

  get program(): ProgramData {
    return this.board.programs[this.number]!;
  }

  get evaluations(): (KeptEvaluation | null | undefined)[] {
    return Array.from({ length: this.samples }, (_, sample) => this.board.evaluation(this.number, this.task, sample));
  }

  get samples(): number {
    return this.board.samples(this.task);
  }

  get answers(): number {
    return this.board.answersFor(this.number, this.task);
  }

  get done(): number {
    return this.board.doneOn(this.number, this.task);
  }

  get right(): number {
    return this.board.rightOn(this.number, this.task);
  }

  get points(): number {
    return this.board.pointsOn(this.number, this.task);
  }

  get micros(): number {
    return this.board.microsOn(this.number, this.task);
  }
}

function sum(values: Float64Array, from: number, length: number): number {
  let total = 0;
  for (let at = from; at < from + length; at++) total += values[at] ?? 0;
  return total;
}
