import type { LoadedFile } from '../app/session';
import type { LoadedPrograms, ProgramData } from '../engine/protocol';
import { oneByOne } from '../load/one-by-one';

/** Where programs go that were not in a file before. */
const NEW_FILE = 'written.py';

/** The text of a loaded program file, and what can be done with the programs in it. */
export interface ProgramFile {
  name: string;
  text: string;
}

export function textsOf(files: readonly LoadedFile<LoadedPrograms>[]): Promise<ProgramFile[]> {
  return oneByOne(files, async ({ source }) => ({ name: source.name, text: await source.content.text() }));
}

/** The number of the file that a program comes from: the last that has one of its name, as in Python. */
export function fileOf(files: readonly LoadedFile<LoadedPrograms>[], name: string): number {
  return files.findLastIndex(({ loaded }) => loaded.programs.some((program) => program.name === name));
}

/** Puts other text, or nothing, in the place of a program. */
export function withProgram(file: ProgramFile, program: ProgramData, source: string): ProgramFile {
  const from = startOf(file.text, program);
  const before = file.text.slice(0, from);
  const after = file.text.slice(from + program.source.length);
  return { ...file, text: before + (source ? ended(source) : '') + after.replace(/^\r?\n/, '') };
}

/** Adds a program behind all others. */
export function withAdded(files: readonly ProgramFile[], source: string): ProgramFile[] {
  const last = files.at(-1);
  if (!last) return [{ name: NEW_FILE, text: ended(source) }];
  const gap = last.text.trim() === '' ? '' : `${last.text.trimEnd()}\n\n\n`;
  return [...files.slice(0, -1), { ...last, text: gap + ended(source) }];
}

/** The same program under another name. */
export function renamed(source: string, name: string): string {
  return source.replace(/^(\s*def\s+)\w+/m, `$1${name}`);
}

/** The name that a program's text gives it; null where it has none. */
export function nameIn(source: string): string | null {
  return /^\s*def\s+(\w+)/m.exec(source)?.[1] ?? null;
}

/** All names that a text gives to programs. */
export function namesIn(source: string): string[] {
  return Array.from(source.matchAll(/^\s*def\s+(\w+)/gm), ([, name]) => name!);
}

/** Whether two texts are the same but for how their lines end: an editor has its own way. */
export function isSameText(a: string, b: string): boolean {
  const plain = (text: string): string => text.replace(/\r\n?/g, '\n').trimEnd();
  return plain(a) === plain(b);
}

/** A name that is not taken: `name`, or `name_2` and so on. */
export function freeName(name: string, taken: readonly ProgramData[]): string {
  const names = new Set(taken.map((program) => program.name));
  if (!names.has(name)) return name;
  for (let number = 2; ; number++) if (!names.has(`${name}_${number}`)) return `${name}_${number}`;
}

/** Where a program starts. Those before it may have been replaced, so its line says no more than which of two to take. */
function startOf(text: string, { line, name, source }: ProgramData): number {
  let from = 0;
  for (let number = 1; number < line && from >= 0; number++) from = text.indexOf('\n', from) + 1 || -1;
  const after = from < 0 ? -1 : text.indexOf(source, from);
  const found = after < 0 ? text.lastIndexOf(source) : after;
  if (found < 0) throw new Error(`${name} is not in its file any more`);
  return found;
}

function ended(source: string): string {
  return `${source.trimEnd()}\n`;
}
