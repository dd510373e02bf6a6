import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { ALONE, type ArcscorePage, DEMO_PROGRAMS, TASK_007BBFB7, expect, test, withoutTimes } from './support/page.ts';
import { tasksWhile } from './support/tasks.ts';

const PROGRAM = { name: 'mine.py', mimeType: 'text/x-python', buffer: Buffer.from('def precious(I):\n    return I\n') };

test('a shared link opens elsewhere and reproduces the results', async ({ arcscore, browser }) => {
  await arcscore.openDemo();
  await arcscore.pick('tiled');
  const lines = withoutTimes(await arcscore.download());
  await arcscore.page.getByRole('button', { name: 'Share', exact: true }).click();
  const link = await arcscore.page.getByRole('textbox', { name: 'Link' }).inputValue();
  expect(link.length).toBeLessThan(10_000);

  const elsewhere = await browser.newContext();
  const page = await elsewhere.newPage();
  await page.goto(link);
  await expect(page.getByText(`Reproduced: these are the results that were shared`)).toBeVisible();
  await expect(page.getByText(String(lines.at(-1)?.summary?.['digest']))).toBeVisible();
  const heading = page.getByRole('heading', { level: 2 });
  await expect(heading).toHaveText('tiled on 007bbfb7');
  // What is selected then is still so after a reload.
  await page.getByRole('table', { name: 'Results' }).getByRole('button', { name: 'enlarged', exact: true }).click();
  await page.reload();
  await expect(page.getByText(`Reproduced: these are the results that were shared`)).toBeVisible();
  await expect(heading).toHaveText('enlarged on 007bbfb7');
  await elsewhere.close();
});

test('each program is scored on the task of its own name where the user or a link says so', async ({ arcscore, browser }) => {
  await arcscore.openDemo();
  const { page } = arcscore;
  await page.getByRole('combobox', { name: 'Pairs' }).selectOption('each on its own task');
  await expect(page).toHaveURL(/pairs=own/);
  await arcscore.scoreAll();
  const [summary, ...lines] = withoutTimes(await arcscore.download()).reverse();
  expect(lines.length).toBeGreaterThan(5);
  expect(lines.filter(({ program, task }) => program !== `solve_${task}`)).toEqual([]);
  expect(summary?.summary).toMatchObject({ evaluations: lines.length, matches: lines.length });
  await expect(arcscore.messages).toContainText('is skipped: there is no task of its own name');
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  const link = await page.getByRole('textbox', { name: 'Link' }).inputValue();

  const elsewhere = await browser.newContext();
  const other = await elsewhere.newPage();
  await other.goto(link);
  await expect(other.getByText(`Reproduced: these are the results that were shared`)).toBeVisible();
  await expect(other.getByText(String(summary?.summary?.['digest']))).toBeVisible();
  await expect(other.getByRole('combobox', { name: 'Pairs' })).toHaveValue('own');
  await elsewhere.close();
});

test('another digest in the link is told', async ({ arcscore }) => {
  await arcscore.open(link({ arcscore: 1, ...demo(), workers: 1, digest: '0123456789abcdef' }));
  await arcscore.reaches('done');
  await expect(arcscore.messages).toContainText('Not reproduced: the shared results have digest 0123456789abcdef');
});

for (const [title, fragment, says] of [
  ['cut short', link({ arcscore: 1, ...demo() }).slice(0, -40), /damaged or was cut short/],
  ['no link at all', '#shared=***', /damaged or was cut short/],
  ['from a newer version', link({ arcscore: 99, ...demo() }), /newer version/],
  ['without files', link({ arcscore: 1 }), /damaged/],
  ['enormous when unpacked', `#shared=${packed(Buffer.alloc(80 << 20, 32))}`, /unpacks to more than 64 MB/],
] as const) {
  test(`a link ${title}: a clear message, and the page goes on`, async ({ arcscore }) => {
    await arcscore.open(fragment);
    await arcscore.reaches('error');
    await expect(arcscore.messages).toContainText(says);
    await expect(arcscore.page.getByText('Starting …')).toHaveCount(0);
    await arcscore.programs.setInputFiles(DEMO_PROGRAMS);
    await arcscore.reaches('idle');
  });
}

