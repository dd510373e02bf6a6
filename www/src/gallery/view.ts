import { html } from 'lit';
import type { View } from '../app/view';
import './gallery';

export const view: View = {
  render: (page) => html`<arc-gallery .page=${page}></arc-gallery>`,
  keys: [
    { keys: ['←', '→', '↑', '↓'], does: 'move from task to task' },
    { keys: ['Home', 'End'], does: 'first and last task' },
    { keys: ['Enter'], does: 'open the task' },
    { keys: ['/'], does: 'search by id' },
  ],
};
