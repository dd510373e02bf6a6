/**
 * A worker that the browser ends, for want of memory say, tells nobody. But a lock that it holds is then given to
 * whoever waits for it, so a worker holds one for as long as it lives and the page waits for that.
 */

/** Holds a lock for as long as this worker lives. Resolves to whether the browser gives one: not to files, say. */
export async function holdForLife(name: string): Promise<boolean> {
  if (!('locks' in navigator)) return false;
  return new Promise((resolve) => {
    navigator.locks
      .request(name, () => {
        resolve(true);
        return new Promise(() => {});
      })
      .catch(() => resolve(false));
  });
}

/** Calls once the worker that holds a lock has ended. What it returns ends the waiting. */
export function whenGone(name: string, call: () => void): () => void {
  const waiting = new AbortController();
  navigator.locks.request(name, { signal: waiting.signal }, () => call()).catch((error: unknown) => {
    if (!waiting.signal.aborted) throw error;
  });
  return () => waiting.abort();
}

let lives = 0;

/** A name that no other page of this site uses. */
export function lifeName(): string {
  lives += 1;
  return `arcscore ${crypto.getRandomValues(new Uint32Array(2)).join('-')} ${lives}`;
}
