import { LitElement, css, html } from 'lit';
import { hidden } from '../app/styles';
import type { GridData } from '../engine/protocol';
import { drawGrid, scaleFor } from '../grid/draw';
import { look } from '../grid/look';
import { borderOf } from '../grid/outline';
import { LINE, NO_COLOR } from '../grid/palette';
import { type Part, boxOf } from './values';

/** What is farther from the ground than so many cells is not drawn to scale any more. */
const FARTHEST = 40;

/** Laid over the ground, so that the object stands out. */
const FADE = { light: 'rgb(255 255 255 / 72%)', dark: 'rgb(20 20 20 / 74%)' };

/** An object or a set of locations: on a faint copy of the grid that it was found in, or cut out by itself. */
export class PatchView extends LitElement {
  static override properties = {
    parts: { attribute: false },
    ground: { attribute: false },
    pitch: { type: Number },
    label: {},
  };
  declare parts: readonly Part[];
  /** null: the patch is drawn by itself, without what is around it. */
  declare ground: GridData | null;
  /** CSS pixels for one cell and its line, at most. */
  declare pitch: number;
  declare label: string;

  private readonly onLook = (): void => this.requestUpdate();
  private readonly themes = new MutationObserver(this.onLook);

  static override styles = [
    hidden,
    css`
      :host {
        display: inline-block;
        line-height: 0;
      }
    `,
  ];

  constructor() {
    super();
    this.ground = null;
    this.pitch = 20;
    this.label = '';
  }

  override connectedCallback(): void {
    super.connectedCallback();
    look.addEventListener('change', this.onLook);
    this.themes.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    look.removeEventListener('change', this.onLook);
    this.themes.disconnect();
  }

  override render() {
    return html`<canvas role="img" aria-label=${this.label}></canvas>`;
  }

  override updated(): void {
    const canvas = this.renderRoot.querySelector('canvas');
    const context = canvas?.getContext('2d');
    if (!canvas || !context) return;
    const { ground, parts } = this;
    const own = boxOf(parts);
    const frame = ground
      ? {
          top: Math.max(-FARTHEST, Math.min(0, own.top)),
          left: Math.max(-FARTHEST, Math.min(0, own.left)),
          bottom: Math.min(ground.height + FARTHEST, Math.max(ground.height, own.bottom)),
          right: Math.min(ground.width + FARTHEST, Math.max(ground.width, own.right)),
        }
      : own;
    const size = { height: frame.bottom - frame.top, width: frame.right - frame.left };
    if (!(size.height > 0 && size.width > 0)) return;
    const ratio = window.devicePixelRatio;
    const scale = scaleFor({ ...size, cells: new Uint8Array() }, this.pitch, ratio);
    const step = scale.cell + scale.line;
    canvas.width = scale.width;
    canvas.height = scale.height;
    canvas.style.width = `${scale.width / ratio}px`;
    canvas.style.height = `${scale.height / ratio}px`;
    const paint = { colors: look.palette.colors, numbers: look.numbers };
    context.translate(-frame.left * step, -frame.top * step);
    if (ground) {
      const whole = scaleFor(ground, this.pitch, ratio);
      drawGrid(context, ground, whole, null, paint);
      context.fillStyle = document.documentElement.dataset['theme'] === 'dark' ? FADE.dark : FADE.light;
      context.fillRect(0, 0, whole.width, whole.height);
    }
    for (const {
      color,
      at: [row, column],
    } of parts) {
      const [x, y] = [column * step, row * step];
      context.fillStyle = LINE;
      context.fillRect(x, y, step + scale.line, step + scale.line);
      context.fillStyle = this.colorOf(color, row, column);
      context.fillRect(x + scale.line, y + scale.line, scale.cell, scale.cell);
    }
    if (!ground) return;
    const border = new Path2D(borderOf(parts.map(({ at }) => at), step, scale.line));
    const wide = Math.max(1.5, Math.min(4, step / 8));
    context.lineCap = 'square';
    for (const [stroke, width] of [
      ['#000000', 2.2 * wide],
      ['#FFFFFF', wide],
    ] as const) {
      context.strokeStyle = stroke;
      context.lineWidth = width;
      context.stroke(border);
    }
  }

  /** A location has the color that the ground has there. */
  private colorOf(color: number | null, row: number, column: number): string {
    const { ground } = this;
    const inside = ground && row >= 0 && column >= 0 && row < ground.height && column < ground.width;
    const value = color ?? (inside ? ground.cells[row * ground.width + column] : undefined);
    if (value === undefined) return '#8a8a84';
    return look.palette.colors[value]?.value ?? NO_COLOR;
  }
}

customElements.define('arc-patch', PatchView);
