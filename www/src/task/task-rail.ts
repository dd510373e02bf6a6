import { LitElement, css, html, nothing } from 'lit';
import type { TaskData } from '../engine/protocol';
import type { Scoreboard } from '../results/scoreboard';
import { basic } from '../app/styles';
import '../grid/grid-view';

/** With fewer tasks than this, looking is faster than searching. */
const WORTH_A_SEARCH = 13;
/** What is drawn at once; more of a long list comes with a click. */
const PAGE = 60;

/** Size of a thumbnail in CSS pixels. */
const THUMBNAIL = 36;

/** The loaded tasks, each with its first pair small. Says `pick` with the id of the one chosen. */
export class TaskRail extends LitElement {
  static override properties = {
    tasks: { attribute: false },
    board: { attribute: false },
    selected: {},
    tick: { type: Number },
    wanted: { state: true },
    shown: { state: true },
  };
  declare tasks: readonly TaskData[];
  declare board: Scoreboard;
  declare selected: string | null;
  declare tick: number;
  declare private wanted: string;
  declare private shown: number;

  static override styles = [
    basic,
    css`
      :host {
        display: block;
        min-width: 0;
      }

      .list {
        display: grid;
        gap: 0.4rem;
        margin: 0;
        padding: 3px;
        list-style: none;
      }

      input {
        width: 100%;
        margin-bottom: 0.5rem;
        cursor: text;
      }

      button.task {
        display: grid;
        grid-template-columns: auto 1fr;
        align-items: center;
        gap: 0.1rem 0.7rem;
        width: 100%;
        padding: 0.45rem 0.6rem;
        border: 1px solid transparent;
        border-radius: 8px;
        background: none;
        text-align: left;
        cursor: pointer;
      }

      button.task:hover {
        background: var(--sunken);
      }

      button.task[aria-current] {
        background: var(--surface);
        border-color: var(--accent);
      }

      .pair {
        grid-row: span 2;
        display: flex;
        align-items: center;
        justify-content: center;
        gap: 4px;
        width: 76px;
        height: 36px;
      }

      .solvers {
        font-size: 0.8rem;
        line-height: 1.2;
        white-space: nowrap;
      }

      .more {
        width: 100%;
        justify-content: center;
      }

      @media (width <= 1080px) {
        .list {
          display: flex;
          overflow-x: auto;
        }

        li {
          flex: none;
        }
      }
    `,
  ];

  constructor() {
    super();
    this.wanted = '';
    this.shown = PAGE;
  }

  override render() {
    const wanted = this.wanted.trim().toLowerCase();
    const found = wanted ? this.tasks.filter((task) => task.id.toLowerCase().includes(wanted)) : this.tasks;
    const left = found.length - this.shown;
    return html`
      ${
        this.tasks.length < WORTH_A_SEARCH
          ? nothing
          : html`<input
              class="field"
              type="search"
              aria-label="Find a task by its id"
              placeholder="Find among ${this.tasks.length.toLocaleString('en')}"
              .value=${this.wanted}
              @input=${this.onSearch}
            />`
      }
      <ul class="list" role="list">
        ${found.slice(0, this.shown).map((task) => this.item(task))}
        ${
          left > 0
            ? html`<li>
                <button class="button more" @click=${() => (this.shown += PAGE)}>
                  ${left.toLocaleString('en')} more
                </button>
              </li>`
            : nothing
        }
      </ul>
      ${found.length === 0 ? html`<p class="quiet">No task id contains “${this.wanted}”.</p>` : nothing}
    `;
  }

  private item(task: TaskData) {
    const first = task.train[0] ?? task.test[0];
    const solvers = this.board.solvers(task.id);
    return html`<li>
      <button
        class="task"
        aria-current=${task.id === this.selected ? 'true' : nothing}
        @click=${() => this.dispatchEvent(new CustomEvent('pick', { detail: task.id }))}
      >
        <span class="pair">
          ${[first?.input, first?.output].map((grid) =>
            grid ? html`<arc-grid .grid=${grid} .box=${THUMBNAIL}></arc-grid>` : nothing,
          )}
        </span>
        <span class="mono">${task.id}</span>
        <span class="solvers quiet"
          >${this.board.evaluations === 0 ? sizes(task) : `${solvers} of ${this.board.programs.length} right`}</span
        >
      </button>
    </li>`;
  }

  private onSearch(event: Event): void {
    this.wanted = (event.target as HTMLInputElement).value;
    this.shown = PAGE;
  }
}

function sizes(task: TaskData): string {
  return `${task.train.length} demos, ${task.test.length} ${task.test.length === 1 ? 'test' : 'tests'}`;
}

customElements.define('arc-task-rail', TaskRail);
