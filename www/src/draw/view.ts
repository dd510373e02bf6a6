import { html } from 'lit';
import type { View } from '../app/view';
import './draw-view';

export const view: View = {
  render: (page) => html`<arc-draw-view .page=${page}></arc-draw-view>`,
  keys: [
    { keys: ['0', '9'], between: true, does: 'choose a color in the drawing' },
    { keys: ['Ctrl+Z', 'Ctrl+Y'], does: 'undo and redo' },
  ],
};
