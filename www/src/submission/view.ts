import { html } from 'lit';
import type { View } from '../app/view';
import './submission-view';

export const view: View = {
  render: (page) => html`<arc-submission-view .page=${page}></arc-submission-view>`,
};
