import { LitElement, css, html, nothing, svg } from 'lit';
import { basic } from '../app/styles';
import type { GridData, TypedValue } from '../engine/protocol';
import '../grid/grid-view';
import { look } from '../grid/look';
import type { Location } from '../grid/outline';
import './patch-view';
import { boxOf, gridOf, kindInWords, partsOf } from './values';
import { digits } from '../results/words';

/** CSS pixels for a cell of the value itself, and of a part in a strip. */
const PITCH = { whole: 26, part: 14 };
const TALLEST = { whole: 400, part: 84 };
/** CSS pixels of a vector's longest arrow. */
const ARROW = 110;
/** More parts than these are not drawn at once. */
const MOST_PARTS = 48;

/** A value drawn for what it is. */
export class ValueView extends LitElement {
  static override properties = {
    value: { attribute: false },
    ground: { attribute: false },
    changed: { attribute: false },
    label: {},
    room: { type: Number },
    shown: { state: true },
  };
  declare value: TypedValue;
  /** The grid on which patches are shown. */
  declare ground: GridData;
  /** Cells to be outlined. */
  declare changed: readonly Location[];
  /** What it is the value of. */
  declare label: string;
  /** CSS pixels that it may take. */
  declare room: number;
  declare private shown: number;

  static override styles = [
    basic,
    css`
      :host {
        display: block;
        min-width: 0;
      }

      .plain {
        font-size: 2rem;
        font-weight: 600;
        letter-spacing: -0.02em;
        overflow-wrap: anywhere;
      }

      .words {
        display: block;
        max-height: 16rem;
        padding: 0.7rem 0.9rem;
        overflow: auto;
        border-radius: 8px;
        background: var(--sunken);
        overflow-wrap: anywhere;
        white-space: pre-wrap;
      }

      .strip {
        display: flex;
        flex-wrap: wrap;
        gap: 0.6rem 0.9rem;
      }

      .strip li {
        display: grid;
        justify-items: center;
        align-content: end;
        gap: 0.2rem;
        max-width: 100%;
      }

      .number {
        font-size: 0.75rem;
        color: var(--quiet);
        font-variant-numeric: tabular-nums;
      }

      .small {
        font-size: 0.95rem;
      }

      .vector {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 1.2rem;
      }

      svg {
        overflow: visible;
        color: var(--accent);
      }

      .swatch {
        display: inline-block;
        width: 1em;
        height: 1em;
        margin-right: 0.3em;
        border: 1px solid var(--edge-strong);
        vertical-align: -0.12em;
      }

      .more {
        align-self: end;
      }
    `,
  ];

  constructor() {
    super();
    this.changed = [];
    this.room = 400;
    this.shown = MOST_PARTS;
  }

