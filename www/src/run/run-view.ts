import { LitElement, css, html, nothing } from 'lit';
import { Follow } from '../app/follow';
import type { Page } from '../app/page';
import { basic } from '../app/styles';
import type { ScoreResult } from '../engine/protocol';
import { count, digits, duration, stoppedInWords } from '../results/words';
import { ROUNDS } from './comparison';
import './timeline';

/** What is listed at once of programs that are one with others. */
const MOST_ALIKE = 100;

/** The stages of a run in their order, with what happens in each. */
const STAGES: readonly { name: string; title: string; does: string }[] = [
  { name: 'parse', title: 'Read', does: 'what was read when it was loaded is put together' },
  { name: 'validate', title: 'Check', does: 'pairs are found; programs were checked when they were loaded' },
  { name: 'filter', title: 'Filter', does: 'programs of one meaning are found' },
  { name: 'inline', title: 'Inline', does: 'what programs have in common is found' },
  { name: 'score', title: 'Score', does: 'programs run on samples' },
];

/** What each way of dividing the work does, in words. */
const SCHEDULES: Record<string, string> = {
  sequential: 'one evaluation after the other',
  samples: 'each sample is a job',
  bounded: 'each sample is a job, a few in flight at most',
  candidates: 'samples one after the other, programs in parallel',
  nested: 'samples and programs divided among all workers',
};

/** How the run went: where its time went, what the workers did, and which programs were not run twice. */
export class RunView extends LitElement {
  static override properties = { page: { attribute: false } };
  declare page: Page;

