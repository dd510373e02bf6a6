import { reasonOf } from '../app/messages';
import type { Session } from '../app/session';
import type { Trace } from '../engine/protocol';
import { requestFor } from '../step/request';
import { gridOf } from '../step/values';
import type { KeptEvaluation } from './columns';

/** Makes again what an evaluation produced, where the page no longer holds it, and puts it back on the board. */
export async function produceAgain(session: Session, evaluation: KeptEvaluation): Promise<void> {
  const { board } = session;
  const program = session.programs.find(({ name }) => name === evaluation.program);
  const task = session.tasks.find(({ id }) => id === evaluation.task);
  const request = program && task && requestFor(program, task, evaluation.split, evaluation.index);
  if (!request) return;
  let trace: Trace | null;
  try {
    ({ trace } = await (await session.engine()).trace(request));
  } catch (error) {
    const text = `what ${program.name} produced can't be made again: ${reasonOf(error)}`;
    session.say({ tone: 'warning', about: 'engine', place: null, text });
    return;
  }
  // Other files may be loaded by now.
  if (session.board !== board || trace?.digest !== evaluation.digest) return;
  board.putProduced(evaluation, gridOf(trace.value), trace.value?.text ?? null);
  session.changed();
}
