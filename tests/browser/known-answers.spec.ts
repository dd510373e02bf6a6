import { execFileSync } from 'node:child_process';
import {
  type ArcscorePage,
  DEMO_PROGRAMS,
  DEMO_TASKS,
  expect,
  ROOT,
  TASK_007BBFB7,
  test,
  withoutTimes,
} from './support/page.ts';
import { type Answer, demoAnswers, sampleName, task007bbfb7 } from './support/answers.ts';
import { COLORS, readGrids, type ShownGrid } from './support/grids.ts';

// The system before this one lost the fifth of five samples that waited for a pool of four workers. So: fewer
// workers than samples, as many, and more, and each time every sample is there, with the same results.
const WORKER_COUNTS = [1, 2, 4, 7];

const answers = demoAnswers.filter(({ task }) => task === '007bbfb7');
const programs = [...new Set(answers.map(({ program }) => program))];

test('007bbfb7 gives the answers of CPython with any number of workers', async ({ arcscore }) => {
  await arcscore.openDemo();
  await arcscore.tasks.setInputFiles(TASK_007BBFB7);
  await arcscore.programs.setInputFiles(DEMO_PROGRAMS);
  await arcscore.reaches('idle');

  const runs = [];
  for (const workers of WORKER_COUNTS) {
    await arcscore.setWorkers(workers);
    await arcscore.scoreAll();
    await expect(arcscore.page.getByText(`on ${workers} worker`)).toBeVisible();
    for (const program of programs) await checkProgram(arcscore, program);

    const lines = await arcscore.download();
    checkLines(lines);
    expect(lines.at(-1)?.summary).toMatchObject({ threads: workers });
    runs.push(withoutTimes(lines));
  }
  for (const run of runs) expect(run).toEqual(runs[0]);
});

test('the demo gives the answers of CPython on all its tasks', async ({ arcscore }) => {
  await arcscore.openDemo();
  const lines = (await arcscore.download()).slice(0, -1);
  const byKey = new Map(demoAnswers.map((answer) => [key(answer), answer]));
  expect(lines.map((line) => key(line as unknown as Answer)).toSorted()).toEqual([...byKey.keys()].toSorted());
  for (const line of lines) {
    const { status, error, match, points, digest } = byKey.get(key(line as unknown as Answer)) as Answer;
    expect(line).toMatchObject({ status, error, match, points, digest });
  }
});

test('the download is what the command line prints, but for times and threads', async ({ arcscore }) => {
  test.setTimeout(300_000);
  await arcscore.openDemo();
  const downloaded = await arcscore.downloadText();
  const arguments_ = [
    'run',
    '--quiet',
    '--',
    'score',
    '--format',
    'jsonl',
    '--tasks',
    DEMO_TASKS,
    '--programs',
    DEMO_PROGRAMS,
  ];
  const printed = execFileSync('cargo', arguments_, {
    cwd: ROOT,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const withoutTimes = (text: string): string =>
    text
      .replace(/"micros":[\d.]+/g, '')
      .replace(/"millis":\{[^}]*\}/, '')
      .replace(/"threads":\d+/, '');
  expect(withoutTimes(downloaded)).toBe(withoutTimes(printed));
});

/** Every sample of a program: its status in words, and every cell of its three grids. */
async function checkProgram(arcscore: ArcscorePage, program: string): Promise<void> {
  const own = answers.filter((answer) => answer.program === program);
  await arcscore.pick(program);
  await expect(arcscore.page.getByRole('heading', { level: 2 })).toHaveText(`${program} on 007bbfb7`);
  const samples = arcscore.page.getByRole('article');
  await expect(samples).toHaveCount(own.length);

  // The row of the table has a cell with the program's name, one with the sum, one for each sample, and the time.
  const cells = await arcscore.row(program).getByRole('cell').allInnerTexts();
  expect(cells[1]).toBe(`${own.filter(({ match }) => match).length} of ${own.length}`);
  const texts = (await samples.allInnerTexts()).map((text) => text.split('\n').map((line) => line.trim()));
  own.forEach((answer, at) => {
    const outcome = outcomeOf(answer);
    expect(cells[2 + at]?.split('\n').at(-1)).toBe(outcome);
    expect(texts[at]).toContain(sampleName(answer));
    expect(texts[at]).toContain(outcome);
    expect(texts[at]?.find((line) => line.startsWith(`${answer.points} points · `))).toBeDefined();
  });

  expect(await readGrids(samples)).toEqual(own.flatMap(gridsOf));
}

/** The grids that the page must show for a sample. */
function gridsOf(answer: Answer): ShownGrid[] {
  const name = sampleName(answer);
  const pair = task007bbfb7[answer.split][answer.index];
  if (!pair) throw new Error(`no ${name} in the task`);
  const given = [shown(`${name}, input`, pair.input, null), shown(`${name}, expected`, pair.output, null)];
  return answer.cells ? [...given, shown(`${answer.program}, ${name}, produced`, answer.cells, pair.output)] : given;
}

/** How a grid is to be shown, beside what it is compared with. */
function shown(name: string, rows: number[][], expected: number[][] | null): ShownGrid {
  const [height, width] = [rows.length, rows[0]?.length ?? 0];
  const compared = expected?.length === height && expected[0]?.length === width ? expected.flat() : null;
  const cells = rows.flat().map((cell, at) => ({ cell, wanted: compared?.[at] ?? cell }));
  return {
    name: `${name}, ${height} by ${width}`,
    rows: rows.map((row) => row.join(' ')),
    // A cell in one color is right; a hatched one differs, and its corner shows the color it should have.
    colors: cells.map(({ cell, wanted }) => (cell === wanted ? (COLORS[cell] ?? '') : null)),
    corners: cells.map(({ wanted }) => COLORS[wanted] ?? ''),
  };
}

function outcomeOf({ status, error, line, match, points, cells, split, index }: Answer): string {
  if (status === 'error') return `${error} in line ${line}`;
  if (match) return 'right';
  if (!cells) return 'wrong: not a grid to draw';
  const expected = task007bbfb7[split][index]?.output ?? [];
  const [height, width] = [expected.length, expected[0]?.length ?? 0];
  if (cells.length !== height || cells[0]?.length !== width) {
    return `wrong size: ${cells.length} by ${cells[0]?.length} instead of ${height} by ${width}`;
  }
  const wrong = cells.flat().filter((cell, at) => cell !== expected.flat()[at]).length;
  return `${Math.floor(points / 10)}% equal, ${wrong} of ${height * width} cells wrong`;
}

/** The lines of the download: each sample of each program once, ordered as the command line orders them. */
function checkLines(lines: Record<string, unknown>[]): void {
  const found = lines.slice(0, -1) as unknown as Answer[];
  expect(found.length).toBe(answers.length);
  for (const program of programs) {
    const own = found.filter((line) => line.program === program);
    expect(own.map(({ split, index }) => `${split}:${index}`)).toEqual([
      'train:0',
      'train:1',
      'train:2',
      'train:3',
      'train:4',
      'test:0',
    ]);
  }
  for (const line of found) {
    const answer = answers.find((other) => key(other) === key(line));
    const { status, error, match, points, digest } = answer as Answer;
    expect(line).toMatchObject({ status, error, match, points, digest });
  }
}

function key({ program, task, split, index }: Answer): string {
  return `${program} ${task} ${split}:${index}`;
}
