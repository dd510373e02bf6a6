import { LitElement, css, html, nothing } from 'lit';
import type { GridData, ProgramData } from '../engine/protocol';
import type { Session } from '../app/session';
import { basic } from '../app/styles';
import type { KeptEvaluation } from '../results/columns';
import { sameSize } from '../grid/draw';
import { judge } from '../results/outcome';
import { markStyles, shape } from '../results/mark';
import { type Sample, sampleName } from '../results/scoreboard';
import { digits, duration } from '../results/words';
import type { Location } from '../grid/outline';
import './figure';
import { taskLook } from './looks';

/** CSS pixels for a cell and its line. */
const LARGEST_PITCH = 26;
const SMALLEST_SIDE_BY_SIDE = 4;
/** Where grids don't fit beside each other and stand below each other instead. */
const LARGEST_STACKED = 8;
const TALLEST = 330;
/** Room for an arrow between two grids, and for the words under a grid. */
const WIDE = { arrow: 28, caption: 104 };
const NARROW = { arrow: 18, caption: 60 };
const NARROW_BELOW = 460;
/**
 * One sample: input, expected and produced at one scale, with what became of it in words. Says `produce` with an
 * evaluation of which the produced grid is to be made again, and `step` where the program is to be stepped through.
 */
export class SampleRow extends LitElement {
  static override properties = {
    session: { attribute: false },
    task: {},
    sample: { attribute: false },
    program: { attribute: false },
    evaluation: { attribute: false },
    room: { type: Number },
    steppable: { type: Boolean },
    pointed: { state: true },
  };
  declare session: Session;
  /** The task's id. */
  declare task: string;
  declare sample: Sample;
  declare program: ProgramData | null;
  declare evaluation: KeptEvaluation | null | undefined;
  /** CSS pixels that the row may take. */
  declare room: number;
  /** Whether the row offers to step through the program. */
  declare steppable: boolean;
  /** The cell under the pointer, on whichever of the grids. */
  declare private pointed: Location | null;

  static override styles = [
    basic,
    markStyles,
    css`
      :host {
        display: block;
        padding: 0.9rem 0 1.1rem;
        border-top: 1px solid var(--edge);
      }

      .head {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.1rem 0.9rem;
        margin-bottom: 0.6rem;
      }

      h3 {
        font-size: 1rem;
        font-weight: 650;
      }

      .outcome {
        display: inline-flex;
        align-items: center;
        gap: 0.35em;
      }

      .right,
      .near {
        color: var(--accent);
      }

      .right {
        font-weight: 650;
      }

      .error,
      .limit {
        color: var(--bad);
      }

      .numbers {
        margin-left: auto;
        font-size: 0.82rem;
        color: var(--quiet);
        font-variant-numeric: tabular-nums;
      }

      .step {
        padding: 0.1rem 0.5rem;
        border: 1px solid var(--edge);
        border-radius: 6px;
        background: none;
        color: var(--accent);
        font-size: 0.82rem;
        cursor: pointer;
      }

      .step:hover {
        border-color: var(--accent);
      }

      .code {
        flex-basis: 100%;
        overflow-wrap: anywhere;
      }

      .grids {
        display: flex;
        flex-wrap: wrap;
        align-items: flex-start;
      }

      .grids.zoomed {
        flex-wrap: nowrap;
        overflow-x: auto;
      }

      .grids.zoomed > * {
        flex: none;
      }

      .arrow {
        width: var(--arrow);
        padding-top: 0.4rem;
        text-align: center;
        color: var(--quiet);
      }

      .nothing {
        display: grid;
        place-content: center;
        gap: 0.2rem;
        min-width: var(--caption);
        min-height: 40px;
        padding: 0.4rem 0.6rem;
        border: 1px dashed var(--edge-strong);
        border-radius: 4px;
        font-size: 0.82rem;
        text-align: center;
        color: var(--quiet);
        overflow-wrap: anywhere;
      }

      .nothing code {
        max-height: 12em;
        overflow: auto;
        text-align: left;
      }
    `,
  ];

  private asked = '';
  private readonly onLook = (): void => this.requestUpdate();

  constructor() {
    super();
    this.steppable = false;
    this.pointed = null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    taskLook.addEventListener('change', this.onLook);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    taskLook.removeEventListener('change', this.onLook);
  }

  /** A page holds only so many produced grids; the others are made again when they are looked at. */
  override updated(): void {
    const { evaluation } = this;
    if (!evaluation?.shape || evaluation.produced || this.asked === evaluation.digest) return;
    this.asked = evaluation.digest;
    this.dispatchEvent(new CustomEvent('produce', { detail: evaluation, bubbles: true, composed: true }));
  }

