import type { TaskData } from '../engine/protocol';
import { type Cells, type Drawing, type Spot, cellsAt, drawingOf, emptyDrawing, withCells } from './drawing';

type Tool = 'paint' | 'fill';

const FIRST: Spot = { split: 'train', index: 0, side: 'input' };

/** What is being drawn, and what undoes it. It outlives the view. Says `change`. */
class Sketch extends EventTarget {
  drawing: Drawing = emptyDrawing();
  name = 'drawn';
  /** The grid that is drawn on. */
  spot: Spot = FIRST;
  tool: Tool = 'paint';
  color = 1;
  /** The task that was selected last. */
  private selected: TaskData | null = null;
  private past: Drawing[] = [];
  private future: Drawing[] = [];
  /** The drawing as it was when a stroke was begun: a stroke is undone as a whole. */
  private before: Drawing | null = null;

  get canUndo(): boolean {
    return this.past.length > 0;
  }

  get canRedo(): boolean {
    return this.future.length > 0;
  }

  get hasStroke(): boolean {
    return this.before !== null;
  }

  get cells(): Cells | null {
    return cellsAt(this.drawing, this.spot);
  }

  /** Begins with a task when it is selected. What is drawn already is not thrown away for another selection. */
  follow(task: TaskData | null): void {
    if (!task || task === this.selected) return;
    this.selected = task;
    if (this.canUndo) return;
    this.drawing = drawingOf(task);
    this.name = nameOf(task);
    this.spot = FIRST;
    this.isLoadedAs(task);
  }

  /** What is drawn is a task by itself now, which may be selected and left like any other. */
  isLoadedAs(task: TaskData): void {
    this.selected = task;
    this.past = [];
    this.future = [];
    this.changed();
  }

  beginWith(task: TaskData): void {
    this.begin(drawingOf(task), nameOf(task));
  }

  beginEmpty(): void {
    this.begin(emptyDrawing(), 'drawn');
  }

  select(spot: Spot): void {
    this.spot = spot;
    this.changed();
  }

  choose({ tool = this.tool, color = this.color }: { tool?: Tool; color?: number }): void {
    this.tool = tool;
    this.color = color;
    this.changed();
  }

  put(drawing: Drawing): void {
    if (drawing === this.drawing) return;
    this.past = [...this.past, this.drawing];
    this.future = [];
    this.drawing = drawing;
    this.changed();
  }

  putCells(cells: Cells): void {
    this.put(withCells(this.drawing, this.spot, cells));
  }

  beginStroke(): void {
    this.before = this.drawing;
  }

  stroke(cells: Cells): void {
    if (cells === this.cells) return;
    this.drawing = withCells(this.drawing, this.spot, cells);
    this.changed();
  }

  endStroke(): void {
    const { before } = this;
    this.before = null;
    if (!before || before === this.drawing) return;
    this.past = [...this.past, before];
    this.future = [];
    this.changed();
  }

  undo(): void {
    this.turn(this.past, this.future);
  }

  redo(): void {
    this.turn(this.future, this.past);
  }

  private begin(drawing: Drawing, name: string): void {
    this.put(drawing);
    this.name = name;
    this.select(FIRST);
  }

  private turn(from: Drawing[], to: Drawing[]): void {
    const drawing = from.pop();
    if (!drawing) return;
    to.push(this.drawing);
    this.drawing = drawing;
    if (!this.cells) this.spot = FIRST;
    this.changed();
  }

  private changed(): void {
    this.dispatchEvent(new Event('change'));
  }
}

export const sketch = new Sketch();

function nameOf(task: TaskData): string {
  return `${task.id}_drawn`;
}
