import { LitElement, css, html } from 'lit';
import type { TaskData } from '../engine/protocol';
import type { Session } from '../app/session';
import { Room } from '../app/room';
import { basic } from '../app/styles';
import { programTitle, raisedIn, titleStyles } from '../results/program-title';
import type { Row, Sample } from '../results/scoreboard';
import './sample-row';
import './toolbar';
import '../programs/source-view';

/** The selected program on the selected task, sample by sample. Says `step` with the sample to be stepped through. */
export class ProgramPanel extends LitElement {
  static override properties = {
    session: { attribute: false },
    task: { attribute: false },
    samples: { attribute: false },
    row: { attribute: false },
    tick: { type: Number },
  };
  declare session: Session;
  declare task: TaskData;
  declare samples: readonly Sample[];
  /** null where no program is loaded: the task alone is shown. */
  declare row: Row | null;
  declare tick: number;
  private readonly room = new Room(this, 320);

  static override styles = [
    basic,
    titleStyles,
    css`
      :host {
        display: block;
        min-width: 0;
      }

      arc-toolbar {
        margin-bottom: 0.9rem;
      }

      details {
        margin: 0.4rem 0 0.6rem;
      }

      summary {
        width: max-content;
        padding: 0.15rem 0.3rem 0.15rem 0;
        color: var(--accent);
        cursor: pointer;
      }
    `,
  ];

  override render() {
    const { row, samples, task } = this;
    const evaluations = row?.evaluations ?? [];
    return html`
      ${programTitle(task, samples, row)}
      ${
        row
          ? html`<details>
              <summary>Source, from line ${row.program.line}</summary>
              <arc-source-view .program=${row.program} .raised=${raisedIn(evaluations)}></arc-source-view>
            </details>`
          : html`<p class="quiet">Load programs to see what they make of it.</p>`
      }
      <arc-toolbar></arc-toolbar>
      ${samples.map(
        (sample, at) =>
          html`<arc-sample-row
            .session=${this.session}
            .task=${task.id}
            .sample=${sample}
            .program=${row?.program ?? null}
            .evaluation=${evaluations[at]}
            .room=${this.room.width}
            steppable
            @step=${() => this.dispatchEvent(new CustomEvent('step', { detail: sample }))}
          ></arc-sample-row>`,
      )}
    `;
  }
}

customElements.define('arc-program-panel', ProgramPanel);
