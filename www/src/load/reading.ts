import type { Diagnostic, LoadedPrograms, LoadedTasks } from '../engine/protocol';
import { type Message, messagesFor, reasonOf } from '../app/messages';
import type { FileKind, LoadedFile, Source } from '../app/session';
import { count } from '../results/words';

/** More messages than this about one choice of files would hide what matters. */
const MOST_MESSAGES = 24;

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
      const { loaded, messages } = await READERS[kind](reader, source.name, bytes);
      if (loaded) files.push({ source, loaded: loaded as Kinds[Kind] });
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
}

const READERS = {
  async tasks(reader: Reader, name: string, bytes: Uint8Array): Promise<Read<LoadedTasks>> {
    const loaded = await reader.readTasks(name, bytes);
    const found = loaded.kind === 'submission' ? 1 : loaded.tasks.length + loaded.solutions.length;
    return accepted('tasks', name, loaded, found, loaded.warnings);
  },
  async programs(reader: Reader, name: string, bytes: Uint8Array): Promise<Read<LoadedPrograms>> {
    const loaded = await reader.readPrograms(name, bytes);
    return accepted('programs', name, loaded, loaded.programs.length, loaded.warnings, loaded.refused);
  },
};

function accepted<Loaded>(
  kind: FileKind,
  name: string,
  loaded: Loaded,
  found: number,
  warnings: readonly Diagnostic[],
  refused: readonly Diagnostic[] = [],
): Read<Loaded> {
  const tone = found === 0 ? 'error' : 'warning';
  const messages = [...messagesFor(refused, tone, kind), ...messagesFor(warnings, tone, kind)];
  if (found === 0 && messages.length === 0) {
    messages.push({ tone: 'error', about: kind, place: name, text: `no ${kind} in it` });
  }
  return { loaded: found > 0 ? loaded : null, messages };
}

/** Errors first, and no more than can be read. */
function few(messages: readonly Message[], about: FileKind): Message[] {
  if (messages.length <= MOST_MESSAGES) return [...messages];
  const errors = messages.filter(({ tone }) => tone === 'error');
  const ordered = [...errors, ...messages.filter(({ tone }) => tone !== 'error')];
  const left = messages.length - MOST_MESSAGES;
  const text = `and ${count(left, 'more message')} like these`;
  return [...ordered.slice(0, MOST_MESSAGES), { tone: 'warning', about, place: null, text }];
}
