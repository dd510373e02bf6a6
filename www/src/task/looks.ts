import { type Overlay, callOf } from './overlay';

/** How the pairs of a task are shown, the same for all tasks. Says `change`. */
class TaskLook extends EventTarget {
  private steps = 0;
  private beside = false;
  private withKey = false;
  private laid: Overlay | null = null;
  /** The settings of `objects`; at first those that programs use most. */
  private set: readonly boolean[] = [true, false, true];

  /** How much larger than fits the grids are drawn, as a factor. */
  get zoom(): number {
    return ZOOMS[this.steps + FITTING] ?? 1;
  }

  /** Whether the difference is a grid of its own beside the produced one. */
  get differenceBeside(): boolean {
    return this.beside;
  }

  /** Whether the colors are shown with their numbers and names. */
  get key(): boolean {
    return this.withKey;
  }

  get overlay(): Overlay | null {
    return this.laid;
  }

  get settings(): readonly boolean[] {
    return this.set;
  }

  /** The call whose result is laid over the grids, as a program has it; null if none is. */
  get call(): string | null {
    return this.laid && callOf(this.laid, this.set);
  }

  lay(overlay: Overlay | null): void {
    this.laid = overlay;
    this.changed();
  }

  setObjects(settings: readonly boolean[]): void {
    this.set = settings;
    this.changed();
  }

  canZoom(by: 1 | -1): boolean {
    return ZOOMS[this.steps + by + FITTING] !== undefined;
  }

  zoomBy(by: 1 | -1): void {
    if (this.canZoom(by)) this.zoomTo(this.steps + by);
  }

  fit(): void {
    this.zoomTo(0);
  }

  showDifferenceBeside(beside: boolean): void {
    this.beside = beside;
    this.changed();
  }

  showKey(key: boolean): void {
    this.withKey = key;
    this.changed();
  }

  private zoomTo(steps: number): void {
    this.steps = steps;
    this.changed();
  }

  private changed(): void {
    this.dispatchEvent(new Event('change'));
  }
}

const ZOOMS = [0.35, 0.5, 0.7, 1, 1.4, 2, 2.8, 4];
const FITTING = ZOOMS.indexOf(1);

export const taskLook = new TaskLook();
