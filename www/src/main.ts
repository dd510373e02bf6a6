import { readFiles } from './app/address';
import { App } from './app/app';
import { isolate } from './app/isolation';
import { Page } from './app/page';
import { startScorer } from './app/scorer';
import { Session } from './app/session';
import { startTheme } from './app/theme';

startTheme();
if (await isolate()) {
  const workers = readFiles().workers ?? Math.max(1, navigator.hardwareConcurrency || 1);
  customElements.define('arc-app', App);
  const app = new App();
  app.page = new Page(new Session(startScorer, workers));
  document.getElementById('starting')?.replaceWith(app);
}
