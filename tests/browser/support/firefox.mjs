import puppeteer from 'puppeteer-core';
import { onPath } from './on-path.mjs';

const NAMES = ['firefox-esr', 'firefox'];

/**
 * The Firefox to test with: what ARCSCORE_FIREFOX names, else one on the PATH; null if there is none.
 * @returns {string | null}
 */
export function findFirefox() {
  const named = process.env['ARCSCORE_FIREFOX'];
  if (named) return named;
  return onPath(...NAMES);
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
    // A test bounds its own time, and may have the page do one thing for minutes.
    protocolTimeout: 0,
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
