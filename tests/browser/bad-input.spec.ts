import { writeFile } from 'node:fs/promises';
import { type ArcscorePage, expect, test } from './support/page.ts';

const GRID = '[[1,2],[3,4]]';

/** A task file with one demonstration and one test, whose outputs are `grid`. */
function taskWith(grid: string, demonstration = grid): string {
  return `{"train":[{"input":${GRID},"output":${demonstration}}],"test":[{"input":${GRID},"output":${grid}}]}`;
}

interface Case {
  title: string;
  kind: 'tasks' | 'programs';
  name: string;
  text: string;
  /** What the message must say. */
  says: RegExp;
}

const REFUSED: Case[] = [
  { title: 'not JSON', kind: 'tasks', name: 'broken.json', text: '{"train": [', says: /broken\.json:1:\d+: .*JSON/ },
  {
    title: 'not a task',
    kind: 'tasks',
    name: 'other.json',
    text: '{"name": "x", "version": 1}',
    says: /other\.json.*task/,
  },
  {
    title: 'only ragged grids',
    kind: 'tasks',
    name: 'ragged.json',
    text: taskWith('[[1,2],[3]]'),
    says: /ragged\.json.*train 0 output, row 1: 1 cell where row 0 has 2/,
  },
  {
    title: 'only empty grids',
    kind: 'tasks',
    name: 'empty.json',
    text: taskWith('[]'),
    says: /empty\.json.*train 0 output/,
  },
  {
    title: 'only colors outside 0 to 9',
    kind: 'tasks',
    name: 'color.json',
    text: taskWith('[[1,2],[3,10]]'),
    says: /color\.json.*train 0 output.*10/,
  },
  { title: 'tasks of 0 bytes', kind: 'tasks', name: 'nothing.json', text: '', says: /nothing\.json.*empty/ },
  {
    title: 'programs of 0 bytes',
    kind: 'programs',
    name: 'nothing.py',
    text: '',
    says: /nothing\.py.*(empty|no program)/i,
  },
  {
    title: 'no program',
    kind: 'programs',
    name: 'notes.py',
    text: 'x = 1\n',
    says: /notes\.py:1:1: expected a program/,
  },
  {
    title: 'nothing but imports',
    kind: 'programs',
    name: 'imports.py',
    text: 'from dsl import *\n',
    says: /imports\.py.*no program/i,
  },
  {
    title: 'a program that does not parse',
    kind: 'programs',
    name: 'bad.py',
    text: 'def solve(I):\n    x1 = objects(I, T, F\n    return x1\n',
    says: /bad\.py:\d+:\d+: /,
  },
];

for (const { title, kind, name, text, says } of REFUSED) {
  test(`${title}: one clear message, and what was loaded stays`, async ({ arcscore }) => {
    await arcscore.openDemo();
    await expectRefusal(arcscore, kind, { name, mimeType: 'text/plain', buffer: Buffer.from(text) }, says);
    await expectDemo(arcscore);
  });
}

for (const kind of ['tasks', 'programs'] as const) {
  test(`50 MB of something else as ${kind}`, async ({ arcscore }, info) => {
    const file = info.outputPath('video.bin');
    await writeFile(file, Buffer.alloc(50 << 20, 'not a task, not a program\u0000'));
    await arcscore.openDemo();
    await expectRefusal(arcscore, kind, file, /video\.bin/);
    await expectDemo(arcscore);
  });
}

for (const [title, grid, says] of [
  ['ragged', '[[1,2],[3]]', /test 0 output, row 1: 1 cell where row 0 has 2/],
  ['empty', '[]', /test 0 output/],
  ['of a color outside 0 to 9', '[[1,2],[3,10]]', /test 0 output.*10/],
] as const) {
  test(`a grid that is ${title} is named, and what was loaded stays`, async ({ arcscore }) => {
    await arcscore.openDemo();
    const buffer = Buffer.from(taskWith(grid, GRID));
    await expectRefusal(arcscore, 'tasks', { name: 'half.json', mimeType: 'application/json', buffer }, says);
    await expectDemo(arcscore);
  });
}

test('a task that is no good is named, and the rest of the file is loaded', async ({ arcscore }) => {
  await arcscore.openDemo();
  const text = `{"train":{"good":${taskWith(GRID)},"bad":${taskWith('[[1,2],[3]]')}}}`;
  const buffer = Buffer.from(text);
  await arcscore.tasks.setInputFiles({ name: 'half.json', mimeType: 'application/json', buffer });
  await arcscore.reaches('idle');
  await expect(arcscore.messages).toContainText('half.json');
  await expect(arcscore.messages).toContainText('bad, test 0 output, row 1: 1 cell where row 0 has 2');
  await expect(arcscore.messages).toContainText('the task bad is left out');
  await expect(arcscore.page.getByText('1 task · half.json')).toBeVisible();
  await arcscore.scoreAll();
  await expect(arcscore.sample('demo 1')).toBeVisible();
});

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

