import { threads } from 'wasm-feature-detect';

/** Why this page can't use WebAssembly threads, in a sentence for the user; null if it can. */
export async function whyNoThreads(): Promise<string | null> {
  if (typeof SharedArrayBuffer !== 'function' || !crossOriginIsolated) {
    return 'The page is not isolated from other sites, so the browser lets its workers share no memory.';
  }
  // Feature detection by a shared memory alone would say yes where one can't be posted to a worker.
  if (!(await threads())) return 'This browser has no WebAssembly threads.';
  return null;
}
