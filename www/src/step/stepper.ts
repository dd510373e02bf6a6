import { LitElement, css, html, nothing } from 'lit';
import { KeyListener, isTyping } from '../app/keys';
import { Room } from '../app/room';
import { basic } from '../app/styles';
import type { GridData, ProgramData, Trace, TraceStep } from '../engine/protocol';
import { sameSize } from '../grid/draw';
import '../grid/grid-view';
import type { Location } from '../grid/outline';
import { markStyles, shape } from '../results/mark';
import { type Kind, percent, sizeOf } from '../results/outcome';
import { changeAt, painterOf } from './history';
import './value-view';
import { gridOf, kindInWords } from './values';
import { digits } from '../results/words';

const PITCH = 22;
const TALLEST = 230;

/** A program on a sample, line by line. Says `move` with the number of the step that is to be shown. */
export class Stepper extends LitElement {
  static override properties = {
    program: { attribute: false },
    trace: { attribute: false },
    input: { attribute: false },
    expected: { attribute: false },
    at: { type: Number },
    told: { state: true },
  };
  declare program: ProgramData;
  declare trace: Trace;
  declare input: GridData;
  declare expected: GridData | null;
  /** The step that is shown, from 0. */
  declare at: number;
  /** What a click on a cell of the result found. */
  declare private told: { cell: Location; text: string } | null;
  private readonly room = new Room(this, 600, () => this.renderRoot.querySelector('.now'));

  private pointed: Location | null = null;
  private readonly onKey = (event: KeyboardEvent): void => this.key(event);
  static override styles = [
    basic,
    markStyles,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(20rem, 2fr) minmax(0, 3fr);
        gap: 1.25rem;
        align-items: start;
      }

      .lines {
        position: sticky;
        top: 100px;
        max-height: calc(100vh - 116px);
        padding: 0.4rem;
        overflow: auto;
        border: 1px solid var(--edge);
        border-radius: 10px;
        background: var(--surface);
      }

      .lines button {
        display: grid;
        grid-template-columns: 2.2em minmax(0, 1fr) auto;
        gap: 0.1rem 0.7rem;
        align-items: baseline;
        width: 100%;
        padding: 0.35rem 0.6rem;
        border: 0;
        border-radius: 7px;
        background: none;
        text-align: left;
        cursor: pointer;
      }

      .lines button:hover {
        background: var(--sunken);
      }

      .lines button[aria-current] {
        background: var(--accent-soft);
      }

      .lines .number {
        text-align: right;
        color: var(--quiet);
        font-size: 0.8rem;
        font-variant-numeric: tabular-nums;
      }

      .lines code {
        overflow-wrap: anywhere;
        font-size: 0.87rem;
      }

      .lines .kind {
        font-size: 0.78rem;
        color: var(--quiet);
        white-space: nowrap;
        max-width: 11rem;
        overflow: hidden;
        text-overflow: ellipsis;
      }

      .lines .failed {
        color: var(--bad);
        font-weight: 600;
      }

      .now {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 1.1rem;
        min-width: 0;
      }

      .step {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 0.6rem;
        min-height: 20rem;
        align-content: start;
        padding: 0.9rem 1rem 1.1rem;
        border: 1px solid var(--edge);
        border-radius: 10px;
        background: var(--surface);
      }

      .step > header {
        display: flex;
        flex-wrap: wrap;
        align-items: baseline;
        gap: 0.2rem 0.9rem;
      }

      h3 {
        font-size: 1rem;
        font-weight: 650;
        overflow-wrap: anywhere;
      }

      .turn {
        display: flex;
        gap: 0.4rem;
        margin-left: auto;
      }

      .turn button {
        min-width: 38px;
        justify-content: center;
      }

      .changed {
        font-size: 0.87rem;
        color: var(--quiet);
      }

      .grids {
        display: flex;
        flex-wrap: wrap;
        gap: 0.8rem 1.4rem;
        align-items: flex-start;
      }

      figure {
        margin: 0;
      }

      figcaption {
        margin-top: 0.2rem;
        font-size: 0.78rem;
        color: var(--quiet);
      }

      .asks {
        cursor: crosshair;
      }

      .outcome {
        display: inline-flex;
        align-items: center;
        gap: 0.35em;
      }

      .outcome.right,
      .outcome.near {
        color: var(--accent);
      }

      .outcome.error,
      .outcome.limit {
        color: var(--bad);
      }

