import type { Source } from './session';

/** What the page's address asks for. */
export interface Address {
  tasks: string[];
  programs: string[];
  workers: number | null;
  run: boolean;
  task: string | null;
  program: string | null;
}

export interface Selection {
  task: string | null;
  program: string | null;
}

export function readAddress(): Address {
  const query = new URLSearchParams(location.search);
  return {
    tasks: query.getAll('tasks').filter(Boolean),
    programs: query.getAll('programs').filter(Boolean),
    workers: wholeNumber(query.get('workers')),
    run: query.has('run'),
    task: query.get('task'),
    program: query.get('program'),
  };
}

/** Puts the selection into the address; `step` makes a place to come back to. */
export function showSelection({ task, program }: Selection, step: boolean): void {
  change((query) => {
    put(query, 'task', task);
    put(query, 'program', program);
  }, step);
}

export function showWorkers(workers: number): void {
  change((query) => put(query, 'workers', String(workers)), false);
}

/** The tasks come from an address, which a copied link then loads too. */
export function showTasks(address: string): void {
  change((query) => put(query, 'tasks', address), false);
}

/** Other files are loaded than those the address names. */
export function forgetFiles(): void {
  change((query) => {
    for (const name of ['tasks', 'programs', 'run', 'task', 'program']) query.delete(name);
  }, false);
  if (location.hash) history.replaceState(null, '', location.pathname + location.search);
}

/** Fetches a file that the address names. */
export async function fetchSource(address: string): Promise<Source> {
  const url = new URL(address, location.href);
  let response: Response;
  try {
    response = await fetch(url);
  } catch {
    throw new Error(
      "can't be fetched: wrong address, no network, or its server doesn't let other pages read it (CORS)",
    );
  }
  if (!response.ok) throw new Error(`can't be fetched: the server answered ${response.status} ${response.statusText}`);
  const name = decodeURIComponent(url.pathname.split('/').at(-1) ?? '') || url.hostname;
  return { name, content: await response.blob() };
}

function change(edit: (query: URLSearchParams) => void, step: boolean): void {
  const query = new URLSearchParams(location.search);
  edit(query);
  // A bare `run` stays bare, and addresses in the query stay readable.
  const text = query
    .toString()
    .replace(/=(?=&|$)/g, '')
    .replaceAll('%2F', '/')
    .replaceAll('%3A', ':');
  const next = location.pathname + (text && `?${text}`) + location.hash;
  if (next === location.pathname + location.search + location.hash) return;
  if (step) history.pushState(null, '', next);
  else history.replaceState(null, '', next);
}

function put(query: URLSearchParams, name: string, value: string | null): void {
  if (value === null) query.delete(name);
  else query.set(name, value);
}

function wholeNumber(text: string | null): number | null {
  const number = Number(text);
  return text !== null && Number.isInteger(number) && number >= 1 ? number : null;
}
