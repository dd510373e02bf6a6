import { html } from 'lit';
import type { View } from '../app/view';
import './programs-view';

export const view: View = {
  render: (page) => html`<arc-programs-view .page=${page}></arc-programs-view>`,
  keys: [
    { keys: ['Ctrl+Space'], does: 'complete what is written' },
    { keys: ['Ctrl+S'], does: 'keep the program and score' },
  ],
};
