import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from '@playwright/test';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome'];

/**
 * The browser to test with: what ARCSCORE_CHROMIUM names, else one on the PATH, else Playwright's own.
 * @returns {string}
 */
export function findChromium() {
  const named = process.env['ARCSCORE_CHROMIUM'];
  if (named) return named;
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const candidates = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  const found = [...candidates, chromium.executablePath()].find(runs);
  if (!found) throw new Error('no Chromium: install one, or name it in ARCSCORE_CHROMIUM');
  return found;
}

/** @param {string} path */
function runs(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
