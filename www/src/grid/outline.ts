/** Row and column of a cell, from 0. */
export type Location = readonly [row: number, column: number];

/** Cells that belong together, to be outlined on a grid. */
export interface Outline {
  cells: readonly Location[];
  /** Written beside the first cell; null where there is only one outline. */
  number: number | null;
}

/**
 * The border of a set of cells as the data of an SVG path, where a cell and its line take `step` and the first line
 * is `line` wide.
 */
export function borderOf(cells: readonly Location[], step: number, line: number): string {
  const inside = new Set(cells.map(([row, column]) => `${row},${column}`));
  const has = (row: number, column: number): boolean => inside.has(`${row},${column}`);
  const at = (index: number): number => index * step + line / 2;
  let path = '';
  for (const [row, column] of cells) {
    const [top, left, bottom, right] = [at(row), at(column), at(row + 1), at(column + 1)];
    if (!has(row - 1, column)) path += `M${left} ${top}H${right}`;
    if (!has(row + 1, column)) path += `M${left} ${bottom}H${right}`;
    if (!has(row, column - 1)) path += `M${left} ${top}V${bottom}`;
    if (!has(row, column + 1)) path += `M${right} ${top}V${bottom}`;
  }
  return path;
}

/** The first cell in reading order. */
export function firstOf(cells: readonly Location[]): Location {
  return cells.reduce((first, cell) => (cell[0] < first[0] || (cell[0] === first[0] && cell[1] < first[1]) ? cell : first));
}
