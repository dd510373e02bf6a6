import { KINDS, type Kind } from './outcome';
import type { Scoreboard } from './scoreboard';

/** What is asked of the list of programs. */
export interface Query {
  /** The number of the task that is looked at; null for all tasks. */
  task: number | null;
  /** A part of a program's name. */
  text: string;
  show: Show;
  /** `rank`, `file`, `name`, `right`, `time`, `fuel`, or the number of a sample or a task after `at `. */
  sort: string;
  /** Whether the order of `sort`, which has its best first, is turned round. */
  reversed: boolean;
  /** Whether programs of which the same came out everywhere stand as one. */
  group: boolean;
}

/** Which programs are shown, with the words for it. */
export const SHOWS = {
  all: 'all programs',
  right: 'right everywhere',
  some: 'right on some',
  none: 'right on none',
  near: 'nearly right somewhere',
  size: 'wrong size somewhere',
  error: 'raised an error',
  limit: 'hit a limit',
} as const;
export type Show = keyof typeof SHOWS;

export interface Order {
  /** Numbers of programs, as they are to be listed. */
  programs: Uint32Array;
  /** The others of a group, by the one that stands for it. */
  same: Map<number, number[]>;
}

/** The programs that are asked for, in the order that is asked for. */
export function orderOf(board: Scoreboard, query: Query): Order {
  const text = query.text.trim().toLowerCase();
  const found: number[] = [];
  for (let program = 0; program < board.programs.length; program++) {
    if (text && !board.programs[program]!.name.toLowerCase().includes(text)) continue;
    if (isShown(board, program, query)) found.push(program);
  }
  const compare = comparing(board, query);
  found.sort((a, b) => compare(a, b) || a - b);
  if (query.reversed) found.reverse();
  if (!query.group) return { programs: Uint32Array.from(found), same: new Map() };
  return grouped(board, found, query.task);
}

function isShown(board: Scoreboard, program: number, { task, show }: Query): boolean {
  if (show === 'all') return true;
  const [from, length] = board.range(program, task);
  const right = task === null ? board.total.right[program]! : board.rightOn(program, task);
  const answers = board.answersFor(program, task);
  if (show === 'right') return answers > 0 && right === answers;
  if (show === 'some') return right > 0 && right < answers;
  if (show === 'none') return answers > 0 && right === 0 && done(board, program, task) === length;
  const kind = KINDS.indexOf(show satisfies Kind);
  const { kind: kinds } = board.columns;
  for (let place = from; place < from + length; place++) if (kinds[place] === kind) return true;
  return false;
}

function done(board: Scoreboard, program: number, task: number | null): number {
  return task === null ? board.total.done[program]! : board.doneOn(program, task);
}

function comparing(board: Scoreboard, { task, sort }: Query): (a: number, b: number) => number {
  const { columns, programs, total } = board;
  const on = (values: (program: number, task: number) => number, sums: (program: number) => number) =>
    task === null ? sums : (program: number) => values(program, task);
  const right = on((p, t) => board.rightOn(p, t), (p) => total.right[p]!);
  const points = on((p, t) => board.pointsOn(p, t), (p) => total.points[p]!);
  const rank = (a: number, b: number): number => right(b) - right(a) || points(b) - points(a);
  const least = (value: (program: number) => number) => {
    // Sums are worked out once for each program, not once for each comparison.
    const known = Float64Array.from(programs, (_, program) => value(program));
    return (a: number, b: number): number => known[a]! - known[b]!;
  };
  switch (sort) {
    case 'file':
      return () => 0;
    case 'name':
      return (a, b) => programs[a]!.name.localeCompare(programs[b]!.name, 'en', { numeric: true });
    case 'solved':
      return (a, b) => total.solved[b]! - total.solved[a]! || rank(a, b);
    case 'time':
      return least(on((p, t) => board.microsOn(p, t), (p) => total.micros[p]!));
    case 'fuel':
      return least(on((p, t) => board.fuelOn(p, t), (p) => total.fuel[p]!));
  }
  const at = /^at (\d+)$/.exec(sort);
  if (!at) return rank;
  const number = Number(at[1]);
  if (task === null) {
    if (number >= board.tasks.length) return rank;
    return (a, b) =>
      board.rightOn(b, number) - board.rightOn(a, number) || board.pointsOn(b, number) - board.pointsOn(a, number);
  }
  if (number >= board.samples(task)) return rank;
  const known = (values: Uint8Array | Uint16Array): Uint16Array =>
    Uint16Array.from(programs, (_, program) => {
      const [from, length] = board.range(program, task);
      return number < length ? values[from + number]! : 0;
    });
  const [kinds, shares] = [known(columns.kind), known(columns.points)];
  return (a, b) => kinds[b]! - kinds[a]! || shares[b]! - shares[a]!;
}

/** Puts programs behind the first of which the same came out. What is not wholly scored stands for itself. */
function grouped(board: Scoreboard, found: readonly number[], task: number | null): Order {
  const leaders: number[] = [];
  const byFingerprint = new Map<number, number[]>();
  const same = new Map<number, number[]>();
  for (const program of found) {
    const [from, length] = board.range(program, task);
    // On tasks of their own no two programs meet the same samples.
    if (done(board, program, task) < length || board.isOwn) {
      leaders.push(program);
      continue;
    }
    const fingerprint = board.columns.fingerprint(from, from + length);
    const alike = byFingerprint.get(fingerprint) ?? [];
    const leader = alike.find((other) => board.columns.sameResults(from, board.range(other, task)[0], length));
    if (leader === undefined) {
      alike.push(program);
      byFingerprint.set(fingerprint, alike);
      leaders.push(program);
    } else {
      const others = same.get(leader) ?? [];
      others.push(program);
      same.set(leader, others);
    }
  }
  return { programs: Uint32Array.from(leaders), same };
}
