import { LitElement, type PropertyValues, css, html, nothing, unsafeCSS } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { repeat } from 'lit/directives/repeat.js';
import {
  Virtualizer,
  defaultRangeExtractor,
  observeWindowOffset,
  observeWindowRect,
  windowScroll,
} from '@tanstack/virtual-core';
import type { TaskData } from '../engine/protocol';
import { addressOf } from '../app/address';
import { SizeWatcher } from '../app/fitting';
import { Follow } from '../app/follow';
import { KeyListener, isTyping } from '../app/keys';
import type { Page } from '../app/page';
import { basic } from '../app/styles';
import { look } from '../grid/look';
import { LINE } from '../grid/palette';
import { Thumbnails } from '../grid/thumbnail';
import { shape } from '../results/mark';
import type { Standing } from '../results/scoreboard';
import { drawInFrame } from '../results/virtual';
import { count, digits } from '../results/words';
import { sizeShort } from './facts';
import { FILTERS, SORTS, type Wanted, arrange, asksForResults } from './order';

/** CSS pixels. */
const GAP = 10;
const NARROWEST_CARD = 156;
const PADDING = 10;
const BETWEEN = 16;
const WORDS = 50;
const LARGEST_BOX = 92;
const NARROW_BOX = 70;
/** What the bar covers. */
const COVERED = 110;

/** While scoring runs, an order by results is worked out again after this many milliseconds. */
const REARRANGE_MS = 1000;

const thumbnails = new Thumbnails();

/** How the wall was left, for when it is seen again: the task that keys move from, and CSS pixels above what was in sight. */
interface Left {
  options: Wanted;
  active: string | null;
  /** Whether that task was opened; else other views were seen. */
  opened: boolean;
  offset: number;
}
/** By the tasks that it is of: they need not be kept for it. */
const left = new WeakMap<readonly TaskData[], Left>();

/** All tasks as a wall of thumbnails. Only those in sight are drawn. */
export class Gallery extends LitElement {
  static override properties = { page: { attribute: false }, room: { state: true } };
  declare page: Page;
  /** CSS pixels that a row of cards may take. */
  declare private room: number;

  /** The task that the arrow keys move from. */
  private active: string | null = null;
  private focusActive = false;
  private opened = false;
  /** How the wall was left, until it is drawn again. */
  private returning: Left | null = null;
  private shown: readonly TaskData[] = [];
  private shownFor: unknown[] = [];
  private shownAt = 0;

  /** CSS pixels of the page above the wall. */
  private above = 0;

  private readonly virtualizer = new Virtualizer<Window, HTMLElement>(this.options(0, 1, 0));
  private unmount = (): void => {};
  /** Whatever moves the wall makes the page longer or shorter. Now its place is known; later a look would cost a layout. */
  private readonly watcher = new SizeWatcher((entries) => {
    const own = entries.find(({ target }) => target === this);
    if (own) this.room = Math.floor(own.contentRect.width);
    const above = this.renderRoot.querySelector('ul')?.offsetTop ?? 0;
    if (above !== this.above) this.requestUpdate();
    this.above = above;
  });

  static override styles = [
    basic,
    css`
      :host {
        display: block;
      }

      form {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.5rem;
        margin-bottom: 0.9rem;
      }

      form .field {
        min-height: 34px;
      }

      input[type='search'] {
        flex: 0 1 15rem;
        min-width: 9rem;
        cursor: text;
      }

      select {
        max-width: 100%;
        field-sizing: content;
      }

      select.set {
        border-color: var(--accent);
        background: var(--accent-soft);
      }

      .found {
        margin-left: auto;
        color: var(--quiet);
        font-size: 0.87rem;
        font-variant-numeric: tabular-nums;
      }

      ul {
        position: relative;
      }

      li {
        position: absolute;
        top: 0;
        left: 0;
      }

      a {
        display: flex;
        flex-direction: column;
        height: 100%;
        padding: ${PADDING}px;
        border: 1px solid var(--edge);
        border-radius: 9px;
        background: var(--surface);
        color: inherit;
        text-decoration: none;
      }

      a:hover {
        border-color: var(--edge-strong);
      }

      a[aria-current] {
        border-color: var(--accent);
        box-shadow: inset 0 0 0 1px var(--accent);
      }

      .pair {
        display: grid;
        grid-template-columns: 1fr ${BETWEEN}px 1fr;
        align-items: center;
        justify-items: center;
        flex: 1;
        color: var(--quiet);
      }

      canvas {
        display: block;
        outline: 1px solid ${unsafeCSS(LINE)};
        outline-offset: -1px;
      }

      .unknown {
        font-size: 1.3rem;
      }

      .words {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        gap: 0 0.5rem;
        height: ${WORDS - 8}px;
        margin-top: 8px;
        font-size: 0.8rem;
        line-height: 21px;
        color: var(--quiet);
        white-space: nowrap;
      }

      .id {
        overflow: hidden;
        text-overflow: ellipsis;
        font: 0.87rem/21px var(--mono);
        color: var(--text);
      }

      .solved {
        display: inline-flex;
        align-items: center;
        justify-self: end;
        gap: 0.2em;
        font-variant-numeric: tabular-nums;
      }

      .pairs {
        text-align: right;
      }

      .solved.some {
        color: var(--accent);
        font-weight: 600;
      }

      .sizes {
        overflow: hidden;
        text-overflow: ellipsis;
      }

      .solved svg {
        width: 13px;
        height: 13px;
        fill: none;
        stroke: currentcolor;
        stroke-width: 2.4;
        stroke-linecap: round;
        stroke-linejoin: round;
      }

      .none {
        padding: 3rem 1rem;
        text-align: center;
        color: var(--quiet);
      }

      @media (width <= 560px) {
        form {
          display: grid;
          grid-template-columns: 1fr 1fr;
        }

        input[type='search'] {
          min-width: 0;
        }
      }
    `,
  ];

