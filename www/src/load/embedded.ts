import type { Source } from '../app/session';

/** A file that the page itself holds; none does that is served. `src/single-file` has what takes this one's place. */
export function embedded(_address: string): Promise<Source | null> {
  return Promise.resolve(null);
}
