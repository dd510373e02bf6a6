import type { Evaluation, GridData } from '../engine/protocol';
import { sameSize } from '../grid/draw';

/** What became of one candidate on one sample. */
export type Kind = 'right' | 'near' | 'wrong' | 'size' | 'error' | 'limit' | 'open' | 'waiting';

export interface Outcome {
  kind: Kind;
  /** For a mark in a table: a word or a number. */
  word: string;
  /** For the sample's own row, and for listeners. */
  sentence: string;
}

const LIMITS = {
  fuel: { word: 'fuel', sentence: 'out of fuel: it computes too much' },
  memory: { word: 'memory', sentence: 'out of memory: it builds too large a value' },
  timeout: { word: 'time', sentence: 'out of time; on a faster machine it may end' },
} as const;

export function judge(evaluation: Evaluation | undefined, expected: GridData | null): Outcome {
  if (!evaluation) return { kind: 'waiting', word: '', sentence: 'not scored yet' };
  const { status, produced, points } = evaluation;
  if (status === 'error') {
    const name = evaluation.error ?? 'error';
    const place = evaluation.line === null ? '' : ` in line ${evaluation.line}`;
    return { kind: 'error', word: 'error', sentence: `${name}${place}` };
  }
  if (status !== 'ok') return { kind: 'limit', ...LIMITS[status] };
  if (evaluation.match) return { kind: 'right', word: 'right', sentence: 'right' };
  if (evaluation.match === null || !expected) {
    return { kind: 'open', word: 'open', sentence: 'the file keeps the answer back' };
  }
  if (!produced) return { kind: 'wrong', word: 'wrong', sentence: 'wrong: not a grid to draw' };
  if (!sameSize(produced, expected)) {
    return { kind: 'size', word: 'size', sentence: `wrong size: ${sizeOf(produced)} instead of ${sizeOf(expected)}` };
  }
  if (points === 0) return { kind: 'wrong', word: 'wrong', sentence: 'wrong in every cell' };
  const share = percent(points);
  return { kind: 'near', word: share, sentence: `${share} equal, ${wrongCells(produced, expected)}` };
}

/** 7 by 9. */
export function sizeOf(grid: GridData): string {
  return `${grid.height} by ${grid.width}`;
}

/** Rounded down, so that only what is right shows 100%. */
function percent(points: number): string {
  return points < 10 ? '<1%' : `${Math.floor(points / 10)}%`;
}

function wrongCells(produced: GridData, expected: GridData): string {
  let wrong = 0;
  for (let at = 0; at < expected.cells.length; at++) if (produced.cells[at] !== expected.cells[at]) wrong++;
  return `${wrong} of ${expected.cells.length} cells wrong`;
}
