import type { TaskData } from '../engine/protocol';
import type { Standing } from '../results/scoreboard';
import { factsOf } from './facts';

/** Which tasks are shown, and in which order: the options of the view, as the address has them. */
export type Wanted = Readonly<Record<string, string>>;

/** One way to leave out tasks or to sort them, as it is offered. The first choice of each is that of no option. */
interface Choices<Does> {
  /** Its name in the address. */
  option: string;
  label: string;
  choices: readonly { value: string; title: string; does: Does }[];
}

type Keeps = ((task: TaskData, standing: Standing) => boolean) | null;
type Ranks = ((task: TaskData, standing: Standing) => number | string) | null;

export const FILTERS: readonly Choices<Keeps>[] = [
  {
    option: 'size',
    label: 'Size',
    choices: [
      { value: '', title: 'Any size', does: null },
      ...[5, 10, 20, 30].map((side) => ({
        value: String(side),
        title: `Up to ${side}×${side}`,
        does: (task: TaskData) => factsOf(task).side <= side,
      })),
      { value: 'over30', title: 'Over 30', does: (task) => factsOf(task).side > 30 },
    ],
  },
  {
    option: 'colors',
    label: 'Colors',
    choices: [
      { value: '', title: 'Any colors', does: null },
      ...[1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((colors) => ({
        value: String(colors),
        title: colors === 1 ? '1 color' : `${colors} colors`,
        does: (task: TaskData) => factsOf(task).colors === colors,
      })),
    ],
  },
  {
    option: 'shape',
    label: 'Shape',
    choices: [
      { value: '', title: 'Any shape', does: null },
      { value: 'same', title: 'Output sized as input', does: (task) => factsOf(task).sameShape },
      { value: 'other', title: 'Output sized otherwise', does: (task) => !factsOf(task).sameShape },
    ],
  },
  {
    option: 'solved',
    label: 'Solved',
    choices: [
      { value: '', title: 'Solved or not', does: null },
      { value: 'yes', title: 'Solved by a program', does: (_, { solvers }) => solvers > 0 },
      { value: 'no', title: 'Unsolved', does: (_, standing) => standing.solvers === 0 && isScored(standing) },
    ],
  },
];

export const SORTS: Choices<Ranks> = {
  option: 'sort',
  label: 'Sort',
  choices: [
    { value: '', title: 'As in the file', does: null },
    { value: 'id', title: 'By id', does: (task) => task.id },
    { value: 'small', title: 'Smallest first', does: (task) => factsOf(task).side },
    { value: 'large', title: 'Largest first', does: (task) => -factsOf(task).side },
    { value: 'colors', title: 'Fewest colors first', does: (task) => factsOf(task).colors },
    { value: 'pairs', title: 'Most pairs first', does: (task) => -factsOf(task).pairs },
    { value: 'solved', title: 'Most solved first', does: (_, { solvers }) => -solvers },
    {
      value: 'unsolved',
      title: 'Least solved first',
      // What is not known yet comes after what is.
      does: (_, standing) => (isScored(standing) ? standing.solvers : Infinity),
    },
  ],
};

/** Whether all is there that the run has to say of a task. */
function isScored({ programs, scored }: Standing): boolean {
  return programs > 0 && scored === programs;
}

/** Whether what is wanted depends on results, which change while scoring runs. */
export function asksForResults({ solved, sort }: Wanted): boolean {
  return Boolean(solved) || sort === 'solved' || sort === 'unsolved';
}

/** The tasks that are wanted, in order. `standingOf` says how far a run is with a task. */
export function arrange(
  tasks: readonly TaskData[],
  wanted: Wanted,
  standingOf: (id: string) => Standing,
): readonly TaskData[] {
  const search = (wanted['q'] ?? '').trim().toLowerCase();
  const keeps = FILTERS.map(({ option, choices }) => chosen(choices, wanted[option])).filter((keep) => keep !== null);
  const rank = chosen(SORTS.choices, wanted['sort']);
  const found = tasks.filter(
    (task) => task.id.toLowerCase().includes(search) && keeps.every((keep) => keep(task, standingOf(task.id))),
  );
  if (!rank) return found;
  const ranked = found.map((task) => ({ task, rank: rank(task, standingOf(task.id)) }));
  ranked.sort((a, b) => (a.rank < b.rank ? -1 : a.rank > b.rank ? 1 : 0));
  return ranked.map(({ task }) => task);
}

function chosen<Does>(choices: readonly { value: string; does: Does }[], value: string | undefined): Does | null {
  return choices.find((choice) => choice.value === (value ?? ''))?.does ?? null;
}
