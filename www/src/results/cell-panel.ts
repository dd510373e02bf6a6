import { LitElement, css, html, nothing } from 'lit';
import { Escape } from '../app/escape';
import { Room } from '../app/room';
import { basic } from '../app/styles';
import '../programs/source-view';
import '../task/sample-row';
import { markStyles } from './mark';
import type { Opened } from './matrix';
import { programTitle, raisedIn, titleStyles } from './program-title';
import { sampleMarks, sampleMarksStyles } from './sample-marks';
import { type Row, type Sample, type Scoreboard, samplesOf } from './scoreboard';
import { digits, duration } from './words';

/**
 * One evaluation: input, expected and produced with their difference, what it cost, and the line that raised. Beside
 * it the marks of the same program on the task's other samples.
 *
 * Says `sample` with the number of another sample, `step`, `edit`, `whole` and `close`.
 */
export class CellPanel extends LitElement {
  static override properties = {
    board: { attribute: false },
    opened: { attribute: false },
    tick: { type: Number },
  };
  declare board: Scoreboard;
  declare opened: Opened;
  /** Changes with the board. */
  declare tick: number;
  private readonly room = new Room(this, 420);

  static override styles = [
    basic,
    markStyles,
    sampleMarksStyles,
    titleStyles,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 0.7rem;
        min-width: 0;
      }

      .title {
        padding-right: 2.4rem;
      }

      .does {
        display: flex;
        flex-wrap: wrap;
        gap: 0.5rem;
      }

      dl {
        display: flex;
        flex-wrap: wrap;
        gap: 0.1rem 1.4rem;
        margin: 0;
        font-size: 0.87rem;
      }

      dl div {
        display: flex;
        gap: 0.4em;
      }

      dt {
        color: var(--quiet);
      }

      dd {
        margin: 0;
        font-variant-numeric: tabular-nums;
      }

      arc-sample-row {
        border-top: 0;
        padding: 0.2rem 0 0;
      }
    `,
  ];

  constructor() {
    super();
    // What closes it stands beside it.
    new Escape(this, () => this.parentElement, () => this.tell('close'));
  }

  override render() {
    const { board, opened } = this;
    const task = board.tasks[board.taskNumber(opened.task) ?? -1];
    const row = board.row(opened.task, opened.program);
    if (!task || !row) return nothing;
    const samples = samplesOf(task);
    const evaluations = row.evaluations;
    const at = sampleOf(row, opened.sample);
    const sample = samples[at]!;
    const evaluation = evaluations[at];
    return html`
      ${programTitle(task, samples, row)}
      ${sampleMarks(samples, evaluations, at, (number) => this.tell('sample', number))}
      <arc-sample-row
        .task=${task.id}
        .sample=${sample}
        .program=${row.program}
        .evaluation=${evaluation}
        .room=${this.room.width}
      ></arc-sample-row>
      ${
        evaluation
          ? html`<dl>
              ${[
                ...(evaluation.match === null ? [] : [['points', `${evaluation.points} of 1000`]]),
                ['time', duration(evaluation.micros)],
                ['fuel', digits(evaluation.fuel)],
                ['result', html`<code title="Digest of the result">${evaluation.digest}</code>`],
              ].map(([term, value]) => html`<div><dt>${term}</dt><dd>${value}</dd></div>`)}
            </dl>`
          : nothing
      }
      <div class="does">
        <button class="button" @click=${() => this.tell('step')}>Step through</button>
        <button class="button" @click=${() => this.tell('edit')}>Edit program</button>
        <button class="button" @click=${() => this.tell('whole')}>All samples</button>
      </div>
      <arc-source-view .program=${row.program} .raised=${raisedIn([evaluation])}></arc-source-view>
    `;
  }

  private tell(what: string, detail?: unknown): void {
    this.dispatchEvent(new CustomEvent(what, { detail }));
  }
}

/** The sample to show: the one that was asked for, else the first that isn't right. */
export function sampleOf(row: Row, asked: number | null): number {
  if (asked !== null && asked < row.samples) return asked;
  const wrong = row.evaluations.findIndex((evaluation) => evaluation && !evaluation.match);
  return Math.max(0, wrong);
}

/** `train:0`, as the address and the command line write it. */
export function placeOf({ split, index }: Sample): string {
  return `${split}:${index}`;
}

customElements.define('arc-cell-panel', CellPanel);