      @media (width <= 860px) {
        :host {
          grid-template-columns: minmax(0, 1fr);
        }

        .lines {
          /* Not static: the places of the lines are told from here. */
          position: relative;
          top: 0;
          max-height: 15rem;
        }
      }
    `,
  ];

  constructor() {
    super();
    this.at = 0;
    this.told = null;
    new KeyListener(this, this.onKey);
  }

  override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has('trace')) this.told = null;
  }

  override updated(changed: Map<string, unknown>): void {
    if (!changed.has('at')) return;
    const current = this.renderRoot.querySelector<HTMLElement>('.lines [aria-current]');
    // Within the list alone: the page stays where it is.
    const list = this.renderRoot.querySelector('.lines');
    if (!current || !list) return;
    const [above, below] = [current.offsetTop - 8, current.offsetTop + current.offsetHeight + 8];
    if (above < list.scrollTop) list.scrollTop = above;
    else if (below > list.scrollTop + list.clientHeight) list.scrollTop = below - list.clientHeight;
  }

  override render() {
    const { trace } = this;
    const step = trace.steps[this.at];
    return html`
      <ol class="lines" role="list" aria-label="Lines of ${this.program.name}">
        ${trace.steps.map((line, at) => this.line(line, at))}
        ${trace.cut ? html`<li class="quiet">There were more steps than are shown.</li>` : nothing}
      </ol>
      <div class="now">
        ${step ? this.step(step) : html`<p class="quiet">This program has no line that gives a value.</p>`}
        ${this.result()}
      </div>
    `;
  }

  private line(step: TraceStep, at: number) {
    return html`<li>
      <button aria-current=${at === this.at ? 'step' : nothing} @click=${() => this.move(at)}>
        <span class="number">${this.lineOf(at)}</span>
        <code>${step.source}</code>
        ${
          step.value
            ? html`<span class="kind">${kindInWords(step.value)}</span>`
            : html`<span class="kind failed">! ${step.error}</span>`
        }
      </button>
    </li>`;
  }

  private step(step: TraceStep) {
    const { at, trace } = this;
    const change = changeAt(trace, this.input, at);
    const name = step.returns ? 'result' : step.targets.join(', ');
    return html`<section class="step" aria-label="Line ${this.lineOf(at)}" aria-live="polite">
      <header>
        <h3><code>${step.returns ? 'return' : `${name} =`}</code> ${step.value ? kindInWords(step.value) : nothing}</h3>
        <span class="quiet">${digits(step.fuel)} fuel</span>
        <div class="turn">
          <button class="button" ?disabled=${at === 0} @click=${() => this.move(at - 1)} aria-label="Line before">↑</button>
          <button
            class="button"
            ?disabled=${at === trace.steps.length - 1}
            @click=${() => this.move(at + 1)}
            aria-label="Line after"
          >
            ↓
          </button>
        </div>
      </header>
      ${
        step.value
          ? html`<arc-value
              .value=${step.value}
              .ground=${this.input}
              .changed=${change && change.cells.length < this.cellsOf(step) ? change.cells : []}
              .label=${name || 'value'}
              .room=${this.room.width - 40}
            ></arc-value>`
          : html`<p class="outcome error">${shape('error')} ${this.failure(step)}</p>`
      }
      ${change ? html`<p class="changed">${this.changeInWords(change)}</p>` : nothing}
    </section>`;
  }

  /** Input, expected and produced; a click on a produced cell leads to the line that painted it. */
  private result() {
    const { expected, input, trace } = this;
    const produced = gridOf(trace.value);
    const pitch = this.pitch([input, ...(expected ? [expected] : []), ...(produced ? [produced] : [])]);
    const { kind, sentence } = this.outcome(produced);
    return html`<section aria-label="Result" class="now">
      <p class="outcome ${kind}">${shape(kind)} ${sentence}</p>
      <div class="grids">
        ${this.figure(input, 'input', pitch)} ${expected ? this.figure(expected, 'expected', pitch) : nothing}
        ${
          produced
            ? html`<figure>
                <arc-grid
                  class="asks"
                  .grid=${produced}
                  .label=${'produced'}
                  .pitch=${pitch}
                  .expected=${expected}
                  .outlines=${this.told ? [{ cells: [this.told.cell], number: null }] : []}
                  @point=${(event: CustomEvent<Location | null>) => (this.pointed = event.detail ?? this.pointed)}
                  @click=${() => this.pointed && this.findPainter(this.pointed)}
                ></arc-grid>
                <figcaption>produced ${sizeOf(produced)}</figcaption>
              </figure>`
            : nothing
        }
      </div>
      ${
        produced
          ? html`<p class="changed" role="status">
              ${this.told?.text ?? 'Click a cell of the produced grid to see the line that painted it.'}
            </p>`
          : nothing
      }
    </section>`;
  }

  private figure(grid: GridData, word: string, pitch: number) {
    return html`<figure>
      <arc-grid .grid=${grid} .label=${word} .pitch=${pitch}></arc-grid>
      <figcaption aria-hidden="true">${word} ${sizeOf(grid)}</figcaption>
    </figure>`;
  }

  private findPainter(cell: Location): void {
    const painter = painterOf(this.trace, this.input, cell);
    if (painter === null) return;
    const where = `Cell (${cell[0]}, ${cell[1]})`;
    if (painter < 0) {
      this.told = { cell, text: `${where} is as in the input: no line painted it.` };
      return;
    }
    this.told = { cell, text: `${where} was painted in line ${this.lineOf(painter)}.` };
    this.move(painter);
  }

  private outcome(produced: GridData | null): { kind: Kind; sentence: string } {
    const { expected, trace } = this;
    const failed = trace.steps.findIndex((step) => step.value === null);
    const line = failed < 0 ? '' : ` in line ${this.lineOf(failed)}`;
    if (trace.status === 'error') return { kind: 'error', sentence: `raised ${trace.error}${line}` };
    if (trace.status !== 'ok') return { kind: 'limit', sentence: `out of ${LIMITS[trace.status]}${line}` };
    if (trace.match === null || !expected) return { kind: 'open', sentence: 'the file keeps the answer back' };
    if (trace.match) return { kind: 'right', sentence: 'right' };
    if (!produced) return { kind: 'wrong', sentence: 'wrong: not a grid to draw' };
    if (!sameSize(produced, expected)) {
      return { kind: 'size', sentence: `wrong size: ${sizeOf(produced)} instead of ${sizeOf(expected)}` };
    }
    if (trace.points === 0) return { kind: 'wrong', sentence: 'wrong in every cell' };
    return { kind: 'near', sentence: `${percent(trace.points)} equal: the wrong cells are hatched` };
  }

  private failure(step: TraceStep): string {
    const limit = LIMITS[step.error as keyof typeof LIMITS];
    return limit ? `It ran out of ${limit} here.` : `It raised ${step.error} here.`;
  }

  private changeInWords({ since, cells }: { since: number; cells: readonly Location[] }): string {
    const from = since < 0 ? 'the input' : `line ${this.lineOf(since)}`;
    if (cells.length === 0) return `The same as ${since < 0 ? from : `the grid of ${from}`}.`;
    const count = `${digits(cells.length)} ${cells.length === 1 ? 'cell' : 'cells'}`;
    return `${count} changed since ${from}.`;
  }

  private cellsOf({ value }: TraceStep): number {
    return value?.kind === 'grid' ? value.height * value.width : 0;
  }

  /** Lines count as in the program's file. */
  private lineOf(step: number): number {
    return (this.trace.steps[step]?.start.line ?? 1) + this.program.line - 1;
  }

  private pitch(grids: readonly GridData[]): number {
    const widest = grids.reduce((sum, grid) => sum + grid.width, 0);
    const tallest = Math.max(...grids.map(({ height }) => height));
    const gaps = 24 * (grids.length - 1) + 8;
    return Math.max(3, Math.min(PITCH, Math.floor(TALLEST / tallest), Math.floor((this.room.width - gaps) / widest)));
  }

  private move(at: number): void {
    const to = Math.min(this.trace.steps.length - 1, Math.max(0, at));
    if (to !== this.at) this.dispatchEvent(new CustomEvent('move', { detail: to }));
  }

  private key(event: KeyboardEvent): void {
    if (isTyping(event)) return;
    const moves: Record<string, number> = {
      ArrowUp: this.at - 1,
      k: this.at - 1,
      ArrowDown: this.at + 1,
      j: this.at + 1,
      Home: 0,
      End: this.trace.steps.length - 1,
    };
    const to = moves[event.key];
    if (to === undefined) return;
    event.preventDefault();
    this.move(to);
  }
}

const LIMITS = { fuel: 'fuel', memory: 'memory', timeout: 'time' } as const;

customElements.define('arc-stepper', Stepper);
