import { reasonOf } from '../app/messages';
import type { Progress, ScheduleRow, ScoreResult } from '../engine/protocol';

/** So often the run is made again with each. */
export const ROUNDS = 3;

/** What compares: an engine, which gives null where it was told to cancel. */
interface Comparer {
  compareSchedules(rounds: number, hear: (progress: Progress) => void): Promise<ScheduleRow[] | null>;
  cancel(): void;
}

/** A run made again with each way of dividing the work: how far that is, and what it came to. */
export class Comparison {
  /** Whether it goes on, or is about to. */
  going = false;
  /** How far it is, where that can be told. */
  progress: Progress | null = null;
  rows: readonly ScheduleRow[] | null = null;
  /** Why there are no rows, in a sentence. */
  said = '';
  private cancelled = false;
  private comparer: Comparer | null = null;

  constructor(
    private readonly result: ScoreResult | null,
    private readonly changed: () => void,
  ) {}

  /** Why this run can't be compared; null where it can. */
  get obstacle(): string | null {
    if (this.result?.lost) return 'The run broke off, so there is nothing whole to compare: score again.';
    if (this.result?.cancelled) return 'The run was cancelled, so there is nothing whole to compare: score again.';
    return null;
  }

  /** Says that it is about to begin. */
  begin(): void {
    Object.assign(this, { going: true, cancelled: false, progress: null, rows: null, said: '' });
    this.changed();
  }

  async make(comparer: () => Promise<Comparer>): Promise<void> {
    try {
      this.comparer = await comparer();
      const rows = this.cancelled ? null : await this.comparer.compareSchedules(ROUNDS, (progress) => this.hear(progress));
      this.rows = rows;
      if (!rows) this.said = 'Cancelled, so nothing is compared.';
    } catch (error) {
      this.said = `They can't be compared: ${reasonOf(error)}`;
    }
    this.comparer = null;
    this.going = false;
    this.changed();
  }

  cancel(): void {
    if (!this.going) return;
    this.cancelled = true;
    this.comparer?.cancel();
  }

  private hear(progress: Progress): void {
    this.progress = progress;
    this.changed();
  }
}
