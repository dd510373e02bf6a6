import { clear, createStore, entries, del, set } from 'idb-keyval';
import type { FileKind, Source } from '../app/session';
import { oneByOne } from './one-by-one';

/** Choices of files of one kind that are kept, and how large one may be in bytes. */
const MOST_KEPT = 8;
const LARGEST = 32 << 20;
/** Files of one choice that are kept: each is read, and to most browsers one more file on the disk. */
export const MOST_FILES = 2_000;

/** Files that were loaded before, kept by the browser on this machine. */
export interface Recent {
  key: string;
  kind: FileKind;
  /** What it is: `5 tasks · demo.json`. */
  title: string;
  /** When it was last loaded, in milliseconds since 1970. */
  when: number;
  sources: Source[];
}

/** Opened when it is first used, once: each opening is a connection that stays. */
const store = createStore('arcscore-recent', 'files');

/** The latest first. */
export async function recents(): Promise<Recent[]> {
  const all = await entries<string, Recent>(store);
  return all.map(([, recent]) => recent).sort((a, b) => b.when - a.when);
}

/** Keeps files; the oldest make room. Rejects where the browser has no room or forbids it. */
export async function remember(kind: FileKind, title: string, sources: readonly Source[]): Promise<void> {
  const size = sources.reduce((sum, { content }) => sum + content.size, 0);
  if (size > LARGEST || sources.length > MOST_FILES) return;
  // What a blob of a file refers to may be gone tomorrow: the bytes themselves are kept.
  const copies = await oneByOne(sources, async ({ name, content }) => ({
    name,
    content: new Blob([await content.arrayBuffer()]),
  }));
  const key = `${kind} ${title}`;
  await set(key, { key, kind, title, when: Date.now(), sources: copies } satisfies Recent, store);
  // Each kind has room of its own: who writes programs keeps one version after the other.
  const others = (await recents()).filter((recent) => recent.kind === kind);
  for (const { key: old } of others.slice(MOST_KEPT)) await del(old, store);
}

export function forgetAll(): Promise<void> {
  return clear(store);
}
