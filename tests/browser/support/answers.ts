import { readFileSync } from 'node:fs';

/** What CPython answers, as record_known_answers.py wrote it down. */
export interface Answer {
  program: string;
  task: string;
  split: 'train' | 'test';
  index: number;
  status: 'ok' | 'error';
  error: string | null;
  line: number | null;
  match: boolean;
  points: number;
  digest: string;
  /** The rows, where the result is a grid. */
  cells: number[][] | null;
}

export interface Pair {
  input: number[][];
  output: number[][];
}

const fixture = (name: string): string => readFileSync(new URL(`../fixtures/${name}`, import.meta.url), 'utf8');

export const demoAnswers = JSON.parse(fixture('demo-answers.json')) as Answer[];
export const task007bbfb7 = JSON.parse(fixture('007bbfb7.json')) as Record<'train' | 'test', Pair[]>;

/** What the page calls a sample. */
export function sampleName({ split, index }: { split: string; index: number }): string {
  return `${split === 'train' ? 'demo' : 'test'} ${index + 1}`;
}