  static override styles = [
    basic,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 2fr) minmax(0, 3fr);
        gap: 1.25rem;
        align-items: start;
      }

      section {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 0.7rem;
        min-width: 0;
        padding: 1rem 1.1rem 1.1rem;
        border: 1px solid var(--edge);
        border-radius: 10px;
        background: var(--surface);
      }

      .wide {
        grid-column: 1 / -1;
      }

      table {
        width: 100%;
        border-collapse: collapse;
        font-size: 0.9rem;
        font-variant-numeric: tabular-nums;
      }

      th,
      td {
        padding: 0.35rem 0.5rem 0.35rem 0;
        text-align: left;
        font-weight: 400;
        vertical-align: baseline;
      }

      thead th {
        color: var(--quiet);
        font-size: 0.8rem;
      }

      th small {
        display: block;
        color: var(--quiet);
        font-size: 0.78rem;
      }

      .number {
        width: 4.6rem;
        text-align: right;
        white-space: nowrap;
      }

      .chart {
        width: 34%;
        padding: 0 0 0 0.6rem;
      }

      .schedules .chart {
        width: 26%;
      }

      .bar {
        height: 14px;
        border-radius: 3px;
        background: var(--sunken);
      }

      .bar div {
        min-width: 2px;
        height: 100%;
        border-radius: 3px;
        background: var(--fill);
      }

      .bar.simulated div {
        background: repeating-linear-gradient(135deg, var(--edge-strong) 0 3px, var(--sunken) 3px 6px);
      }

      .row {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.6rem 1rem;
      }

      .numbers {
        font-variant-numeric: tabular-nums;
      }

      ul {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(17rem, 1fr));
        gap: 0.15rem 1.2rem;
        max-height: 18rem;
        overflow-y: auto;
        font-size: 0.9rem;
        overflow-wrap: anywhere;
      }

      @media (width <= 860px) {
        :host {
          grid-template-columns: minmax(0, 1fr);
        }
      }

      @media (width <= 480px) {
        .schedules .chart {
          display: none;
        }

        .number {
          width: 3.6rem;
        }
      }
    `,
  ];

  constructor() {
    super();
    new Follow(this);
  }

  override render() {
    const { programs, result, state } = this.page.session;
    if (!result) {
      return html`<p class="wide quiet">
        ${
          state === 'scoring'
            ? 'The run is under way.'
            : `Nothing has been scored yet: ${programs.length > 0 ? '' : 'load programs and '}press Score.`
        }
      </p>`;
    }
    return html`${this.stages(result)} ${this.comparison()} ${this.work(result)} ${this.filtered(result)}`;
  }

  private stages({ millis }: ScoreResult) {
    const { stopped } = this.page.session.board;
    const total = millis['total'] ?? 0;
    const most = Math.max(...STAGES.map(({ name }) => millis[name] ?? 0), 0.001);
    return html`<section aria-labelledby="stages">
      <h2 id="stages">Where the time went</h2>
      <table aria-labelledby="stages">
        <thead>
          <tr>
            <th scope="col">stage</th>
            <th scope="col" class="number">time</th>
            <th scope="col" class="chart"><span class="hidden">chart</span></th>
          </tr>
        </thead>
        <tbody>
          ${STAGES.map(({ does, name, title }) => {
            const time = millis[name] ?? 0;
            return html`<tr>
              <th scope="row">${title}<small>${does}</small></th>
              <td class="number">${duration(time * 1000)}</td>
              <td class="chart"><div class="bar" aria-hidden="true"><div style="width: ${(100 * time) / most}%"></div></div></td>
            </tr>`;
          })}
          <tr>
            <th scope="row"><strong>All</strong></th>
            <td class="number"><strong>${duration(total * 1000)}</strong></td>
            <td class="chart"></td>
          </tr>
        </tbody>
      </table>
      ${stopped > 0 ? html`<p>${stoppedInWords(stopped)}</p>` : nothing}
    </section>`;
  }

  private work({ shifts }: ScoreResult) {
    if (shifts.worker.length === 0) return nothing;
    const workers = Math.max(...shifts.worker) + 1;
    const made = shifts.evaluations.reduce((sum, evaluations) => sum + evaluations, 0);
    return html`<section class="wide" aria-labelledby="workers">
      <div class="row">
        <h2 id="workers">What the workers did</h2>
        <span class="quiet">${digits(made)} evaluations made by ${count(workers, 'worker')}</span>
      </div>
      <arc-timeline .shifts=${shifts} .workers=${workers}></arc-timeline>
    </section>`;
  }

  private comparison() {
    const { session } = this.page;
    const { going, obstacle, progress, rows: schedules, said } = session.comparison;
    const most = Math.max(...(schedules ?? []).map(({ millis }) => millis), 0.001);
    const first = schedules?.[0]?.millis ?? 0;
    return html`<section aria-labelledby="schedules">
      <h2 id="schedules">Ways of dividing the work</h2>
      ${
        schedules
          ? html`<table class="schedules" aria-labelledby="schedules">
              <thead>
                <tr>
                  <th scope="col">schedule</th>
                  <th scope="col" class="number">time</th>
                  <th scope="col" class="number">speedup</th>
                  <th scope="col" class="number">lost</th>
                  <th scope="col" class="chart"><span class="hidden">chart</span></th>
                </tr>
              </thead>
              <tbody>
                ${schedules.map(
                  ({ lost, millis, name, simulated }) =>
                    html`<tr>
                      <th scope="row">
                        ${name}<small>${SCHEDULES[name] ?? ''}${simulated ? 'worked out from measured times, not run' : ''}</small>
                      </th>
                      <td class="number">${duration(millis * 1000)}</td>
                      <td class="number">${(first / (millis || 1)).toFixed(2)} ×</td>
                      <td class="number">${digits(lost)}</td>
                      <td class="chart">
                        <div class="bar ${simulated ? 'simulated' : ''}" aria-hidden="true">
                          <div style="width: ${(100 * millis) / most}%"></div>
                        </div>
                      </td>
                    </tr>`,
                )}
              </tbody>
            </table>`
          : html`<p class="quiet">
              The same run can be made with each way of dividing it among the workers, ${ROUNDS} times in turn: the results are
              the same, the times are not.
            </p>`
      }
      <div class="row">
        <button
          class="button"
          aria-describedby="about-comparison"
          ?disabled=${going || obstacle !== null}
          @click=${() => session.compareSchedules()}
        >
          ${going ? 'Comparing …' : 'Compare schedules'}
        </button>
        ${
          going && progress
            ? html`<span class="numbers">${digits(progress.done)} of ${digits(progress.total)} evaluations</span>`
            : nothing
        }
        <span id="about-comparison" role="status" class="quiet">${going ? 'Cancel ends it.' : (obstacle ?? said)}</span>
      </div>
    </section>`;
  }

  private filtered({ alike }: ScoreResult) {
    const { length } = this.page.session.programs;
    return html`<section class="wide" aria-labelledby="filtered">
      <div class="row">
        <h2 id="filtered">What was not run twice</h2>
        <span class="quiet"
          >${count(length - alike.length, 'program')} of ${digits(length)} run, ${digits(alike.length)} filtered</span
        >
      </div>
      ${
        alike.length === 0
          ? html`<p>Every program differs from every other in more than names of variables.</p>`
          : html`<p class="quiet">
                These differ from another program in names of variables or in how arguments are passed at most, so they were
                scored with it.
              </p>
              <ul role="list" aria-label="Filtered programs">
                ${alike
                  .slice(0, MOST_ALIKE)
                  .map(([name, other]) => html`<li><code>${name}</code> is <code>${other}</code></li>`)}
              </ul>
              ${alike.length > MOST_ALIKE ? html`<p>and ${digits(alike.length - MOST_ALIKE)} more</p>` : nothing}`
      }
    </section>`;
  }
}

customElements.define('arc-run-view', RunView);
