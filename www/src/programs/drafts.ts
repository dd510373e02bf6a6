import type { ProgramData } from '../engine/protocol';
import { nameIn } from './files';

const PREFIX = 'arcscore-draft ';
/** Characters of all drafts that a reload is to find again: a browser gives a tab some five million. */
const MOST_STORED = 2_000_000;

/**
 * Texts of programs that were changed and are not kept yet, by the source that was loaded: another file's program of the
 * same name is another program, and a file that is loaded again has the same ones. They outlive the view, and a reload of
 * the tab where the browser stores them.
 */
class Drafts {
  private readonly texts = stored();

  get size(): number {
    return this.texts.size;
  }

  has(source: string): boolean {
    return this.texts.has(source);
  }

  get(source: string): string | undefined {
    return this.texts.get(source);
  }

  set(source: string, text: string): void {
    this.texts.set(source, text);
    let length = 0;
    for (const [of, draft] of this.texts) length += of.length + draft.length;
    store(source, length <= MOST_STORED ? text : null);
  }

  delete(source: string): void {
    this.texts.delete(source);
    store(source, null);
  }
}

export const drafts = new Drafts();

/** A program as it is written, kept or not. */
export function asWritten(program: ProgramData): ProgramData {
  const text = drafts.get(program.source);
  return text === undefined ? program : { ...program, name: nameIn(text) ?? program.name, source: text };
}

function stored(): Map<string, string> {
  const texts = new Map<string, string>();
  try {
    for (const key of Object.keys(sessionStorage)) {
      const text = sessionStorage.getItem(key);
      if (key.startsWith(PREFIX) && text !== null) texts.set(key.slice(PREFIX.length), text);
    }
  } catch {
    // Where storage is forbidden, drafts hold until the page is closed.
  }
  return texts;
}

function store(source: string, text: string | null): void {
  try {
    // An earlier text goes first: if there is no room for this one, none may come back in its place.
    sessionStorage.removeItem(PREFIX + source);
    if (text !== null) sessionStorage.setItem(PREFIX + source, text);
  } catch {
    // Forbidden or full: the draft holds until the page is closed.
  }
}
