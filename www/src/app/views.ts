import type { ViewEntry } from './view';

/** All views, as they stand in the bar. Each is loaded when it is first shown. */
export const views: readonly ViewEntry[] = [
  { id: 'tasks', title: 'Tasks', load: () => import('../gallery/view') },
  { id: 'task', title: 'Task', load: () => import('../task/view') },
  { id: 'results', title: 'Results', load: () => import('../results/view') },
  { id: 'step', title: 'Step', load: () => import('../step/view') },
  { id: 'programs', title: 'Programs', begins: true, load: () => import('../programs/view') },
  { id: 'run', title: 'Run', load: () => import('../run/view') },
  { id: 'submission', title: 'Submission', load: () => import('../submission/view') },
  { id: 'draw', title: 'Draw', begins: true, load: () => import('../draw/view') },
];
