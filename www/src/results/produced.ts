import type { GridData } from '../engine/protocol';

/** Bytes of cells and texts that are kept, with what the engine of the browser needs for each. */
const MOST_BYTES = 64 << 20;
const BYTES_FOR_EACH = 300;
/** What is left when it is too much. Much goes at once: each look for the oldest passes by all that went before. */
const LEFT_BYTES = MOST_BYTES * 0.75;

/**
 * What evaluations produced, by digest: what comes out many times is kept once. When it is more than a page can hold,
 * the oldest goes; it can be made again by running its program on its sample.
 */
export class Produced {
  private readonly grids = new Map<string, GridData>();
  private readonly texts = new Map<string, string>();
  private bytes = 0;

  keepGrid(digest: string, { height, width, cells }: GridData): void {
    if (this.grids.has(digest)) return;
    // A copy, because the cells came as a part of a whole batch that would stay with them.
    this.grids.set(digest, { height, width, cells: cells.slice() });
    this.bytes += cells.byteLength + BYTES_FOR_EACH;
    this.makeRoom();
  }

  keepText(digest: string, text: string): void {
    if (this.texts.has(digest)) return;
    this.texts.set(digest, text);
    this.bytes += text.length + BYTES_FOR_EACH;
    this.makeRoom();
  }

  grid(digest: string): GridData | null {
    return this.grids.get(digest) ?? null;
  }

  text(digest: string): string | null {
    return this.texts.get(digest) ?? null;
  }

  private makeRoom(): void {
    if (this.bytes <= MOST_BYTES) return;
    // Maps list what came first first.
    for (const [digest, { cells }] of this.grids) {
      if (this.bytes <= LEFT_BYTES) return;
      this.grids.delete(digest);
      this.bytes -= cells.byteLength + BYTES_FOR_EACH;
    }
    for (const [digest, text] of this.texts) {
      if (this.bytes <= LEFT_BYTES) return;
      this.texts.delete(digest);
      this.bytes -= text.length + BYTES_FOR_EACH;
    }
  }
}
