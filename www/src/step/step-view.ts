import { LitElement, css, html, nothing } from 'lit';
import { Follow } from '../app/follow';
import { place as placeOfDiagnostic, reasonOf, shortened } from '../app/messages';
import type { Page } from '../app/page';
import { basic } from '../app/styles';
import type { ProgramData, TaskData, TraceAnswer } from '../engine/protocol';
import { asWritten } from '../programs/drafts';
import { type Sample, sampleName, samplesOf } from '../results/scoreboard';
import { requestFor } from './request';
import './stepper';

/** Steps through the selected program on a sample of the selected task. */
export class StepView extends LitElement {
  static override properties = { page: { attribute: false }, answer: { state: true }, failure: { state: true } };
  declare page: Page;
  declare private answer: TraceAnswer | null;
  declare private failure: string;

  /** What the answer is to. */
  private asked: { source: string; task: TaskData; sample: string } | null = null;

  static override styles = [
    basic,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 0.9rem;
      }

      .what {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.5rem 0.7rem;
      }

      h2 {
        margin-right: auto;
        overflow-wrap: anywhere;
      }

      select {
        max-width: 16rem;
      }

      .samples {
        display: flex;
        flex-wrap: wrap;
        gap: 0.25rem;
      }

      .samples .button {
        padding: 0 0.65em;
      }

      .samples [aria-pressed='true'] {
        border-color: var(--accent);
        background: var(--accent-soft);
        font-weight: 600;
      }
    `,
  ];

  constructor() {
    super();
    this.answer = null;
    this.failure = '';
    new Follow(this);
  }

  override willUpdate(): void {
    void this.ask();
  }

  override render() {
    const { page } = this;
    const { program, task } = page;
    const sample = this.sample;
    if (!task || !program || !sample) {
      return html`<p class="quiet">Load programs to step through one of them.</p>`;
    }
    const written = asWritten(program);
    return html`
      <div class="what">
        <h2><span class="mono">${shortened(written.name)}</span> on <span class="mono">${task.id}</span>, ${sampleName(sample)}</h2>
        <select
          class="field mono"
          aria-label="Program"
          @change=${(event: Event) => page.go({ program: (event.target as HTMLSelectElement).value, options: {} })}
        >
          ${this.names(task, program).map(
            (name) => html`<option value=${name} .selected=${name === program.name}>${name}</option>`,
          )}
        </select>
        <ul class="samples" role="list" aria-label="Samples">
          ${samplesOf(task).map((other) => {
            const place = `${other.split}:${other.index}`;
            const shown = place === `${sample.split}:${sample.index}`;
            return html`<li>
              <button class="button" aria-pressed=${shown} @click=${() => page.go({ sample: place, options: {} })}>
                ${sampleName(other)}
              </button>
            </li>`;
          })}
        </ul>
      </div>
      ${
        written === program
          ? nothing
          : html`<p class="quiet">
              These lines are as they are written in Programs and not kept yet: marks and results are of the program as
              it was before.
            </p>`
      }
      ${this.content(written, sample)}
    `;
  }

  /** The programs to choose from, the best first, and the selected one in any case. */
  private names(task: TaskData, { name: selected }: ProgramData): string[] {
    const best = this.page.session.board.ranked(task.id).slice(0, MOST_NAMES);
    const names = best.map(({ program }) => program.name);
    return names.includes(selected) ? names : [...names, selected];
  }

  private content(program: ProgramData, sample: Sample) {
    const { answer, failure } = this;
    if (failure) return html`<p role="alert">${failure}</p>`;
    if (!answer) return html`<p class="quiet" role="status">Stepping through …</p>`;
    if (!answer.trace) {
      return html`<div role="status">
          <p><span class="mono">${shortened(program.name)}</span> does not run as it stands:</p>
          <ul>
            ${answer.diagnostics.map(
              ({ line, ...diagnostic }) =>
                html`<li>
                  ${placeOfDiagnostic({ ...diagnostic, line: line && line + program.line - 1 })}: ${shortened(diagnostic.message)}
                </li>`,
            )}
          </ul>
        </div>
        <p><button class="button" @click=${() => this.page.go({ view: 'programs' })}>Write in Programs</button></p>`;
    }
    const last = answer.trace.steps.length - 1;
    const failed = answer.trace.steps.findIndex((step) => step.value === null);
    const asked = Number(this.page.place.options['line'] ?? NaN);
    // Where something failed that is what one wants to see; else the beginning.
    const at = Number.isInteger(asked) && asked >= 0 ? Math.min(asked, last) : Math.max(0, failed);
    return html`<arc-stepper
      .program=${program}
      .trace=${answer.trace}
      .input=${sample.pair.input}
      .expected=${sample.pair.output}
      .at=${at}
      @move=${(event: CustomEvent<number>) =>
        this.page.go({ options: { ...this.page.place.options, line: String(event.detail) } }, { step: false })}
    ></arc-stepper>`;
  }

  /** The sample that the address names, else the first that isn't right. */
  private get sample(): Sample | null {
    const { place, program, session, task } = this.page;
    if (!task) return null;
    const samples = samplesOf(task);
    const named = samples.find(({ split, index }) => `${split}:${index}` === place.sample);
    if (named) return named;
    const row = program && session.board.row(task.id, program.name);
    const wrong = row?.evaluations.findIndex((evaluation) => evaluation && !evaluation.match) ?? 0;
    return samples[Math.max(0, wrong)] ?? null;
  }

  private async ask(): Promise<void> {
    const { session, task } = this.page;
    const sample = this.sample;
    if (!this.page.program || !task || !sample) return;
    const program = asWritten(this.page.program);
    const asked = { source: program.source, task, sample: `${sample.split}:${sample.index}` };
    const before = this.asked;
    if (before?.source === program.source && before.task === task && before.sample === asked.sample) return;
    this.asked = asked;
    const request = requestFor(program, task, sample.split, sample.index);
    if (!request) return;
    this.answer = null;
    this.failure = '';
    try {
      const answer = await (await session.engine()).trace(request);
      if (this.asked === asked) this.answer = answer;
    } catch (error) {
      if (this.asked === asked) this.failure = `This can't be stepped through: ${reasonOf(error)}`;
    }
  }
}

/** A longer list to choose from is no help. */
const MOST_NAMES = 500;

customElements.define('arc-step-view', StepView);