  private readonly onLook = (): void => this.requestUpdate();
  private readonly onKey = (event: KeyboardEvent): void => {
    if (event.key !== '/' || isTyping(event)) return;
    event.preventDefault();
    this.renderRoot.querySelector('input')?.focus();
  };

  constructor() {
    super();
    this.room = 0;
    new Follow(this);
    new KeyListener(this, this.onKey);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const { place, session } = this.page;
    this.returning = left.get(session.tasks) ?? null;
    this.opened = false;
    this.active = place.task ?? this.returning?.active ?? null;
    // Whoever comes by Back had the focus in what is gone; a link that was pressed keeps it.
    this.focusActive = this.returning !== null && this.active !== null && document.activeElement === document.body;
    this.unmount = this.virtualizer._didMount();
    this.watcher.observe(this);
    this.watcher.observe(document.body);
    look.addEventListener('change', this.onLook);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    const [tasks, options] = this.shownFor as Partial<[readonly TaskData[], Wanted]>;
    // The page may have been scrolled for the next view already; the wall has not heard of that yet.
    const offset = this.virtualizer.scrollOffset ?? 0;
    if (tasks && options) left.set(tasks, { options, active: this.active, opened: this.opened, offset });
    this.unmount();
    this.watcher.disconnect();
    look.removeEventListener('change', this.onLook);
  }

  override render() {
    const { page } = this;
    const tasks = this.arranged();
    const { tasks: all } = page.session;
    return html`
      ${this.controls(page.place.options, tasks.length, all.length)}
      ${
        tasks.length === 0
          ? html`<p class="none">
              No task is like that.
              <button class="button" @click=${() => page.go({ options: {} }, { step: false })}>Show all</button>
            </p>`
          : this.wall(tasks)
      }
    `;
  }

  override updated(changed: PropertyValues<this>): void {
    this.virtualizer._willUpdate();
    // The task one comes from is in sight; later the reader decides.
    if ((changed as Map<string, unknown>).get('room') === 0 && this.room > 0) this.comeBack();
    if (!this.focusActive) return;
    const active = this.renderRoot.querySelector<HTMLElement>('a[tabindex="0"]');
    // Where the wall is not drawn yet, the next update does it.
    if (!active) return;
    this.focusActive = false;
    active.focus({ preventScroll: true });
  }

  private controls(wanted: Wanted, found: number, all: number) {
    return html`<form role="search" aria-label="Find tasks" @submit=${(event: Event) => event.preventDefault()}>
      <input
        class="field"
        type="search"
        aria-label="Find a task by its id"
        placeholder="Find by id"
        .value=${wanted['q'] ?? ''}
        @input=${(event: Event) => this.want('q', (event.target as HTMLInputElement).value)}
        @keydown=${this.onSearchKey}
      />
      ${[...FILTERS, SORTS].map(
        ({ option, label, choices }) =>
          html`<select
            class="field ${wanted[option] ? 'set' : ''}"
            aria-label=${label}
            @change=${(event: Event) => this.want(option, (event.target as HTMLSelectElement).value)}
          >
            ${choices.map(
              ({ value, title }) =>
                html`<option value=${value} .selected=${value === (wanted[option] ?? '')}>${title}</option>`,
            )}
          </select>`,
      )}
      <span class="found" role="status"
        >${found === all ? count(all, 'task') : `${digits(found)} of ${count(all, 'task')}`}</span
      >
    </form>`;
  }