test('too much for a link is offered as a file, which opens the same', async ({ arcscore }) => {
  await arcscore.openDemo();
  const { page } = arcscore;
  const noise = Array.from({ length: 40_000 }, (_, at) => ((at * 2654435761) >>> 7).toString(36)).join('');
  const text = `def mine(I):\n    return I\n# ${noise}\n`;
  await arcscore.programs.setInputFiles({ name: 'long.py', mimeType: 'text/x-python', buffer: Buffer.from(text) });
  await arcscore.reaches('idle');
  await arcscore.scoreAll();
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  await expect(page.getByText('more than programs pass on safely')).toBeVisible();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save as a file' }).click(),
  ]);
  const file = readFileSync(await download.path());

  await arcscore.openDemo();
  await arcscore.tasks.setInputFiles({ name: 'shared.arcscore.json', mimeType: 'application/json', buffer: file });
  await expect(arcscore.messages).toContainText('Reproduced');
  await expect(page.getByText('1 program · long.py')).toBeVisible();
});

test('a link to one task and one program alone reproduces their results', async ({ arcscore, browser }) => {
  await arcscore.openDemo();
  const { page } = arcscore;
  await arcscore.pick('tiled');
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  await page.getByRole('checkbox', { name: 'only the task 007bbfb7' }).check();
  await page.getByRole('checkbox', { name: 'only the program tiled' }).check();
  await expect(page.getByText('This link carries the task files, the programs and the settings')).toBeVisible();
  const link = await madeLink(page);

  const elsewhere = await browser.newContext();
  const other = await elsewhere.newPage();
  await other.goto(link);
  await expect(other.getByText('Reproduced: these are the results that were shared')).toBeVisible();
  await expect(other.getByText('1 program · tiled.py')).toBeVisible();
  await elsewhere.close();
});

test('a link to a part has the digest of its lines, whatever names stand in them', async ({ arcscore }) => {
  await arcscore.openDemo();
  const { page } = arcscore;
  const ids = ['007bbfb7', 'é ,"task":"007bbfb7",'];
  const buffer = readFileSync(TASK_007BBFB7);
  await arcscore.tasks.setInputFiles(ids.map((id) => ({ name: `${id}.json`, mimeType: 'application/json', buffer })));
  await arcscore.reaches('idle');
  await arcscore.scoreAll();
  const lines = (await arcscore.downloadText()).trimEnd().split('\n').slice(0, -1);
  const digestOf = (part: { task?: string; program?: string }): string => {
    const hash = createHash('sha256');
    for (const line of lines) {
      const { task, program } = JSON.parse(line) as typeof part;
      const isOfPart = task === (part.task ?? task) && program === (part.program ?? program);
      if (isOfPart) hash.update(`${line.replace(/,"micros":\d+/, '')}\n`);
    }
    return hash.digest('hex').slice(0, 16);
  };
  const carried = async (): Promise<unknown> => carriedBy(await madeLink(page)).digest;

  await page.getByRole('button', { name: 'Share', exact: true }).click();
  for (const task of ids) {
    await page.getByRole('navigation').getByRole('button', { name: new RegExp(`^${task}`) }).click();
    await arcscore.pick('one_cell_short');
    const onlyTask = page.getByRole('checkbox', { name: 'only the task' });
    const onlyProgram = page.getByRole('checkbox', { name: 'only the program' });
    await onlyTask.check();
    expect(await carried()).toBe(digestOf({ task }));
    await onlyProgram.check();
    expect(await carried()).toBe(digestOf({ task, program: 'one_cell_short' }));
    await onlyTask.uncheck();
    expect(await carried()).toBe(digestOf({ program: 'one_cell_short' }));
    await onlyProgram.uncheck();
  }
});

test('a link to a part of a large run does not hold up the page', ALONE, async ({ arcscore }) => {
  await arcscore.openDemo();
  const { page } = arcscore;
  const many = Array.from({ length: 8_000 }, (_, number) => `def same_${number}(I):\n    return I\n`);
  const buffer = Buffer.from(many.join('\n'));
  await arcscore.programs.setInputFiles({ name: 'many.py', mimeType: 'text/x-python', buffer });
  await arcscore.reaches('idle');
  await arcscore.scoreAll();
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  const only = page.getByRole('checkbox', { name: /^only the program/ });
  await expect(only).toBeVisible();
  const { tasks } = await tasksWhile(page, async () => {
    await only.check();
    await madeLink(page);
  });
  console.log(`a link to one of 8,000 programs: the page's longest task takes ${tasks[0]?.toFixed(0)} ms`);
  expect(tasks[0]).toBeLessThan(50);
});

