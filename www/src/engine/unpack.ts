import type {
  JoinedTasks,
  PackedEvaluations,
  PackedGrids,
  PackedSubmission,
  PackedTasks,
} from 'arcscore-wasm/threads/arcscore.js';
import type {
  AttemptData,
  Evaluation,
  GridData,
  JoinedData,
  LoadedTasks,
  OutputScore,
  PairData,
  ScoredSubmission,
  SolutionData,
  Status,
  TaskData,
} from './protocol';

/** In the order of the numbers that the engine gives them. */
const STATUSES: readonly Status[] = ['ok', 'error', 'fuel', 'memory', 'timeout'];

/** In the order of the numbers that the engine gives them. */
const HITS: readonly AttemptData['hit'][] = ['missing', 'wrong', 'right'];

/** What a file holds. */
export function unpackFile(packed: PackedTasks): LoadedTasks {
  const { file, kind, format, counts, warnings } = packed;
  const solutions = kind === 'solutions' ? unpackSolutions(packed) : [];
  return { file, kind, format, counts, tasks: unpackTasks(packed), solutions, warnings };
}

/** What several files hold together. */
export function unpackJoined(packed: JoinedTasks): JoinedData {
  return { tasks: unpackTasks(packed), warnings: packed.warnings };
}

/** A submission that was scored. */
export function unpackSubmission({ attempts, hits, tasks, ...rest }: PackedSubmission): ScoredSubmission {
  const next = reader(attempts);
  let place = 0;
  const attempt = (): AttemptData => ({ hit: HITS[hits[place++]!]!, grid: next() });
  const output = (): OutputScore => {
    const both: OutputScore['attempts'] = [attempt(), attempt()];
    return { right: both.some(({ hit }) => hit === 'right'), attempts: both };
  };
  return {
    ...rest,
    tasks: tasks.map(({ id, missing, outputs: count }) => {
      const outputs = Array.from({ length: count }, output);
      return { id, missing, right: outputs.filter(({ right }) => right).length, outputs };
    }),
  };
}

function unpackSolutions({ solutions, solutionGrids }: PackedTasks): SolutionData[] {
  const next = reader(solutionGrids);
  return solutions.map(({ id, outputs }) => ({
    id,
    outputs: Array.from({ length: outputs }, () => {
      const output = next();
      if (!output) throw new Error('the engine sent a solution without an output');
      return output;
    }),
  }));
}

/** Makes tasks of their columns. The cells of all grids stay in one buffer. */
function unpackTasks({ tasks, grids }: Pick<PackedTasks, 'tasks' | 'grids'>): TaskData[] {
  const next = reader(grids);
  const pair = (): PairData => {
    const input = next();
    if (!input) throw new Error('the engine sent a pair without an input');
    return { input, output: next() };
  };
  return tasks.map(({ id, subset, train, test }) => ({
    id,
    subset,
    train: Array.from({ length: train }, pair),
    test: Array.from({ length: test }, pair),
  }));
}

/** Makes evaluations of their columns; the names are those of the run. */
export function unpackEvaluations(
  batch: PackedEvaluations,
  programs: readonly string[],
  tasks: readonly string[],
): Evaluation[] {
  const next = reader(batch.produced);
  const wide = new Map<number, Int32Array>();
  let from = 0;
  batch.wide.evaluation.forEach((evaluation) => {
    const cells = batch.produced.shapes[2 * evaluation]! * batch.produced.shapes[2 * evaluation + 1]!;
    wide.set(evaluation, batch.wide.cells.subarray(from, from + cells));
    from += cells;
  });
  const texts = new Map(batch.texts);
  const match = [false, true, null];
  return Array.from(batch.program, (program, i) => {
    const wideCells = wide.get(i);
    return {
      program: programs[program]!,
      task: tasks[batch.task[i]!]!,
      split: batch.split[i] === 0 ? 'train' : 'test',
      index: batch.index[i]!,
      status: STATUSES[batch.status[i]!]!,
      error: batch.errors[batch.error[i]! - 1] ?? null,
      digest: batch.digest[i]!.toString(16).padStart(16, '0'),
      match: match[batch.match[i]!]!,
      points: batch.points[i]!,
      fuel: batch.fuel[i]!,
      micros: batch.micros[i]!,
      produced: next(wideCells),
      text: texts.get(i) ?? null,
      line: batch.line[i]! || null,
    } satisfies Evaluation;
  });
}

/** Gives the grids one after the other, null where there is none. */
function reader({ shapes, cells }: PackedGrids): (wide?: Int32Array) => GridData | null {
  let grid = 0;
  let from = 0;
  return (wide) => {
    const height = shapes[2 * grid]!;
    const width = shapes[2 * grid + 1]!;
    grid += 1;
    if (height === 0) return null;
    if (wide) return { height, width, cells: wide };
    const own = cells.subarray(from, from + height * width);
    from += own.length;
    return { height, width, cells: own };
  };
}
