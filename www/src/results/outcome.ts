import type { GridData } from '../engine/protocol';
import type { KeptEvaluation } from './columns';

/** What became of one candidate on one sample; `outside` is what the run leaves out. */
export type Kind = 'outside' | 'waiting' | 'limit' | 'error' | 'wrong' | 'size' | 'open' | 'near' | 'right';

/** What may become of what is in the run. The best last, so that numbers of kinds can be compared. */
export const KINDS: readonly Kind[] = ['waiting', 'limit', 'error', 'wrong', 'size', 'open', 'near', 'right'];

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

export function judge(evaluation: KeptEvaluation | null | undefined, expected: GridData | null): Outcome {
  if (evaluation === null) return { kind: 'outside', word: '', sentence: 'not in this run' };
  if (!evaluation) return { kind: 'waiting', word: '', sentence: 'not scored yet' };
  const { status, shape, points, wrongCells } = evaluation;
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
  if (!shape) return { kind: 'wrong', word: 'wrong', sentence: 'wrong: not a grid to draw' };
  if (wrongCells === null) {
    return { kind: 'size', word: 'size', sentence: `wrong size: ${sizeOf(shape)} instead of ${sizeOf(expected)}` };
  }
  if (points === 0) return { kind: 'wrong', word: 'wrong', sentence: 'wrong in every cell' };
  const share = percent(points);
  const cells = expected.height * expected.width;
  return { kind: 'near', word: share, sentence: `${share} equal, ${wrongCells} of ${cells} cells wrong` };
}

/** 7 by 9. */
export function sizeOf({ height, width }: { height: number; width: number }): string {
  return `${height} by ${width}`;
}

/** Thousandths, rounded down, so that only what is right shows 100%. */
export function percent(points: number): string {
  return points < 10 ? '<1%' : `${Math.floor(points / 10)}%`;
}
