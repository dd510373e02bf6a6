import type { ProgramData } from '../engine/protocol';

/**
 * Programs of a file, each with the comments that belong to it: what stands behind its last statement, and what stands
 * directly above its `def`. The engine leaves them out, and who writes them looks for them there.
 */
export function withComments(text: string, programs: readonly ProgramData[]): ProgramData[] {
  if (!text.includes('#')) return [...programs];
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  const lineAt = (number: number): string => text.slice(starts[number - 1], starts[number] ?? text.length);
  return programs.map((program) => {
    const { line, source } = program;
    const from = starts[line - 1];
    if (from === undefined || !text.startsWith(source, from)) return program;
    const end = endOf(text, from + source.length);
    let first = line;
    while (first > 1 && lineAt(first - 1).startsWith('#')) first -= 1;
    return { ...program, line: first, source: text.slice(starts[first - 1], end) };
  });
}

/**
 * Where what belongs to a program ends, of which the last statement ends at `from`: behind the rest of its line, and
 * behind lines of comments that are indented or less than two empty lines away. Those directly above a next statement
 * belong to that.
 */
function endOf(text: string, from: number): number {
  const rest = /[^\S\n]*#[^\r\n]*/y;
  rest.lastIndex = from;
  let end = rest.test(text) ? rest.lastIndex : from;
  // The end if no statement follows at once.
  let possible = end;
  let empty = 0;
  const next = /\r?\n([^\r\n]*)/y;
  next.lastIndex = end;
  for (let line = next.exec(text); line; line = next.exec(text)) {
    const content = line[1]!;
    if (content.trim() === '') {
      end = possible;
      empty += 1;
      continue;
    }
    const indented = /^\s+#/.test(content);
    if (!indented && !(content.startsWith('#') && empty < 2)) return end;
    possible = next.lastIndex;
    if (indented) end = possible;
    empty = 0;
  }
  return possible;
}
