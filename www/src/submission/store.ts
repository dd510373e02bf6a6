import type { Session } from '../app/session';
import type { ScoredSubmission, TaskData } from '../engine/protocol';
import type { Fillers } from './fillers';

/** A submission that was scored on the loaded tasks. */
export interface Scored {
  submission: ScoredSubmission;
  /** The tasks with their answers, by id. */
  tasks: ReadonlyMap<string, TaskData>;
  /** The files it was scored on: with others it has to be scored again. */
  on: Session['taskFiles'];
  source: { name: string; bytes: Uint8Array };
  fillers: Fillers;
}

/** The last one stays while other views are shown, and so does the file that was loaded for it beside others. */
export const shown: { scored: Scored | null; given: Session['submission'] } = { scored: null, given: null };

export async function scoreSubmission(
  session: Session,
  name: string,
  bytes: Uint8Array,
  fillersIn: (submission: ScoredSubmission) => Fillers,
): Promise<Scored> {
  const on = session.taskFiles;
  const files = on.map(({ loaded }) => loaded);
  const engine = await session.engine();
  const submission = await engine.scoreSubmission(files, name, bytes);
  const { tasks } = await engine.joinTasks(files);
  return {
    submission,
    tasks: new Map(tasks.map((task) => [task.id, task])),
    on,
    source: { name, bytes },
    fillers: fillersIn(submission),
  };
}
