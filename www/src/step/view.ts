import { html } from 'lit';
import type { View } from '../app/view';
import './step-view';

export const view: View = {
  render: (page) => html`<arc-step-view .page=${page}></arc-step-view>`,
  keys: [
    { keys: ['↑', '↓'], does: 'line before and after (also k and j)' },
    { keys: ['Home', 'End'], does: 'first and last line' },
  ],
};
