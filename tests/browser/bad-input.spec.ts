import { writeFile } from 'node:fs/promises';
import { type ArcscorePage, expect, test } from './support/page.ts';

const GRID = '[[1,2],[3,4]]';

/** A task file whose test output is `grid`. */
function taskWith(grid: string): string {
  return `{"train":[{"input":${GRID},"output":${GRID}}],"test":[{"input":${GRID},"output":${grid}}]}`;
}

interface Case {
  title: string;
  kind: 'tasks' | 'programs';
  name: string;
  text: string;
  /** What the message must say, beside the file's name. */
  says: RegExp;
}

const CASES: Case[] = [
  { title: 'not JSON', kind: 'tasks', name: 'broken.json', text: '{"train": [', says: /broken\.json:1:\d+: .*JSON/ },
  { title: 'not a task', kind: 'tasks', name: 'other.json', text: '{"name": "x", "version": 1}', says: /task/ },
  { title: 'a ragged grid', kind: 'tasks', name: 'ragged.json', text: taskWith('[[1,2],[3]]'), says: /test 0 output, row 1: 1 cell where row 0 has 2/ },
  { title: 'an empty grid', kind: 'tasks', name: 'empty.json', text: taskWith('[]'), says: /test 0 output/ },
  { title: 'a color outside 0 to 9', kind: 'tasks', name: 'color.json', text: taskWith('[[1,2],[3,10]]'), says: /test 0 output.*10/ },
  { title: 'tasks of 0 bytes', kind: 'tasks', name: 'nothing.json', text: '', says: /empty/ },
  { title: 'programs of 0 bytes', kind: 'programs', name: 'nothing.py', text: '', says: /empty|no program/i },
  { title: 'no program', kind: 'programs', name: 'notes.py', text: 'x = 1\n', says: /notes\.py:1:\d+|no program/ },
  { title: 'a program that does not parse', kind: 'programs', name: 'bad.py', text: 'def solve(I):\n    x1 = objects(I, T, F\n    return x1\n', says: /bad\.py:\d+:\d+: / },
];

for (const { title, kind, name, text, says } of CASES) {
  test(`${title}: one clear message, and what was loaded stays`, async ({ arcscore }) => {
    await arcscore.openDemo();
    await expectRefusal(arcscore, kind, { name, mimeType: 'text/plain', buffer: Buffer.from(text) }, name, says);
    await expectDemo(arcscore);
  });
}

for (const kind of ['tasks', 'programs'] as const) {
  test(`50 MB of something else as ${kind}`, async ({ arcscore }, info) => {
    const file = info.outputPath('video.bin');
    await writeFile(file, Buffer.alloc(50 << 20, 'not a task, not a program\u0000'));
    await arcscore.openDemo();
    await expectRefusal(arcscore, kind, file, 'video.bin', /./);
    await expectDemo(arcscore);
  });
}

test('a program outside the language is refused alone, with its place', async ({ arcscore }) => {
  await arcscore.openDemo();
  const text = 'def good(I):\n    return vmirror(I)\n\n\ndef bad(I):\n    for x in I:\n        pass\n    return I\n';
  await arcscore.programs.setInputFiles({ name: 'two.py', mimeType: 'text/x-python', buffer: Buffer.from(text) });
  await arcscore.reaches('idle');
  await expect(arcscore.messages).toContainText(/two\.py:6:5: .*for/);
  await arcscore.scoreAll();
  await expect(arcscore.row('good')).toBeVisible();
  await expect(arcscore.row('bad')).toHaveCount(0);
});

test('a bad file among good ones: the good ones are loaded', async ({ arcscore }) => {
  await arcscore.openDemo();
  await arcscore.tasks.setInputFiles([
    { name: 'fine.json', mimeType: 'application/json', buffer: Buffer.from(taskWith(GRID)) },
    { name: 'broken.json', mimeType: 'application/json', buffer: Buffer.from('[') },
  ]);
  await arcscore.reaches('idle');
  await expect(arcscore.messages).toContainText('broken.json');
  await expect(arcscore.page.getByText('1 task · fine.json')).toBeVisible();
  await arcscore.scoreAll();
});

test('names in files never become markup', async ({ arcscore }) => {
  await arcscore.openDemo();
  const name = '<img src=x onerror=alert(1)>.json';
  await arcscore.tasks.setInputFiles({ name, mimeType: 'application/json', buffer: Buffer.from(taskWith(GRID)) });
  await arcscore.reaches('idle');
  await expect(arcscore.page.getByText(`1 task · ${name}`)).toBeVisible();
  expect(await arcscore.page.locator('img[src="x"]').count()).toBe(0);
});

async function expectRefusal(
  arcscore: ArcscorePage,
  kind: 'tasks' | 'programs',
  file: string | { name: string; mimeType: string; buffer: Buffer },
  name: string,
  says: RegExp,
): Promise<void> {
  await arcscore[kind].setInputFiles(file);
  await arcscore.reaches('error');
  const messages = arcscore.messages.getByRole('listitem');
  await expect(messages).toHaveCount(1);
  await expect(messages).toContainText(name);
  await expect(messages).toContainText(says);
}

/** The demo is still there with its results, and can be scored again. */
async function expectDemo(arcscore: ArcscorePage): Promise<void> {
  await expect(arcscore.page.getByText('5 tasks · demo.json')).toBeVisible();
  await expect(arcscore.page.getByText('20 programs · demo.py')).toBeVisible();
  await expect(arcscore.row('solve_007bbfb7')).toContainText('6 of 6');
  await arcscore.scoreAll();
  await expect(arcscore.row('solve_007bbfb7')).toContainText('6 of 6');
}