  override render() {
    const { sample, evaluation, program } = this;
    const { input, output } = sample.pair;
    const name = sampleName(sample);
    const produced = evaluation?.produced ?? null;
    const outcome = judge(evaluation, output);
    const expectedBeside = output ?? input;
    const apart = taskLook.differenceBeside && produced !== null && output !== null && sameSize(produced, output);
    const pitches = this.pitches([input, ...(output ? [output] : []), ...(apart ? [output] : [])], produced ?? expectedBeside);
    const pitch = pitches.given;
    const width = `${expectedBeside.width * pitch}px`;
    const height = `${expectedBeside.height * pitch}px`;
    const { spacing } = this;
    const arrow = html`<span class="arrow" aria-hidden="true">→</span>`;
    return html`<article aria-label=${name}>
      <div class="head">
        <h3>${name}</h3>
        ${
          program
            ? html`<span class="outcome ${outcome.kind}">${shape(outcome.kind)} ${outcome.sentence}</span>`
            : nothing
        }
        ${
          evaluation
            ? html`<span class="numbers"
                >${evaluation.match === null ? nothing : `${evaluation.points} points · `}${costOf(evaluation)}</span
              >`
            : nothing
        }
        ${
          this.steppable && program
            ? html`<button class="step" @click=${() => this.dispatchEvent(new CustomEvent('step'))}>
                Step through<span class="hidden"> ${program.name} on ${name}</span>
              </button>`
            : nothing
        }
        ${this.code()}
      </div>
      <div
        class="grids ${taskLook.zoom === 1 ? '' : 'zoomed'}"
        style="--arrow: ${spacing.arrow}px; --caption: ${spacing.caption - 4}px"
      >
        ${this.figure(input, 'input', `${name}, input`, pitch)} ${arrow}
        ${
          output
            ? this.figure(output, 'expected', `${name}, expected`, pitch)
            : html`<div class="nothing" style="width: ${width}; height: ${height}">no answer in the file</div>`
        }
        ${
          program
            ? html`${arrow}
              ${
                produced
                  ? this.figure(
                      produced,
                      'produced',
                      `${program.name}, ${name}, produced`,
                      pitches.produced,
                      apart ? null : output,
                    )
                  : html`<div class="nothing" style="width: ${width}; min-height: ${height}">${this.instead()}</div>`
              }`
            : nothing
        }
        ${
          apart && program
            ? html`<span class="arrow" aria-hidden="true">≠</span>
                ${this.figure(produced, 'difference', `${program.name}, ${name}, difference`, pitches.produced, output, true)}`
            : nothing
        }
      </div>
    </article>`;
  }

  /** What stands where no grid was produced. */
  private instead() {
    const { evaluation } = this;
    if (!evaluation) return judge(evaluation, null).sentence;
    if (evaluation.shape) return 'being made again …';
    if (evaluation.text !== null) return html`its value: <code>${evaluation.text}</code>`;
    return evaluation.error ?? judge(evaluation, this.sample.pair.output).word;
  }

  private figure(
    grid: GridData,
    word: string,
    label: string,
    pitch: number,
    expected: GridData | null = null,
    difference = false,
  ) {
    return html`<arc-figure
      .grid=${grid}
      .word=${word}
      .label=${label}
      .name=${`${this.task}-${sampleName(this.sample)}-${word}`.replaceAll(' ', '-')}
      .pitch=${pitch}
      .expected=${expected}
      .difference=${difference}
      .pointed=${this.pointed}
      .session=${this.session}
      .call=${difference ? null : taskLook.call}
      @point=${(event: CustomEvent<Location | null>) => (this.pointed = event.detail)}
    ></arc-figure>`;
  }

  private code() {
    const { evaluation, program } = this;
    if (!program || !evaluation || evaluation.line === null) return nothing;
    const text = program.source.split('\n')[evaluation.line - program.line]?.trim();
    return text ? html`<code class="code">${text}</code>` : nothing;
  }

  private get spacing(): typeof WIDE {
    return this.room < NARROW_BELOW ? NARROW : WIDE;
  }

  /**
   * CSS pixels for a cell of the given grids, and of the produced one. All have one scale, unless the produced grid is
   * so large that the others would shrink to nothing: then it alone is drawn smaller.
   */
  private pitches(given: GridData[], produced: GridData): { given: number; produced: number } {
    const fitting = this.fittingPitches(given, produced);
    const zoomed = (pitch: number): number => Math.max(1, Math.round(pitch * taskLook.zoom));
    return { given: zoomed(fitting.given), produced: zoomed(fitting.produced) };
  }

  private fittingPitches(given: GridData[], produced: GridData): { given: number; produced: number } {
    const together = this.sideBySide([...given, produced]);
    if (together >= SMALLEST_SIDE_BY_SIDE) return { given: together, produced: together };
    const model = given.at(-1) ?? produced;
    const usual = this.sideBySide([...given, model]);
    if (usual >= SMALLEST_SIDE_BY_SIDE) {
      const share = Math.max(model.height, model.width) / Math.max(produced.height, produced.width);
      return { given: usual, produced: Math.max(1, Math.floor(usual * share)) };
    }
    const widest = Math.max(...given.map((grid) => grid.width), produced.width);
    const stacked = Math.max(1, Math.min(LARGEST_STACKED, Math.floor(this.room / widest)));
    return { given: stacked, produced: stacked };
  }

  /** The largest cells with which these grids stand beside each other. */
  private sideBySide(grids: readonly GridData[]): number {
    const { arrow, caption } = this.spacing;
    const tallest = Math.max(...grids.map((grid) => grid.height));
    const taken = (pitch: number): number =>
      grids.reduce((sum, grid) => sum + Math.max(caption, grid.width * pitch + 1), (grids.length - 1) * arrow);
    let pitch = Math.min(LARGEST_PITCH, Math.floor(TALLEST / tallest));
    while (pitch > 0 && taken(pitch) > this.room) pitch -= 1;
    return pitch;
  }
}

/** What was not timed has cost its fuel all the same. */
function costOf({ fuel, micros }: KeptEvaluation): string {
  return Number.isNaN(micros) ? `${digits(fuel)} fuel` : duration(micros);
}

customElements.define('arc-sample-row', SampleRow);
