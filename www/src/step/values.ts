import type { GridData, TypedValue } from '../engine/protocol';
import type { Location } from '../grid/outline';
import { digits } from '../results/words';

/** A cell of an object, or of a set of locations, which have no color of their own. */
export interface Part {
  color: number | null;
  at: Location;
}

/** The cells of an object or of indices, in the order in which the set is iterated; null for any other value. */
export function partsOf(value: TypedValue): Part[] | null {
  if (value.kind === 'object') {
    const { cells } = value;
    return Array.from({ length: cells.length / 3 }, (_, at) => ({
      color: cells[3 * at]!,
      at: [cells[3 * at + 1]!, cells[3 * at + 2]!],
    }));
  }
  if (value.kind === 'indices') {
    const { indices } = value;
    return Array.from({ length: indices.length / 2 }, (_, at) => ({
      color: null,
      at: [indices[2 * at]!, indices[2 * at + 1]!],
    }));
  }
  return null;
}

/** A grid as the page draws it; null for any other value, and for one of which a part is missing. */
export function gridOf(value: TypedValue | null): GridData | null {
  if (value?.kind !== 'grid' || value.cut) return null;
  const { height, width, cells } = value;
  return { height, width, cells: Int32Array.from(cells) };
}

/** What a value is, in a few words: `grid 9 by 9`, `5 objects`. */
export function kindInWords(value: TypedValue): string {
  switch (value.kind) {
    case 'none':
      return 'None';
    case 'bool':
    case 'int':
      return value.text;
    case 'vector':
    case 'cell':
      return value.text;
    case 'grid':
      return `grid ${value.height} by ${value.width}`;
    case 'object':
      return `object of ${many(value.length, 'cell')}`;
    case 'indices':
      return many(value.length, 'location');
    case 'set':
    case 'tuple':
      return collection(value);
    case 'function':
      return 'function';
  }
}

function collection(value: TypedValue & { kind: 'set' | 'tuple' }): string {
  const { items, kind, length } = value;
  if (length === 0) return `empty ${kind}`;
  const first = items[0]?.kind;
  const same = first !== undefined && items.every((item) => item.kind === first);
  const word = same ? ITEM_WORDS[first] : 'value';
  return kind === 'set' ? many(length, word) : `tuple of ${many(length, word)}`;
}

const ITEM_WORDS: Record<TypedValue['kind'], string> = {
  none: 'None',
  bool: 'bool',
  int: 'number',
  vector: 'vector',
  cell: 'cell',
  grid: 'grid',
  object: 'object',
  indices: 'patch',
  set: 'set',
  tuple: 'tuple',
  function: 'function',
};

function many(count: number, word: string): string {
  if (count === 1) return `1 ${word}`;
  return `${digits(count)} ${word === 'patch' ? 'patches' : `${word}s`}`;
}

/** Rows and columns from the first to the one behind the last. */
export interface Box {
  top: number;
  left: number;
  bottom: number;
  right: number;
}

export function boxOf(parts: readonly Part[]): Box {
  const box = { top: Infinity, left: Infinity, bottom: -Infinity, right: -Infinity };
  for (const {
    at: [row, column],
  } of parts) {
    box.top = Math.min(box.top, row);
    box.left = Math.min(box.left, column);
    box.bottom = Math.max(box.bottom, row + 1);
    box.right = Math.max(box.right, column + 1);
  }
  return box;
}
