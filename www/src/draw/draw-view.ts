import { LitElement, css, html, nothing } from 'lit';
import { Follow } from '../app/follow';
import { KeyListener, isTyping } from '../app/keys';
import type { Page } from '../app/page';
import { saveFile } from '../app/save-file';
import { Room } from '../app/room';
import { basic } from '../app/styles';
import type { Split, TaskData } from '../engine/protocol';
import '../grid/grid-view';
import { look } from '../grid/look';
import type { Location } from '../grid/outline';
import { sampleName } from '../results/scoreboard';
import {
  type Cells,
  type Drawing,
  LARGEST,
  type Spot,
  cellsAt,
  drawingOf,
  emptyDrawing,
  fileText,
  filled,
  gridOfCells,
  painted,
  resized,
  withCells,
  withPair,
  withoutPair,
} from './drawing';

const PITCH = 34;
const TALLEST = 560;
const SMALL = { pitch: 12, tallest: 84 };

/** A task is drawn here, from the selected one or from nothing, and saved or put beside those that are loaded. */
export class DrawView extends LitElement {
  static override properties = {
    page: { attribute: false },
    drawing: { state: true },
    spot: { state: true },
    color: { state: true },
    tool: { state: true },
    cursor: { state: true },
    name: { state: true },
  };
  declare page: Page;
  declare private drawing: Drawing;
  declare private spot: Spot;
  declare private color: number;
  declare private tool: 'paint' | 'fill';
  declare private cursor: Location;
  declare private name: string;
  private readonly room = new Room(this, 400, () => this.renderRoot.querySelector('.canvas'));

  private from: TaskData | null = null;
  private past: Drawing[] = [];
  private future: Drawing[] = [];
  /** The drawing as it was when the pointer went down: a stroke is undone as a whole. */
  private stroke: Drawing | null = null;
  private readonly onKey = (event: KeyboardEvent): void => this.undoKey(event);
  private readonly onUp = (): void => this.endStroke();
  static override styles = [
    basic,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(15rem, 22rem) minmax(0, 1fr);
        gap: 1.5rem;
        align-items: start;
      }

      .pairs,
      .canvas {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 0.8rem;
        min-width: 0;
      }

      .pairs ol {
        display: grid;
        gap: 0.3rem;
        max-height: calc(100vh - 300px);
        margin: 0;
        padding: 3px;
        overflow-y: auto;
        list-style: none;
      }

      .pair {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.4rem;
      }

      .pair > span {
        width: 4rem;
        font-size: 0.82rem;
        color: var(--quiet);
      }

      .thumb {
        display: grid;
        place-items: center;
        min-width: 44px;
        min-height: 44px;
        padding: 4px;
        border: 1px solid transparent;
        border-radius: 7px;
        background: none;
        cursor: pointer;
      }

      .thumb:hover {
        background: var(--sunken);
      }

      .thumb[aria-pressed='true'] {
        border-color: var(--accent);
        background: var(--surface);
      }

      .row {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.45rem;
      }

      .colors {
        display: flex;
        flex-wrap: wrap;
        gap: 5px;
      }

      .colors button {
        width: 34px;
        height: 34px;
        padding: 0;
        border: 1px solid var(--edge-strong);
        border-radius: 6px;
        cursor: pointer;
      }

      .colors button[aria-pressed='true'] {
        box-shadow:
          0 0 0 2px var(--surface),
          0 0 0 4px var(--accent);
      }

      .button[aria-pressed='true'] {
        border-color: var(--accent);
        background: var(--accent-soft);
      }

      label {
        display: inline-flex;
        align-items: center;
        gap: 0.4rem;
        font-size: 0.87rem;
        color: var(--quiet);
      }

      input[type='number'] {
        width: 4.2rem;
        cursor: text;
      }

      .name {
        width: 11rem;
        cursor: text;
      }

      .sheet {
        width: max-content;
        max-width: 100%;
        touch-action: none;
        cursor: crosshair;
      }

