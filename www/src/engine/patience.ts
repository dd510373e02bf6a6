/** How long the engine lets one evaluation run, in seconds, where nothing else is asked for. */
export const TIMEOUT_S = 5;

/** A worker that is at one evaluation for longer than it may be, and this on top, hangs. */
const GRACE_MS = 500;

/** Time counts at most so much from look to look: a page in the background, or a sleeping machine, looks seldom. */
const MOST_BETWEEN_LOOKS_MS = 100;

/** Measures for how long a worker has not moved on, by the page's own looks. */
export class Stillness {
  #millis = 0;
  #last = performance.now();

  /** `seconds` is what one evaluation may take. */
  constructor(private readonly seconds = TIMEOUT_S) {}

  moved(): void {
    this.#millis = 0;
  }

  /** Looks again; gives whether the worker hangs. */
  look(): boolean {
    const now = performance.now();
    this.#millis += Math.min(now - this.#last, MOST_BETWEEN_LOOKS_MS);
    this.#last = now;
    return this.#millis > this.seconds * 1000 + GRACE_MS;
  }
}

export function hangs(seconds = TIMEOUT_S): string {
  return `A worker of the engine hangs: one evaluation was not over after ${seconds} s.`;
}
