import { css, html, svg } from 'lit';
import { KINDS, type Kind, type Outcome } from './outcome';

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
};

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
  const shown = (Object.keys(SHAPES) as Kind[]).filter((kind) => seen.has(kind));
  return html`<p class="legend">
    ${shown.map((kind) => html`<span class="key ${kind}">${shape(kind)} ${words[kind] ?? WORDS[kind]}</span>`)}
  </p>`;
}

/**
 * The shapes as images in CSS variables, `--shape-right` and so on, in the colors that the theme has at `host`: in a
 * table of a thousand marks an element for each shape, a mask, or a drawing in lines would take the browser too long.
 */
export function shapeImages(host: Element): Map<string, string> {
  const style = getComputedStyle(host);
  const canvas = document.createElement('canvas');
  const side = Math.ceil(SHAPE * Math.max(2, devicePixelRatio));
  return new Map(
    KINDS.map((kind) => {
      canvas.width = side;
      canvas.height = side;
      const context = canvas.getContext('2d');
      if (context) {
        context.scale(side / 16, side / 16);
        context.strokeStyle = style.getPropertyValue(INKS[kind]).trim();
        context.lineWidth = 2;
        context.lineCap = 'round';
        context.lineJoin = 'round';
        context.stroke(new Path2D(SHAPES[kind]));
      }
      return [`--shape-${kind}`, `url("${canvas.toDataURL()}")`];
    }),
  );
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
