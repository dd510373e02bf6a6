import { LitElement, css, html } from 'lit';
import type { GridData } from '../engine/protocol';
import { hidden } from '../app/styles';
import { drawGrid, scaleFor } from './draw';
import { look } from './look';

/** One grid on a canvas, with its cells row by row for those who don't see it. */
export class GridView extends LitElement {
  static override properties = {
    grid: { attribute: false },
    expected: { attribute: false },
    label: {},
    pitch: { type: Number },
  };
  declare grid: GridData;
  /** What the grid is compared with, cell by cell. */
  declare expected: GridData | null;
  /** What it is: the size is added. */
  declare label: string;
  /** CSS pixels for one cell and its line, at most. */
  declare pitch: number;

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
    `,
  ];

  constructor() {
    super();
    this.expected = null;
    this.label = '';
    this.pitch = 20;
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
    const scale = scaleFor(this.grid, this.pitch, ratio);
    canvas.width = scale.width;
    canvas.height = scale.height;
    canvas.style.width = `${scale.width / ratio}px`;
    canvas.style.height = `${scale.height / ratio}px`;
    drawGrid(context, this.grid, scale, this.expected, { colors: look.palette.colors, numbers: look.numbers });
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
