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

/**
 * The page in one file: what ARCSCORE_SINGLE_FILE names, else where `cargo xtask dist --single-file` puts it.
 * @returns {string}
 */
export function singleFile() {
  const file = process.env['ARCSCORE_SINGLE_FILE'] ?? fileURLToPath(new URL('../../../dist/arcscore.html', import.meta.url));
  if (!existsSync(file)) throw new Error(`${file} is not there: run cargo xtask dist --single-file`);
  return file;
}
