import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * The folder of the built site: what ARCSCORE_SITE names, else where Vite puts it.
 * @returns {string}
 */
export function siteFolder() {
  const folder = process.env['ARCSCORE_SITE'] ?? fileURLToPath(new URL('../../../www/dist', import.meta.url));
  if (!existsSync(`${folder}/index.html`)) throw new Error(`${folder} holds no built site: run cargo xtask test`);
  return folder;
}
