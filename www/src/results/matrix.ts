import { LitElement, type PropertyValues, css, html, nothing, unsafeCSS } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { repeat } from 'lit/directives/repeat.js';
import { basic } from '../app/styles';
import { MARKS, SHAPE, TILE, legend, markStyles, shapeImages } from './mark';
import type { Order } from './order';
import { KINDS, type Kind, percent } from './outcome';
import { type Scoreboard, sampleName, samplesOf } from './scoreboard';
import { type Item, Virtual } from './virtual';
import { digits, duration } from './words';

const ROW = 40;
const CELL = 48;
const HEADER = { samples: 38, tasks: 92 };
const NAME = { wide: 210, narrow: 122 };
const NUMBER = 72;

/** A mark that the user opens: a program on a task, and, where one task is looked at, on one of its samples. */
export interface Opened {
  program: string;
  task: string;
  sample: number | null;
}

interface Mark {
  kind: Kind;
  word: string;
  sentence: string;
}

/** A column of sums, which stand before the marks. */
interface SumColumn {
  sort: string;
  title: string;
  of(program: number): string;
}

/**
 * Programs and their marks: on each sample of one task, or on each of many tasks. Only what is in sight is drawn, in
 * both directions.
 *
 * One of its cells has the focus; arrows, Home, End, Page Up and Page Down move it, Enter opens. Says `open` with an
 * `Opened`, `sort` with the `sort` of a `Query`, and `unfold` with the number of a program.
 */
export class Matrix extends LitElement {
  static override properties = {
    board: { attribute: false },
    order: { attribute: false },
    task: { type: Number },
    sort: {},
    reversed: { type: Boolean },
    unfolded: { attribute: false },
    opened: { attribute: false, hasChanged: (now: Opened | null, before: Opened | null) => !isSame(now, before) },
    tick: { type: Number },
    row: { state: true },
    column: { state: true },
    narrow: { type: Boolean },
  };
  declare board: Scoreboard;
  declare order: Order;
  /** Number of the task that is looked at; null for all. */
  declare task: number | null;
  declare sort: string;
  declare reversed: boolean;
  /** Programs whose group is listed one by one. */
  declare unfolded: ReadonlySet<number>;
  declare opened: Opened | null;
  /** Changes when the marks are to be drawn as the board has them now. */
  declare tick: number;
  /** There is little room: the times give way to marks. */
  declare narrow: boolean;
  /** The cell that has the focus, or would get it: -1 is the header. */
  declare private row: number;
  declare private column: number;

