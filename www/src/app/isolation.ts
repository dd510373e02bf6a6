import { registerServiceWorker } from '../offline/offline';

/**
 * Threads need a page that is cross-origin isolated. Where the server doesn't send the headers for that, a
 * service worker adds them to every answer from the next load on.
 */

const RELOADED = 'arcscore.reloaded-for-isolation';
/** The service worker is there once it has the whole site, which takes a while on a slow line or a busy machine. */
const PATIENCE_MS = 15_000;

/** Resolves when the page may start; false if it is about to reload. */
export async function isolate(): Promise<boolean> {
  try {
    if (crossOriginIsolated) {
      sessionStorage.removeItem(RELOADED);
      return true;
    }
    if (location.protocol === 'file:' || !isSecureContext || !('serviceWorker' in navigator)) return true;
    // Reloaded once and still not isolated: a browser that won't. The engine says so, and its workers share no memory.
    if (sessionStorage.getItem(RELOADED)) return true;

    const ready = registerServiceWorker().then(() => navigator.serviceWorker.ready);
    const late = new Promise<null>((resolve) => setTimeout(resolve, PATIENCE_MS, null));
    if (!(await Promise.race([ready, late]))) return true;
    sessionStorage.setItem(RELOADED, 'yes');
  } catch (error) {
    // A private window may forbid storage or service workers.
    console.info('no cross-origin isolation:', error);
    return true;
  }
  location.reload();
  return false;
}
