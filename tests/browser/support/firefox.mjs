import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import puppeteer from 'puppeteer-core';

const NAMES = ['firefox-esr', 'firefox'];

/**
 * The Firefox to test with: what ARCSCORE_FIREFOX names, else one on the PATH; null if there is none.
 * @returns {string | null}
 */
export function findFirefox() {
  const named = process.env['ARCSCORE_FIREFOX'];
  if (named) return named;
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const candidates = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  return candidates.find(runs) ?? null;
}

/**
 * Starts Firefox, driven over WebDriver BiDi.
 * @param {string} path
 * @returns {Promise<import('puppeteer-core').Browser>}
 */
export function startFirefox(path) {
  return puppeteer.launch({
    browser: 'firefox',
    executablePath: path,
    headless: true,
    // A busy machine takes its time over the first start.
    timeout: 90_000,
    // Nothing of the browser's own goes to the network.
    extraPrefsFirefox: {
      'app.normandy.enabled': false,
      'app.update.disabledForTesting': true,
      'browser.safebrowsing.downloads.enabled': false,
      'network.captive-portal-service.enabled': false,
      'network.connectivity-service.enabled': false,
    },
  });
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