  /** The programs row by row, groups unfolded. */
  private listed: Uint32Array = new Uint32Array();
  private members: ReadonlySet<number> = new Set();
  private focusMoved = false;
  private readonly themes = new MutationObserver(() => this.takeColors());
  private readonly rows: Virtual;
  private readonly cells: Virtual;

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
        position: relative;
        isolation: isolate;
        overflow: auto;
        width: fit-content;
        max-width: 100%;
        border: 1px solid var(--edge);
        border-radius: 10px;
        background: var(--surface);
      }

      [role='grid'] {
        position: relative;
        min-width: 100%;
      }

      [role='row'] {
        position: absolute;
        top: 0;
        left: 0;
        display: flex;
        width: 100%;
        height: ${ROW}px;
      }

      .head {
        position: sticky;
        top: 0;
        z-index: 3;
        border-bottom: 1px solid var(--edge);
        background: var(--surface);
        color: var(--quiet);
        font-size: 0.8rem;
      }

      .row:hover .name {
        background: var(--sunken);
      }

      .name,
      .sum {
        flex: none;
        display: flex;
        align-items: center;
      }

      .name {
        position: sticky;
        left: 0;
        z-index: 1;
        padding-left: 0.4rem;
        background: var(--surface);
      }

      .opened .name,
      .opened .sum {
        background: var(--accent-soft);
      }

      .sum {
        justify-content: flex-end;
        width: ${NUMBER}px;
        padding-right: 0.6rem;
        font-size: 0.84rem;
        font-variant-numeric: tabular-nums;
        white-space: nowrap;
      }

      /* Not positioned: of a thousand layers each would be painted by itself. */
      .cell {
        flex: none;
        display: grid;
        place-content: center;
        width: ${CELL}px;
        height: 100%;
        cursor: pointer;
      }

      .row .cell {
        display: block;
        padding-top: 18px;
        border: 3px solid transparent;
        border-radius: 9px;
        background: var(--sunken) center ${TILE.above}px / ${SHAPE}px no-repeat padding-box;
        color: var(--quiet);
        font-size: 11px;
        line-height: 13px;
        text-align: center;
      }

      ${unsafeCSS(MARKS.map((kind) => `.row .${kind} { background-image: var(--shape-${kind}); }`).join('\n'))}

      .row .right {
        background-color: var(--fill);
        color: var(--on-fill);
        font-weight: 600;
      }

      .row .near {
        background-color: var(--accent-soft);
        color: var(--text);
      }

      .row .error,
      .row .limit {
        background-color: var(--bad-soft);
        color: var(--bad);
      }

      /* Marks have their ground in the image, but for the row that is opened and has a ground of its own. */
      @media (forced-colors: none) {
        .row:not(.opened) .cell {
          border-radius: 0;
          background-color: transparent;
          background-position: center;
          background-size: ${TILE.width}px ${TILE.height}px;
        }

        ${unsafeCSS(MARKS.map((kind) => `.row:not(.opened) .${kind} { background-image: var(--tile-${kind}); }`).join('\n'))}
      }

      /* The system would draw what is transparent, and all would look opened. */
      @media (forced-colors: active) {
        .row .cell:not(.opened) {
          border-color: Canvas;
        }
      }

      .row .cell.outside {
        background: var(--shape-outside) center / ${SHAPE}px no-repeat;
      }

      .row.opened {
        background: var(--accent-soft);
      }

      .row.opened .cell:not(.right, .outside) {
        background-color: color-mix(in srgb, var(--surface) 65%, transparent);
      }

      .row .cell:hover {
        border-color: var(--edge);
        border-radius: 9px;
      }

      .row .cell.opened {
        border-color: var(--accent);
      }

      .first-test {
        position: relative;
      }

      .first-test::before {
        content: '';
        position: absolute;
        top: -3px;
        left: -3px;
        height: ${ROW}px;
        border-left: 1px solid var(--edge);
      }

      button {
        min-width: 0;
        padding: 0.3rem 0.4rem;
        border: 0;
        border-radius: 6px;
        background: none;
        text-align: left;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
        cursor: pointer;
      }

      button:hover {
        text-decoration: underline;
        text-underline-offset: 3px;
      }

      button:focus-visible,
      .cell:focus-visible {
        outline-offset: -2px;
      }

      .name .program {
        flex: 1;
      }

      .opened .program {
        font-weight: 700;
      }

      .same {
        flex: none;
        color: var(--quiet);
        font-size: 0.78rem;
      }

      .member .program {
        padding-left: 1.2rem;
      }

      .head button {
        color: inherit;
        font-size: 0.8rem;
      }

      .head [aria-sort='ascending'] button,
      .head [aria-sort='descending'] button {
        color: var(--text);
        font-weight: 650;
      }

      .head .cell button {
        padding: 0.3rem 0;
        width: ${CELL}px;
        font-size: 0.74rem;
        text-align: center;
      }

      .tasks .head .cell button {
        width: 26px;
        height: ${HEADER.tasks - 6}px;
        padding: 0 0.2rem 0.3rem;
        writing-mode: vertical-rl;
        transform: rotate(180deg);
        font-family: var(--mono);
        font-size: 0.78rem;
      }

      .head .name,
      .head .sum {
        align-items: flex-end;
        padding-bottom: 0.2rem;
      }

      .head .sum {
        padding-right: 0.2rem;
      }

      .empty {
        padding: 2rem 1rem;
        text-align: center;
        color: var(--quiet);
      }
    `,
  ];

  constructor() {
    super();
    this.task = null;
    this.sort = 'rank';
    this.reversed = false;
    this.unfolded = new Set();
    this.opened = null;
    this.row = 0;
    this.column = 0;
    this.narrow = false;
    const nothingYet = { count: 0, before: 0, held: -1 };
    this.rows = new Virtual(this, '.scroll', { ...nothingYet, size: ROW });
    this.cells = new Virtual(this, '.scroll', { ...nothingYet, size: CELL, horizontal: true });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.takeColors();
    this.themes.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.themes.disconnect();
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('order') || changed.has('unfolded')) this.listed = this.list();
    this.row = Math.min(this.row, this.listed.length - 1);
    const sums = this.sums.length + 1;
    this.column = Math.min(this.column, sums + this.marks - 1);
    this.rows.set({ count: this.listed.length, size: ROW, before: this.headHeight, held: this.row });
    this.cells.set({
      count: this.marks,
      size: CELL,
      before: this.lead,
      held: this.column - sums,
      horizontal: true,
    });
  }

  override render() {
    const { cells, listed, rows, sums } = this;
    const columns = cells.items;
    const body = repeat(
      rows.items,
      this.rows.key,
      (item) => this.keptRow(item, columns),
    );
    return html`
      <div class="scroll ${this.task === null ? 'tasks' : ''}">
        <div
          role="grid"
          aria-label="Results"
          aria-rowcount=${listed.length + 1}
          aria-colcount=${sums.length + 1 + this.marks}
          style="width: ${cells.size}px; height: ${rows.size}px"
          @click=${this.onClick}
          @keydown=${this.onKey}
          @focusin=${this.onFocus}
          @mouseover=${this.onHover}
        >
          ${this.header(columns)} ${body}
        </div>
        ${listed.length === 0 ? html`<p class="empty">No program is like that.</p>` : nothing}
      </div>
      ${legend(this.kinds(), this.task === null ? { near: 'some right, or some cells equal' } : {})}
    `;
  }

  override updated(changed: PropertyValues<this>): void {
    const { board, opened } = this;
    if (changed.has('opened') && opened && this.task === null) this.cells.show(board.taskNumber(opened.task) ?? 0);
    if (!this.focusMoved) return;
    this.focusMoved = false;
    const cell = this.renderRoot.querySelector<HTMLElement>('[data-active]');
    cell?.focus({ preventScroll: true });
  }

  private takeColors(): void {
    for (const [name, image] of shapeImages(this)) this.style.setProperty(name, image);
  }

  private list(): Uint32Array {
    const { programs, same } = this.order;
    const unfolded = (program: number): number[] => (this.unfolded.has(program) && same.get(program)) || [];
    this.members = new Set([...this.unfolded].flatMap(unfolded));
    if (this.members.size === 0) return programs;
    return Uint32Array.from([...programs].flatMap((program) => [program, ...unfolded(program)]));
  }

  /** How many columns of marks there are. */
  private get marks(): number {
    const { board, task } = this;
    return task === null ? board.tasks.length : board.samples(task);
  }

  private get headHeight(): number {
    return this.task === null ? HEADER.tasks : HEADER.samples;
  }

  private get nameWidth(): number {
    return this.narrow ? NAME.narrow : NAME.wide;
  }

  /** CSS pixels before the first mark. */
  private get lead(): number {
    return this.nameWidth + this.sums.length * NUMBER;
  }

  /** CSS pixels between a column that is drawn and what is drawn before it: those that are out of sight. */
  private gap(columns: readonly Item[], at: number): number {
    const before = columns[at - 1];
    return columns[at]!.start - (before ? before.start + CELL : this.lead);
  }

  private get sums(): SumColumn[] {
    const { board, task } = this;
    const columns: SumColumn[] = [];
    if (task === null) {
      const { done, fuel, micros, right, solved } = board.total;
      const of = (value: (program: number) => string) => (program: number) => (done[program] ? value(program) : '');
      columns.push({
        sort: 'solved',
        title: 'solved',
        of: of((program) => `${solved[program]} of ${board.tasksOf(program)}`),
      });
      if (this.narrow) return columns;
      columns.push(
        {
          sort: 'right',
          title: 'right',
          // Where each has samples of its own, their number tells more.
          of: of((program) => digits(right[program]!) + (board.isOwn ? ` of ${board.answersFor(program, null)}` : '')),
        },
        { sort: 'time', title: 'time', of: of((program) => duration(micros[program]!)) },
        { sort: 'fuel', title: 'fuel', of: of((program) => short(fuel[program]!)) },
      );
      return columns;
    }
    const of = (value: (program: number) => string) => (program: number) =>
      board.doneOn(program, task) ? value(program) : '';
    columns.push({
      sort: 'right',
      title: 'right',
      of: of((program) => `${board.rightOn(program, task)} of ${board.answersFor(program, task)}`),
    });
    if (this.narrow) return columns;
    columns.push(
      { sort: 'time', title: 'time', of: of((program) => duration(board.microsOn(program, task))) },
      { sort: 'fuel', title: 'fuel', of: of((program) => short(board.fuelOn(program, task))) },
    );
    return columns;
  }

  private header(columns: readonly Item[]) {
    const { board, sums, task } = this;
    const samples = task === null ? [] : samplesOf(board.tasks[task]!);
    const titleOf = (at: number): string => (task === null ? board.tasks[at]!.id : sampleName(samples[at]!));
    return html`<div class="head" role="row" aria-rowindex="1" style="height: ${this.headHeight}px">
      <div class="name" role="columnheader" aria-colindex="1" aria-sort=${this.sorted('name')} style="width: ${this.nameWidth}px">
        ${this.sorter('name', 'program', 0)}
      </div>
      ${sums.map(
        ({ sort, title }, at) =>
          html`<div class="sum" role="columnheader" aria-colindex=${at + 2} aria-sort=${this.sorted(sort)}>
            ${this.sorter(sort, title, at + 1)}
          </div>`,
      )}
      ${repeat(
        columns,
        this.cells.key,
        ({ index }, at) =>
          html`<div
            class="cell"
            role="columnheader"
            aria-colindex=${sums.length + 2 + index}
            aria-sort=${this.sorted(`at ${index}`)}
            style="margin-left: ${this.gap(columns, at)}px"
          >
            ${this.sorter(`at ${index}`, titleOf(index), sums.length + 1 + index)}
          </div>`,
      )}
    </div>`;
  }

  private sorter(sort: string, title: string, column: number) {
    const active = this.row === -1 && this.column === column;
    return html`<button data-sort=${sort} data-column=${column} ?data-active=${active} tabindex=${active ? 0 : -1}>
      ${title}
    </button>`;
  }

  private sorted(sort: string): 'ascending' | 'descending' | 'none' {
    const used = this.sort === 'rank' ? 'right' : this.sort;
    if (sort !== used) return 'none';
    // Names and times begin with the least, marks with the best.
    return ['name', 'time', 'fuel'].includes(sort) !== this.reversed ? 'ascending' : 'descending';
  }

  /** A row, made again only when something in it has changed: most stay as they are when the table is scrolled. */
  private keptRow(item: Item, columns: readonly Item[]) {
    const { board, narrow, opened, order, task, tick, unfolded } = this;
    const program = this.listed[item.index]!;
    const isOpened = opened?.program === board.programs[program]!.name;
    const active = this.row === item.index ? this.column : -1;
    const shown = [item.index, item.start, program, columns, active, isOpened && opened];
    return guard([...shown, board, narrow, order, task, tick, unfolded], () =>
      this.program(item, columns, program, active, isOpened),
    );
  }

  private program({ index, start }: Item, columns: readonly Item[], program: number, active: number, isOpened: boolean) {
    const { board, opened, sums, task } = this;
    const { name } = board.programs[program]!;
    const others = this.order.same.get(program)?.length ?? 0;
    return html`<div
      class="row ${isOpened ? 'opened' : ''} ${this.members.has(program) ? 'member' : ''}"
      role="row"
      aria-rowindex=${index + 2}
      data-row=${index}
      style="top: ${start}px"
    >
      <div class="name" role="rowheader" aria-colindex="1" style="width: ${this.nameWidth}px">
        <button
          class="program mono"
          title=${name}
          aria-current=${isOpened ? 'true' : nothing}
          data-column="0"
          ?data-active=${active === 0}
          tabindex=${active === 0 ? 0 : -1}
        >${name}</button>
        ${
          others > 0
            ? html`<button
                class="same"
                data-unfold
                tabindex="-1"
                aria-expanded=${this.unfolded.has(program)}
                aria-label="${others} more with the same results as ${name}"
              >
                +${digits(others)}
              </button>`
            : nothing
        }
      </div>
      ${sums.map(
        (sum, at) =>
          html`<div
            class="sum"
            role="gridcell"
            aria-colindex=${at + 2}
            data-column=${at + 1}
            ?data-active=${active === at + 1}
            tabindex=${active === at + 1 ? 0 : -1}
          >
            ${sum.of(program)}
          </div>`,
      )}
      ${repeat(
        columns,
        this.cells.key,
        (column, place) => {
          const at = sums.length + 1 + column.index;
          const { kind, sentence, word } = this.markOf(program, column.index);
          const isThis =
            isOpened &&
            opened !== null &&
            (task === null ? opened.task === board.tasks[column.index]!.id : opened.sample === column.index);
          return html`<div
            class="cell ${kind} ${isThis ? 'opened' : ''} ${this.isFirstTest(column.index) ? 'first-test' : ''}"
            role="gridcell"
            aria-colindex=${at + 1}
            aria-label=${sentence}
            data-column=${at}
            ?data-active=${active === at}
            tabindex=${active === at ? 0 : -1}
            style="margin-left: ${this.gap(columns, place)}px"
          >${word}</div>`;
        },
      )}
    </div>`;
  }

  private markOf(program: number, column: number): Mark {
    return this.task === null ? this.onTask(program, column) : this.onSample(program, this.task, column);
  }

  private onSample(program: number, task: number, sample: number): Mark {
    const { columns } = this.board;
    if (!this.board.isInRun(program, task)) return OUTSIDE;
    const place = this.board.range(program, task)[0] + sample;
    const kind = columns.kindAt(place);
    if (kind === 'near') {
      const word = percent(columns.points[place]!);
      return { kind, word, sentence: `${word} equal` };
    }
    const error = columns.errorAt(place);
    return { kind, word: MARK_WORDS[kind], sentence: error ? `raised ${error}` : MARK_SENTENCES[kind] };
  }

  /** The marks of a program on all samples of a task, as one: how many are right, and the best of the others. */
  private onTask(program: number, task: number): Mark {
    const { board } = this;
    if (!board.isInRun(program, task)) return OUTSIDE;
    const [first, samples] = board.range(program, task);
    const right = board.rightOn(program, task);
    const done = board.doneOn(program, task);
    if (done === 0) return { kind: 'waiting', word: '', sentence: MARK_SENTENCES.waiting };
    const answers = board.answersFor(program, task);
    const word = `${right}/${answers}`;
    const sentence = `${right} of ${answers} right`;
    if (right > 0) return { kind: right === answers ? 'right' : 'near', word, sentence };
    let best = 0;
    for (let place = first; place < first + samples; place++) {
      const kind = board.columns.kind[place]!;
      // What nothing is known of says something only where nothing else does.
      if (kind !== OPEN || answers === 0) best = Math.max(best, kind);
    }
    const kind = KINDS[best]!;
    if (kind !== 'near') return { kind, word, sentence: `${sentence}, ${MARK_SENTENCES[kind]}` };
    const share = percent(board.pointsOn(program, task) / answers);
    return { kind, word: share, sentence: `${sentence}, ${share} of the cells equal` };
  }

  /** The kinds of marks in sight. */
  private kinds(): Set<Kind> {
    const kinds = new Set<Kind>();
    for (const row of this.rows.items)
      for (const column of this.cells.items) kinds.add(this.markOf(this.listed[row.index]!, column.index).kind);
    return kinds;
  }

  private isFirstTest(column: number): boolean {
    return this.task !== null && column > 0 && column === this.board.tasks[this.task]!.train.length;
  }

  private onClick(event: Event): void {
    const target = event.target as HTMLElement;
    const sort = target.closest<HTMLElement>('[data-sort]')?.dataset['sort'];
    if (sort) return void this.dispatchEvent(new CustomEvent('sort', { detail: sort }));
    const at = this.listed[Number(target.closest<HTMLElement>('[data-row]')?.dataset['row'] ?? -1)];
    if (at === undefined) return;
    if (target.closest('[data-unfold]')) return void this.dispatchEvent(new CustomEvent('unfold', { detail: at }));
    const column = Number(target.closest<HTMLElement>('[data-column]')?.dataset['column'] ?? 0);
    this.open(at, column - this.sums.length - 1);
  }

  private open(program: number, mark: number): void {
    const { board, task } = this;
    const own = board.tasks[board.ownTask(program) ?? -1]?.id;
    const selected = own ?? this.opened?.task ?? board.tasks[0]?.id;
    const id = task !== null ? board.tasks[task]?.id : (board.tasks[mark]?.id ?? selected);
    if (id === undefined) return;
    const opened: Opened = {
      program: board.programs[program]!.name,
      task: id,
      sample: task !== null && mark >= 0 ? mark : null,
    };
    this.dispatchEvent(new CustomEvent('open', { detail: opened }));
  }

  /** The cell that the user reached by a click is where the keys go on. */
  private onFocus(event: FocusEvent): void {
    const target = event.target as HTMLElement;
    const { column } = target.dataset;
    if (column === undefined) return;
    this.column = Number(column);
    this.row = Number(target.closest<HTMLElement>('[data-row]')?.dataset['row'] ?? -1);
  }

  private onKey(event: KeyboardEvent): void {
    if (event.altKey || event.metaKey) return;
    const { column, row } = this;
    const lastRow = this.listed.length - 1;
    const lastColumn = this.sums.length + this.marks;
    const scroll = this.renderRoot.querySelector('.scroll');
    const page = Math.max(1, Math.floor((scroll?.clientHeight ?? 0) / ROW) - 2);
    const moves: Record<string, [row: number, column: number]> = {
      ArrowUp: [row - 1, column],
      ArrowDown: [row + 1, column],
      ArrowLeft: [row, column - 1],
      ArrowRight: [row, column + 1],
      PageUp: [Math.max(0, row - page), column],
      PageDown: [row + page, column],
      Home: [event.ctrlKey ? 0 : row, 0],
      End: [event.ctrlKey ? lastRow : row, lastColumn],
    };
    const to = moves[event.key];
    const isButton = event.target instanceof HTMLButtonElement;
    if (to) {
      this.row = Math.min(lastRow, Math.max(-1, to[0]));
      this.column = Math.min(lastColumn, Math.max(0, to[1]));
      this.focusMoved = true;
      if (this.row >= 0) this.rows.show(this.row);
      if (this.column > this.sums.length) this.cells.show(this.column - this.sums.length - 1);
      this.requestUpdate();
    } else if ((event.key === 'Enter' || event.key === ' ') && !isButton && row >= 0) {
      this.open(this.listed[row]!, column - this.sums.length - 1);
    } else {
      return;
    }
    event.preventDefault();
  }

  /** The sentence of a mark, for those who rest on it. */
  private onHover(event: Event): void {
    const cell = (event.target as HTMLElement).closest<HTMLElement>('.cell[aria-label]');
    if (cell) cell.title = cell.getAttribute('aria-label') ?? '';
  }
}

function isSame(a: Opened | null, b: Opened | null | undefined): boolean {
  return a === b || (!!a && !!b && a.program === b.program && a.task === b.task && a.sample === b.sample);
}

const MARK_WORDS: Record<Exclude<Kind, 'near'>, string> = {
  right: 'right',
  wrong: 'wrong',
  size: 'size',
  error: 'error',
  limit: 'limit',
  open: 'open',
  waiting: '',
  outside: '',
};

const MARK_SENTENCES: Record<Exclude<Kind, 'near'>, string> = {
  right: 'right',
  wrong: 'wrong',
  size: 'wrong size',
  error: 'raised an error',
  limit: 'hit a limit',
  open: 'no answer known',
  waiting: 'not scored yet',
  outside: 'not in this run',
};

const OPEN = KINDS.indexOf('open');
const OUTSIDE: Mark = { kind: 'outside', word: MARK_WORDS.outside, sentence: MARK_SENTENCES.outside };

const SHORT = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });

/** 1.2K */
function short(number: number): string {
  return SHORT.format(number);
}

customElements.define('arc-matrix', Matrix);
