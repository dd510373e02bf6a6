/**
 * What the page may do, as the browser enforces it.
 *
 * Scripts come from the site alone, none is written into the page and none is made of text; WebAssembly may be
 * compiled. `connect-src` is wide because the page loads tasks and programs from any address that its own names.
 * Nothing is said of who may embed the page: it keeps nothing that another site could read out of a frame.
 */
const POLICY = {
  'default-src': ["'none'"],
  'script-src': ["'self'", "'wasm-unsafe-eval'"],
  'style-src': ["'self'"],
  // Lit writes what a template computes of an element's style into its attribute. No script can stand there.
  'style-src-attr': ["'unsafe-inline'"],
  'img-src': ["'self'", 'data:', 'blob:'],
  'font-src': ["'self'"],
  'connect-src': ["'self'", 'https:', 'http:'],
  'worker-src': ["'self'"],
  'manifest-src': ["'self'"],
  'base-uri': ["'none'"],
  'form-action': ["'none'"],
};

type Directive = keyof typeof POLICY;

/** The policy of the page as a header's value, some of its directives replaced. */
export function policy(instead: Partial<Record<Directive, string[]>> = {}): string {
  return Object.entries({ ...POLICY, ...instead })
    .map(([directive, sources]) => [directive, ...sources].join(' '))
    .join('; ');
}

/** The policy as an element of the page, for hosts that send no headers. */
export function policyElement(content: string): string {
  return `<meta http-equiv="Content-Security-Policy" content="${content}" />`;
}

/** Threads need cross-origin isolation; on hosts that can't send these, the service worker adds them. */
export const ISOLATION = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

/** All headers that a host should send with every file. */
export const HEADERS: Record<string, string> = {
  ...ISOLATION,
  'Content-Security-Policy': policy(),
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
};
