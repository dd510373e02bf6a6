/// <reference lib="webworker" />
import { type PrecacheEntry, addPlugins, cleanupOutdatedCaches, precacheAndRoute } from 'workbox-precaching';
import { registerRoute } from 'workbox-routing';
import { CacheFirst, NetworkOnly } from 'workbox-strategies';

/**
 * Keeps the site for use without a network, and adds the headers of cross-origin isolation to pages and workers, on
 * hosts that don't send them. It sees nothing of other sites, and keeps nothing of the user's.
 */

declare const self: ServiceWorkerGlobalScope & { __WB_MANIFEST: (PrecacheEntry | string)[] };

// What else is of the site needs no headers, and is handed on as it was kept: only then does Chromium keep what it has
// compiled of it for the next visit.
const isolating = {
  handlerWillRespond: async ({ request, response }: { request: Request; response: Response }): Promise<Response> =>
    request.mode === 'navigate' || request.destination === 'worker' ? isolated(response) : response,
};

addPlugins([isolating]);
cleanupOutdatedCaches();
// The query says what the page is to load and show: the page itself is one and the same.
precacheAndRoute(self.__WB_MANIFEST, { ignoreURLParametersMatching: [/./] });

// The data sets of the site are large: each is kept once somebody has loaded it. Their names tell their versions.
registerRoute(
  ({ sameOrigin, url }) => sameOrigin && /\/data\/[^/]+\.json$/.test(url.pathname),
  new CacheFirst({ cacheName: 'arcscore-data-sets', plugins: [isolating] }),
);

registerRoute(
  // Chromium refuses to fetch such a request, which its developer tools make, in any other mode.
  ({ request, sameOrigin }) => sameOrigin && !(request.cache === 'only-if-cached' && request.mode !== 'same-origin'),
  new NetworkOnly({ plugins: [isolating] }),
);

self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

// A new version waits until the user wants it, or until no page of the old one is open.
self.addEventListener('message', ({ data }) => {
  if (data === 'update') void self.skipWaiting();
});

function isolated(response: Response): Response {
  // A redirect that the browser is to follow itself, or a network error: there is nothing to add to.
  if (response.status === 0) return response;
  const headers = new Headers(response.headers);
  headers.set('Cross-Origin-Opener-Policy', 'same-origin');
  headers.set('Cross-Origin-Embedder-Policy', 'require-corp');
  headers.set('Cross-Origin-Resource-Policy', 'same-origin');
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}
