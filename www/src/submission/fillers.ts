import type { GridData, ScoredSubmission } from '../engine/protocol';
import type { Scoreboard } from '../results/scoreboard';

/** Which attempts of a submission nobody made, each as `fillerKey` names it. */
export type Fillers = ReadonlySet<string>;

export function fillerKey(task: string, test: number, attempt: number): string {
  return `${task} ${test} ${attempt}`;
}

/**
 * The fillers in a submission that the engine wrote of a run. Kaggle wants two attempts at each test, so a single black
 * cell stands for one that there is none of (`src/submission/write.rs`). It is an attempt where a program produced such
 * a cell; but no second one after the same, because attempts differ.
 */
export function fillersOf({ tasks }: ScoredSubmission, board: Scoreboard): Fillers {
  const fillers = new Set<string>();
  for (const { id, outputs } of tasks) {
    outputs.forEach(({ attempts }, test) => {
      const [first, second] = attempts.map(({ grid, hit }) => hit === 'wrong' && isBlackCell(grid));
      const isMade = (first || second) && mayHaveMadeCell(board, id, test);
      if (first && !isMade) fillers.add(fillerKey(id, test, 0));
      if (second && (first || !isMade)) fillers.add(fillerKey(id, test, 1));
    });
  }
  return fillers;
}

/** Whether a program produced a black cell for a test; also where that is no longer known. */
function mayHaveMadeCell(board: Scoreboard, id: string, test: number): boolean {
  const task = board.taskNumber(id);
  if (task === undefined) return true;
  const { columns } = board;
  const sample = board.tasks[task]!.train.length + test;
  return board.programs.some((_, program) => {
    if (!board.isInRun(program, task)) return false;
    const place = board.range(program, task)[0] + sample;
    if (!columns.isCellAt(place)) return false;
    const grid = columns.gridAt(place);
    return grid === null || isBlackCell(grid);
  });
}

function isBlackCell(grid: GridData | null): boolean {
  return grid?.height === 1 && grid.width === 1 && grid.cells[0] === 0;
}
