import type { GridData, PairData, Split, TaskData } from '../engine/protocol';
import { rowsOf } from '../grid/export';
import type { Location } from '../grid/outline';

/** A grid as it is drawn on: never changed, always made anew. */
export type Cells = readonly (readonly number[])[];

export interface DrawnPair {
  input: Cells;
  output: Cells | null;
}

export type Drawing = Readonly<Record<Split, readonly DrawnPair[]>>;

/** Which grid of a drawing. */
export interface Spot {
  split: Split;
  index: number;
  side: 'input' | 'output';
}

/** The largest grid that is made here, as in the public tasks. */
export const LARGEST = 30;

const EMPTY: Cells = blank(3, 3);

export function drawingOf(task: TaskData): Drawing {
  const pair = ({ input, output }: PairData): DrawnPair => ({
    input: rowsOf(input),
    output: output && rowsOf(output),
  });
  return { train: task.train.map(pair), test: task.test.map(pair) };
}

export function emptyDrawing(): Drawing {
  return { train: [{ input: EMPTY, output: EMPTY }], test: [{ input: EMPTY, output: EMPTY }] };
}

export function cellsAt(drawing: Drawing, { index, side, split }: Spot): Cells | null {
  return drawing[split][index]?.[side] ?? null;
}

export function withCells(drawing: Drawing, { index, side, split }: Spot, cells: Cells | null): Drawing {
  const pairs = drawing[split].map((pair, at) => (at === index ? { ...pair, [side]: cells } : pair));
  return { ...drawing, [split]: pairs };
}

export function withPair(drawing: Drawing, split: Split): Drawing {
  const like = drawing[split].at(-1) ?? drawing.train.at(-1);
  const same = (cells: Cells | null | undefined): Cells => (cells ? blank(cells.length, cells[0]!.length) : EMPTY);
  return { ...drawing, [split]: [...drawing[split], { input: same(like?.input), output: same(like?.output) }] };
}

export function withoutPair(drawing: Drawing, split: Split, index: number): Drawing {
  return { ...drawing, [split]: drawing[split].filter((_, at) => at !== index) };
}

export function painted(cells: Cells, [row, column]: Location, color: number): Cells {
  if (cells[row]?.[column] === undefined || cells[row][column] === color) return cells;
  return cells.map((line, r) => (r === row ? line.map((cell, c) => (c === column ? color : cell)) : line));
}

/** Colors all cells that are reached from one over sides of cells of its color. */
export function filled(cells: Cells, [row, column]: Location, color: number): Cells {
  const old = cells[row]?.[column];
  if (old === undefined || old === color) return cells;
  const next = cells.map((line) => [...line]);
  const waiting: Location[] = [[row, column]];
  for (let cell = waiting.pop(); cell; cell = waiting.pop()) {
    const [r, c] = cell;
    if (next[r]?.[c] !== old) continue;
    next[r]![c] = color;
    waiting.push([r - 1, c], [r + 1, c], [r, c - 1], [r, c + 1]);
  }
  return next;
}

/** Cut, or with black added, at the right and below. */
export function resized(cells: Cells, height: number, width: number): Cells {
  return blank(height, width).map((line, r) => line.map((_, c) => cells[r]?.[c] ?? 0));
}

export function gridOfCells(cells: Cells): GridData {
  return { height: cells.length, width: cells[0]?.length ?? 0, cells: Int32Array.from(cells.flat()) };
}

/** As a task file, one pair a line. */
export function fileText(drawing: Drawing): string {
  const pairs = (split: Split): string => drawing[split].map((pair) => `    ${JSON.stringify(withoutNull(pair))}`).join(',\n');
  return `{\n  "train": [\n${pairs('train')}\n  ],\n  "test": [\n${pairs('test')}\n  ]\n}\n`;
}

function withoutNull({ input, output }: DrawnPair): object {
  return output === null ? { input } : { input, output };
}

function blank(height: number, width: number): Cells {
  return Array.from({ length: height }, () => new Array<number>(width).fill(0));
}
