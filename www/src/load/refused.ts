import type { Diagnostic, ProgramData } from '../engine/protocol';

/** What was refused of a program file, each with the name of its program where that can be told. */
export interface Refused {
  name: string | null;
  diagnostic: Diagnostic;
}

/** Finds the programs that were refused: the engine tells the place, and above it stands the name. */
export function refusedIn(bytes: Uint8Array, refused: readonly Diagnostic[], kept: readonly ProgramData[]): Refused[] {
  // A file that is refused as a whole may be no text, and huge.
  const isWhole = refused.every(({ line }) => line === null);
  const lines = isWhole ? [] : new TextDecoder().decode(bytes).split(/\r\n|\r|\n/);
  const starts = new Set(kept.map(({ line }) => line));
  return refused.map((diagnostic) => ({ name: nameAbove(lines, diagnostic, starts), diagnostic }));
}

/** How many programs were refused: there may be several things wrong with one. */
export function countRefused(refused: readonly Refused[]): number {
  const named = new Set(refused.flatMap(({ name }) => name ?? []));
  return named.size + refused.filter(({ name }) => name === null).length;
}

/** The name of the function around a place; null where there is none, or it is one that was kept. */
function nameAbove(lines: readonly string[], { line, column }: Diagnostic, kept: Set<number>): string | null {
  if (line === null) return null;
  let at = line;
  if (column === 1) {
    // What a function lacks is missed where the next one begins.
    if (!DEFINITION.test(lines[at - 1] ?? '')) return null;
    at -= 1;
  }
  while (at > 0 && !BEGINS.test(lines[at - 1] ?? '')) at -= 1;
  // A string that is never closed is noticed in a function behind its own.
  if (kept.has(at)) return null;
  return DEFINITION.exec(lines[at - 1] ?? '')?.[1] ?? null;
}

const DEFINITION = /^(?:async\s+)?def\s+([\p{L}\p{N}_]+)/u;
/** What stands at the margin, and is neither a comment nor the end of what was begun. */
const BEGINS = /^[^\s#)\]}]/;
