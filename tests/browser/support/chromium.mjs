import { chromium } from '@playwright/test';
import { onPath, runs } from './on-path.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome'];

/**
 * The browser to test with: what ARCSCORE_CHROMIUM names, else one on the PATH, else Playwright's own.
 * @returns {string}
 */
export function findChromium() {
  const named = process.env['ARCSCORE_CHROMIUM'];
  if (named) return named;
  const own = chromium.executablePath();
  const found = onPath(...NAMES) ?? (runs(own) ? own : null);
  if (!found) throw new Error('no Chromium: install one, or name it in ARCSCORE_CHROMIUM');
  return found;
}
