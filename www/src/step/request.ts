import type { ProgramData, Split, TaskData, TraceRequest } from '../engine/protocol';
import { rowsOf } from '../grid/export';

/** What the engine is asked to trace a program on a sample of a task. */
export function requestFor(program: ProgramData, task: TaskData, split: Split, index: number): TraceRequest | null {
  const pair = task[split][index];
  if (!pair) return null;
  return {
    file: program.name,
    source: program.source,
    program: program.name,
    input: rowsOf(pair.input),
    demonstrations: task.train.map(({ input, output }) => ({
      input: rowsOf(input),
      output: output && rowsOf(output),
    })),
    expected: pair.output && rowsOf(pair.output),
  };
}
