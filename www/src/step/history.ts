import type { GridData, Trace } from '../engine/protocol';
import { sameSize } from '../grid/draw';
import type { Location } from '../grid/outline';
import { gridOf } from './values';

/** The grids that a trace went through, in order; `step` is -1 for the input. */
interface Stage {
  step: number;
  grid: GridData;
}

function stages(trace: Trace, input: GridData): Stage[] {
  const grids = trace.steps.map((step, at) => ({ step: at, grid: gridOf(step.value) }));
  return [{ step: -1, grid: input }, ...grids.filter((stage): stage is Stage => stage.grid !== null)];
}

/** What a step changed: the cells that differ from the grid of the same size before it. */
export interface Change {
  /** The step that made the grid before; -1 is the input. */
  since: number;
  cells: Location[];
}

/** What the grid of a step changed; null where it is no grid, or none of its size came before. */
export function changeAt(trace: Trace, input: GridData, step: number): Change | null {
  const grid = gridOf(trace.steps[step]?.value ?? null);
  const before = grid && stages(trace, input).findLast((stage) => stage.step < step && sameSize(stage.grid, grid));
  return before ? { since: before.step, cells: differing(before.grid, grid) } : null;
}

/**
 * The step that painted a cell of the result: the last one whose grid has another color there than the grid of the
 * same size before it, or has no such grid before it. -1 where the cell is still as in the input; null where the
 * result is no grid.
 */
export function painterOf(trace: Trace, input: GridData, [row, column]: Location): number | null {
  const result = gridOf(trace.value);
  if (!result) return null;
  const place = row * result.width + column;
  const alike = stages(trace, input).filter(({ grid }) => sameSize(grid, result));
  for (let at = alike.length - 1; at >= 0; at--) {
    const before = alike[at - 1];
    if (!before || before.grid.cells[place] !== alike[at]!.grid.cells[place]) return alike[at]!.step;
  }
  return null;
}

function differing(a: GridData, b: GridData): Location[] {
  const cells: Location[] = [];
  for (let at = 0; at < b.cells.length; at++) {
    if (a.cells[at] !== b.cells[at]) cells.push([Math.floor(at / b.width), at % b.width]);
  }
  return cells;
}
