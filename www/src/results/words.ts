import { TIMEOUT_S } from '../engine/patience';
import { judge, type Kind } from './outcome';
import type { Row, Sample, Scoreboard } from './scoreboard';

/** Made once: to make one takes as long as to write a hundred numbers. */
const DIGITS = new Intl.NumberFormat('en');

/** `1,120`. */
export function digits(number: number): string {
  return DIGITS.format(number);
}

/** `1 task`, `1,120 tasks`. */
export function count(number: number, word: string): string {
  return `${digits(number)} ${number === 1 ? word : `${word}s`}`;
}

/** More names than these would hide what matters. */
const MOST_NAMES = 3;

/** `a`, `a and b`, `a, b, c and 2 more`. */
export function listed(all: readonly string[]): string {
  const names = all.slice(0, MOST_NAMES);
  const more = all.length - names.length;
  if (more > 0) names.push(`${digits(more)} more`);
  const last = names.pop();
  return names.length > 0 ? `${names.join(', ')} and ${last}` : `${last}`;
}

/** The steps in which a page's clock goes on, in microseconds: what takes less may seem to take no time. */
const GRAIN = crossOriginIsolated ? 5 : 100;

/** A time in the unit that suits it. */
export function duration(micros: number): string {
  if (Math.round(micros) === 0) return `< ${GRAIN} µs`;
  if (micros < 1000) return `${Math.round(micros)} µs`;
  const millis = micros / 1000;
  if (millis < 1000) return `${millis < 10 ? millis.toFixed(1) : Math.round(millis)} ms`;
  return `${(millis / 1000).toFixed(1)} s`;
}

/** A time that something may yet take, no finer than can be foretold. */
export function about(micros: number): string {
  const seconds = micros / 1e6;
  if (seconds < 100) return `${Math.ceil(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 100 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}

/** What meets what in a run: `20 programs on 5 tasks`; `15 of 20 programs, each on its own task`. */
export function inRun(board: Scoreboard): string {
  const all = board.programs.length;
  if (!board.isOwn) return `${count(all, 'program')} on ${count(board.tasks.length, 'task')}`;
  const some = board.programsInRun;
  return `${some < all ? `${digits(some)} of ` : ''}${count(all, 'program')}, each on its own task`;
}

/** `5 of 6 samples right`, of those whose answer is known. */
export function rightInWords({ evaluations, judged, right }: Scoreboard): string {
  const open = evaluations - judged;
  return `${digits(right)} of ${digits(judged)} samples right${open > 0 ? `, ${digits(open)} without a known answer` : ''}`;
}

/** What is to be known of evaluations that the wall clock ended: all others end alike wherever they are made. */
export function stoppedInWords(stopped: number): string {
  const were = `${count(stopped, 'evaluation')} ${stopped === 1 ? 'was' : 'were'} stopped by the clock after ${TIMEOUT_S} s`;
  return `${were}: on another machine ${stopped === 1 ? 'it' : 'they'} may end otherwise.`;
}

/** `3 of 6 right, 2 nearly, 1 raised IndexError`. */
export function summary(row: Row, samples: readonly Sample[]): string {
  const parts = [`${row.right} of ${row.answers} right`];
  const counts = new Map<Kind, number>();
  const raised = new Map<string, number>();
  row.evaluations.forEach((evaluation, at) => {
    const { kind } = judge(evaluation, samples[at]?.pair.output ?? null);
    if (kind === 'error')
      raised.set(evaluation?.error ?? 'an error', (raised.get(evaluation?.error ?? 'an error') ?? 0) + 1);
    else counts.set(kind, (counts.get(kind) ?? 0) + 1);
  });
  const words: [Kind, string][] = [
    ['near', 'partly'],
    ['wrong', 'wrong'],
    ['size', 'of the wrong size'],
    ['limit', 'at a limit'],
    ['open', 'without a known answer'],
    ['waiting', 'not scored'],
  ];
  for (const [kind, word] of words) {
    const count = counts.get(kind);
    if (count) parts.push(`${count} ${word}`);
  }
  for (const [name, count] of raised) parts.push(`${count} raised ${name}`);
  return parts.join(', ');
}
