import type { Locator } from '@playwright/test';

/** A grid as the page shows it: to listeners in words, to viewers in pixels. */
export interface ShownGrid {
  /** Its accessible name. */
  name: string;
  rows: string[];
  /** The color of each cell, row by row, as `#rrggbb`; null where the cell is hatched. */
  colors: (string | null)[];
  /** The color in the lower right corner of each cell. */
  corners: string[];
}

/** The palette of arcprize.org, written down here again so that the page is checked against it. */
export const COLORS = [
  '#000000',
  '#1e93ff',
  '#f93c31',
  '#4fcc30',
  '#ffdc00',
  '#999999',
  '#e53aa3',
  '#ff851b',
  '#87d8f1',
  '#921231',
];

/** Reads all grids inside `place`, each with the list of its rows that stands beside it. */
export async function readGrids(place: Locator): Promise<ShownGrid[]> {
  const images = await place.getByRole('img').evaluateAll((elements) =>
    elements.map((element) => {
      const canvas = element as HTMLCanvasElement;
      const name = canvas.getAttribute('aria-label') ?? '';
      const [, height, width] = (/, (\d+) by (\d+)$/.exec(name) ?? []).map(Number);
      // A copy, because reading often from a canvas changes how the browser keeps it.
      const copy = new OffscreenCanvas(canvas.width, canvas.height);
      const context = copy.getContext('2d', { willReadFrequently: true });
      context?.drawImage(canvas, 0, 0);
      if (!height || !width || !context) throw new Error(`“${name}” is not the name of a drawn grid`);
      // One number for each pixel: alpha, blue, green, red from the highest byte to the lowest.
      const pixels = new Uint32Array(context.getImageData(0, 0, canvas.width, canvas.height).data.buffer);
      const at = (x: number, y: number): number => pixels[y * canvas.width + x] ?? 0;
      const color = (pixel: number): string =>
        `#${[0, 8, 16].map((shift) => ((pixel >>> shift) & 255).toString(16).padStart(2, '0')).join('')}`;
      const line = (canvas.width % width === 0 ? 0 : canvas.width % width) as number;
      const step = (canvas.width - line) / width;
      if ((canvas.height - line) / height !== step) throw new Error(`the cells of “${name}” are not square`);
      const colors: (string | null)[] = [];
      const corners: string[] = [];
      for (let row = 0; row < height; row++) {
        for (let column = 0; column < width; column++) {
          const corner = at((column + 1) * step - 1, (row + 1) * step - 1);
          let plain = true;
          for (let y = line + row * step; y < (row + 1) * step; y++)
            for (let x = line + column * step; x < (column + 1) * step; x++) plain &&= at(x, y) === corner;
          colors.push(plain ? color(corner) : null);
          corners.push(color(corner));
        }
      }
      return { name, colors, corners };
    }),
  );
  const lists = await place.getByRole('list').evaluateAll((elements) =>
    elements.map((element) => ({
      name: element.getAttribute('aria-label') ?? '',
      rows: [...element.children].map((item) => item.textContent?.trim() ?? ''),
    })),
  );
  return images.map((image) => {
    const list = lists.find(({ name }) => image.name.startsWith(name.replace(/rows$/, '')));
    if (!list) throw new Error(`“${image.name}” can't be read row by row`);
    return { ...image, rows: list.rows };
  });
}