      @media (width <= 860px) {
        :host {
          grid-template-columns: minmax(0, 1fr);
        }

        .pairs ol {
          max-height: 14rem;
        }
      }
    `,
  ];

  constructor() {
    super();
    this.drawing = emptyDrawing();
    this.spot = { split: 'train', index: 0, side: 'input' };
    this.color = 1;
    this.tool = 'paint';
    this.cursor = [0, 0];
    this.name = 'drawn';
    new Follow(this);
    new KeyListener(this, this.onKey);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('pointerup', this.onUp);
    addEventListener('pointercancel', this.onUp);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('pointerup', this.onUp);
    removeEventListener('pointercancel', this.onUp);
  }

  override willUpdate(): void {
    const { task } = this.page;
    // What is drawn already is not thrown away for another selection.
    if (!task || task === this.from || this.past.length > 0) return;
    this.from = task;
    this.drawing = drawingOf(task);
    this.name = `${task.id}_drawn`;
    this.spot = { split: 'train', index: 0, side: 'input' };
  }

  override render() {
    const { spot } = this;
    const cells = cellsAt(this.drawing, spot);
    return html`
      <nav class="pairs" aria-label="Pairs">
        <ol role="list">
          ${(['train', 'test'] as const).flatMap((split) =>
            this.drawing[split].map((_, index) => this.pair(split, index)),
          )}
        </ol>
        <div class="row">
          <button class="button" @click=${() => this.change(withPair(this.drawing, 'train'))}>Add a demo</button>
          <button class="button" @click=${() => this.change(withPair(this.drawing, 'test'))}>Add a test</button>
        </div>
        <div class="row">
          <button class="button" @click=${() => this.begin(emptyDrawing(), 'drawn')}>Empty task</button>
          ${
            this.page.task
              ? html`<button class="button" @click=${this.again}>Copy of ${this.page.task.id}</button>`
              : nothing
          }
        </div>
        <div class="row">
          <label
            >Name
            <input
              class="field mono name"
              .value=${this.name}
              @input=${(event: Event) => (this.name = (event.target as HTMLInputElement).value)}
          /></label>
        </div>
        <div class="row">
          <button class="button" @click=${this.save}>Save as JSON</button>
          <button class="button main" @click=${this.use}>Use this task</button>
        </div>
      </nav>
      <section class="canvas" aria-label="Drawing">
        ${this.tools(cells)}
        ${cells ? this.sheet(cells) : html`<p class="quiet">This test has no answer. <button class="button" @click=${() => this.put([[0]])}>Draw one</button></p>`}
        <p class="quiet">
          Keys: arrows move, Enter paints, 0 to 9 choose a color, Ctrl+Z and Ctrl+Y undo and redo.
        </p>
      </section>
    `;
  }

  private pair(split: Split, index: number) {
    const name = sampleName({ split, index });
    return html`<li class="pair">
      <span>${name}</span>
      ${(['input', 'output'] as const).map((side) => {
        const cells = cellsAt(this.drawing, { split, index, side });
        const shown = this.spot.split === split && this.spot.index === index && this.spot.side === side;
        return html`<button
          class="thumb"
          aria-pressed=${shown}
          aria-label="${name}, ${side}"
          @click=${() => this.select({ split, index, side })}
        >
          ${cells ? html`<arc-grid aria-hidden="true" .grid=${gridOfCells(cells)} .pitch=${pitchFor(cells, SMALL.pitch, SMALL.tallest, 110)}></arc-grid>` : '?'}
        </button>`;
      })}
      ${
        this.drawing[split].length > 1
          ? html`<button class="button" @click=${() => this.drop(split, index)} aria-label="Remove ${name}">✕</button>`
          : nothing
      }
    </li>`;
  }

  private tools(cells: Cells | null) {
    const { side, split, index } = this.spot;
    const other = cellsAt(this.drawing, { split, index, side: side === 'input' ? 'output' : 'input' });
    return html`
      <div class="row">
        <h2>${sampleName(this.spot)}, ${side}</h2>
        <div class="row" role="group" aria-label="Tool">
          ${(['paint', 'fill'] as const).map(
            (tool) =>
              html`<button class="button" aria-pressed=${this.tool === tool} @click=${() => (this.tool = tool)}>
                ${tool === 'paint' ? 'Paint' : 'Fill'}
              </button>`,
          )}
        </div>
        <button class="button" ?disabled=${this.past.length === 0} @click=${this.undo}>Undo</button>
        <button class="button" ?disabled=${this.future.length === 0} @click=${this.redo}>Redo</button>
        ${cells ? this.size(cells) : nothing}
        ${
          other
            ? html`<button class="button" @click=${() => this.put(other)}>
                Copy from ${side === 'input' ? 'output' : 'input'}
              </button>`
            : nothing
        }
      </div>
      <div class="colors" role="group" aria-label="Color">
        ${look.palette.colors.map(
          ({ name, value }, color) =>
            html`<button
              style="background: ${value}"
              aria-label="${color} ${name}"
              title="${color} ${name}"
              aria-pressed=${this.color === color}
              @click=${() => (this.color = color)}
            ></button>`,
        )}
      </div>
    `;
  }

  private size(cells: Cells) {
    const field = (title: string, value: number, to: (value: number) => Cells) =>
      html`<label
        >${title}
        <input
          class="field"
          type="number"
          min="1"
          max=${LARGEST}
          .value=${String(value)}
          @change=${(event: Event) => {
            const input = event.target as HTMLInputElement;
            const wanted = Math.min(LARGEST, Math.max(1, Math.round(input.valueAsNumber) || value));
            input.value = String(wanted);
            this.put(to(wanted));
          }}
      /></label>`;
    const width = cells[0]!.length;
    return html`${field('Rows', cells.length, (height) => resized(cells, height, width))}
    ${field('Columns', width, (columns) => resized(cells, cells.length, columns))}`;
  }

  private sheet(cells: Cells) {
    const label = `${sampleName(this.spot)}, ${this.spot.side}, being drawn`;
    const [row, column] = this.cursor;
    return html`<div
        class="sheet"
        tabindex="0"
        role="application"
        aria-label="${label}. Row ${row + 1}, column ${column + 1}: ${look.palette.colors[cells[row]?.[column] ?? 0]?.name}"
        @keydown=${(event: KeyboardEvent) => this.key(event, cells)}
        @pointerdown=${this.startStroke}
      >
        <arc-grid
          .grid=${gridOfCells(cells)}
          .label=${label}
          .pitch=${pitchFor(cells, PITCH, TALLEST, this.room.width)}
          .pointed=${this.cursor}
          @point=${(event: CustomEvent<Location | null>) => this.point(event.detail)}
        ></arc-grid>
      </div>`;
  }

  private startStroke(event: PointerEvent): void {
    if (event.button !== 0) return;
    this.stroke = this.drawing;
    this.apply(this.cursor);
  }

  /** The grid says which cell the pointer is on before this hears of a press there. */
  private point(cell: Location | null): void {
    if (!cell) return;
    this.cursor = cell;
    if (this.stroke && this.tool === 'paint') this.apply(cell);
  }

  private endStroke(): void {
    const before = this.stroke;
    this.stroke = null;
    if (!before || before === this.drawing) return;
    this.past = [...this.past, before];
    this.future = [];
    this.requestUpdate();
  }

  private apply(cell: Location): void {
    const cells = cellsAt(this.drawing, this.spot);
    if (!cells) return;
    const next = this.tool === 'fill' ? filled(cells, cell, this.color) : painted(cells, cell, this.color);
    if (next !== cells) this.drawing = withCells(this.drawing, this.spot, next);
  }

  private key(event: KeyboardEvent, cells: Cells): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const [row, column] = this.cursor;
    const moves: Record<string, Location> = {
      ArrowUp: [row - 1, column],
      ArrowDown: [row + 1, column],
      ArrowLeft: [row, column - 1],
      ArrowRight: [row, column + 1],
    };
    const to = moves[event.key];
    if (to) {
      this.cursor = [within(to[0], cells.length), within(to[1], cells[0]!.length)];
    } else if (event.key === 'Enter' || event.key === ' ') {
      this.stroke = this.drawing;
      this.apply(this.cursor);
      this.endStroke();
    } else if (/^\d$/.test(event.key)) {
      this.color = Number(event.key);
    } else {
      return;
    }
    event.preventDefault();
  }

  private undoKey(event: KeyboardEvent): void {
    if (!(event.ctrlKey || event.metaKey)) return;
    if (event.composedPath()[0] instanceof HTMLInputElement && isTyping(event)) return;
    const key = event.key.toLowerCase();
    if (key === 'z' && !event.shiftKey) this.undo();
    else if (key === 'y' || (key === 'z' && event.shiftKey)) this.redo();
    else return;
    event.preventDefault();
  }

  private select(spot: Spot): void {
    this.spot = spot;
    this.cursor = [0, 0];
  }

  private put(cells: Cells): void {
    this.change(withCells(this.drawing, this.spot, cells));
    this.cursor = [within(this.cursor[0], cells.length), within(this.cursor[1], cells[0]!.length)];
  }

  private drop(split: Split, index: number): void {
    this.change(withoutPair(this.drawing, split, index));
    this.select({ split, index: 0, side: 'input' });
  }

  private change(drawing: Drawing): void {
    if (drawing === this.drawing) return;
    this.past = [...this.past, this.drawing];
    this.future = [];
    this.drawing = drawing;
  }

  private begin(drawing: Drawing, name: string): void {
    this.change(drawing);
    this.name = name;
    this.select({ split: 'train', index: 0, side: 'input' });
  }

  private readonly again = (): void => {
    const { task } = this.page;
    if (task) this.begin(drawingOf(task), `${task.id}_drawn`);
  };

  private readonly undo = (): void => this.turn(this.past, this.future);
  private readonly redo = (): void => this.turn(this.future, this.past);

  private turn(from: Drawing[], to: Drawing[]): void {
    const drawing = from.pop();
    if (!drawing) return;
    to.push(this.drawing);
    this.drawing = drawing;
    if (!cellsAt(drawing, this.spot)) this.spot = { split: 'train', index: 0, side: 'input' };
    this.cursor = [0, 0];
  }

  private get fileName(): string {
    return `${this.name.trim().replace(/[^\w.-]+/g, '_') || 'drawn'}.json`;
  }

  private readonly save = (): void => saveFile(this.fileName, fileText(this.drawing), 'application/json');

  /** Puts the task beside those that are loaded, in the place of one of its name. */
  private readonly use = async (): Promise<void> => {
    const { page } = this;
    const { session } = page;
    const text = fileText(this.drawing);
    const others = session.taskFiles.filter(({ source }) => source.name !== this.fileName);
    const drawn = { name: this.fileName, content: new Blob([text], { type: 'application/json' }) };
    await page.loader.take('tasks', [...others.map(({ source }) => source), drawn]);
    this.past = [];
    this.future = [];
    const task = session.tasks.find(({ id }) => `${id}.json` === this.fileName);
    this.from = task ?? null;
    page.go({ view: 'task', task: task?.id ?? null });
    if (session.canScore) page.score();
  };
}

function pitchFor(cells: Cells, most: number, tallest: number, room: number): number {
  const fitting = Math.min(tallest / cells.length, (room - 8) / cells[0]!.length);
  return Math.max(2, Math.min(most, Math.floor(fitting)));
}

function within(index: number, length: number): number {
  return Math.min(length - 1, Math.max(0, index));
}

customElements.define('arc-draw-view', DrawView);
