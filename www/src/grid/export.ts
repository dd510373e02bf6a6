import type { GridData } from '../engine/protocol';
import { drawGrid } from './draw';
import { LINE, NO_COLOR, type Palette } from './palette';

/** Pixels of a cell in a saved picture, and of the lines between cells. */
const CELL = 24;
const PICTURE_LINE = 1;

/** The ways in which a grid is copied. */
export const TEXTS: readonly { title: string; of: (grid: GridData) => string }[] = [
  { title: 'JSON', of: (grid) => `[${rowsOf(grid).map((row) => `[${row.join(',')}]`).join(',')}]` },
  { title: 'Python tuple', of: (grid) => tuple(rowsOf(grid).map((row) => tuple(row.map(String)))) },
  { title: 'Text', of: (grid) => rowsOf(grid).map((row) => row.join(' ')).join('\n') },
];

export function rowsOf({ height, width, cells }: GridData): number[][] {
  return Array.from({ length: height }, (_, row) => Array.from(cells.subarray(row * width, (row + 1) * width)));
}

export function svgOf(grid: GridData, { colors }: Palette): string {
  const step = CELL + PICTURE_LINE;
  const [width, height] = [grid.width * step + PICTURE_LINE, grid.height * step + PICTURE_LINE];
  const cells = rowsOf(grid).flatMap((row, r) =>
    row.map((value, c) => {
      const [x, y] = [c * step + PICTURE_LINE, r * step + PICTURE_LINE];
      return `<rect x="${x}" y="${y}" width="${CELL}" height="${CELL}" fill="${colors[value]?.value ?? NO_COLOR}"/>`;
    }),
  );
  const paper = `<rect width="${width}" height="${height}" fill="${LINE}"/>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${paper}${cells.join('')}</svg>\n`;
}

export function pngOf(grid: GridData, { colors }: Palette): Promise<Blob> {
  const step = CELL + PICTURE_LINE;
  const [width, height] = [grid.width * step + PICTURE_LINE, grid.height * step + PICTURE_LINE];
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('the browser has no memory for the picture');
  drawGrid(context, grid, { cell: CELL, line: PICTURE_LINE, width, height }, null, { colors, numbers: false });
  return canvas.convertToBlob({ type: 'image/png' });
}

/** A tuple of one item has a comma too. */
function tuple(items: string[]): string {
  return `(${items.join(', ')}${items.length === 1 ? ',' : ''})`;
}
