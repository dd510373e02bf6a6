import { LitElement, type PropertyValues, css, html, nothing, svg } from 'lit';
import type { GridData } from '../engine/protocol';
import { hidden } from '../app/styles';
import { type Scale, drawGrid, scaleFor } from './draw';
import { look } from './look';
import { type Location, type Outline, borderOf, firstOf } from './outline';

/** One grid on a canvas, with its cells row by row for those who don't see it. Says `point` with the cell under the pointer. */
export class GridView extends LitElement {
  static override properties = {
    grid: { attribute: false },
    expected: { attribute: false },
    label: {},
    pitch: { type: Number },
    difference: { type: Boolean },
    outlines: { attribute: false },
    pointed: { attribute: false },
  };
  declare grid: GridData;
  /** What the grid is compared with, cell by cell. */
  declare expected: GridData | null;
  /** What it is: the size is added. */
  declare label: string;
  /** CSS pixels for one cell and its line, at most. */
  declare pitch: number;
  /** Whether only the cells that differ from the expected ones are to stand out. */
  declare difference: boolean;
  declare outlines: readonly Outline[];
  /** A cell to be marked. */
  declare pointed: Location | null;

  private readonly onLook = (): void => this.requestUpdate();
  private stopWatching: (() => void) | null = null;

  static override styles = [
    hidden,
    css`
      :host {
        display: inline-block;
        position: relative;
        line-height: 0;
      }

      svg {
        position: absolute;
        inset: 0;
        width: 100%;
        height: 100%;
        overflow: visible;
        pointer-events: none;
      }

      path {
        fill: none;
        stroke-linecap: square;
      }

      .casing {
        stroke: #000000;
      }

      .line {
        stroke: #ffffff;
      }

      text {
        fill: #ffffff;
        stroke: #000000;
        paint-order: stroke;
        font-family: system-ui, sans-serif;
        font-weight: 700;
      }
    `,
  ];

  constructor() {
    super();
    this.expected = null;
    this.label = '';
    this.pitch = 20;
    this.difference = false;
    this.outlines = [];
    this.pointed = null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    look.addEventListener('change', this.onLook);
    this.watchPixelRatio();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    look.removeEventListener('change', this.onLook);
    this.stopWatching?.();
    this.stopWatching = null;
  }

  override render() {
    const { height, width, cells } = this.grid;
    const rows = Array.from({ length: height }, (_, row) =>
      Array.from(cells.subarray(row * width, (row + 1) * width)).join(' '),
    );
    return html`<canvas
        role="img"
        aria-label=${this.label ? `${this.label}, ${height} by ${width}` : nothing}
        @pointermove=${this.onPoint}
        @pointerdown=${this.onPoint}
        @pointerleave=${() => this.point(null)}
      ></canvas>
      ${this.marks()}
      ${
        this.label
          ? html`<ol class="hidden" aria-label="${this.label}, rows">
              ${rows.map((row) => html`<li>${row}</li>`)}
            </ol>`
          : nothing
      }`;
  }

  override updated(changed: PropertyValues<this>): void {
    // What lies over the canvas changes with each move of the pointer; the canvas doesn't.
    if (changed.size > 0 && [...changed.keys()].every((name) => name === 'pointed' || name === 'outlines')) return;
    const canvas = this.renderRoot.querySelector('canvas');
    const context = canvas?.getContext('2d');
    if (!canvas || !context) return;
    const { scale } = this;
    canvas.width = scale.width;
    canvas.height = scale.height;
    canvas.style.width = `${scale.width / window.devicePixelRatio}px`;
    canvas.style.height = `${scale.height / window.devicePixelRatio}px`;
    drawGrid(context, this.grid, scale, this.expected, {
      colors: look.palette.colors,
      numbers: look.numbers,
      onlyDifferent: this.difference,
    });
  }

  private get scale(): Scale {
    return scaleFor(this.grid, this.pitch, window.devicePixelRatio);
  }

  /** Outlines, and the cell that is pointed at, in the canvas' own pixels. */
  private marks() {
    const { height, width } = this.grid;
    const pointed = this.pointed && this.pointed[0] < height && this.pointed[1] < width ? this.pointed : null;
    if (this.outlines.length === 0 && !pointed) return nothing;
    const { scale } = this;
    const step = scale.cell + scale.line;
    const wide = Math.max(1.25, Math.min(2 * window.devicePixelRatio, step / 10));
    const border = (cells: readonly Location[]) => {
      const path = borderOf(cells, step, scale.line);
      return svg`<path class="casing" d=${path} stroke-width=${wide + 2} /><path class="line" d=${path} stroke-width=${wide} />`;
    };
    const size = Math.max(9, Math.min(0.55 * step, 14 * window.devicePixelRatio));
    return html`<svg viewBox="0 0 ${scale.width} ${scale.height}" aria-hidden="true">
      ${this.outlines.map(({ cells }) => border(cells))}
      ${this.outlines.map(({ cells, number }) => {
        if (number === null || cells.length === 0) return nothing;
        const [row, column] = firstOf(cells);
        return svg`<text
          x=${column * step + 0.18 * step}
          y=${row * step + 0.18 * step + 0.75 * size}
          font-size=${size}
          stroke-width=${size / 4}
        >${number}</text>`;
      })}
      ${pointed ? border([pointed]) : nothing}
    </svg>`;
  }

  private onPoint(event: PointerEvent): void {
    const step = (this.scale.cell + this.scale.line) / window.devicePixelRatio;
    const row = Math.min(this.grid.height - 1, Math.floor(event.offsetY / step));
    const column = Math.min(this.grid.width - 1, Math.floor(event.offsetX / step));
    this.point([Math.max(0, row), Math.max(0, column)]);
  }

  private point(cell: Location | null): void {
    const { pointed } = this;
    if (pointed?.[0] === cell?.[0] && pointed?.[1] === cell?.[1]) return;
    this.dispatchEvent(new CustomEvent('point', { detail: cell }));
  }

  /** Another zoom or another screen changes the size of a device pixel. */
  private watchPixelRatio(): void {
    const query = matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`);
    const changed = (): void => {
      this.requestUpdate();
      this.watchPixelRatio();
    };
    query.addEventListener('change', changed, { once: true });
    this.stopWatching = () => query.removeEventListener('change', changed);
  }
}

customElements.define('arc-grid', GridView);
