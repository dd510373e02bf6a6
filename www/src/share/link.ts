import type { Place } from '../app/address';
import type { Session } from '../app/session';
import { pack, toFragment } from './packing';

/** A link that carries what is loaded, and the same as the text of a file. */
export interface SharedLink {
  link: string;
  packed: string;
  /** Of the results, if there are any. */
  digest: string | null;
}

export async function linkTo(session: Session, { task, program }: Place): Promise<SharedLink> {
  const digest = session.result && !session.result.cancelled ? session.result.digest : null;
  const packed = await pack({
    tasks: session.taskFiles.map((file) => file.source),
    programs: session.programFiles.map((file) => file.source),
    workers: session.workers,
    task,
    program,
    digest,
  });
  const link = new URL(await toFragment(packed), location.origin + location.pathname).href;
  return { link, packed, digest };
}
