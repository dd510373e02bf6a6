import { LitElement, css, html, nothing } from 'lit';
import { Follow } from '../app/follow';
import { KeyListener, isTyping } from '../app/keys';
import type { Page } from '../app/page';
import { saveFile } from '../app/save-file';
import { Room } from '../app/room';
import { basic } from '../app/styles';
import type { Split } from '../engine/protocol';
import '../grid/grid-view';
import { look } from '../grid/look';
import type { Location } from '../grid/outline';
import { sampleName } from '../results/scoreboard';
import {
  type Cells,
  LARGEST,
  type Spot,
  cellsAt,
  fileText,
  filled,
  gridOfCells,
  painted,
  resized,
  withPair,
  withoutPair,
} from './drawing';
import { sketch } from './sketch';

const PITCH = 34;
const TALLEST = 560;
const SMALL = { pitch: 12, tallest: 84 };

/** A task is drawn here, from the selected one or from nothing, and saved or put beside those that are loaded. */
export class DrawView extends LitElement {
  static override properties = { page: { attribute: false }, cursor: { state: true } };
  declare page: Page;
  declare private cursor: Location;
  private readonly room = new Room(this, 400, () => this.renderRoot.querySelector('.canvas'));

  private readonly onSketch = (): void => this.requestUpdate();
  private readonly onKey = (event: KeyboardEvent): void => this.undoKey(event);
  private readonly onUp = (): void => sketch.endStroke();
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
        padding: 3px;
        overflow-y: auto;
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
    this.cursor = [0, 0];
    new Follow(this);
    new KeyListener(this, this.onKey);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    sketch.addEventListener('change', this.onSketch);
    addEventListener('pointerup', this.onUp);
    addEventListener('pointercancel', this.onUp);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    sketch.removeEventListener('change', this.onSketch);
    sketch.endStroke();
    removeEventListener('pointerup', this.onUp);
    removeEventListener('pointercancel', this.onUp);
  }

  override willUpdate(): void {
    sketch.follow(this.page.task);
  }

  override render() {
    const { cells, drawing } = sketch;
    const { task } = this.page;
    return html`
      <nav class="pairs" aria-label="Pairs">
        <ol role="list">
          ${(['train', 'test'] as const).flatMap((split) =>
            drawing[split].map((_, index) => this.pair(split, index)),
          )}
        </ol>
        <div class="row">
          <button class="button" @click=${() => sketch.put(withPair(drawing, 'train'))}>Add a demo</button>
          <button class="button" @click=${() => sketch.put(withPair(drawing, 'test'))}>Add a test</button>
        </div>
        <div class="row">
          <button class="button" @click=${this.empty}>Empty task</button>
          ${
            task
              ? html`<button class="button" @click=${this.again}>Copy of ${task.id}</button>`
              : nothing
          }
        </div>
        <div class="row">
          <label
            >Name
            <input
              class="field mono name"
              .value=${sketch.name}
              @input=${(event: Event) => (sketch.name = (event.target as HTMLInputElement).value)}
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
        const cells = cellsAt(sketch.drawing, { split, index, side });
        const { spot } = sketch;
        const shown = spot.split === split && spot.index === index && spot.side === side;
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
        sketch.drawing[split].length > 1
          ? html`<button class="button" @click=${() => this.drop(split, index)} aria-label="Remove ${name}">✕</button>`
          : nothing
      }
    </li>`;
  }

  private tools(cells: Cells | null) {
    const { side, split, index } = sketch.spot;
    const other = cellsAt(sketch.drawing, { split, index, side: side === 'input' ? 'output' : 'input' });
    return html`
      <div class="row">
        <h2>${sampleName(sketch.spot)}, ${side}</h2>
        <div class="row" role="group" aria-label="Tool">
          ${(['paint', 'fill'] as const).map(
            (tool) =>
              html`<button class="button" aria-pressed=${sketch.tool === tool} @click=${() => sketch.choose({ tool })}>
                ${tool === 'paint' ? 'Paint' : 'Fill'}
              </button>`,
          )}
        </div>
        <button class="button" ?disabled=${!sketch.canUndo} @click=${this.undo}>Undo</button>
        <button class="button" ?disabled=${!sketch.canRedo} @click=${this.redo}>Redo</button>
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
              aria-pressed=${sketch.color === color}
              @click=${() => sketch.choose({ color })}
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
    const label = `${sampleName(sketch.spot)}, ${sketch.spot.side}, being drawn`;
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
    sketch.beginStroke();
    this.apply(this.cursor);
  }

  /** The grid says which cell the pointer is on before this hears of a press there. */
  private point(cell: Location | null): void {
    if (!cell) return;
    this.cursor = cell;
    if (sketch.hasStroke && sketch.tool === 'paint') this.apply(cell);
  }

  private apply(cell: Location): void {
    const { cells, color, tool } = sketch;
    if (cells) sketch.stroke(tool === 'fill' ? filled(cells, cell, color) : painted(cells, cell, color));
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
      sketch.beginStroke();
      this.apply(this.cursor);
      sketch.endStroke();
    } else if (/^\d$/.test(event.key)) {
      sketch.choose({ color: Number(event.key) });
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
    sketch.select(spot);
    this.cursor = [0, 0];
  }

  private put(cells: Cells): void {
    sketch.putCells(cells);
    this.cursor = [within(this.cursor[0], cells.length), within(this.cursor[1], cells[0]!.length)];
  }

  private drop(split: Split, index: number): void {
    sketch.put(withoutPair(sketch.drawing, split, index));
    this.select({ split, index: 0, side: 'input' });
  }

  private readonly empty = (): void => {
    sketch.beginEmpty();
    this.cursor = [0, 0];
  };

  private readonly again = (): void => {
    const { task } = this.page;
    if (task) sketch.beginWith(task);
    this.cursor = [0, 0];
  };

  private readonly undo = (): void => {
    sketch.undo();
    this.cursor = [0, 0];
  };

  private readonly redo = (): void => {
    sketch.redo();
    this.cursor = [0, 0];
  };

  private get fileName(): string {
    return `${sketch.name.trim().replace(/[^\w.-]+/g, '_') || 'drawn'}.json`;
  }

  private readonly save = (): void => saveFile(this.fileName, fileText(sketch.drawing), 'application/json');

  /** Puts the task beside those that are loaded, in the place of one of its name. */
  private readonly use = async (): Promise<void> => {
    const { page } = this;
    const { session } = page;
    const text = fileText(sketch.drawing);
    const others = session.taskFiles.filter(({ source }) => source.name !== this.fileName);
    const drawn = { name: this.fileName, content: new Blob([text], { type: 'application/json' }) };
    await page.loader.take('tasks', [...others.map(({ source }) => source), drawn]);
    const task = session.tasks.find(({ id }) => `${id}.json` === this.fileName);
    if (task) sketch.isLoadedAs(task);
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
