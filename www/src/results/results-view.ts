import { LitElement, css, html, nothing } from 'lit';
import { SizeWatcher } from '../app/fitting';
import { Follow } from '../app/follow';
import type { Page } from '../app/page';
import { basic } from '../app/styles';
import { placeOf } from './cell-panel';
import './cell-panel';
import type { Opened } from './matrix';
import './matrix';
import { type Order, type Query, SHOWS, type Show, orderOf } from './order';
import { samplesOf } from './scoreboard';
import { digits } from './words';

/** While results come in the order follows them, but takes no more than a small share of the time. */
const REST_MS = 150;
const REST_FOR_EACH_MS = 12;

/** The rows rest so long after the pointer or a key moved among them: who aims at one shall not hit another. */
const AIM_MS = 1000;

/** While results come in the marks follow them so often, and leave most frames to scrolling. */
const REDRAW_MS = 200;

/** CSS pixels. */
const NARROW_BELOW = 560;

/** All programs with their marks, on one task or on all, and the evaluation that is opened. */
export class ResultsView extends LitElement {
  static override properties = { page: { attribute: false }, unfolded: { state: true }, narrow: { state: true } };
  declare page: Page;
  declare private unfolded: ReadonlySet<number>;
  declare private narrow: boolean;

  /** The version of the board that is drawn, and when that was. */
  private drawn = { board: null as unknown, version: -1, at: 0 };
  private order: Order = { programs: new Uint32Array(), same: new Map() };
  /** What `order` was made of. */
  private ordered = { board: null as unknown, key: '', version: -1, at: 0, cost: 0 };
  /** When somebody last moved among the rows. */
  private aimedAt = -Infinity;
  private timer = 0;
  private readonly watcher = new SizeWatcher((entries) => {
    this.narrow = (entries[0]?.contentRect.width ?? 0) < NARROW_BELOW;
  });

  static override styles = [
    basic,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 0.7rem;
      }

      .tools {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.5rem;
      }

      .tools input[type='search'] {
        flex: 0 1 14rem;
        min-width: 8rem;
        cursor: text;
      }

      .scope {
        display: inline-flex;
        border: 1px solid var(--edge);
        border-radius: 7px;
        background: var(--surface);
      }

      .scope button {
        min-height: 32px;
        padding: 0 0.8em;
        border: 0;
        border-radius: 6px;
        background: none;
        cursor: pointer;
      }

      .scope button[aria-pressed='true'] {
        background: var(--accent-soft);
        font-weight: 600;
      }

      label.check {
        display: inline-flex;
        align-items: center;
        gap: 0.4em;
        min-height: 34px;
        cursor: pointer;
      }

      .check input {
        accent-color: var(--fill);
      }

      .count {
        margin-left: auto;
        color: var(--quiet);
        font-size: 0.87rem;
        font-variant-numeric: tabular-nums;
      }

      .both {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 1.25rem;
        align-items: start;
      }

      .both.opened {
        grid-template-columns: fit-content(58%) minmax(26rem, 1fr);
      }

      arc-matrix {
        max-height: calc(100vh - 190px);
        min-height: 12rem;
      }

      .panel {
        position: sticky;
        top: 100px;
        max-height: calc(100vh - 116px);
        padding: 0.9rem 1rem;
        overflow-y: auto;
        border: 1px solid var(--edge);
        border-radius: 10px;
        background: var(--surface);
      }

      .close {
        position: absolute;
        top: 0.6rem;
        right: 0.6rem;
        z-index: 1;
        min-width: 34px;
        justify-content: center;
        border-color: transparent;
      }

