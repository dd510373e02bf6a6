import type { Session } from '../app/session';
import { dataSets } from '../load/data-sets';

/** The service worker, which stands beside the page. */
export function registerServiceWorker(): Promise<ServiceWorkerRegistration> {
  return navigator.serviceWorker.register(new URL('./service-worker.js', document.baseURI));
}

/** Has the browser keep the site for use without a network, once what the page opened with is there. */
export async function keepOffline(session: Session): Promise<void> {
  if (!import.meta.env.PROD || location.protocol === 'file:') return;
  if (!isSecureContext || !('serviceWorker' in navigator)) return;
  await settled(session);
  let registration: ServiceWorkerRegistration;
  try {
    const registered: ServiceWorkerRegistration | undefined = await registerServiceWorker();
    // Where something in the browser blocks service workers, there may be none.
    if (!registered) return;
    registration = registered;
  } catch (error) {
    // A private window, or a browser set so: the page works as long as it is open.
    console.info('not kept for use without a network:', error);
    return;
  }
  if (registration.waiting) offer(session, registration.waiting);
  const watch = (worker: ServiceWorker | null): void =>
    worker?.addEventListener('statechange', () => {
      // On a first visit there is no page of an older version to replace.
      if (worker.state === 'installed' && navigator.serviceWorker.controller) offer(session, worker);
    });
  // The browser looks for a new version by itself as soon as the page is opened.
  watch(registration.installing);
  registration.addEventListener('updatefound', () => watch(registration.installing));
  await keepDataSets();
}

/**
 * Has the service worker keep data sets, which it does with all that are fetched: those that were fetched before it was
 * there, and all of them for who has installed the page, and expects all of it to be there.
 */
async function keepDataSets(): Promise<void> {
  const isInstalled = matchMedia('(display-mode: standalone)').matches;
  const urls = dataSets.map(({ address }) => new URL(address, document.baseURI));
  const wanted = urls.filter(({ href }) => isInstalled || performance.getEntriesByName(href).length > 0);
  if (wanted.length === 0) return;
  const { serviceWorker } = navigator;
  if (!serviceWorker.controller)
    await new Promise((resolve) => serviceWorker.addEventListener('controllerchange', resolve, { once: true }));
  for (const url of wanted) {
    try {
      await (await fetch(url)).arrayBuffer();
    } catch (error) {
      // Without a network now, another visit does it.
      console.info(`not kept: ${url}`, error);
      return;
    }
  }
}

/** Tells of a new version; the page stays as it is until the user takes it. */
function offer(session: Session, worker: ServiceWorker): void {
  const take = (): void => {
    navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
    worker.postMessage('update');
  };
  const action = { title: 'Reload with it', does: take };
  session.say({ tone: 'note', about: 'update', place: null, text: 'A new version of arcscore is ready.', action });
}

function settled(session: Session): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (session.state === 'loading' || session.state === 'scoring') return;
      session.removeEventListener('change', look);
      setTimeout(resolve, 500);
    };
    session.addEventListener('change', look);
    look();
  });
}
