import { LitElement, css, html } from 'lit';
import type { GridData } from '../engine/protocol';
import { hidden } from '../app/styles';
import { drawGrid, scaleFor } from './draw';

/** One grid on a canvas, with its cells row by row for those who don't see it. */
export class GridView extends LitElement {
  static override properties = {
    grid: { attribute: false },
    expected: { attribute: false },
    label: {},
    pitch: { type: Number },
    box: { type: Number },
  };
  declare grid: GridData;
  /** What the grid is compared with, cell by cell. */
  declare expected: GridData | null;
  /** What it is: the size is added. */
  declare label: string;
  /** CSS pixels for one cell and its line, at most. */
  declare pitch: number;
  /** Makes it a thumbnail, for the eye only, that fits into so many CSS pixels; 0 is none. */
  declare box: number;

  private stopWatching: (() => void) | null = null;

  static override styles = [
    hidden,
    css`
      :host {
        display: inline-block;
        position: relative;
        line-height: 0;
      }
    `,
  ];

  constructor() {
    super();
    this.expected = null;
    this.label = '';
    this.pitch = 20;
    this.box = 0;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.watchPixelRatio();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stopWatching?.();
    this.stopWatching = null;
  }

  override render() {
    if (this.box) return html`<canvas aria-hidden="true"></canvas>`;
    const { height, width, cells } = this.grid;
    const rows = Array.from({ length: height }, (_, row) =>
      Array.from(cells.subarray(row * width, (row + 1) * width)).join(' '),
    );
    return html`<canvas role="img" aria-label="${this.label}, ${height} by ${width}"></canvas>
      <ol class="hidden" aria-label="${this.label}, rows">
        ${rows.map((row) => html`<li>${row}</li>`)}
      </ol>`;
  }

  override updated(): void {
    const canvas = this.renderRoot.querySelector('canvas');
    const context = canvas?.getContext('2d');
    if (!canvas || !context) return;
    const ratio = window.devicePixelRatio;
    const { height, width } = this.grid;
    const fitting = this.box / Math.max(height, width);
    // A thumbnail is drawn with whole cells at least as large as wanted, and then shown smaller.
    const scale = scaleFor(this.grid, this.box ? Math.ceil(fitting * ratio) / ratio : this.pitch, ratio);
    canvas.width = scale.width;
    canvas.height = scale.height;
    canvas.style.width = `${this.box ? fitting * width : scale.width / ratio}px`;
    canvas.style.height = `${this.box ? fitting * height : scale.height / ratio}px`;
    drawGrid(context, this.grid, scale, this.expected);
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