test('the link is that of the boxes as they stand, whichever link takes longest to make', ALONE, async ({ arcscore }) => {
  await arcscore.openDemo();
  const { page } = arcscore;
  await arcscore.pick('tiled');
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  const task = page.getByRole('checkbox', { name: 'only the task 007bbfb7' });
  const copy = page.getByRole('button', { name: 'Copy link' });
  await task.check();
  const ofOneTask = await madeLink(page);
  await task.uncheck();
  await madeLink(page);

  // From now on a link that carries all programs takes longer than one that carries a single one.
  await page.evaluate(() => {
    const digest = crypto.subtle.digest.bind(crypto.subtle);
    crypto.subtle.digest = async (algorithm, data) => {
      if (data.byteLength > 2_000) await new Promise((resolve) => setTimeout(resolve, 1_500));
      return digest(algorithm, data);
    };
  });
  await task.check();
  await expect(page.getByRole('textbox', { name: 'Link' })).toHaveValue('');
  await expect(copy).toBeDisabled();
  await page.getByRole('checkbox', { name: 'only the program tiled' }).check();
  const ofBoth = await madeLink(page);
  expect(ofBoth).not.toBe(ofOneTask);
  await page.waitForTimeout(2_000);
  await expect(page.getByRole('textbox', { name: 'Link' })).toHaveValue(ofBoth);
  await expect(copy).toBeEnabled();
});

test('the link follows what is selected while it is shown, and Share begins with all of it again, or says why not', async ({ arcscore }) => {
  await arcscore.openDemo();
  const { page } = arcscore;
  await arcscore.pick('tiled');
  const share = page.getByRole('button', { name: 'Share', exact: true });
  await share.click();
  await page.getByRole('checkbox', { name: 'only the program tiled' }).check();
  expect(carriedBy(await madeLink(page)).programs.map(({ name }) => name)).toEqual(['tiled.py']);
  await arcscore.pick('copies');
  await expect(page.getByRole('checkbox', { name: 'only the program copies' })).toBeChecked();
  const carried = carriedBy(await madeLink(page));
  expect(carried.programs.map(({ name }) => name)).toEqual(['copies.py']);
  expect(carried.program).toBe('copies');
  await share.click();
  await expect(page.getByRole('checkbox', { name: 'only the program copies' })).not.toBeChecked();
  expect(carriedBy(await madeLink(page))).toMatchObject({ programs: [], program: 'copies' });

  await page.evaluate(() => {
    Object.assign(globalThis, {
      CompressionStream: function () {
        throw new Error('no memory');
      },
    });
  });
  await share.click();
  const panel = page.getByRole('region', { name: "Link to this page's content" });
  await expect(panel.getByRole('status')).toHaveText('No link could be made: no memory');
});

for (const [how, replace] of [
  ['taken away', takeProgramsAway],
  ['chosen', (arcscore: ArcscorePage) => arcscore.programs.setInputFiles(PROGRAM)],
  ['loaded from an address', (arcscore: ArcscorePage) => paste(arcscore, new URL('demo/demo.py', arcscore.page.url()).href)],
  ['opened from another link', openAnotherLink],
] as const) {
  test(`a link is put away when files are ${how}`, async ({ arcscore }) => {
    await arcscore.openDemo();
    const { page } = arcscore;
    await page.getByRole('button', { name: 'Share', exact: true }).click();
    await madeLink(page);
    await replace(arcscore);
    await expect(page.getByRole('textbox', { name: 'Link' })).toHaveCount(0);
  });
}

test('a link stays while nothing else can be loaded', async ({ arcscore }) => {
  await arcscore.openDemo();
  const { page } = arcscore;
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  const link = await madeLink(page);
  await arcscore.programs.setInputFiles({ ...PROGRAM, buffer: Buffer.from('nothing') });
  await arcscore.reaches('error');
  expect(await madeLink(page)).toBe(link);
});

test('what came from an address is named in the link and not carried', async ({ arcscore }) => {
  await arcscore.open('?tasks=./demo/demo.json&programs=./demo/demo.py&run');
  await arcscore.reaches('done');
  const { page } = arcscore;
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  await expect(page.getByText('the addresses of the task files and the programs')).toBeVisible();
  const link = await page.getByRole('textbox', { name: 'Link' }).inputValue();
  expect(link.length).toBeLessThan(400);
  await page.goto('about:blank');
  await page.goto(link);
  await expect(page.getByText('Reproduced: these are the results that were shared')).toBeVisible();
});