      @media (width <= 1080px) {
        .both.opened {
          grid-template-columns: minmax(0, 1fr);
        }

        arc-matrix {
          max-height: 60vh;
        }

        .panel {
          position: relative;
          top: 0;
          max-height: none;
        }
      }
    `,
  ];

  constructor() {
    super();
    this.unfolded = new Set();
    this.narrow = false;
    new Follow(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.watcher.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.watcher.disconnect();
    clearTimeout(this.timer);
    this.timer = 0;
  }

  override willUpdate(): void {
    this.put();
    const { board, state } = this.page.session;
    const { at } = this.drawn;
    // While a run goes on the page changes with every frame, so what is left out now is drawn soon.
    if (state === 'scoring' && board === this.drawn.board && performance.now() - at < REDRAW_MS) return;
    this.drawn = { board, version: board.version, at: performance.now() };
  }

  override render() {
    const { page } = this;
    const { board } = page.session;
    const query = this.query;
    const opened = this.opened;
    const all = board.programs.length;
    if (all === 0) {
      return html`<p class="quiet">
        There are no programs to show results of:
        <button class="button" @click=${() => page.choose('programs')}>Choose programs</button> or drop a Python file.
      </p>`;
    }
    const shown = this.order.programs.length;
    const words = `${digits(shown)} of ${digits(all)} ${query.group ? 'groups and programs' : 'programs'}`;
    return html`
      <div class="tools" role="group" aria-label="What is listed">
        ${
          board.tasks.length > 1
            ? html`<div class="scope" role="group" aria-label="Tasks listed">
                <button aria-pressed=${query.task !== null} @click=${() => this.ask({ scope: 'one', sort: null })}>
                  ${page.task?.id ?? 'One task'}
                </button>
                <button aria-pressed=${query.task === null} @click=${() => this.ask({ scope: 'all', sort: null })}>
                  All ${digits(board.tasks.length)} tasks
                </button>
              </div>`
            : nothing
        }
        <input
          class="field"
          type="search"
          aria-label="Find a program by its name"
          placeholder="Find among ${digits(all)}"
          .value=${query.text}
          @input=${(event: Event) => this.ask({ find: (event.target as HTMLInputElement).value || null })}
        />
        <select
          class="field"
          aria-label="Show"
          @change=${(event: Event) => this.ask({ show: (event.target as HTMLSelectElement).value })}
        >
          ${(Object.keys(SHOWS) as Show[]).map(
            (show) => html`<option value=${show} ?selected=${show === query.show}>${SHOWS[show]}</option>`,
          )}
        </select>
        <label class="check"
          ><input
            type="checkbox"
            .checked=${query.group}
            @change=${(event: Event) => this.ask({ group: (event.target as HTMLInputElement).checked ? '' : null })}
          />Group the same results</label
        >
        <span class="count" role="status">${shown === all ? '' : words}</span>
      </div>
      <div class="both ${opened ? 'opened' : ''}">
        <arc-matrix
          .board=${board}
          .order=${this.order}
          .task=${query.task}
          .sort=${query.sort}
          .reversed=${query.reversed}
          .unfolded=${this.unfolded}
          .opened=${opened}
          .tick=${this.drawn.version}
          .narrow=${this.narrow}
          @pointermove=${this.aim}
          @pointerdown=${this.aim}
          @keydown=${this.aim}
          @sort=${(event: CustomEvent<string>) => this.sortBy(event.detail)}
          @unfold=${(event: CustomEvent<number>) => this.unfold(event.detail)}
          @open=${(event: CustomEvent<Opened>) => this.open(event.detail)}
        ></arc-matrix>
        ${opened ? this.panel(opened) : nothing}
      </div>
    `;
  }

  private panel(opened: Opened) {
    const { page } = this;
    const { board } = page.session;
    const sample = opened.sample === null ? {} : { sample: this.sampleAt(opened.task, opened.sample) };
    return html`<section class="panel" aria-label="Opened result">
      <button class="button close" @click=${this.close} aria-label="Close">✕</button>
      <arc-cell-panel
        .board=${board}
        .opened=${opened}
        .tick=${this.drawn.version}
        @sample=${(event: CustomEvent<number>) => this.open({ ...opened, sample: event.detail })}
        @step=${() => page.go({ view: 'step', task: opened.task, program: opened.program, ...sample })}
        @edit=${() => page.go({ view: 'programs', task: opened.task, program: opened.program })}
        @close=${this.close}
        @whole=${() => page.go({ view: 'task', task: opened.task, program: opened.program })}
      ></arc-cell-panel>
    </section>`;
  }

  private get query(): Query {
    const { options, task } = this.page.place;
    const { board } = this.page.session;
    const asked = options['scope'];
    // Without a choice one task is looked at where there is one, or where one was selected.
    const all = asked === 'all' || (asked === undefined && task === null && board.tasks.length > 1);
    const number = board.taskNumber(this.page.task?.id ?? '');
    const [sort = 'rank', turned] = (options['sort'] ?? 'rank').split(',');
    const show = options['show'] ?? 'all';
    return {
      task: all || number === undefined ? null : number,
      text: options['find'] ?? '',
      show: show in SHOWS ? (show as Show) : 'all',
      sort,
      reversed: turned === 'reversed',
      group: options['group'] !== undefined,
    };
  }

  private get opened(): Opened | null {
    const { page } = this;
    const { place, session } = page;
    if (place.program === null || place.options['open'] === undefined) return null;
    const task = page.task?.id;
    if (task === undefined || session.board.programNumber(place.program) === undefined) return null;
    return { program: place.program, task, sample: this.numberOf(task, place.sample) };
  }

  private open({ program, task, sample }: Opened): void {
    const { options } = this.page.place;
    const scope = this.query.task === null ? 'all' : 'one';
    this.page.go({
      program,
      task,
      sample: sample === null ? null : this.sampleAt(task, sample),
      options: { ...options, scope, open: '' },
    });
  }

  private readonly close = (): void => {
    const { open: _open, ...options } = this.page.place.options;
    this.page.go({ options });
  };

  private ask(changes: Record<string, string | null>): void {
    const { options } = this.page.place;
    const asked = Object.entries({ ...options, ...changes }).filter(
      (entry): entry is [string, string] => entry[1] !== null,
    );
    this.page.go({ options: Object.fromEntries(asked) }, { step: false });
  }

  private sortBy(sort: string): void {
    const query = this.query;
    const current = query.sort === 'rank' ? 'right' : query.sort;
    this.ask({ sort: sort === current && !query.reversed ? `${sort},reversed` : sort });
  }

  private readonly aim = (): void => {
    this.aimedAt = performance.now();
  };

  private unfold(program: number): void {
    const unfolded = new Set(this.unfolded);
    if (!unfolded.delete(program)) unfolded.add(program);
    this.unfolded = unfolded;
  }

  /** Puts the programs in order again where that is due. When a run is over they stand in their places at once. */
  private put(): void {
    const { board, state } = this.page.session;
    const query = this.query;
    const key = JSON.stringify(query);
    const { ordered } = this;
    const asked = ordered.board !== board || ordered.key !== key;
    if (!asked && ordered.version === board.version) return;
    const now = performance.now();
    const due = Math.max(ordered.at + REST_MS + ordered.cost * REST_FOR_EACH_MS, this.aimedAt + AIM_MS);
    if (!asked && state === 'scoring' && now < due) {
      this.timer ||= window.setTimeout(() => {
        this.timer = 0;
        this.requestUpdate();
      }, due - now);
      return;
    }
    if (asked) this.unfolded = new Set();
    this.order = orderOf(board, query);
    const at = performance.now();
    this.ordered = { board, key, version: board.version, at, cost: at - now };
  }

  private sampleAt(task: string, number: number): string | null {
    const found = this.page.session.tasks.find(({ id }) => id === task);
    const sample = found && samplesOf(found)[number];
    return sample ? placeOf(sample) : null;
  }

  private numberOf(task: string, place: string | null): number | null {
    const found = this.page.session.tasks.find(({ id }) => id === task);
    const number = found ? samplesOf(found).findIndex((sample) => placeOf(sample) === place) : -1;
    return number < 0 ? null : number;
  }
}

customElements.define('arc-results-view', ResultsView);
