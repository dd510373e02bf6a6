/**
 * The page's address: what is loaded, and what of it is shown.
 *
 * | parameter | says |
 * | --- | --- |
 * | `tasks`, `programs` | addresses of files to load, each as often as needed |
 * | `workers` | how many score at once |
 * | `pairs` | `own`: each program is scored on the task of its own name, instead of on all |
 * | `run` | score as soon as all is loaded |
 * | `embed` | one view alone, for the frame of another page |
 * | `view` | which view is shown, as `views.ts` names them; without it, the one that suits what is loaded |
 * | `task`, `program` | what is selected: a task's id, a program's name |
 * | `sample` | which sample of the task: `train:0`, counted as in files |
 * | any other | an option of the view, gone when another view is shown |
 *
 * The fragment carries a shared demo (`share/packing.ts`) and nothing else.
 */

import { MAX_WORKERS } from '../engine/tier';
import type { Pairs } from './session';

/** What the page's address asks to load. */
export interface Files {
  tasks: string[];
  programs: string[];
  workers: number | null;
  pairs: Pairs;
  run: boolean;
}

/** What is shown. */
export interface Place {
  view: string | null;
  task: string | null;
  program: string | null;
  /** `train:0`. */
  sample: string | null;
  /** What the view keeps of its own: sorting, a search, a filter. */
  options: Readonly<Record<string, string>>;
}

const OF_FILES = ['tasks', 'programs', 'workers', 'pairs', 'run', 'embed'];
const OF_PLACE = ['view', 'task', 'program', 'sample'] as const;

export function readFiles(): Files {
  const query = new URLSearchParams(location.search);
  return {
    tasks: query.getAll('tasks').filter(Boolean),
    programs: query.getAll('programs').filter(Boolean),
    workers: workersIn(query.get('workers')),
    pairs: query.get('pairs') === 'own' ? 'own' : 'all',
    run: query.has('run'),
  };
}

export function readPlace(): Place {
  const query = new URLSearchParams(location.search);
  const named: readonly string[] = [...OF_FILES, ...OF_PLACE];
  const [view, task, program, sample] = OF_PLACE.map((name) => query.get(name));
  return {
    view: view ?? null,
    task: task ?? null,
    program: program ?? null,
    sample: sample ?? null,
    options: Object.fromEntries([...query].filter(([name]) => !named.includes(name))),
  };
}

/** Puts what is shown into the address; `step` makes a place to come back to. */
export function showPlace(place: Place, step: boolean): void {
  const next = addressOf(place);
  if (next === here()) return;
  if (step) history.pushState(null, '', next);
  else history.replaceState(null, '', next);
}

/** The address at which this page shows a place. */
export function addressOf(place: Place): string {
  return edited((query) => putPlace(query, place));
}

export function showWorkers(workers: number): void {
  replace((query) => query.set('workers', String(workers)));
}

export function showPairs(pairs: Pairs): void {
  replace((query) => (pairs === 'own' ? query.set('pairs', pairs) : query.delete('pairs')));
}

/** Tasks or programs come from an address, which a copied link then loads too. */
export function showFile(kind: 'tasks' | 'programs', address: string): void {
  replace((query) => query.set(kind, address));
}

/** Other files of these kinds are loaded than those the address names. */
export function forgetFiles(...kinds: ('tasks' | 'programs')[]): void {
  replace((query) => {
    for (const name of [...kinds, 'run']) query.delete(name);
  });
}

/** Something else is loaded than the demo that the address carries. */
export function forgetLink(): void {
  if (location.hash) history.replaceState(null, '', location.pathname + location.search);
}

function putPlace(query: URLSearchParams, place: Place): void {
  for (const name of [...query.keys()]) if (!OF_FILES.includes(name)) query.delete(name);
  for (const name of OF_PLACE) {
    const value = place[name];
    if (value !== null) query.set(name, value);
  }
  for (const [name, value] of Object.entries(place.options)) query.set(name, value);
}

function replace(edit: (query: URLSearchParams) => void): void {
  const next = edited(edit);
  if (next !== here()) history.replaceState(null, '', next);
}

function here(): string {
  return location.pathname + location.search + location.hash;
}

function edited(edit: (query: URLSearchParams) => void): string {
  const query = new URLSearchParams(location.search);
  edit(query);
  // A bare `run` stays bare, and addresses in the query stay readable.
  const text = query
    .toString()
    .replace(/=(?=&|$)/g, '')
    .replaceAll('%2F', '/')
    .replaceAll('%3A', ':');
  return location.pathname + (text && `?${text}`) + location.hash;
}

function workersIn(text: string | null): number | null {
  const number = Number(text);
  return text !== null && Number.isInteger(number) && number >= 1 ? Math.min(MAX_WORKERS, number) : null;
}
