import { css, html, svg } from 'lit';
import type { Kind, Outcome } from './outcome';

/** One shape for each outcome, in a square of 16, so that none is told by its color alone. */
const SHAPES: Record<Kind, string> = {
  right: 'M3 8.5 6.6 12 13 4.5',
  near: 'M2.5 6.3c2-2 3.6-2 5.5-.6s3.6 1.4 5.5-.6M2.5 11.3c2-2 3.6-2 5.5-.6s3.6 1.4 5.5-.6',
  wrong: 'm4 4 8 8m0-8-8 8',
  size: 'M9 3h4v4M7 13H3V9M13 3 9.3 6.7M3 13l3.7-3.7',
  error: 'M8 2.5v7M8 13v.01',
  limit: 'M4 2.5h8M4 13.5h8M5 2.5c0 3.5 6 7.5 6 11M11 2.5c0 3.5-6 7.5-6 11',
  open: 'M3.5 8a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0-9 0',
  waiting: 'M8 8v.01',
  outside: 'M6 8h4',
};

/** All kinds of marks, as a legend lists them. */
export const MARKS = Object.keys(SHAPES) as Kind[];

/** CSS pixels of a shape's image. */
export const SHAPE = 14;

const WORDS: Record<Kind, string> = {
  right: 'right',
  near: 'n% of the cells equal',
  wrong: 'wrong',
  size: 'wrong size',
  error: 'raised an error',
  limit: 'hit a limit',
  open: 'no answer known',
  waiting: 'not scored yet',
  outside: 'not in this run',
};

export function shape(kind: Kind) {
  return html`<svg class="shape" viewBox="0 0 16 16" aria-hidden="true">${svg`<path d=${SHAPES[kind]} />`}</svg>`;
}

/** The mark of a sample in a table: shape and word. The whole sentence is there for listeners and on hover. */
export function mark(outcome: Outcome) {
  return html`<span class="mark ${outcome.kind}" title=${outcome.sentence}
    >${shape(outcome.kind)}<span aria-hidden="true">${outcome.word}</span
    ><span class="hidden">${outcome.sentence}</span></span
  >`;
}

/** What the shapes mean: those that occur, in the words of the page or of one table. */
export function legend(kinds: Iterable<Kind>, words: Partial<Record<Kind, string>> = {}) {
  const seen = new Set(kinds);
  const shown = MARKS.filter((kind) => seen.has(kind));
  return html`<p class="legend">
    ${shown.map((kind) => html`<span class="key ${kind}">${shape(kind)} ${words[kind] ?? WORDS[kind]}</span>`)}
  </p>`;
}

/** CSS pixels of a tile: a mark with its ground, in a table. */
export const TILE = { width: 42, height: 34, radius: 6, above: 4 };

/**
 * The shapes as images in CSS variables, `--shape-right` and so on, in the colors that the theme has at `host`; and as
 * `--tile-right` each on its ground. In a table of a thousand marks an element for each shape, a mask, or a drawing in
 * lines would take the browser too long, and so would corners that it has to cut from each image.
 */
export function shapeImages(host: Element): Map<string, string> {
  const style = getComputedStyle(host);
  const canvas = document.createElement('canvas');
  const ratio = Math.max(2, devicePixelRatio);
  // Where the system chooses the colors, it takes the grounds away, and images have to be seen on its own.
  const isForced = matchMedia('(forced-colors: active)').matches;
  const color = (variable: string): string => (isForced ? style.color : style.getPropertyValue(variable).trim());
  const image = (width: number, height: number, draw: (context: CanvasRenderingContext2D) => void): string => {
    canvas.width = Math.ceil(width * ratio);
    canvas.height = Math.ceil(height * ratio);
    const context = canvas.getContext('2d');
    if (context) {
      context.scale(ratio, ratio);
      draw(context);
    }
    return `url("${canvas.toDataURL()}")`;
  };
  const stroke = (context: CanvasRenderingContext2D, kind: Kind): void => {
    context.scale(SHAPE / 16, SHAPE / 16);
    context.strokeStyle = color(INKS[kind]);
    context.lineWidth = 2;
    context.lineCap = 'round';
    context.lineJoin = 'round';
    context.stroke(new Path2D(SHAPES[kind]));
  };
  return new Map(
    MARKS.flatMap((kind): [string, string][] => [
      [`--shape-${kind}`, image(SHAPE, SHAPE, (context) => stroke(context, kind))],
      [
        `--tile-${kind}`,
        image(TILE.width, TILE.height, (context) => {
          context.fillStyle = color(GROUNDS[kind]);
          context.fill(new Path2D(roundRect(TILE)));
          context.translate((TILE.width - SHAPE) / 2, TILE.above);
          stroke(context, kind);
        }),
      ],
    ]),
  );
}

function roundRect({ width, height, radius }: typeof TILE): string {
  const corner = (x: number, y: number): string => `a${radius} ${radius} 0 0 1 ${x} ${y}`;
  const [across, down] = [width - 2 * radius, height - 2 * radius];
  const [topRight, bottomRight] = [corner(radius, radius), corner(-radius, radius)];
  const [bottomLeft, topLeft] = [corner(-radius, -radius), corner(radius, -radius)];
  return `M${radius} 0h${across}${topRight}v${down}${bottomRight}h${-across}${bottomLeft}v${-down}${topLeft}z`;
}

const INKS: Record<Kind, string> = {
  right: '--on-fill',
  near: '--text',
  wrong: '--quiet',
  size: '--quiet',
  error: '--bad',
  limit: '--bad',
  open: '--quiet',
  waiting: '--quiet',
  outside: '--edge',
};

const GROUNDS: Record<Kind, string> = {
  right: '--fill',
  near: '--accent-soft',
  wrong: '--sunken',
  size: '--sunken',
  error: '--bad-soft',
  limit: '--bad-soft',
  open: '--sunken',
  waiting: '--sunken',
  outside: '--surface',
};

export const markStyles = css`
  .shape {
    width: 15px;
    height: 15px;
    flex: none;
    fill: none;
    stroke: currentcolor;
    stroke-width: 2;
    stroke-linecap: round;
    stroke-linejoin: round;
  }

  .mark {
    position: relative;
    display: inline-flex;
    flex-direction: column;
    align-items: center;
    justify-content: center;
    width: 40px;
    height: 36px;
    border-radius: 6px;
    font-size: 11px;
    line-height: 13px;
    color: var(--quiet);
    background: var(--sunken);
    vertical-align: middle;
  }

  .mark.right {
    color: var(--on-fill);
    background: var(--fill);
    font-weight: 600;
  }

  .mark.near {
    color: var(--text);
    background: var(--accent-soft);
  }

  .mark.outside {
    background: none;
  }

  .mark.limit {
    letter-spacing: -0.04em;
  }

  .mark.error,
  .mark.limit {
    color: var(--bad);
    background: var(--bad-soft);
  }

  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: 0.2rem 1rem;
    color: var(--quiet);
    font-size: 0.82rem;
  }

  .key {
    display: inline-flex;
    align-items: center;
    gap: 0.3em;
  }

  .key.right,
  .key.near {
    color: var(--accent);
  }

  .key.error,
  .key.limit {
    color: var(--bad);
  }
`;
