import type { Page } from '../app/page';
import type { Session } from '../app/session';
import type { ProgramData } from '../engine/protocol';
import { drafts } from './drafts';
import { type ProgramFile, fileOf, nameIn, namesIn, textsOf, withProgram } from './files';

/** Says why a draft can't be kept as it stands, and where in it that is, counted from 1. */
export class NotKept extends Error {
  constructor(
    readonly program: ProgramData,
    why: string,
    readonly at: { line: number; column: number } | null = null,
  ) {
    const place = at ? `line ${at.line + program.line - 1}, column ${at.column}: ` : '';
    super(`${program.name} is not kept as it stands: ${place}${why}`);
  }
}

/** The files as they are once the drafts of some programs are kept. */
export async function withDrafts(session: Session, programs: readonly ProgramData[]): Promise<ProgramFile[]> {
  const { programFiles } = session;
  const files = await textsOf(programFiles);
  for (const program of programs) {
    const text = drafts.get(program.source);
    if (text === undefined) continue;
    const at = fileOf(programFiles, program.name);
    if (files[at]) files[at] = withProgram(files[at], program, text);
  }
  return files;
}

/**
 * Keeps the drafts of some programs, and shows one of them. Throws `NotKept` before anything has changed: what can't
 * be read would be left out of the file that is loaded, and so would a program whose name another one takes.
 */
export async function keep(page: Page, programs: readonly ProgramData[], shown: ProgramData | null): Promise<void> {
  const { session } = page;
  const engine = await session.engine();
  const taken = new Set(session.programs.filter((other) => !programs.includes(other)).map(({ name }) => name));
  const kept = new Map<ProgramData, string>();
  for (const program of programs) {
    const text = drafts.get(program.source);
    if (text === undefined) continue;
    kept.set(program, text);
    const [wrong] = (await engine.check(program.name, text)).filter(({ severity }) => severity === 'error');
    if (wrong) {
      const { column, line, message } = wrong;
      throw new NotKept(program, message, line === null ? null : { line, column: column ?? 1 });
    }
    for (const name of namesIn(text)) {
      if (taken.has(name)) throw new NotKept(program, `there is a program ${name} already`);
      taken.add(name);
    }
  }
  if (kept.size === 0) return;
  const text = shown && kept.get(shown);
  const name = text ? nameIn(text) : (shown?.name ?? null);
  if (!(await putFiles(page, await withDrafts(session, [...kept.keys()]), name))) return;
  // What was typed meanwhile is a draft still, of what was kept.
  for (const [program, text] of kept) {
    const since = drafts.get(program.source);
    drafts.delete(program.source);
    const now = session.programs.find((other) => other.name === nameIn(text));
    if (now && since !== undefined && since !== text) drafts.set(now.source, since);
  }
}

/**
 * Loads changed files in the place of those that are loaded, shows one of their programs, and scores again where that
 * is quick. False where they were refused, which is said then.
 */
export async function putFiles(page: Page, files: readonly ProgramFile[], program: string | null): Promise<boolean> {
  const { session } = page;
  const hadResults = session.result !== null || session.state === 'scoring';
  const before = session.programFiles;
  const full = files.filter(({ text }) => text.trim() !== '');
  if (full.length === 0) await page.loader.remove('programs');
  else await page.loader.take('programs', full.map(({ name, text }) => ({ name, content: new Blob([text]) })));
  if (session.programFiles === before) return false;
  page.go({ program }, { step: false });
  if (hadResults && session.canScoreAtOnce) void session.score();
  return true;
}
