import type { GridData, ProgramData, ScoreResult, TaskData } from '../engine/protocol';
import { sameSize } from '../grid/draw';
import { LINE, NO_COLOR, type Palette } from '../grid/palette';
import { type Outcome, judge, sizeOf } from '../results/outcome';
import { type Row, type Scoreboard, sampleName, samplesOf } from '../results/scoreboard';
import { digits, duration, inRun, rightInWords, stoppedInWords, summary } from '../results/words';

/** What a report shows in full: the best programs on one task. */
const MOST_PROGRAMS = 12;
/** And in its tables. */
const MOST_ROWS = 200;
const CELL = 14;

export interface ReportInput {
  board: Scoreboard;
  result: ScoreResult;
  /** The task that is shown in full. */
  task: TaskData;
  palette: Palette;
  /** When it was made, in words. */
  made: string;
}

/**
 * A report of a run as one HTML file that needs nothing else, and no script: the sums of all programs, their marks on
 * one task, and what the best of them made of each of its samples.
 */
export function reportOf(input: ReportInput): string {
  const { board, made, result, task } = input;
  const rows = board.ranked(task.id).slice(0, board.standing(task.id).programs);
  const title = `arcscore: ${inRun(board)}`;
  const facts = [
    rightInWords(board),
    `in ${duration((result.millis['total'] ?? 0) * 1000)}`,
    result.cancelled ? 'cancelled before its end' : `digest ${result.digest}`,
    made,
    ...(board.stopped > 0 ? [stoppedInWords(board.stopped)] : []),
  ];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${escaped(title)}</h1>
<p>${facts.map(escaped).join(' · ')}</p>
${board.tasks.length > 1 ? tasksTable(board) : ''}
<h2>Programs on <code>${escaped(task.id)}</code></h2>
${marksTable(rows.slice(0, MOST_ROWS), task)}
${rows.length > MOST_ROWS ? `<p>${digits(rows.length - MOST_ROWS)} more programs are not listed.</p>` : ''}
${rows.slice(0, MOST_PROGRAMS).map((row) => programSection(row, task, input.palette)).join('\n')}
</main>
</body>
</html>
`;
}

function tasksTable(board: Scoreboard): string {
  const order = board.programs.map((_, program) => program);
  order.sort((a, b) => board.total.solved[b]! - board.total.solved[a]! || board.total.right[b]! - board.total.right[a]!);
  const shown = order.slice(0, MOST_ROWS);
  const lines = shown.map((program) => {
    const { fuel, micros, right, solved } = board.total;
    const name = escaped(board.programs[program]!.name);
    const tasks = board.tasksOf(program);
    return `<tr><th scope="row"><code>${name}</code></th><td>${solved[program]} of ${tasks}</td><td>${digits(right[program]!)}</td><td>${escaped(duration(micros[program]!))}</td><td>${digits(fuel[program]!)}</td></tr>`;
  });
  return `<h2>All tasks</h2>
<table><thead><tr><th scope="col">program</th><th scope="col">tasks solved</th><th scope="col">samples right</th><th scope="col">time</th><th scope="col">fuel</th></tr></thead>
<tbody>${lines.join('\n')}</tbody></table>
${order.length > MOST_ROWS ? `<p>${digits(order.length - MOST_ROWS)} more programs are not listed.</p>` : ''}`;
}

function marksTable(rows: readonly Row[], task: TaskData): string {
  const samples = samplesOf(task);
  const heads = samples.map((sample) => `<th scope="col">${sampleName(sample)}</th>`).join('');
  const lines = rows.map((row) => {
    const evaluations = row.evaluations;
    const marks = samples.map((sample, at) => markCell(judge(evaluations[at], sample.pair.output))).join('');
    return `<tr><th scope="row"><code>${escaped(row.program.name)}</code></th><td>${row.right} of ${
      row.answers
    }</td>${marks}<td>${escaped(duration(row.micros))}</td></tr>`;
  });
  return `<table class="marks"><thead><tr><th scope="col">program</th><th scope="col">right</th>${heads}<th scope="col">time</th></tr></thead>
<tbody>${lines.join('\n')}</tbody></table>`;
}

/** Signs that every font has, with the word. */
const SIGNS: Record<Outcome['kind'], string> = {
  right: '✓',
  near: '≈',
  wrong: '✗',
  size: '⤢',
  error: '!',
  limit: '⌛',
  open: '○',
  waiting: '·',
  outside: '–',
};

function markCell({ kind, sentence, word }: Outcome): string {
  return `<td class="${kind}" title="${escaped(sentence)}">${SIGNS[kind]} ${escaped(word)}</td>`;
}

function programSection(row: Row, task: TaskData, palette: Palette): string {
  const samples = samplesOf(task);
  const evaluations = row.evaluations;
  const parts = samples.map((sample, at) => {
    const evaluation = evaluations[at];
    const { input, output } = sample.pair;
    const produced = evaluation?.produced ?? null;
    const outcome = judge(evaluation, output);
    const grids = [
      figure('input', input, null, palette),
      output ? figure('expected', output, null, palette) : '',
      produced ? figure('produced', produced, output, palette) : '',
    ];
    const text = produced || !evaluation?.text ? '' : `<p><code>${escaped(evaluation.text)}</code></p>`;
    return `<h4>${sampleName(sample)}: <span class="${outcome.kind}">${SIGNS[outcome.kind]} ${escaped(
      outcome.sentence,
    )}</span></h4>${text}<div class="grids">${grids.join('')}</div>`;
  });
  return `<section>
<h3><code>${escaped(row.program.name)}</code></h3>
<p>${escaped(summary(row, samples))} · ${escaped(duration(row.micros))}</p>
<details><summary>Source</summary><pre>${sourceOf(row.program)}</pre></details>
${parts.join('\n')}
</section>`;
}

function sourceOf({ line, source }: ProgramData): string {
  return source
    .trimEnd()
    .split('\n')
    .map((text, at) => `<i>${line + at}</i> ${escaped(text)}`)
    .join('\n');
}

function figure(word: string, grid: GridData, expected: GridData | null, palette: Palette): string {
  return `<figure>${svgWithDifference(grid, expected, palette, `${word}, ${sizeOf(grid)}`)}<figcaption>${word} ${sizeOf(
    grid,
  )}</figcaption></figure>`;
}

/** A grid as SVG; each cell that is not as expected is crossed, with the expected color in its corner. */
function svgWithDifference(grid: GridData, expected: GridData | null, { colors }: Palette, label: string): string {
  const step = CELL + 1;
  const [width, height] = [grid.width * step + 1, grid.height * step + 1];
  const compared = expected && sameSize(grid, expected) ? expected : null;
  const fill = (value: number): string => colors[value]?.value ?? NO_COLOR;
  // Cells of one color are one path: a report of many grids stays small.
  const paths = new Map<string, string>();
  let wrong = '';
  for (let at = 0; at < grid.cells.length; at++) {
    const x = (at % grid.width) * step + 1;
    const y = Math.floor(at / grid.width) * step + 1;
    const value = grid.cells[at]!;
    paths.set(fill(value), `${paths.get(fill(value)) ?? ''}M${x} ${y}h${CELL}v${CELL}h-${CELL}z`);
    const wanted = compared?.cells[at];
    if (wanted === undefined || wanted === value) continue;
    const half = CELL / 2;
    wrong += `<path d="M${x} ${y + CELL}L${x + CELL} ${y}M${x} ${y + half}L${x + half} ${y}" stroke="#fff" stroke-width="1.6" paint-order="stroke"/><path d="M${
      x + half
    } ${y + half}h${half}v${half}h-${half}z" fill="${fill(wanted)}" stroke="#fff"/>`;
  }
  const cells = [...paths].map(([color, path]) => `<path fill="${color}" d="${path}"/>`).join('');
  return `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="${escaped(
    label,
  )}" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"><path fill="${LINE}" d="M0 0h${width}v${height}H0z"/>${cells}${wrong}</svg>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}

const STYLE = `
:root { color-scheme: light dark; --text: #1b1b19; --quiet: #5d5d57; --edge: #d9d9d4; --ground: #fff; --accent: #0a6b60; --bad: #a3262a; }
@media (prefers-color-scheme: dark) { :root { --text: #ececea; --quiet: #a8a8a0; --edge: #363633; --ground: #1c1c1b; --accent: #5cc9b8; --bad: #f08a85; } }
body { margin: 0; background: var(--ground); color: var(--text); font: 15px/1.5 system-ui, sans-serif; }
main { max-width: 72rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; overflow-x: auto; }
h1 { font-size: 1.4rem; } h2 { margin-top: 2.2rem; font-size: 1.15rem; } h3 { margin: 2.2rem 0 0; } h4 { margin: 1.2rem 0 .4rem; font-weight: 500; }
code, pre { font-family: ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace; font-size: .92em; }
table { border-collapse: collapse; font-size: .87rem; font-variant-numeric: tabular-nums; }
th, td { padding: .25rem .6rem; border-bottom: 1px solid var(--edge); text-align: left; white-space: nowrap; font-weight: 400; }
thead th { color: var(--quiet); }
.right { color: var(--accent); font-weight: 650; } .near { color: var(--accent); } .error, .limit { color: var(--bad); } td.wrong, td.size { color: var(--quiet); }
section { border-top: 1px solid var(--edge); margin-top: 2rem; }
.grids { display: flex; flex-wrap: wrap; gap: .6rem 1.2rem; align-items: flex-start; } figure { margin: 0; } figcaption { font-size: .78rem; color: var(--quiet); }
pre { overflow-x: auto; } pre i { display: inline-block; min-width: 2.5em; text-align: right; color: var(--quiet); font-style: normal; }
`;
