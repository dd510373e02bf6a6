/** Some turns of a plan that stand together: from one up to another. */
export interface Part {
  from: number;
  to: number;
}

/**
 * The turns of a plan that are still to be given to somebody.
 *
 * Parts follow the bundles of samples that are worked on together, because what candidates have in common on a sample
 * is worked out once in a part. Turns that may break a worker are kept apart: each is a part of its own, and comes
 * last.
 */
export class Parts {
  /** The next one last. */
  readonly #ranges: Part[] = [];
  readonly #alone: number[];

  /** `ends` tells where the turns of each bundle of samples end, `alone` which turns are kept apart. */
  constructor(
    private readonly ends: Uint32Array,
    alone: readonly number[],
  ) {
    const total = ends.at(-1) ?? 0;
    this.#alone = [...new Set(alone)].sort((a, b) => a - b);
    let from = 0;
    for (const turn of [...this.#alone, total]) {
      if (turn > from) this.#ranges.unshift({ from, to: turn });
      from = turn + 1;
    }
  }

  /** How many turns wait that are not kept apart. */
  get waiting(): number {
    return this.#ranges.reduce((sum, { from, to }) => sum + to - from, 0);
  }

  /** The next part of about this size, ending with a bundle where one ends near enough. */
  take(size: number): Part | null {
    const range = this.#ranges.at(-1);
    if (!range) return null;
    let to = range.from + Math.max(1, Math.round(size));
    const end = this.#bundleEnd(range.from + Math.ceil(size / 2));
    if (end <= range.from + 2 * size) to = end;
    const part = { from: range.from, to: Math.min(to, range.to) };
    if (part.to === range.to) this.#ranges.pop();
    else range.from = part.to;
    return part;
  }

  /** The next of the turns that are kept apart. */
  takeAlone(): Part | null {
    const turn = this.#alone.shift();
    return turn === undefined ? null : { from: turn, to: turn + 1 };
  }

  /** A part that was handed out and not begun. */
  giveBack(part: Part): void {
    this.#ranges.push({ ...part });
  }

  /** Turns during one of which a worker broke. */
  keepApart(turns: readonly number[]): void {
    this.#alone.push(...turns);
  }

  /** The end of the bundle that the turn before `turn` belongs to. */
  #bundleEnd(turn: number): number {
    let low = 0;
    let high = this.ends.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.ends[middle]! >= turn) high = middle;
      else low = middle + 1;
    }
    return this.ends[low] ?? turn;
  }
}
