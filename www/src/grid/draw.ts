import type { GridData } from '../engine/protocol';
import { type Color, LINE, NO_COLOR, inkOn } from './palette';

type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

/** Sizes in device pixels, all whole numbers, so that every line and cell is crisp. */
export interface Scale {
  cell: number;
  line: number;
  width: number;
  height: number;
}

/** Below this many device pixels a line would take more room than it gives order. */
const SMALLEST_LINED_CELL = 5;

/** The scale at which one cell and its line take at most `pitch` CSS pixels. */
export function scaleFor(grid: GridData, pitch: number, pixelRatio: number): Scale {
  const step = Math.max(1, Math.floor(pitch * pixelRatio));
  const line = step < SMALLEST_LINED_CELL ? 0 : Math.max(1, Math.floor(pixelRatio));
  const cell = step - line;
  return { cell, line, width: grid.width * step + line, height: grid.height * step + line };
}

/** How cells are painted. */
export interface Paint {
  colors: readonly Color[];
  /** Whether each cell shows its number. */
  numbers: boolean;
  /** Whether cells that are as expected fade, so that only what differs is seen. */
  onlyDifferent?: boolean;
}

/** Laid over a cell that is to be seen no more than as a shade. */
const FADE = 'rgb(128 128 128 / 82%)';

/** Smaller cells in device pixels have no room for a number. */
const SMALLEST_NUMBERED_CELL = 9;

/**
 * Draws `grid`. Where `expected` has the same size, each cell that differs from it is hatched, and its
 * lower right corner shows the color that was expected.
 */
export function drawGrid(
  context: Context,
  grid: GridData,
  scale: Scale,
  expected: GridData | null,
  paint: Paint,
): void {
  const { cell, line } = scale;
  const step = cell + line;
  const compared = expected && sameSize(grid, expected) ? expected : null;

  context.fillStyle = LINE;
  context.fillRect(0, 0, scale.width, scale.height);
  for (let row = 0; row < grid.height; row++) {
    for (let column = 0; column < grid.width; column++) {
      const at = row * grid.width + column;
      const value = grid.cells[at] ?? 0;
      const x = line + column * step;
      const y = line + row * step;
      paintCell(context, value, x, y, cell, paint);
      const wanted = compared?.cells[at];
      if (paint.onlyDifferent && wanted === value) {
        context.fillStyle = FADE;
        context.fillRect(x, y, cell, cell);
      }
      if (wanted !== undefined && wanted !== value) {
        hatch(context, x, y, cell);
        corner(context, paint.colors[wanted]?.value ?? NO_COLOR, x, y, cell);
      }
    }
  }
}

export function sameSize(a: GridData, b: GridData): boolean {
  return a.height === b.height && a.width === b.width;
}

/** How many cells of `grid` are not as expected; null where there is nothing of its size to compare it with. */
export function wrongCells(grid: GridData, expected: GridData | null): number | null {
  if (!expected || !sameSize(grid, expected)) return null;
  let count = 0;
  for (let at = 0; at < expected.cells.length; at++) if (grid.cells[at] !== expected.cells[at]) count++;
  return count;
}

function paintCell(
  context: Context,
  value: number,
  x: number,
  y: number,
  cell: number,
  { colors, numbers }: Paint,
): void {
  const color = colors[value]?.value;
  context.fillStyle = color ?? NO_COLOR;
  context.fillRect(x, y, cell, cell);
  // A number that is no color can't be told otherwise.
  if ((color && !numbers) || cell < SMALLEST_NUMBERED_CELL) return;
  context.fillStyle = inkOn(color ?? NO_COLOR);
  context.font = `${Math.floor(cell * 0.55)}px system-ui, sans-serif`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillText(String(value), x + cell / 2, y + cell / 2, cell - 2);
}

/** White strokes with dark edges: seen on every color of the palette. */
function hatch(context: Context, x: number, y: number, cell: number): void {
  context.save();
  context.beginPath();
  context.rect(x, y, cell, cell);
  context.clip();
  const gap = Math.max(4, Math.round(cell / 2.4));
  for (const [color, width] of [
    ['#000000', Math.max(2, cell / 8)],
    ['#FFFFFF', Math.max(1, cell / 16)],
  ] as const) {
    context.strokeStyle = color;
    context.lineWidth = width;
    context.beginPath();
    for (let offset = gap / 2; offset < 2 * cell; offset += gap) {
      context.moveTo(x + offset, y);
      context.lineTo(x + offset - cell, y + cell);
    }
    context.stroke();
  }
  context.restore();
}

function corner(context: Context, wanted: string, x: number, y: number, cell: number): void {
  const side = Math.ceil(cell * 0.5);
  const edge = cell >= 12 ? Math.max(1, Math.round(cell / 16)) : 0;
  const left = x + cell - side;
  const top = y + cell - side;
  context.fillStyle = '#FFFFFF';
  context.fillRect(left - edge, top - edge, side + edge, side + edge);
  context.fillStyle = wanted;
  context.fillRect(left, top, side, side);
}
