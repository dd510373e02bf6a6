import { html } from 'lit';
import type { View } from '../app/view';
import './results-view';

export const view: View = {
  render: (page) => html`<arc-results-view .page=${page}></arc-results-view>`,
  keys: [
    { keys: ['↑', '↓', '←', '→'], does: 'move in the results' },
    { keys: ['Enter'], does: 'open the result' },
  ],
};
