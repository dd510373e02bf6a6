import { LitElement, css, html, nothing } from 'lit';
import type { GridData } from '../engine/protocol';
import { basic } from '../app/styles';
import { look } from '../grid/look';
import type { Location, Outline } from '../grid/outline';
import '../grid/grid-view';
import { sizeOf } from '../results/outcome';
import './grid-menu';

/** A grid with what it is, its size, the cell that is pointed at, and a menu. Says `point` with the cell under the pointer. */
export class Figure extends LitElement {
  static override properties = {
    grid: { attribute: false },
    word: {},
    label: {},
    name: {},
    pitch: { type: Number },
    expected: { attribute: false },
    difference: { type: Boolean },
    pointed: { attribute: false },
    outlines: { attribute: false },
    found: { attribute: false },
  };
  declare grid: GridData;
  /** What it is, in a word. */
  declare word: string;
  /** What it is, for listeners. */
  declare label: string;
  /** The name of saved files. */
  declare name: string;
  declare pitch: number;
  declare expected: GridData | null;
  declare difference: boolean;
  declare pointed: Location | null;
  declare outlines: readonly Outline[];
  /** What an overlay found in it, in words. */
  declare found: unknown;

  static override styles = [
    basic,
    css`
      :host {
        display: block;
        width: min-content;
        min-width: var(--caption);
      }

      figure {
        margin: 0;
      }

      figcaption {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0 0.4rem;
        margin-top: 0.15rem;
        font-size: 0.78rem;
        line-height: 1.35;
        color: var(--quiet);
      }

      .size {
        white-space: nowrap;
      }

      .cell {
        /* It never makes the figure wider: what is right of it would move away from the pointer. */
        width: 0;
        min-width: 100%;
        min-height: 1.35em;
        white-space: nowrap;
        color: var(--text);
        font-variant-numeric: tabular-nums;
      }

      .swatch {
        display: inline-block;
        width: 0.8em;
        height: 0.8em;
        margin-right: 0.25em;
        border: 1px solid var(--edge-strong);
        vertical-align: -0.08em;
      }
    `,
  ];

  constructor() {
    super();
    this.expected = null;
    this.difference = false;
    this.pointed = null;
    this.outlines = [];
    this.found = nothing;
  }

  override render() {
    const { grid } = this;
    return html`<figure>
      <arc-grid
        .grid=${grid}
        .label=${this.label}
        .pitch=${this.pitch}
        .expected=${this.expected}
        .difference=${this.difference}
        .outlines=${this.outlines}
        .pointed=${this.pointed}
        @point=${this.onPoint}
      ></arc-grid>
      <figcaption>
        <span aria-hidden="true">${this.word} <span class="size">${sizeOf(grid)}</span></span>
        <arc-grid-menu .grid=${grid} .label=${this.label} .name=${this.name}></arc-grid-menu>
        ${this.found === nothing ? nothing : html`<span class="found">${this.found}</span>`}
        <span class="cell" aria-hidden="true">${this.cell()}</span>
      </figcaption>
    </figure>`;
  }

  /** The cell under the pointer, in words; the pointer may be on a grid beside this one. */
  private cell() {
    const { grid, pointed } = this;
    if (!pointed) return nothing;
    const [row, column] = pointed;
    if (row >= grid.height || column >= grid.width) return 'no such cell';
    const value = grid.cells[row * grid.width + column] ?? 0;
    const color = look.palette.colors[value];
    return html`(${row}, ${column}) ${
      color ? html`<span class="swatch" style="background: ${color.value}"></span>` : nothing
    }${value}${color ? ` ${color.name}` : nothing}`;
  }

  private onPoint(event: CustomEvent<Location | null>): void {
    this.dispatchEvent(new CustomEvent('point', { detail: event.detail }));
  }
}

customElements.define('arc-figure', Figure);
