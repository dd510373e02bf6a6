import type { ProgramData } from '../engine/protocol';
import { nameIn } from './files';

/**
 * Texts of programs that were changed and are not kept yet, by the source that was loaded: another file's program of the
 * same name is another program, and a file that is loaded again has the same ones. They outlive the view.
 */
export const drafts = new Map<string, string>();

/** A program as it is written, kept or not. */
export function asWritten(program: ProgramData): ProgramData {
  const text = drafts.get(program.source);
  return text === undefined ? program : { ...program, name: nameIn(text) ?? program.name, source: text };
}
