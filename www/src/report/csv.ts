import type { Scoreboard } from '../results/scoreboard';

const COLUMNS = ['program', 'task', 'split', 'index', 'status', 'error', 'line', 'match', 'points', 'fuel', 'micros', 'digest'];

/** All evaluations as a table, a line for each, as RFC 4180 writes it; demonstrations and tests count from 0. */
export function csvOf(board: Scoreboard): Blob {
  const { columns, programs } = board;
  const parts: string[] = [`${COLUMNS.join(',')}\r\n`];
  let lines: string[] = [];
  programs.forEach(({ name }, program) => {
    const [from, length] = board.range(program, null);
    for (let place = from; place < from + length; place++) {
      const evaluation = columns.at(place, name);
      if (!evaluation) continue;
      const { digest, error, fuel, index, line, match, micros, points, split, status, task } = evaluation;
      const fields = [name, task, split, index, status, error, line, match, points, fuel, micros, digest];
      lines.push(fields.map(field).join(','));
    }
    // A string of all lines could be longer than a string may be.
    if (lines.length > 20_000) {
      parts.push(`${lines.join('\r\n')}\r\n`);
      lines = [];
    }
  });
  if (lines.length > 0) parts.push(`${lines.join('\r\n')}\r\n`);
  return new Blob(parts, { type: 'text/csv' });
}

function field(value: string | number | boolean | null): string {
  const text = value === null ? '' : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
