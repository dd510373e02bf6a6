import type { Diagnostic, LoadedPrograms, LoadedTasks, Refused } from '../engine/protocol';
import { type Message, few, messagesFor, reasonOf } from '../app/messages';
import type { FileKind, LoadedFile, Source } from '../app/session';
import { withComments } from '../programs/comments';

interface Reader {
  readTasks(file: string, bytes: Uint8Array): Promise<LoadedTasks>;
  readPrograms(file: string, bytes: Uint8Array): Promise<LoadedPrograms>;
}

export interface Kinds {
  tasks: LoadedTasks;
  programs: LoadedPrograms;
}

/**
 * Reads files, one after the other. Those with nothing in them are left out, and messages say why. null when `signal`
 * has ended it.
 */
export async function readSources<Kind extends FileKind>(
  reader: Reader,
  kind: Kind,
  sources: readonly Source[],
  hear: (done: number) => void,
  signal: AbortSignal,
): Promise<{ files: LoadedFile<Kinds[Kind]>[]; messages: Message[] } | null> {
  const files: LoadedFile<Kinds[Kind]>[] = [];
  const told: Message[][] = [];
  for (const [at, source] of sources.entries()) {
    if (signal.aborted) return null;
    hear(at);
    try {
      const bytes = new Uint8Array(await source.content.arrayBuffer());
      const { loaded, messages, leftOut } = await READERS[kind](reader, source.name, bytes);
      if (loaded) files.push({ source, loaded: loaded as Kinds[Kind], leftOut });
      told.push(messages);
    } catch (error) {
      // A file that has gone or may not be read costs no other file; an engine that has gone costs all.
      if (!(error instanceof DOMException)) throw error;
      told.push([{ tone: 'error', about: kind, place: source.name, text: `can't be read: ${reasonOf(error)}` }]);
    }
  }
  return { files, messages: few(told.flat(), kind) };
}

interface Read<Loaded> {
  /** null where there is nothing in the file. */
  loaded: Loaded | null;
  messages: Message[];
  leftOut: number;
}

const READERS = {
  async tasks(reader: Reader, name: string, bytes: Uint8Array): Promise<Read<LoadedTasks>> {
    const loaded = await reader.readTasks(name, bytes);
    const found = loaded.kind === 'submission' ? 1 : loaded.tasks.length + loaded.solutions.length;
    const leftOut = loaded.warnings.filter(({ severity }) => severity === 'error').length;
    return accepted('tasks', loaded, found, loaded.warnings, leftOut);
  },
  async programs(reader: Reader, name: string, bytes: Uint8Array): Promise<Read<LoadedPrograms>> {
    const loaded = await reader.readPrograms(name, bytes);
    const { programs, refused, warnings } = loaded;
    loaded.programs = withComments(new TextDecoder().decode(bytes), programs);
    return accepted('programs', loaded, programs.length, [...refused.map(withName), ...warnings], countRefused(refused));
  },
};

/** How many programs were refused: there may be several things wrong with one. */
function countRefused(refused: readonly Refused[]): number {
  const named = new Set(refused.flatMap(({ name }) => name ?? []));
  return named.size + refused.filter(({ name }) => name === null).length;
}

function withName({ name, diagnostic }: Refused): Diagnostic {
  if (name === null || diagnostic.message.includes(`\`${name}\``)) return diagnostic;
  return { ...diagnostic, message: `the program \`${name}\`: ${diagnostic.message}` };
}

function accepted<Loaded extends { file: string }>(
  kind: FileKind,
  loaded: Loaded,
  found: number,
  diagnostics: readonly Diagnostic[],
  leftOut: number,
): Read<Loaded> {
  const messages = messagesFor(diagnostics, kind, { none: found === 0 });
  if (found === 0 && messages.length === 0) {
    messages.push({ tone: 'error', about: kind, place: loaded.file, text: `no ${kind} in it` });
  }
  return { loaded: found > 0 ? loaded : null, messages, leftOut };
}
