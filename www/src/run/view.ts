import { html } from 'lit';
import type { View } from '../app/view';
import './run-view';

export const view: View = {
  render: (page) => html`<arc-run-view .page=${page}></arc-run-view>`,
};
