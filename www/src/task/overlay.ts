import type { GridData, TypedValue } from '../engine/protocol';
import type { Session } from '../app/session';
import { rowsOf } from '../grid/export';
import type { Location, Outline } from '../grid/outline';

/** What an overlay shows on a grid. */
export interface Found {
  outlines: readonly Outline[];
  /** The numbers of colors that it found, for those overlays that find colors. */
  colors: readonly number[] | null;
  /** What it found, in words. */
  words: string;
}

/** The primitives whose results can be laid over a grid. */
export const OVERLAYS = ['objects', 'partition', 'frontiers', 'palette'] as const;
export type Overlay = (typeof OVERLAYS)[number];

/** The settings of `objects`, in the order of its parameters. */
export const SETTINGS = [
  { name: 'univalued', title: 'of one color' },
  { name: 'diagonal', title: 'diagonally too' },
  { name: 'without_bg', title: 'without background' },
] as const;

/** With more objects than this, their numbers would hide them. */
const MOST_NUMBERED = 60;

/** The call as a program has it, such as `objects(I, T, F, T)`. */
export function callOf(overlay: Overlay, settings: readonly boolean[]): string {
  const flags = overlay === 'objects' ? settings.map((setting) => (setting ? ', T' : ', F')).join('') : '';
  return `${overlay}(I${flags})`;
}

/** What is known already, by grid and call. */
const known = new WeakMap<GridData, Map<string, Promise<Found>>>();

/** What a call finds in a grid; the engine is asked once. */
export function find(session: Session, grid: GridData, call: string): Promise<Found> {
  let calls = known.get(grid);
  if (!calls) known.set(grid, (calls = new Map()));
  let found = calls.get(call);
  if (!found) {
    found = ask(session, grid, call);
    calls.set(call, found);
    // What failed may go well another time.
    found.catch(() => calls.delete(call));
  }
  return found;
}

async function ask(session: Session, grid: GridData, call: string): Promise<Found> {
  const { trace, diagnostics } = await session.trace({
    file: 'overlay.py',
    source: `def overlay(I):\n    return ${call}\n`,
    program: 'overlay',
    input: rowsOf(grid),
    demonstrations: [],
    expected: null,
  });
  if (!trace) throw new Error(diagnostics[0]?.message ?? 'it could not be asked');
  if (!trace.value) throw new Error(trace.error ?? trace.status);
  return foundIn(trace.value);
}

function foundIn(value: TypedValue): Found {
  if (value.kind === 'indices') return { outlines: [outlineOf(value, null)], colors: null, words: `${value.length} cells` };
  if (value.kind !== 'set') return { outlines: [], colors: null, words: value.text };
  const { items, length, cut } = value;
  if (items.length > 0 && items.every(({ kind }) => kind === 'int')) {
    const colors = items.map(({ text }) => Number(text));
    return { outlines: [], colors: colors.sort((a, b) => a - b), words: counted(length, 'color') };
  }
  const numbered = items.length > 1 && items.length <= MOST_NUMBERED;
  const outlines = items.map((item, at) => outlineOf(item, numbered ? at + 1 : null));
  const words = `${counted(length, 'object')}${cut ? `, the first ${items.length} outlined` : ''}`;
  return { outlines, colors: null, words };
}

function outlineOf(value: TypedValue, number: number | null): Outline {
  const cells: Location[] = [];
  if (value.kind === 'object') {
    for (let at = 0; at + 2 < value.cells.length; at += 3) cells.push([value.cells[at + 1]!, value.cells[at + 2]!]);
  } else if (value.kind === 'indices') {
    for (let at = 0; at + 1 < value.indices.length; at += 2) cells.push([value.indices[at]!, value.indices[at + 1]!]);
  }
  return { cells, number };
}

function counted(number: number, word: string): string {
  if (number === 0) return `no ${word}s`;
  return `${number} ${number === 1 ? word : `${word}s`}`;
}
