import type { FileKind, Source } from '../app/session';
import { digits } from '../results/words';

/** More files than this are no data set but somebody's disk. */
export const MOST_FILES = 20_000;
export const TOO_MANY = `more than ${digits(MOST_FILES)} files: choose a smaller folder`;

const TASK_ENDS = /\.(json|jsonl|ndjson|json\.gz|jsonl\.gz|gz|zip)$/i;
const PROGRAM_ENDS = /\.py$/i;

/** Files by what is to be read in them. */
export interface Sorted {
  tasks: Source[];
  programs: Source[];
  /** Names of what in a folder is neither. */
  others: string[];
}

/** What was dropped or pasted: files, and those inside folders. */
export async function sourcesOf(transfer: DataTransfer): Promise<Source[]> {
  // The entries must be taken before anything is waited for: the browser empties the transfer then.
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.() ?? null).filter((entry) => entry !== null);
  const files = [...transfer.files];
  if (!entries.some(({ isDirectory }) => isDirectory)) return files.map(sourceOf);
  const found: Source[] = [];
  for (const entry of entries) await walk(entry, found);
  return found;
}

/** A file by its path in the chosen folder, or by its name. */
export function sourceOf(file: File): Source {
  return { name: file.webkitRelativePath || file.name, content: file };
}

/**
 * Tells programs from tasks by the ends of names. A file with another end that was chosen by itself is taken for one of
 * `kind`, and what is in it decides. In a folder, such files are left alone.
 */
export function sorted(sources: readonly Source[], kind: FileKind): Sorted {
  const result: Sorted = { tasks: [], programs: [], others: [] };
  for (const source of sources) {
    const { name } = source;
    const hidden = name.split('/').some((part) => part.startsWith('.') || part === '__MACOSX');
    if (PROGRAM_ENDS.test(name) && !hidden) result.programs.push(source);
    else if (TASK_ENDS.test(name) && !hidden) result.tasks.push(source);
    else if (!name.includes('/')) result[kind].push(source);
    else result.others.push(name);
  }
  return result;
}

/** Text that was pasted, as a file of what it looks like. */
export function sourceOfText(text: string): { kind: FileKind; source: Source } {
  const kind = /^def\s+\w+\s*\(/m.test(text) ? 'programs' : 'tasks';
  const name = kind === 'programs' ? 'pasted.py' : 'pasted.json';
  return { kind, source: { name, content: new Blob([text]) } };
}

async function walk(entry: FileSystemEntry, found: Source[]): Promise<void> {
  if (found.length > MOST_FILES) throw new Error(TOO_MANY);
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
    found.push({ name: entry.fullPath.replace(/^\//, ''), content: file });
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  for (;;) {
    // A browser gives a folder in parts, the last of which is empty.
    const part = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (part.length === 0) return;
    for (const inside of part) await walk(inside, found);
  }
}