  private wall(tasks: readonly TaskData[]) {
    if (this.room === 0) return html`<ul role="list"></ul>`;
    const { columns, width, height, box } = this.layout;
    const activeAt = Math.max(0, tasks.findIndex(({ id }) => id === this.active));
    const rows = Math.ceil(tasks.length / columns);
    this.virtualizer.setOptions(this.options(rows, height + GAP, Math.floor(activeAt / columns)));
    const cards = this.virtualizer.getVirtualItems().flatMap((row) =>
      tasks.slice(row.index * columns, (row.index + 1) * columns).map((task, column) => ({
        task,
        at: row.index * columns + column,
        x: column * (width + GAP),
        y: row.start - this.virtualizer.options.scrollMargin,
      })),
    );
    return html`<ul
      role="list"
      aria-label="All tasks"
      style="height: ${rows * (height + GAP)}px"
      @keydown=${this.onArrow}
      @click=${this.onClick}
    >
      ${repeat(
        cards,
        ({ task }) => task.id,
        ({ task, at, x, y }) =>
          html`<li
            style="transform: translate(${x}px, ${y}px); width: ${width}px; height: ${height}px"
            aria-setsize=${tasks.length}
            aria-posinset=${at + 1}
          >
            ${this.keptCard(task, box, at === activeAt)}
          </li>`,
      )}
    </ul>`;
  }

  /** A card, made again only when something on it has changed: the wall is drawn often, each of its cards seldom. */
  private keptCard(task: TaskData, box: number, active: boolean) {
    const { place, session } = this.page;
    const { board } = session;
    const standing = board.evaluations > 0 ? board.standing(task.id) : null;
    const results = [standing?.solvers, standing?.scored, standing?.programs];
    const shown = [task, box, active, ...results, place, location.search, look.palette, devicePixelRatio];
    return guard(shown, () => this.card(task, box, active, standing));
  }

  private card(task: TaskData, box: number, active: boolean, standing: Standing | null) {
    const { page } = this;
    const first = task.train[0] ?? task.test[0];
    if (!first) return nothing;
    const sizes = `${sizeShort(first.input)} → ${first.output ? sizeShort(first.output) : '?'}`;
    const pairs = `${task.train.length} + ${task.test.length}`;
    return html`<a
      href=${addressOf(page.placeOf({ view: 'task', task: task.id, program: null, sample: null }))}
      data-task=${task.id}
      tabindex=${active ? 0 : -1}
      aria-current=${task.id === page.place.task ? 'true' : nothing}
    >
      <span class="pair"
        >${thumbnails.of(first.input, box)}<span aria-hidden="true">→</span>${
          first.output ? thumbnails.of(first.output, box) : html`<span class="unknown">?</span>`
        }</span
      >
      <span class="words">
        <span class="id" title=${task.id}>${task.id}</span>
        ${standing ? solved(standing) : html`<span></span>`}
        <span class="sizes">${sizes}</span>
        <span class="pairs" title="${count(task.train.length, 'demonstration')}, ${count(task.test.length, 'test')}"
          >${pairs}<span class=${box < NARROW_BOX ? 'hidden' : ''}> pairs</span></span
        >
      </span>
    </a>`;
  }

  /** How many cards stand in a row, and their measures in CSS pixels. */
  private get layout(): { columns: number; width: number; height: number; box: number } {
    const columns = Math.max(1, Math.floor((this.room + GAP) / (NARROWEST_CARD + GAP)));
    const most = Math.max(1, Math.floor((this.room + GAP) / (2 * (LARGEST_BOX + PADDING) + BETWEEN + GAP)));
    // As few columns as fill the room without thumbnails beyond their largest size.
    const used = Math.max(1, Math.min(columns, most + 1));
    const width = Math.floor((this.room + GAP) / used) - GAP;
    const box = Math.min(LARGEST_BOX, Math.floor((width - 2 * PADDING - 2 - BETWEEN) / 2));
    return { columns: used, width, height: box + 2 * PADDING + WORDS + 2, box };
  }

