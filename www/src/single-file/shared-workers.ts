import type { Workers } from '../engine/tier';

/** There are none: threads would need a second module in the page, and pages from disk are given no shared memory. */
export const SharedWorkers = {
  start: (_workers: number): Promise<Workers> =>
    Promise.reject(new Error('a page in one file brings the workers that share nothing alone')),
};