test('what is left out of a file is told apart from what is only warned about, by its name', async ({ arcscore }) => {
  await arcscore.openDemo();
  const text = `def unclosed(I):
    return vmirror(I

def loops(I):
    for x in I:
        pass

def misspelt(I):
    a = vmiror(I)
    b = hmiror(a)
    return b

def good(I):
    return I

def good(I):
    return vmirror(I)
`;
  await arcscore.programs.setInputFiles({ name: 'mixed.py', mimeType: 'text/x-python', buffer: Buffer.from(text) });
  await arcscore.reaches('idle');
  for (const [program, says] of [
    ['unclosed', '`(` is never closed'],
    ['loops', '`for` starts a loop'],
    ['misspelt', 'there is no `vmiror`'],
  ] as const) {
    const told = arcscore.messages.getByRole('listitem').filter({ hasText: says });
    await expect(told).toContainText('Left out.');
    await expect(told).toContainText(`the program \`${program}\``);
  }
  const replaced = arcscore.messages.getByRole('listitem').filter({ hasText: '`good` replaces' });
  await expect(replaced).toContainText('Warning.');
  await arcscore.page.getByRole('button', { name: /^1 program · / }).click();
  await expect(arcscore.page.getByRole('list', { name: 'Loaded files' })).toContainText('1 program, 3 left out, 1 warning');
});

for (const [title, text, name] of [
  ['a string that is never closed', 'def open(I):\n    """Not closed.\n    return I\n\ndef next(I):\n    """Closed."""\n    return I\n', 'open'],
  ['a body that is missing', 'def empty(I):\n\ndef next(I):\n    return I\n', 'empty'],
  ['what stands between programs', 'def good(I):\n    return I\n\nx = 1\n', null],
] as const) {
  test(`${title} is blamed on no other program`, async ({ arcscore }) => {
    await arcscore.openDemo();
    await arcscore.programs.setInputFiles({ name: 'one.py', mimeType: 'text/x-python', buffer: Buffer.from(text) });
    await arcscore.reaches('idle');
    const told = arcscore.messages.getByRole('listitem').filter({ hasText: 'Left out.' });
    if (name === null) await expect(told).not.toContainText('program `');
    else await expect(told).toContainText(`\`${name}\``);
    await expect(told).not.toContainText('`next`');
  });
}

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

test('a name as long as its file is not repeated in messages and headings', async ({ arcscore }) => {
  await arcscore.openDemo();
  const { page } = arcscore;
  const [refused, long] = ['n', 'm'].map((letter) => letter.repeat(1 << 20));
  const text = `def ${refused}(I):\n    return frist(I)\n\ndef ${long}(I):\n    return I\n`;
  await arcscore.programs.setInputFiles({ name: 'long.py', mimeType: 'text/x-python', buffer: Buffer.from(text) });
  await expect(page.getByText('1 program · long.py')).toBeVisible();
  await expect(arcscore.messages).toContainText(/the program `n+…n+`: there is no `frist`/);
  expect((await arcscore.messages.innerText()).length).toBeLessThan(500);
  const heading = page.getByRole('heading', { level: 2 });
  for (const view of ['Task', 'Step', 'Programs']) {
    await page.getByRole('link', { name: view, exact: true }).click();
    await expect(heading.first()).toHaveText(/^\s*m{80}…m{40}\b/);
  }
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
  says: RegExp,
): Promise<void> {
  await arcscore[kind].setInputFiles(file);
  await arcscore.reaches('error');
  const messages = arcscore.messages.getByRole('listitem');
  await expect(messages.first()).toContainText(says);
  // One message, or one for each grid that is none.
  expect(await messages.count()).toBeLessThanOrEqual(3);
}

/** The demo is still there with its results, and can be scored again. */
async function expectDemo(arcscore: ArcscorePage): Promise<void> {
  await expect(arcscore.page.getByText('5 tasks · demo.json')).toBeVisible();
  await expect(arcscore.page.getByText('20 programs · demo.py')).toBeVisible();
  await expect(arcscore.row('solve_007bbfb7')).toContainText('6 of 6');
  await arcscore.scoreAll();
  await expect(arcscore.row('solve_007bbfb7')).toContainText('6 of 6');
}