  private options(rows: number, size: number, held: number) {
    return {
      count: rows,
      estimateSize: () => size,
      overscan: 2,
      scrollMargin: this.above,
      scrollPaddingStart: COVERED,
      scrollPaddingEnd: 12,
      getScrollElement: () => window,
      initialOffset: () => window.scrollY,
      scrollToFn: windowScroll,
      observeElementRect: observeWindowRect,
      observeElementOffset: observeWindowOffset,
      onChange: () => drawInFrame(this),
      // The task that has the focus keeps it when it is scrolled out of sight.
      rangeExtractor: (range: Parameters<typeof defaultRangeExtractor>[0]) => {
        const shown = defaultRangeExtractor(range);
        return held >= rows || shown.includes(held) ? shown : [...shown, held].sort((a, b) => a - b);
      },
    };
  }

  private arranged(): readonly TaskData[] {
    const { session, place } = this.page;
    const { board, tasks, state } = session;
    const wanted = place.options;
    const settled = state !== 'scoring' || performance.now() - this.shownAt > REARRANGE_MS;
    const results = asksForResults(wanted) && settled ? board.version : this.shownFor[3];
    const now = [tasks, wanted, board, results];
    if (now.some((part, at) => part !== this.shownFor[at])) {
      this.shown = arrange(tasks, wanted, (id) => board.standing(id));
      this.shownFor = now;
      this.shownAt = performance.now();
    }
    return this.shown;
  }

  private want(option: string, value: string): void {
    const { [option]: _, ...others } = this.page.place.options;
    this.page.go({ options: value ? { ...others, [option]: value } : others }, { step: false });
  }

  /** Scrolls to where the wall was left, if it is the same, and from there to the task one comes from. */
  private comeBack(): void {
    const { returning } = this;
    this.returning = null;
    const { options, task } = this.page.place;
    const isAsLeft = returning !== null && isSame(returning.options, options);
    if (isAsLeft) scrollTo(0, returning.offset);
    if (isAsLeft && task === null && !returning.opened) return;
    const at = this.shown.findIndex(({ id }) => id === this.active);
    if (at < 0) return;
    const { columns, height } = this.layout;
    const row = Math.floor(at / columns);
    const top = this.above + row * (height + GAP);
    const inSight = top >= scrollY + COVERED && top + height <= scrollY + innerHeight;
    if (!inSight) this.virtualizer.scrollToIndex(row, { align: 'auto' });
  }

  private onSearchKey(event: KeyboardEvent): void {
    if (event.key !== 'ArrowDown' && event.key !== 'Enter') return;
    const [first] = this.shown;
    if (!first) return;
    event.preventDefault();
    if (event.key === 'Enter') this.open(first.id);
    else this.moveTo(0);
  }

  private onArrow(event: KeyboardEvent): void {
    const { columns } = this.layout;
    const at = Math.max(0, this.shown.findIndex(({ id }) => id === this.active));
    const last = this.shown.length - 1;
    const rows = Math.max(1, Math.floor(window.innerHeight / (this.layout.height + GAP)) - 1);
    const to = {
      ArrowLeft: at - 1,
      ArrowRight: at + 1,
      ArrowUp: at - columns,
      ArrowDown: at + columns > last && at < last - (last % columns) ? last : at + columns,
      PageUp: Math.max(at % columns, at - rows * columns),
      PageDown: Math.min(last, at + rows * columns),
      Home: 0,
      End: last,
    }[event.key];
    if (to === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    this.moveTo(to);
  }

  private moveTo(at: number): void {
    const task = this.shown[at];
    if (!task) return;
    this.active = task.id;
    this.focusActive = true;
    this.virtualizer.scrollToIndex(Math.floor(at / this.layout.columns), { align: 'auto' });
    this.requestUpdate();
  }

  /** Opens a task in this page; with a key held down, the browser opens the link as it does any other. */
  private onClick(event: MouseEvent): void {
    const link = (event.target as Element).closest('a');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    this.open(link.dataset['task'] ?? '');
  }

  private open(task: string): void {
    this.active = task;
    this.opened = true;
    this.page.go({ view: 'task', task, program: null, sample: null });
    scrollTo(0, 0);
  }
}

function isSame(a: Wanted, b: Wanted): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}

function solved({ programs, scored, solvers }: Standing) {
  if (programs === 0) {
    return html`<span class="solved" title="not in this run"
      ><span aria-hidden="true">–</span><span class="hidden">not in this run</span></span
    >`;
  }
  if (scored === 0) return html`<span class="solved">not scored</span>`;
  const more = scored < programs;
  return html`<span class="solved ${solvers > 0 ? 'some' : ''}"
    >${solvers > 0 ? shape('right') : nothing}<span aria-hidden="true">${solvers}/${scored}${more ? ' …' : ''}</span
    ><span class="hidden">solved by ${solvers} of ${count(scored, 'program')}${more ? ' so far' : ''}</span></span
  >`;
}

customElements.define('arc-gallery', Gallery);
