import type { Place } from '../app/address';
import type { Session, Source } from '../app/session';
import { drawingOf, fileText } from '../draw/drawing';
import { pack, toFragment } from './packing';
import { type Part, digestOf } from './part-digest';

/** A link that carries what is loaded, and the same as the text of a file. */
export interface SharedLink {
  link: string;
  /** The same for the frame of another page. */
  embedded: string;
  packed: string;
  /** Of the results, if there are any. */
  digest: string | null;
}

/** How much a link carries. */
export interface Extent {
  /** Only this task, by its id. */
  task: string | null;
  /** Only this program, by its name. */
  program: string | null;
  /** Addresses that stand for the loaded files, where they came from addresses. */
  at: { tasks: readonly string[]; programs: readonly string[] };
}

export async function linkTo(session: Session, place: Place, extent: Extent): Promise<SharedLink> {
  const task = session.tasks.find(({ id }) => id === extent.task);
  const program = session.programs.find(({ name }) => name === extent.program);
  const tasksAt = task ? [] : [...extent.at.tasks];
  const programsAt = program ? [] : [...extent.at.programs];
  const tasks = task
    ? [source(`${task.id}.json`, fileText(drawingOf(task)))]
    : tasksAt.length > 0
      ? []
      : session.taskFiles.map((file) => file.source);
  const programs = program
    ? [source(`${program.name}.py`, `${program.source.trimEnd()}\n`)]
    : programsAt.length > 0
      ? []
      : session.programFiles.map((file) => file.source);
  const digest = await sharedDigest(session, { task: task?.id ?? null, program: program?.name ?? null });
  const packed = await pack({
    tasks,
    programs,
    tasksAt,
    programsAt,
    workers: session.workers,
    pairs: session.choiceOfPairs ?? 'all',
    task: place.task,
    program: place.program,
    digest,
  });
  const fragment = await toFragment(packed);
  const page = location.origin + location.pathname;
  const view = place.view === null ? '' : `view=${encodeURIComponent(place.view)}`;
  return {
    link: page + (view && `?${view}`) + fragment,
    embedded: `${page}?embed${view && `&${view}`}${fragment}`,
    packed,
    digest,
  };
}

/** The digest of the results, or of those of a part, where they are complete. */
async function sharedDigest({ result }: Session, part: Part): Promise<string | null> {
  if (!result || result.cancelled || !result.jsonLines) return null;
  return part.task === null && part.program === null ? result.digest : digestOf(part, result.jsonLines);
}

function source(name: string, text: string): Source {
  return { name, content: new Blob([text]) };
}
