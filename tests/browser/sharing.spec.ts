import { readFileSync } from 'node:fs';
import { deflateRawSync } from 'node:zlib';
import { DEMO_PROGRAMS, expect, test, withoutTimes } from './support/page.ts';

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
  await expect(page.getByRole('heading', { level: 2 })).toHaveText('tiled on 007bbfb7');
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
