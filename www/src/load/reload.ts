import { type Demo, fromFragment, pack, toFragment, unpack } from '../share/packing';
import { MOST_FILES } from './recent';

const KEY = 'arcscore-loaded';
/** Stands in the place of what is too large. */
export const NOT_KEPT = 'not kept';
/** Bytes of files that are packed without being asked for: more could hold up the page. */
const LARGEST = 8 << 20;
/** Characters that are stored: a browser gives a tab some five million, and drafts may take two. */
const MOST_STORED = 2_000_000;
/** What was begun so often, and never came to its end, is let go: the page opens without it. */
const MOST_TRIES = 2;

let times = 0;

/** Keeps what is loaded for a reload. The tab does, as packed for a link, and forgets it when it is closed. */
export async function keepForReload(loaded: Demo): Promise<void> {
  times += 1;
  const time = times;
  // Until it is packed nothing comes back, rather than what was loaded before.
  store(null);
  const files = [...loaded.tasks, ...loaded.programs];
  if (files.length + loaded.tasksAt.length + loaded.programsAt.length === 0) return;
  const size = files.reduce((sum, { content }) => sum + content.size, 0);
  const isLarge = size > LARGEST || files.length > MOST_FILES;
  try {
    const packed = isLarge ? null : await toFragment(await pack(loaded));
    if (time === times) store(packed !== null && packed.length <= MOST_STORED ? `0${packed}` : NOT_KEPT);
  } catch (error) {
    // A file that has gone, or may not be read any more.
    console.info('not kept for a reload:', error);
  }
}

/** What was loaded in this tab before it was reloaded or come back to, if anything was. */
export async function keptForReload(): Promise<Demo | typeof NOT_KEPT | null> {
  try {
    const kept = sessionStorage.getItem(KEY);
    const [page] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
    const isShownAgain = page?.type === 'reload' || page?.type === 'back_forward';
    store(null);
    if (kept === null || !isShownAgain) return null;
    if (kept === NOT_KEPT) return NOT_KEPT;
    const tries = Number(kept[0]);
    if (!(tries < MOST_TRIES)) return null;
    const packed = kept.slice(1);
    const text = await fromFragment(packed);
    if (text === null) return null;
    store(`${tries + 1}${packed}`);
    return unpack(text);
  } catch (error) {
    // Storage is forbidden, or holds something else: the page opens as in a new tab.
    console.info('nothing comes back after a reload:', error);
    return null;
  }
}

function store(text: string | null): void {
  try {
    // What was kept before goes first: if there is no room for this, that may not come back in its place.
    sessionStorage.removeItem(KEY);
    if (text !== null) sessionStorage.setItem(KEY, text);
  } catch (error) {
    console.info('not kept for a reload:', error);
  }
}
