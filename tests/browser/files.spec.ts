import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import type { Engine } from '../../www/src/engine/client.ts';
import type { JoinedData, LoadedTasks, ScoredSubmission } from '../../www/src/engine/protocol.ts';
import { expect, test } from './support/page.ts';

/** A file by its name and what it holds. */
type File = [name: string, bytes: Buffer];

const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));
const demonstrations = [{ input: [[1]], output: [[2]] }];

const CHALLENGES: File = [
  'challenges.json',
  json({
    a: { train: demonstrations, test: [{ input: [[3]] }, { input: [[4]] }] },
    b: { train: demonstrations, test: [{ input: [[5]] }] },
  }),
];
const SOLUTIONS: File = ['solutions.json.gz', gzipSync(json({ b: [[[6]]], a: [[[7, 7]], [[8]]] }))];
const SUBMISSION: File = [
  'submission.json',
  json({
    a: [
      { attempt_1: [[7, 7]], attempt_2: [[0]] },
      { attempt_1: [[0]], attempt_2: [[1], [2, 3]] },
    ],
    c: [{ attempt_1: [[0]], attempt_2: [[0]] }],
  }),
];
const FOLDERS: File = ['folders.zip', readFileSync(new URL('fixtures/folders.zip', import.meta.url))];

/** What the engine says of files: of each alone, of all together, and of a submission scored on them. */
interface Said {
  files: LoadedTasks[];
  joined: JoinedData;
  scored: ScoredSubmission;
  /** The matches of a program on all samples: `null` where no answer is known. */
  matches: (boolean | null)[];
}

/** Has the engine read files, join them, score a submission on them and run a program. */
async function ask(page: Page, files: File[], submission: File): Promise<Said> {
  await page.goto(new URL('engine-test.html', process.env['ARCSCORE_URL']).href);
  await page.waitForFunction(() => 'Engine' in globalThis);
  const send = ([name, bytes]: File) => ({ name, bytes: [...bytes] });
  return page.evaluate(
    async ({ files, submission }) => {
      const { Engine: engineClass } = globalThis as unknown as { Engine: typeof Engine };
      const engine = await engineClass.start(2);
      const read = [];
      for (const { name, bytes } of files) read.push(await engine.readTasks(name, new Uint8Array(bytes)));
      const joined = await engine.joinTasks(read);
      const scored = await engine.scoreSubmission(read, submission.name, new Uint8Array(submission.bytes));
      const programs = await engine.readPrograms('p.py', new TextEncoder().encode('def p(I):\n    return I\n'));
      const matches: (boolean | null)[] = [];
      const listener = {
        evaluations: (batch: { match: boolean | null }[]) => void matches.push(...batch.map(({ match }) => match)),
        progress: () => {},
      };
      await engine.score(read, [programs], 2, listener);
      engine.dispose();
      return { files: read, joined, scored, matches };
    },
    { files: files.map(send), submission: send(submission) },
  );
}

/** The cells of the tests' outputs, by task. */
const outputs = ({ tasks }: { tasks: JoinedData['tasks'] }) =>
  Object.fromEntries(
    tasks.map(({ id, test }) => [id, test.map(({ output }) => output && Object.values(output.cells))]),
  );

test('challenges and solutions are joined, whichever comes first', async ({ page }) => {
  for (const files of [
    [CHALLENGES, SOLUTIONS],
    [SOLUTIONS, CHALLENGES],
  ]) {
    const { files: read, joined, matches } = await ask(page, files, SUBMISSION);
    const [challenges, solutions] = files[0] === CHALLENGES ? read : read.toReversed();
    expect(challenges).toMatchObject({
      kind: 'tasks',
      format: 'Kaggle challenges',
      counts: '2 tasks, 2 demonstrations, 3 tests',
      warnings: [],
    });
    expect(outputs(challenges!)).toEqual({ a: [null, null], b: [null] });
    expect(solutions).toMatchObject({
      kind: 'solutions',
      format: 'Kaggle solutions, gzip',
      counts: '2 solutions, 3 outputs',
      tasks: [],
      solutions: [
        { id: 'b', outputs: [{ height: 1, width: 1 }] },
        { id: 'a', outputs: [{ height: 1, width: 2 }, { height: 1, width: 1 }] },
      ],
    });
    expect(joined.warnings).toEqual([]);
    expect(outputs(joined)).toEqual({ a: [[7, 7], [8]], b: [[6]] });
    // A run takes the solutions too: of each sample it is known whether the program is right.
    expect(matches).toEqual([false, false, false, false, false]);
  }
});

test('a submission is scored by three rules, with every attempt and every problem', async ({ page }) => {
  const { scored } = await ask(page, [SOLUTIONS, CHALLENGES], SUBMISSION);
  expect(scored.scores).toEqual({
    arcPrize: { points: 0.5, of: 2, share: 0.25 },
    kaggle: { points: 1, of: 3, share: 1 / 3 },
    solved: { points: 0, of: 2, share: 0 },
  });
  const hits = scored.tasks.map(({ id, missing, right, outputs }) => ({
    id,
    missing,
    right,
    hits: outputs.map(({ attempts }) => attempts.map(({ hit, grid }) => `${hit} ${grid?.height}x${grid?.width}`)),
  }));
  expect(hits).toEqual([
    { id: 'a', missing: false, right: 1, hits: [['right 1x2', 'wrong 1x1'], ['wrong 1x1', 'missing undefinedxundefined']] },
    { id: 'b', missing: true, right: 0, hits: [['missing undefinedxundefined', 'missing undefinedxundefined']] },
  ]);
  expect(scored.unknown).toEqual(['c']);
  expect(scored.problems.map(({ file, message }) => `${file}: ${message}`)).toEqual([
    'submission.json: a, test 1 attempt_2, row 1: 2 cells where row 0 has 1',
    'submission.json: 1 task is missing and counts 0: b',
    'submission.json: 1 id is that of no task, and does not count: c',
  ]);
});

test('archives are read with their folders, and what is no task file is told', async ({ page }) => {
  const broken: File = ['cut.zip', FOLDERS[1].subarray(0, 100)];
  const { files, joined, scored } = await ask(page, [FOLDERS, broken, SUBMISSION], CHALLENGES);
  expect(files[0]).toMatchObject({
    kind: 'tasks',
    format: 'one task (2 files), zip archive',
    tasks: [{ id: 'a', subset: 'training' }, { id: 'b', subset: 'evaluation' }],
    warnings: [{ message: 'left out: 1 file that is no task file (sets/README.md)' }],
  });
  expect(files[1]).toMatchObject({
    kind: 'tasks',
    format: '',
    counts: '',
    tasks: [],
    warnings: [{ message: 'this .zip file is damaged: missing end of central directory' }],
  });
  expect(files[2]).toMatchObject({ kind: 'submission', format: 'Kaggle submission', counts: '2 answered tasks', tasks: [] });
  expect(joined.tasks.map(({ id }) => id)).toEqual(['a', 'b']);
  expect(scored).toMatchObject({
    scores: null,
    tasks: [],
    problems: [{ message: 'this is not a submission; it is recognised as Kaggle challenges' }],
  });
});
