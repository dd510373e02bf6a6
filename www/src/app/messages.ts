import type { Diagnostic } from '../engine/protocol';

/** Something to tell the user: what it is about decides when it goes. */
export interface Message {
  /** Of what is `lost` the rest is there: a program of a file, say. */
  tone: 'error' | 'lost' | 'warning' | 'note';
  about: 'tasks' | 'programs' | 'engine' | 'run' | 'share' | 'storage' | 'update';
  /** `FILE`, `FILE:LINE` or `FILE:LINE:COLUMN`. */
  place: string | null;
  text: string;
  /** What can be done about it, by a button. */
  action?: { title: string; does: () => void };
}

/** More than these of one file would hide what matters. */
const SHOWN_OF_ONE_FILE = 12;

export function place({ file, line, column }: Diagnostic): string {
  return [file, line, line === null ? null : column].filter((part) => part !== null).join(':');
}

/** What there is to tell of files, of which some or `none` could be used: what is left out comes first. */
export function messagesFor(
  diagnostics: readonly Diagnostic[],
  about: Message['about'],
  { none }: { none: boolean } = { none: false },
): Message[] {
  const lost = diagnostics.filter(({ severity }) => none || severity === 'error');
  const warned = diagnostics.filter(({ severity }) => !none && severity === 'warning');
  return [...theFirst(lost, none ? 'error' : 'lost', about), ...theFirst(warned, 'warning', about)];
}

function theFirst(diagnostics: readonly Diagnostic[], tone: Message['tone'], about: Message['about']): Message[] {
  const messages: Message[] = diagnostics
    .slice(0, SHOWN_OF_ONE_FILE)
    .map((diagnostic) => ({ tone, about, place: place(diagnostic), text: diagnostic.message }));
  const left = diagnostics.length - messages.length;
  if (left > 0)
    messages.push({ tone, about, place: diagnostics[0]?.file ?? null, text: `and ${left} more like these` });
  return messages;
}

/** What an exception says to a user. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
