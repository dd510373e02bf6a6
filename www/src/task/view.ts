import { html } from 'lit';
import type { View } from '../app/view';
import './task-view';

export const view: View = {
  render: (page) => html`<arc-task-view .page=${page}></arc-task-view>`,
  keys: [
    { keys: ['j', 'k'], does: 'next and previous program' },
    { keys: ['l', 'h'], does: 'next and previous task' },
    { keys: ['+', '-', '0'], does: 'larger, smaller, as large as fits' },
    { keys: ['o'], does: 'objects outlined' },
    { keys: ['n'], does: 'numbers in the cells' },
  ],
};
