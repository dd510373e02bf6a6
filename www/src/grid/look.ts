import { PALETTES, type Palette } from './palette';

/** How grids are drawn, everywhere on the page. Says `change`. */
class Look extends EventTarget {
  private chosen: Palette = PALETTES[0];
  private withNumbers = false;

  get palette(): Palette {
    return this.chosen;
  }

  /** Whether each cell shows the number of its color. */
  get numbers(): boolean {
    return this.withNumbers;
  }

  choose({ palette = this.chosen.id, numbers = this.withNumbers }: { palette?: string; numbers?: boolean }): void {
    this.chosen = PALETTES.find(({ id }) => id === palette) ?? this.chosen;
    this.withNumbers = numbers;
    this.dispatchEvent(new Event('change'));
  }
}

export const look = new Look();
