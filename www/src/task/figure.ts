import { LitElement, type PropertyValues, css, html, nothing } from 'lit';
import type { GridData } from '../engine/protocol';
import { reasonOf } from '../app/messages';
import type { Session } from '../app/session';
import { basic } from '../app/styles';
import { look } from '../grid/look';
import type { Location, Outline } from '../grid/outline';
import '../grid/grid-view';
import { sizeOf } from '../results/outcome';
import './grid-menu';
import { type Found, find } from './overlay';

const NO_OUTLINES: readonly Outline[] = [];

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
    session: { attribute: false },
    call: {},
    found: { state: true },
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
  declare session: Session;
  /** The call whose result is laid over the grid; null for none. */
  declare call: string | null;
  /** What it found, or why it didn't. */
  declare private found: Found | string | null;

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
        gap: 0 0.1rem;
        margin-top: 0.15rem;
        font-size: 0.78rem;
        line-height: 1.35;
        color: var(--quiet);
      }

      .size {
        white-space: nowrap;
      }

      .found {
        flex-basis: 100%;
        color: var(--text);
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

      @media (hover: none) {
        .cell:empty {
          display: none;
        }
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
    this.call = null;
    this.found = null;
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('grid') && !changed.has('call')) return;
    const { grid, call } = this;
    if (call === null) {
      this.found = null;
      return;
    }
    const take = (found: Found | string): void => {
      if (this.grid === grid && this.call === call) this.found = found;
    };
    find(this.session, grid, call).then(take, (error: unknown) => take(`not found: ${reasonOf(error)}`));
  }

  override render() {
    const { grid, found } = this;
    return html`<figure aria-label=${this.label}>
      <arc-grid
        .grid=${grid}
        .label=${this.label}
        .pitch=${this.pitch}
        .expected=${this.expected}
        .difference=${this.difference}
        .outlines=${found === null || typeof found === 'string' ? NO_OUTLINES : found.outlines}
        .pointed=${this.pointed}
        @point=${this.onPoint}
      ></arc-grid>
      <figcaption>
        <span aria-hidden="true">${this.word} <span class="size">${sizeOf(grid)}</span></span>
        <arc-grid-menu .grid=${grid} .label=${this.label} .name=${this.name}></arc-grid-menu>
        ${this.findings()}
        <span class="cell" aria-hidden="true">${this.cell()}</span>
      </figcaption>
    </figure>`;
  }

  private findings() {
    const { found } = this;
    if (found === null) return nothing;
    if (typeof found === 'string') return html`<span class="found">${found}</span>`;
    return html`<span class="found"
      >${found.words}${found.colors?.map((value) => html` <span class="size">${this.color(value)}</span>`)}</span
    >`;
  }

  private color(value: number) {
    const color = look.palette.colors[value];
    return html`${color ? html`<span class="swatch" style="background: ${color.value}"></span>` : nothing}${value}${
      color ? ` ${color.name}` : nothing
    }`;
  }

  /** The cell under the pointer, in words; the pointer may be on a grid beside this one. */
  private cell() {
    const { grid, pointed } = this;
    if (!pointed) return nothing;
    const [row, column] = pointed;
    if (row >= grid.height || column >= grid.width) return 'no such cell';
    const value = grid.cells[row * grid.width + column] ?? 0;
    return html`(${row}, ${column}) ${this.color(value)}`;
  }

  private onPoint(event: CustomEvent<Location | null>): void {
    this.dispatchEvent(new CustomEvent('point', { detail: event.detail }));
  }
}

customElements.define('arc-figure', Figure);
