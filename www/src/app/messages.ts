import type { Diagnostic } from '../engine/protocol';
import { count } from '../results/words';

/** Something that is told, with its place: `FILE`, `FILE:LINE` or `FILE:LINE:COLUMN`. */
export interface Told {
  place: string | null;
  text: string;
}

/** Something to tell the user: what it is about decides when it goes. */
export interface Message extends Told {
  /** Of what is `lost` the rest is there: a program of a file, say. */
  tone: 'error' | 'lost' | 'warning' | 'note';
  about: 'tasks' | 'programs' | 'engine' | 'run' | 'share' | 'storage' | 'update';
  /** All that this message sums up. */
  all?: { told: readonly Told[]; open: boolean };
  /** What can be done about it, by a button. */
  action?: { title: string; does: () => void };
}

/** So many of one file are told each for itself: more would hide what matters. */
const APART = { error: 5, warning: 1 };

/** More messages than this about one choice of files, or one run, would hide what matters. */
const MOST_MESSAGES = 8;

const WORST_FIRST: readonly Message['tone'][] = ['error', 'lost', 'warning', 'note'];

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
  const ofLost = summedUp(lost, 'error', none ? 'error' : 'lost', about);
  return few([...ofLost, ...summedUp(warned, 'warning', 'warning', about)], about);
}

/** One message for what is told of one file, or a few. */
function summedUp(
  diagnostics: readonly Diagnostic[],
  severity: Diagnostic['severity'],
  tone: Message['tone'],
  about: Message['about'],
): Message[] {
  const files = new Map<string, Told[]>();
  for (const diagnostic of diagnostics) {
    const told = files.get(diagnostic.file) ?? [];
    told.push({ place: place(diagnostic), text: diagnostic.message });
    files.set(diagnostic.file, told);
  }
  return [...files].flatMap(([file, told]): Message[] => {
    if (told.length <= APART[severity]) return told.map((one) => ({ tone, about, ...one }));
    const text = `${count(told.length, severity)} in ${file}`;
    return [{ tone, about, place: null, text, all: { told, open: severity === 'error' } }];
  });
}

/** The worst first, and no more than can be read: the others are folded into one. */
export function few(messages: readonly Message[], about: Message['about']): Message[] {
  if (messages.length <= MOST_MESSAGES) return [...messages];
  const ordered = WORST_FIRST.flatMap((tone) => messages.filter((message) => message.tone === tone));
  const others = ordered.slice(MOST_MESSAGES);
  const text = `${count(others.length, 'more message')} like these`;
  const told = others.flatMap((message) => message.all?.told ?? [message]);
  const tone = others[0]?.tone ?? 'note';
  return [...ordered.slice(0, MOST_MESSAGES), { tone, about, place: null, text, all: { told, open: false } }];
}

/** A name may be as long as its file: in a message, its beginning and its end tell enough. */
export function shortened(text: string): string {
  return text.replace(/\S{200,}/g, (word) => `${word.slice(0, 80)}…${word.slice(-40)}`);
}

/** What an exception says to a user. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
