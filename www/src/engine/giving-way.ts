/**
 * While a person scrolls, the browser has to draw, and can't where scoring has all cores. So whoever scores hears of it
 * and lets some of its workers rest between two evaluations.
 */

/** Cores that drawing takes: one for the page's thread, one for the browser's. */
const CORES_TO_DRAW = 2;

/** What people do that the page answers by drawing. That something is scrolled inside an element is told by `stir`. */
const DOINGS = ['wheel', 'scroll', 'touchmove', 'pointerdown', 'keydown'];

const PASSIVE = { capture: true, passive: true };

const concerned = new Set<() => void>();

/** How many of so many workers are to give way. */
export function givingWay(workers: number): number {
  const cores = navigator.hardwareConcurrency || 1;
  return Math.min(workers, Math.max(0, workers + CORES_TO_DRAW - cores));
}

/** Says that there is something to draw soon. */
export function stir(): void {
  for (const call of concerned) call();
}

/** Calls when a person does something, unless what this returns is called before. */
export function whenStirred(call: () => void): () => void {
  if (concerned.size === 0) for (const doing of DOINGS) addEventListener(doing, stir, PASSIVE);
  concerned.add(call);
  return () => {
    concerned.delete(call);
    if (concerned.size === 0) for (const doing of DOINGS) removeEventListener(doing, stir, PASSIVE);
  };
}
