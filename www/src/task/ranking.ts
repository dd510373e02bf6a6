import { LitElement, type PropertyValues, css, html, nothing } from 'lit';
import { basic } from '../app/styles';
import { judge, type Kind } from '../results/outcome';
import { legend, mark, markStyles } from '../results/mark';
import { type Row, type Sample, sampleName } from '../results/scoreboard';
import { duration } from '../results/words';

/** Rows have one height, so that a long table can draw those in sight and leave room for the rest. */
const ROW_HEIGHT = 46;
const DRAWN_WHOLE = 120;
const SPARE_ROWS = 12;

/** Programs and their marks on the samples of one task. Says `pick` with a program's name. */
export class Ranking extends LitElement {
  static override properties = {
    rows: { attribute: false },
    samples: { attribute: false },
    selected: {},
    from: { state: true },
    to: { state: true },
  };
  declare rows: readonly Row[];
  declare samples: readonly Sample[];
  declare selected: string | null;
  declare private from: number;
  declare private to: number;

  private selectedAt = -1;

  static override styles = [
    basic,
    markStyles,
    css`
      :host {
        display: flex;
        flex-direction: column;
        gap: 0.5rem;
        min-width: 0;
        min-height: 0;
      }

      .scroll {
        isolation: isolate;
        overflow: auto;
        border: 1px solid var(--edge);
        border-radius: 10px;
        background: var(--surface);
      }

      table {
        width: 100%;
        border-collapse: separate;
        border-spacing: 0;
      }

      th {
        position: sticky;
        top: 0;
        z-index: 1;
        padding: 0.5rem 0.2rem;
        border-bottom: 1px solid var(--edge);
        background: var(--surface);
        color: var(--quiet);
        font-size: 0.8rem;
        font-weight: 500;
        white-space: nowrap;
      }

      th:first-child,
      td:first-child {
        position: sticky;
        left: 0;
        padding-left: 0.5rem;
        background: var(--surface);
        text-align: left;
      }

      th:first-child {
        z-index: 2;
        padding-left: 0.9rem;
      }

      td {
        height: ${ROW_HEIGHT}px;
        padding: 0 2px;
        text-align: center;
        white-space: nowrap;
      }

      td.gap {
        height: auto;
        padding: 0;
      }

      tr.selected td {
        background: var(--accent-soft);
      }

      tr.selected .mark:not(.right) {
        background: color-mix(in srgb, var(--surface) 65%, transparent);
      }

      .test {
        border-left: 1px solid var(--edge);
        padding-left: 5px;
      }

      td.number {
        padding: 0 0.7rem 0 0.4rem;
        text-align: right;
        font-variant-numeric: tabular-nums;
        font-size: 0.87rem;
      }

      .name {
        display: block;
        width: 100%;
        min-width: 7rem;
        max-width: 12.5rem;
        min-height: 36px;
        padding: 0 0.4rem;
        border: 0;
        border-radius: 6px;
        background: none;
        overflow: hidden;
        text-align: left;
        text-overflow: ellipsis;
        cursor: pointer;
      }

      .name:hover {
        text-decoration: underline;
        text-underline-offset: 3px;
      }

      .name[aria-current] {
        font-weight: 700;
      }

      tr {
        cursor: pointer;
      }

      @media (width <= 620px) or (1080px < width <= 1360px) {
        .time {
          display: none;
        }
      }

      @media (width <= 620px) {
        .name {
          min-width: 0;
          max-width: 8.2rem;
        }
      }
    `,
  ];

  constructor() {
    super();
    this.selected = null;
    this.from = 0;
    this.to = DRAWN_WHOLE;
  }

  override render() {
    const { rows, samples } = this;
    const whole = rows.length <= DRAWN_WHOLE;
    const from = whole ? 0 : Math.min(this.from, rows.length);
    const to = whole ? rows.length : Math.min(this.to, rows.length);
    const columns = samples.length + 3;
    const kinds = new Set<Kind>();
    const drawn = rows.slice(from, to).map((row, at) => {
      const outcomes = row.evaluations.map((evaluation, sample) =>
        judge(evaluation, samples[sample]?.pair.output ?? null),
      );
      for (const { kind } of outcomes) kinds.add(kind);
      return this.row(row, outcomes, from + at);
    });
    return html`<div class="scroll" @scroll=${this.window}>
        <table aria-label="Results" aria-rowcount=${rows.length + 1}>
          <thead>
            <tr>
              <th scope="col">program</th>
              <th scope="col">right</th>
              ${samples.map((sample) => html`<th scope="col" class=${sample.split}>${sampleName(sample)}</th>`)}
              <th scope="col" class="time">time</th>
            </tr>
          </thead>
          <tbody>
            ${this.gap(from, columns)} ${drawn} ${this.gap(rows.length - to, columns)}
          </tbody>
        </table>
      </div>
      ${legend(kinds)}`;
  }

  override updated(changed: PropertyValues<this>): void {
    if (changed.has('rows')) this.window();
    const at = this.rows.findIndex((row) => row.program.name === this.selected);
    if (at !== this.selectedAt) this.reveal(at);
    this.selectedAt = at;
  }

  private row(row: Row, outcomes: ReturnType<typeof judge>[], at: number) {
    const { name } = row.program;
    const selected = name === this.selected;
    const pick = (): void => void this.dispatchEvent(new CustomEvent('pick', { detail: name }));
    return html`<tr class=${selected ? 'selected' : ''} aria-rowindex=${at + 2} @click=${pick}>
      <td>
        <button class="name mono" title=${name} aria-current=${selected ? 'true' : nothing}>${name}</button>
      </td>
      <td class="number">${row.done === 0 ? '' : `${row.right} of ${row.answers}`}</td>
      ${outcomes.map((outcome, sample) => html`<td class=${this.samples[sample]?.split ?? ''}>${mark(outcome)}</td>`)}
      <td class="number time">${row.done === 0 ? '' : duration(row.micros)}</td>
    </tr>`;
  }

  private gap(rows: number, columns: number) {
    if (rows <= 0) return nothing;
    return html`<tr aria-hidden="true">
      <td class="gap" colspan=${columns} style="height: ${rows * ROW_HEIGHT}px"></td>
    </tr>`;
  }

  /** Draws the rows in sight and a few more. */
  private window(): void {
    if (this.rows.length <= DRAWN_WHOLE) return;
    const scroll = this.renderRoot.querySelector('.scroll');
    if (!scroll) return;
    const first = Math.floor(scroll.scrollTop / ROW_HEIGHT);
    this.from = Math.max(0, first - SPARE_ROWS);
    this.to = first + Math.ceil(scroll.clientHeight / ROW_HEIGHT) + SPARE_ROWS;
  }

  /** Brings the selected row into sight, without moving the page. */
  private reveal(at: number): void {
    const scroll = this.renderRoot.querySelector('.scroll');
    if (!scroll || at < 0) return;
    const top = at * ROW_HEIGHT;
    const visible = scroll.clientHeight - 2 * ROW_HEIGHT;
    if (top < scroll.scrollTop) scroll.scrollTop = top;
    else if (top > scroll.scrollTop + visible) scroll.scrollTop = top - visible;
  }
}

customElements.define('arc-ranking', Ranking);