  override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has('value')) this.shown = MOST_PARTS;
  }

  override render() {
    const { label, value } = this;
    const grid = gridOf(value);
    if (grid) {
      return html`<arc-grid
        .grid=${grid}
        .label=${label}
        .pitch=${this.pitch(grid, 'whole')}
        .outlines=${this.changed.length > 0 ? [{ cells: this.changed, number: null }] : []}
      ></arc-grid>`;
    }
    const parts = partsOf(value);
    if (parts && parts.length > 0) {
      const box = boxOf([...parts, { color: null, at: [this.ground.height - 1, this.ground.width - 1] }]);
      const size = { height: box.bottom - Math.min(0, box.top), width: box.right - Math.min(0, box.left) };
      return html`<arc-patch
        .parts=${parts}
        .ground=${this.ground}
        .label="${label}, ${kindInWords(value)} on the input"
        .pitch=${this.pitch(size, 'whole')}
      ></arc-patch>`;
    }
    switch (value.kind) {
      case 'set':
      case 'tuple':
        return this.strip(value);
      case 'vector':
        return this.vector(value.i, value.j);
      case 'cell':
        return html`<p class="plain">${this.swatch(value.color)}${value.text}</p>`;
      case 'function':
        return html`<code class="words" role="note" aria-label="${label}, function">${value.text}</code>`;
      case 'int':
      case 'bool':
      case 'none':
        return html`<p class="plain">${value.text}</p>`;
      default:
        return html`<code class="words">${value.text}</code>`;
    }
  }

  /** The parts side by side, numbered in the order in which they are iterated. */
  private strip(value: TypedValue & { kind: 'set' | 'tuple' }) {
    const { items, length } = value;
    if (items.length === 0) return html`<p class="plain">${value.kind === 'set' ? 'the empty set' : '()'}</p>`;
    const shown = items.slice(0, this.shown);
    const left = items.length - shown.length;
    // All at one scale, so that their sizes can be compared.
    const pitch = Math.min(...shown.map((item) => this.piecePitch(item)));
    return html`<ol class="strip" role="list" aria-label="${this.label}, ${kindInWords(value)} in order">
        ${shown.map(
          (item, at) =>
            html`<li>
              ${this.piece(item, at + 1, pitch)}<span class="number">${at + 1}</span>
            </li>`,
        )}
        ${
          left > 0
            ? html`<li class="more">
                <button class="button" @click=${() => (this.shown += MOST_PARTS)}>${digits(left)} more</button>
              </li>`
            : nothing
        }
      </ol>
      ${length > items.length ? html`<p class="quiet">${digits(length - items.length)} more are not shown.</p>` : nothing}`;
  }

  private piece(item: TypedValue, number: number, pitch: number) {
    const grid = gridOf(item);
    const label = `${number}, ${kindInWords(item)}`;
    if (grid) return html`<arc-grid .grid=${grid} .label=${label} .pitch=${pitch}></arc-grid>`;
    const parts = partsOf(item);
    if (parts && parts.length > 0) {
      return html`<arc-patch
        .parts=${parts}
        .ground=${this.groundOf(item)}
        .label=${label}
        .pitch=${pitch}
      ></arc-patch>`;
    }
    if (item.kind === 'cell') return html`<span class="small">${this.swatch(item.color)}${item.text}</span>`;
    return html`<code class="small">${item.text}</code>`;
  }

  /** By itself a set of locations has no colors, so it is shown where it lies. */
  private groundOf(item: TypedValue): GridData | null {
    return item.kind === 'indices' ? this.ground : null;
  }

  private piecePitch(item: TypedValue): number {
    const grid = gridOf(item) ?? this.groundOf(item);
    if (grid) return this.pitch(grid, 'part');
    const parts = partsOf(item);
    if (!parts || parts.length === 0) return PITCH.part;
    const box = boxOf(parts);
    return this.pitch({ height: box.bottom - box.top, width: box.right - box.left }, 'part');
  }

  /** Down and right from the dot, as rows and columns count. */
  private vector(i: number, j: number) {
    const longest = Math.max(Math.abs(i), Math.abs(j), 1);
    const unit = Math.min(24, ARROW / longest);
    const [x, y] = [j * unit, i * unit];
    const length = Math.hypot(x, y);
    const pad = 14;
    const [left, top] = [Math.min(0, x) - pad, Math.min(0, y) - pad];
    const view = `${left} ${top} ${Math.abs(x) + 2 * pad} ${Math.abs(y) + 2 * pad}`;
    const [ux, uy] = length > 0 ? [x / length, y / length] : [0, 0];
    const head = `M${x - 9 * ux - 5 * uy} ${y - 9 * uy + 5 * ux}L${x} ${y}L${x - 9 * ux + 5 * uy} ${y - 9 * uy - 5 * ux}`;
    return html`<div class="vector">
      <svg
        role="img"
        aria-label="${this.label}: ${i} down, ${j} to the right"
        width=${Math.abs(x) + 2 * pad}
        height=${Math.abs(y) + 2 * pad}
        viewBox=${view}
      >
        ${svg`<circle r="4" fill="currentcolor" />`}
        ${
          length > 0
            ? svg`<path d="M0 0L${x} ${y}${head}" fill="none" stroke="currentcolor" stroke-width="2.5" stroke-linecap="round" stroke-linejoin="round" />`
            : nothing
        }
      </svg>
      <p class="plain">(${i}, ${j})</p>
    </div>`;
  }

  private swatch(color: number) {
    const known = look.palette.colors[color];
    return known
      ? html`<span class="swatch" style="background: ${known.value}" title=${known.name}></span>`
      : nothing;
  }

  private pitch({ height, width }: { height: number; width: number }, size: 'whole' | 'part'): number {
    const fitting = Math.min(TALLEST[size] / height, (size === 'whole' ? this.room : 2 * TALLEST.part) / width);
    return Math.max(1, Math.min(PITCH[size], Math.floor(fitting)));
  }
}

customElements.define('arc-value', ValueView);
