import { readFiles } from './app/address';
import { App } from './app/app';
import { isolate } from './app/isolation';
import { Page } from './app/page';
import { startScorer } from './app/scorer';
import { Session } from './app/session';
import { keepSettings } from './app/settings';
import { startTheme } from './app/theme';
import { defaultWorkers } from './engine/client';
import { keepOffline } from './offline/offline';

startTheme();
if (await isolate()) {
  const { pairs, workers } = readFiles();
  customElements.define('arc-app', App);
  const app = new App();
  const session = new Session(startScorer, workers ?? defaultWorkers(), pairs);
  app.page = new Page(session);
  document.getElementById('starting')?.replaceWith(app);
  void keepSettings();
  void keepOffline(session);
}
