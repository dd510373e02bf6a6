import type { GridData } from '../engine/protocol';
import { drawGrid } from './draw';
import { look } from './look';

/** Device pixels that all thumbnails of a kind may have together: 48 MB of them. */
const MOST_PIXELS = 12 << 20;

/** A thumbnail has lines from cells of this many device pixels on. */
const SMALLEST_LINED_CELL = 6;

/** Grids drawn small, for the eye only. Each is drawn once and kept as long as it is used. */
export class Thumbnails {
  /** The one used longest ago is first. */
  private readonly kept = new Map<GridData, HTMLCanvasElement>();
  private pixels = 0;
  /** What all that are kept were drawn with. */
  private drawnWith = '';

  /** The thumbnail of a grid within so many CSS pixels. It can stand in one place only. */
  of(grid: GridData, box: number): HTMLCanvasElement {
    const ratio = window.devicePixelRatio;
    const wanted = `${look.palette.id} ${box} ${ratio}`;
    if (wanted !== this.drawnWith) {
      this.kept.clear();
      this.pixels = 0;
      this.drawnWith = wanted;
    }
    const known = this.kept.get(grid);
    const canvas = known ?? draw(grid, box, ratio);
    this.kept.delete(grid);
    this.kept.set(grid, canvas);
    if (!known) this.pixels += canvas.width * canvas.height;
    for (const [oldest, { width, height }] of this.kept) {
      if (this.pixels <= MOST_PIXELS) break;
      this.kept.delete(oldest);
      this.pixels -= width * height;
    }
    return canvas;
  }
}

/** Whole device pixels for each cell, so that it is crisp; a grid with more cells than pixels is shrunk. */
function draw(grid: GridData, box: number, ratio: number): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  const side = Math.max(grid.height, grid.width);
  const step = Math.max(1, Math.floor((box * ratio) / side));
  const line = step < SMALLEST_LINED_CELL ? 0 : 1;
  canvas.width = grid.width * step + line;
  canvas.height = grid.height * step + line;
  const shrunk = Math.min(1, (box * ratio) / (side * step));
  canvas.style.width = `${(canvas.width * shrunk) / ratio}px`;
  canvas.style.height = `${(canvas.height * shrunk) / ratio}px`;
  canvas.setAttribute('aria-hidden', 'true');
  const context = canvas.getContext('2d');
  const scale = { cell: step - line, line, width: canvas.width, height: canvas.height };
  if (context) drawGrid(context, grid, scale, null, { colors: look.palette.colors, numbers: false });
  return canvas;
}
