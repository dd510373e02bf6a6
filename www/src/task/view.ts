import { html } from 'lit';
import type { View } from '../app/view';
import './task-view';

export const view: View = {
  render: (page) => html`<arc-task-view .page=${page}></arc-task-view>`,
  keys: [{ keys: ['j', 'k'], does: 'next and previous program' }],
};