test('a link does not take the place of what is loaded without asking', async ({ arcscore }) => {
  await arcscore.openDemo();
  const { page } = arcscore;
  await arcscore.programs.setInputFiles(PROGRAM);
  await arcscore.reaches('idle');
  const questions: string[] = [];
  page.once('dialog', (dialog) => {
    questions.push(dialog.message());
    void dialog.dismiss();
  });
  const fragment = link({ arcscore: 1, ...demo(), workers: 1 });
  await page.evaluate((hash) => (location.hash = hash), fragment);
  await expect.poll(() => questions).toEqual([expect.stringContaining('in the place of those that are loaded')]);
  await expect(page).toHaveURL(/^[^#]*$/);
  await arcscore.scoreAll();
  await expect(arcscore.row('precious')).toBeVisible();
});

for (const [what, load, was, question] of [
  ['the demo', async () => {}, '20 programs · demo.py', false],
  ['files of one\'s own', ({ programs }: ArcscorePage) => programs.setInputFiles(PROGRAM), '1 program · mine.py', true],
] as const) {
  test(`Back from a link comes back to ${what}, and Forward to the link`, async ({ arcscore }) => {
    const { page } = arcscore;
    page.on('dialog', (dialog) => void (question && dialog.accept()));
    await arcscore.open('?view=results&program=copies');
    await arcscore.reaches('done');
    await load(arcscore);
    await expect(page.getByText(was)).toBeVisible();
    const url = page.url();
    const shared = { ...demo(), programs: [{ name: 'shared.py', text: 'def shared(I):\n    return I\n' }] };
    await page.evaluate((hash) => (location.hash = hash), link({ arcscore: 1, ...shared, workers: 1, pairs: 'all' }));
    await expect(page.getByText('1 program · shared.py')).toBeVisible();
    await arcscore.reaches('done');
    // What is shown of the link is one more step back.
    await page.getByRole('link', { name: 'Programs', exact: true }).click();
    await page.goBack();
    await expect(page.getByText('1 program · shared.py')).toBeVisible();
    await page.goBack();
    await expect(page.getByText(was)).toBeVisible();
    await expect(page.getByText('5 tasks · demo.json')).toBeVisible();
    await arcscore.reaches('done');
    expect(page.url()).toBe(url);
    await page.goForward();
    await expect(page.getByText('1 program · shared.py')).toBeVisible();
    await arcscore.reaches('done');
    await page.reload();
    await arcscore.reaches('done');
    await page.goBack();
    await expect(page.getByText(was)).toBeVisible();
    await arcscore.reaches('done');
  });
}

test('Back from a link that was opened anew comes back to the files that the address names', async ({ arcscore }) => {
  const { page } = arcscore;
  await arcscore.open('?tasks=./demo/demo.json&programs=./demo/demo.py&run');
  await arcscore.reaches('done');
  await arcscore.open(link({ arcscore: 1, ...demo(), workers: 1 }));
  await expect(page.getByText('1 program · mine.py')).toBeVisible();
  await arcscore.reaches('done');
  await page.goBack();
  await expect(page.getByText('20 programs · demo.py')).toBeVisible();
  await arcscore.reaches('done');
});

test('a link is opened with the signs that stood behind it in a text', async ({ arcscore }) => {
  for (const behind of ['.', ')', '%20and', '%22%3E']) {
    await arcscore.page.goto('about:blank');
    await arcscore.open(link({ arcscore: 1, ...demo(), workers: 1 }) + behind);
    await arcscore.reaches('done');
    await expect(arcscore.page.getByText('1 program · mine.py')).toBeVisible();
  }
});

test.describe('with files that are not there', () => {
  // The browser itself reports what can't be fetched.
  test.use({ expectedErrors: [/Failed to load resource/] });

  test('of a link what can be read is shown and nothing else, and the address says so', async ({ arcscore }) => {
    await arcscore.open('?tasks=./demo/demo.json&programs=./demo/demo.py&pairs=own&run');
    await arcscore.reaches('done');
    const { messages, page } = arcscore;
    const programs = { programs: [{ name: 'bad.py', text: 'nothing' }], programsAt: ['./nowhere.py'], program: 'mine' };
    const results = { workers: 1, digest: '0123456789abcdef' };
    const fragment = link({ arcscore: 2, ...demo(), task: '007bbfb7', ...programs, ...results });
    await page.evaluate((hash) => (location.hash = hash), fragment);
    await expect(messages).toContainText('./nowhere.py: can\'t be fetched: the server answered 404');
    await expect(messages).toContainText('bad.py:1:1: expected a program');
    await expect(messages.getByRole('listitem')).toHaveCount(2);
    await expect(page.getByText('1 task · 007bbfb7.json')).toBeVisible();
    await expect(page.getByText('20 programs · demo.py')).toHaveCount(0);
    const shown = new URL(page.url());
    expect([shown.search, shown.hash]).toEqual(['?task=007bbfb7', fragment]);

    const text = JSON.stringify({ arcscore: 1, ...demo(), program: 'mine', workers: 1 });
    const file = { name: 'shared.arcscore.json', mimeType: 'application/json', buffer: Buffer.from(text) };
    await arcscore.tasks.setInputFiles(file);
    await expect(page.getByText('1 program · mine.py')).toBeVisible();
    await expect(page).toHaveURL(/\/\?program=mine$/);
    await page.evaluate((hash) => (location.hash = hash), fragment.slice(0, -40));
    await expect(messages).toContainText('damaged or was cut short');
    await expect(page).toHaveURL(/\/\?program=mine$/);
  });
});

test('results are saved as a report that needs no script, and as a table', async ({ arcscore, browser }) => {
  await arcscore.openDemo();
  const { page } = arcscore;
  const lines = (await arcscore.download()).slice(0, -1);
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  const save = async (name: string): Promise<string> => {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name, exact: true }).click(),
    ]);
    return readFileSync(await download.path(), 'utf8');
  };

  const table = (await save('CSV')).trimEnd().split('\r\n');
  expect(table[0]).toBe('program,task,split,index,status,error,line,match,points,fuel,micros,digest');
  expect(table).toHaveLength(lines.length + 1);
  const digests = new Set(table.slice(1).map((line) => `${line.split(',')[0]} ${line.split(',').at(-1)}`));
  for (const { digest, program } of lines) expect(digests).toContain(`${String(program)} ${String(digest)}`);

  const report = await save('Report');
  expect(report).not.toContain('<script');
  const context = await browser.newContext({ javaScriptEnabled: false });
  const reader = await context.newPage();
  const requests: string[] = [];
  reader.on('request', (request) => requests.push(request.url()));
  await reader.setContent(report);
  await expect(reader.getByRole('heading', { level: 1 })).toHaveText('arcscore: 20 programs on 5 tasks');
  await expect(reader.getByRole('row').filter({ hasText: 'one_cell_short' }).last()).toContainText('≈ 98%');
  await expect(reader.getByRole('img', { name: 'produced, 9 by 9' }).first()).toBeVisible();
  expect(requests).toEqual([]);
  await context.close();
});

