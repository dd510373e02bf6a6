/** Bytes in a page of WebAssembly's memory. */
const PAGE = 1 << 16;

/** At least what the module asks for to begin with: it is not linked to less. */
const INITIAL = 32;

/** MB that all workers together may use. The first is what the module is built for. */
const MOST = [2048, 1024, 512];

/**
 * A memory for all workers, with as much room as the browser lets it have. Its maximum is reserved at once: computers
 * have addresses enough, but iOS refuses much more than the least of these.
 */
export function sharedMemory(): WebAssembly.Memory {
  let refused: unknown;
  for (const most of MOST) {
    try {
      return new WebAssembly.Memory({ initial: INITIAL, maximum: (most * 2 ** 20) / PAGE, shared: true });
    } catch (error) {
      refused = error;
    }
  }
  throw refused;
}
