import type { Evaluation, GridData, Split, Status, TaskData } from '../engine/protocol';
import { sameSize, wrongCells } from '../grid/draw';
import { KINDS, type Kind } from './outcome';
import { Produced } from './produced';

const STATUSES: readonly Status[] = ['ok', 'error', 'fuel', 'memory', 'timeout'];
const MATCHES = [false, true, null] as const;

/** How many wrong cells are counted; a grid that can be drawn has no more. */
const UNCOUNTED = 0xffff_ffff;

/** An evaluation as it is kept: all of it but, sometimes, the cells of what it produced. */
export interface KeptEvaluation extends Evaluation {
  /** The size of the produced grid, also where its cells are not kept; null where no grid was produced. */
  shape: { height: number; width: number } | null;
  /** How many cells differ from the expected output, where the sizes agree. */
  wrongCells: number | null;
}

/** One sample of a task that is loaded. */
export interface NumberedSample {
  task: TaskData;
  split: Split;
  index: number;
  expected: GridData | null;
}

/**
 * All evaluations of a run, one typed array for each field: some 40 bytes for an evaluation, so that a page holds
 * hundreds of thousands. Each has a place, from 0; before a run there are none, and nothing stands in any.
 */
export class Columns {
  /** Numbers of `KINDS`. */
  readonly kind: Uint8Array;
  readonly points: Uint16Array;
  readonly fuel: Float64Array;
  readonly micros: Float64Array;
  private readonly status: Uint8Array;
  private readonly error: Uint8Array;
  private readonly match: Uint8Array;
  private readonly line: Uint32Array;
  private readonly height: Uint16Array;
  private readonly width: Uint16Array;
  private readonly wrong: Uint32Array;
  private readonly digest: BigUint64Array;
  /** The digests again, as pairs of numbers that are quick to compare. */
  private readonly digestHalves: Uint32Array;
  /** The class names that `error` numbers, from 1. */
  private readonly errors: string[] = [];
  private readonly produced = new Produced();

  constructor(
    places: number,
    /** The sample that stands behind a place. */
    private readonly sampleAt: (place: number) => NumberedSample,
  ) {
    this.kind = new Uint8Array(places);
    this.points = new Uint16Array(places);
    this.fuel = new Float64Array(places);
    this.micros = new Float64Array(places);
    this.status = new Uint8Array(places);
    this.error = new Uint8Array(places);
    this.match = new Uint8Array(places);
    this.line = new Uint32Array(places);
    this.height = new Uint16Array(places);
    this.width = new Uint16Array(places);
    this.wrong = new Uint32Array(places);
    this.digest = new BigUint64Array(places);
    this.digestHalves = new Uint32Array(this.digest.buffer);
  }

  put(place: number, evaluation: Evaluation): void {
    const { produced } = evaluation;
    const expected = this.sampleAt(place).expected;
    this.points[place] = evaluation.points;
    this.fuel[place] = evaluation.fuel;
    this.micros[place] = evaluation.micros;
    this.status[place] = STATUSES.indexOf(evaluation.status);
    this.error[place] = evaluation.error === null ? 0 : this.numberOf(evaluation.error);
    this.match[place] = MATCHES.indexOf(evaluation.match);
    this.line[place] = evaluation.line ?? 0;
    this.height[place] = produced?.height ?? 0;
    this.width[place] = produced?.width ?? 0;
    this.digest[place] = BigInt(`0x${evaluation.digest}`);
    this.wrong[place] = (produced && wrongCells(produced, expected)) ?? UNCOUNTED;
    this.kind[place] = KINDS.indexOf(this.kindOf(evaluation, expected));
    // What is right is there already: it is the expected grid.
    if (produced && this.wrong[place] !== 0) this.produced.keepGrid(evaluation.digest, produced);
    else if (evaluation.text !== null) this.produced.keepText(evaluation.digest, evaluation.text);
  }

  /** Keeps what an evaluation produced, made again. */
  putProduced(place: number, grid: GridData | null, text: string | null): void {
    const digest = this.digestAt(place);
    if (grid) this.produced.keepGrid(digest, grid);
    else if (text !== null) this.produced.keepText(digest, text);
  }

  at(place: number, program: string): KeptEvaluation | undefined {
    if (!this.kind[place]) return undefined;
    const { task, split, index } = this.sampleAt(place);
    const digest = this.digestAt(place);
    const height = this.height[place]!;
    const wrongCells = this.wrong[place] === UNCOUNTED ? null : this.wrong[place]!;
    return {
      program,
      task: task.id,
      split,
      index,
      status: STATUSES[this.status[place]!]!,
      error: this.errors[this.error[place]! - 1] ?? null,
      digest,
      match: MATCHES[this.match[place]!]!,
      points: this.points[place]!,
      fuel: this.fuel[place]!,
      micros: this.micros[place]!,
      produced: this.gridAt(place, digest),
      text: height === 0 ? this.produced.text(digest) : null,
      line: this.line[place]! || null,
      shape: height === 0 ? null : { height, width: this.width[place]! },
      wrongCells,
    };
  }

  /** The grid that came out; null where none did, or where its cells are not kept. */
  gridAt(place: number, digest = this.digestAt(place)): GridData | null {
    if (!this.height[place]) return null;
    return this.wrong[place] === 0 ? this.sampleAt(place).expected : this.produced.grid(digest);
  }

  /** Whether a grid of one cell came out. */
  isCellAt(place: number): boolean {
    return this.height[place] === 1 && this.width[place] === 1;
  }

  kindAt(place: number): Kind {
    return KINDS[this.kind[place] ?? 0]!;
  }

  /** Whether the wall clock ended it. */
  isStopped(place: number): boolean {
    return STATUSES[this.status[place]!] === 'timeout';
  }

  errorAt(place: number): string | null {
    return this.errors[this.error[place]! - 1] ?? null;
  }

  /** A number that two programs share when the same came out of both in all places of a range. */
  fingerprint(from: number, to: number): number {
    let hash = 0x811c_9dc5;
    for (let half = 2 * from; half < 2 * to; half++) hash = Math.imul(hash ^ this.digestHalves[half]!, 0x0100_0193);
    return hash;
  }

  sameResults(from: number, other: number, length: number): boolean {
    for (let half = 0; half < 2 * length; half++) {
      if (this.digestHalves[2 * from + half] !== this.digestHalves[2 * other + half]) return false;
    }
    return true;
  }

  private digestAt(place: number): string {
    return this.digest[place]!.toString(16).padStart(16, '0');
  }

  private numberOf(error: string): number {
    const known = this.errors.indexOf(error);
    return known < 0 ? this.errors.push(error) : known + 1;
  }

  private kindOf({ status, match, produced, points }: Evaluation, expected: GridData | null): Kind {
    if (status === 'error') return 'error';
    if (status !== 'ok') return 'limit';
    if (match) return 'right';
    if (match === null || !expected) return 'open';
    if (!produced) return 'wrong';
    if (!sameSize(produced, expected)) return 'size';
    return points === 0 ? 'wrong' : 'near';
  }
}