test('in a frame one view stands alone', async ({ arcscore }) => {
  await arcscore.open('?embed&view=results&task=007bbfb7');
  await arcscore.reaches('done');
  const { page } = arcscore;
  await expect(page.getByRole('grid', { name: 'Results' })).toBeVisible();
  await expect(arcscore.score).toHaveCount(0);
  await expect(page.getByRole('link', { name: 'Open in arcscore' })).toHaveAttribute('href', /\?view=results&task=007bbfb7$/);
});

async function takeProgramsAway({ page }: ArcscorePage): Promise<void> {
  await page.getByRole('button', { name: /^20 programs/ }).first().click();
  await page.getByRole('button', { name: 'Take demo.py away' }).click();
}

async function openAnotherLink({ page }: ArcscorePage): Promise<void> {
  await page.evaluate((hash) => (location.hash = hash), link({ arcscore: 1, ...demo(), workers: 1 }));
  await expect(page.getByText('1 program · mine.py')).toBeVisible();
}

async function paste({ page }: ArcscorePage, text: string): Promise<void> {
  await page.evaluate((text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', text);
    document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, composed: true }));
  }, text);
}

function demo(): object {
  const text = readFileSync(new URL('./fixtures/007bbfb7.json', import.meta.url), 'utf8');
  return {
    tasks: [{ name: '007bbfb7.json', text }],
    programs: [{ name: 'mine.py', text: 'def mine(I):\n    return I\n' }],
  };
}

function link(content: object): string {
  return `#shared=${packed(Buffer.from(JSON.stringify(content)))}`;
}

function packed(bytes: Buffer): string {
  return deflateRawSync(bytes).toString('base64url');
}

/** The link of the choice that the boxes show, once it is made. */
async function madeLink(page: Page): Promise<string> {
  const link = page.getByRole('textbox', { name: 'Link' });
  await expect(link).not.toHaveValue('');
  return link.inputValue();
}

/** What a link carries, by its fragment. */
function carriedBy(link: string): { programs: { name: string }[]; program: string | null; digest: string | null } {
  const packed = new URL(link).hash.replace('#shared=', '');
  return JSON.parse(inflateRawSync(Buffer.from(packed, 'base64url')).toString()) as ReturnType<typeof carriedBy>;
}
