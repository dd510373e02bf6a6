import type { GridData, TaskData } from '../engine/protocol';
import { sameSize } from '../grid/draw';

/** What tasks are found and sorted by. */
export interface Facts {
  /** Cells along the longest side of any of its grids. */
  side: number;
  /** How many colors occur in it. */
  colors: number;
  /** Whether each output has the size of its input. */
  sameShape: boolean;
  pairs: number;
}

const known = new WeakMap<TaskData, Facts>();

export function factsOf(task: TaskData): Facts {
  let facts = known.get(task);
  if (!facts) {
    facts = gather(task);
    known.set(task, facts);
  }
  return facts;
}

function gather({ train, test }: TaskData): Facts {
  const pairs = [...train, ...test];
  const grids = pairs.flatMap(({ input, output }) => (output ? [input, output] : [input]));
  let side = 0;
  let seen = 0;
  for (const { height, width, cells } of grids) {
    side = Math.max(side, height, width);
    for (const cell of cells) seen |= 1 << cell;
  }
  let colors = 0;
  for (let bits = seen; bits !== 0; bits &= bits - 1) colors += 1;
  return {
    side,
    colors,
    sameShape: pairs.every(({ input, output }) => output === null || sameSize(input, output)),
    pairs: pairs.length,
  };
}

/** `3×3`. */
export function sizeShort({ height, width }: GridData): string {
  return `${height}×${width}`;
}
