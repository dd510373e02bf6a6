import { readFile } from 'node:fs/promises';
import type { Locator, Page } from '@playwright/test';
import { LOOKS, expectNoBarrier, inWords, takeLook } from './support/barriers.ts';
import { ALONE, type ArcscorePage, expect, test } from './support/page.ts';
import { tasksWhile } from './support/tasks.ts';

function editor(arcscore: ArcscorePage): Locator {
  return arcscore.page.getByRole('textbox', { name: 'Source of the program' });
}

async function openPrograms(arcscore: ArcscorePage, program = 'one_cell_short'): Promise<void> {
  await arcscore.open(`?view=programs&task=007bbfb7&program=${program}`);
  await arcscore.reaches('done');
  await expect(editor(arcscore)).toBeVisible();
}

async function write(arcscore: ArcscorePage, text: string): Promise<void> {
  await editor(arcscore).click();
  await arcscore.page.keyboard.press('ControlOrMeta+a');
  await arcscore.page.keyboard.insertText(text);
}

/** The text in the editor, without the lines that it draws for nothing. */
async function written(arcscore: ArcscorePage): Promise<string> {
  return (await editor(arcscore).locator('.cm-line').allInnerTexts()).filter((line) => line.trim() !== '').join('\n');
}

async function savedAsPython(page: Page): Promise<{ name: string; text: string }> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save as .py' }).click(),
  ]);
  return { name: download.suggestedFilename(), text: await readFile(await download.path(), 'utf8') };
}

test('marks follow while a program is typed, and keeping it scores it', async ({ arcscore }) => {
  await openPrograms(arcscore);
  const { page } = arcscore;
  const live = page.getByRole('region', { name: 'Marks while you type' });
  await expect(live).toContainText('2 of 6 right');
  await write(arcscore, 'def one_cell_short(I):\n    return I\n');
  await expect(live).toContainText('0 of 6 right');
  await expect(live.getByRole('article', { name: 'demo 1' })).toContainText('wrong size: 3 by 3 instead of 9 by 9');
  await page.keyboard.press('ControlOrMeta+s');
  await arcscore.reaches('done');
  const row = page.getByRole('navigation', { name: 'Loaded programs' }).getByRole('button', { name: 'one_cell_short' });
  await expect(row).toContainText('0/6');
});

test('what a draft costs is its fuel, as in the results: how long a trace takes says nothing', async ({ arcscore }) => {
  await openPrograms(arcscore, 'copies');
  const { page } = arcscore;
  const live = page.getByRole('region', { name: 'Marks while you type' });
  await expect(live.getByRole('article', { name: 'demo 1' })).toContainText(/1000 points · [\d,]+ fuel/);
  await expect(live).toContainText(/6 of 6 right, [\d,]+ fuel/);
  await expect(live).not.toContainText(/\d (µs|ms)/);
  const shown = (await live.getByRole('article', { name: 'demo 1' }).innerText()).match(/([\d,]+) fuel/)?.[1];
  const lines = await arcscore.download();
  const { fuel } = lines.find(({ program, index, split }) => program === 'copies' && split === 'train' && index === 0)!;
  expect(shown).toBe(Number(fuel).toLocaleString('en'));
});

test('the line that raised is named, unless it lies beyond the steps that are shown', async ({ arcscore }) => {
  await openPrograms(arcscore);
  const { page } = arcscore;
  const failing = (name: string, lines: number): string =>
    `def ${name}(I):\n${'    x = I\n'.repeat(lines)}    return first(())\n`;
  const buffer = Buffer.from(failing('short', 1) + failing('long', 2500));
  await arcscore.programs.setInputFiles({ name: 'failing.py', mimeType: 'text/x-python', buffer });
  const names = page.getByRole('navigation', { name: 'Loaded programs' });
  const demo = page.getByRole('region', { name: 'Marks while you type' }).getByRole('article', { name: 'demo 1' });
  await names.getByRole('button', { name: 'short' }).click();
  await expect(demo).toContainText('StopIteration in line 3');
  await names.getByRole('button', { name: 'long' }).click();
  await expect(demo).toContainText('StopIteration');
  await expect(demo).not.toContainText('in line');
});

test('errors are underlined where they are', async ({ arcscore }) => {
  await openPrograms(arcscore);
  await write(arcscore, 'def one_cell_short(I):\n    x1 = no_such_primitive(I)\n    return x1\n');
  const underlined = arcscore.page.locator('.cm-lintRange-error');
  await expect(underlined).toContainText('no_such_primitive');
  await underlined.hover();
  await expect(arcscore.page.locator('.cm-tooltip-lint')).toContainText('no_such_primitive');
});

test('nothing is completed in a comment', async ({ arcscore }) => {
  await openPrograms(arcscore, 'tiled');
  const { page } = arcscore;
  await editor(arcscore).click();
  await page.keyboard.press('Control+End');
  await page.keyboard.press('Enter');
  await page.keyboard.type('vm', { delay: 40 });
  await expect(page.getByRole('listbox', { name: 'Completions' })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.type('  # turned on', { delay: 40 });
  // A list that has just appeared takes no Enter.
  await page.waitForTimeout(200);
  await page.keyboard.press('Enter');
  await expect(editor(arcscore)).toContainText('vm  # turned on');
});

test('primitives are completed with their documentation, and a call shows its signature', async ({ arcscore }) => {
  await openPrograms(arcscore);
  const { page } = arcscore;
  await write(arcscore, 'def one_cell_short(I):\n    x1 = ');
  await page.keyboard.type('upsc');
  await expect(page.getByRole('option', { name: /^upscale/ })).toHaveAttribute('aria-selected', 'true');
  // A list that has just appeared takes no Enter, lest it were meant for the text.
  await page.waitForTimeout(200);
  await page.keyboard.press('Enter');
  await page.keyboard.type('(I, ');
  await expect(page.locator('.cm-tooltip code').first()).toContainText('upscale(');
  await expect(page.locator('.cm-tooltip strong')).toContainText('factor');
});

test('a program is made, doubled, renamed and deleted', async ({ arcscore }) => {
  await openPrograms(arcscore);
  const { page } = arcscore;
  const names = page.getByRole('navigation', { name: 'Loaded programs' });
  const heading = page.getByRole('region', { name: 'Program' }).getByRole('heading');
  await page.getByRole('button', { name: 'Duplicate' }).click();
  await arcscore.reaches('done');
  await expect(heading).toHaveText('one_cell_short_2');
  await page.getByRole('button', { name: 'Rename' }).click();
  await page.getByRole('textbox', { name: 'New name' }).fill('mine');
  await page.keyboard.press('Enter');
  await expect(heading).toHaveText('mine');
  await arcscore.reaches('done');
  await expect(names.getByRole('button', { name: /^mine/ })).toContainText('2/6');
  await page.getByRole('button', { name: 'Delete' }).click();
  await arcscore.reaches('done');
  await expect(names.getByRole('button', { name: /^mine/ })).toHaveCount(0);
  await page.getByRole('button', { name: 'New' }).click();
  await expect(heading).toHaveText('program');
});

test('a first program is written with nothing loaded', async ({ arcscore }) => {
  const { page } = arcscore;
  await arcscore.openDemo();
  for (const file of ['demo.json', 'demo.py']) await page.getByRole('button', { name: `Remove ${file}` }).click();
  await page.getByRole('link', { name: 'Programs' }).click();
  await page.getByRole('button', { name: 'New', exact: true }).click();
  await expect(page.getByRole('region', { name: 'Program' }).getByRole('heading')).toHaveText('program');
  await expect(editor(arcscore)).toBeFocused();
  await write(arcscore, 'def program(I):\n    return rot90(I)\n');
  await page.keyboard.press('ControlOrMeta+s');
  await expect(page.getByText('changed, not kept yet')).toHaveCount(0);
  await expect(page.getByRole('button', { name: /^1 program · / })).toBeVisible();
  await expect(editor(arcscore)).toContainText('rot90');
});

test('what can not be read is not kept: it is said where it is wrong, and the draft stays', async ({ arcscore }) => {
  await openPrograms(arcscore, 'enlarged');
  const { page } = arcscore;
  const names = page.getByRole('navigation', { name: 'Loaded programs' });
  const all = await names.getByRole('listitem').count();
  const said = page.getByRole('region', { name: 'Program' }).getByRole('status');
  const heading = page.getByRole('region', { name: 'Program' }).getByRole('heading');

  await write(arcscore, 'def enlarged(I):\n    x = = 3\n    return I\n');
  await page.keyboard.press('ControlOrMeta+s');
  await expect(said).toContainText(/enlarged is not kept as it stands: line \d+, column 9: /);
  await page.keyboard.type('9');
  await expect(editor(arcscore)).toContainText('x = 9= 3');
  await page.getByRole('button', { name: 'Keep and score' }).click();
  await expect(said).toContainText('enlarged is not kept');
  await write(arcscore, 'def copies(I):\n    return I\n');
  await page.keyboard.press('ControlOrMeta+s');
  await expect(said).toContainText('there is a program copies already');

  await expect(heading).toHaveText('enlarged');
  await expect(names.getByRole('listitem')).toHaveCount(all);
  await expect(names.getByRole('button', { name: /^enlarged/ })).toContainText('changed, not kept yet');
});

test('a draft that does not run says why, and a complaint goes with what it is about', async ({ arcscore }) => {
  await openPrograms(arcscore, 'enlarged');
  const { page } = arcscore;
  const said = page.getByRole('region', { name: 'Program' }).getByRole('status');
  const live = page.getByRole('region', { name: 'Marks while you type' });
  await write(arcscore, 'def enlarged(I):\n    x = frist(I)\n    return x\n');
  await expect(live).toContainText(/line \d+: there is no `frist`; did you mean `first`\?/);
  await expect(live.getByRole('article')).not.toContainText('not scored yet');
  const keep = async (): Promise<void> => {
    await page.keyboard.press('ControlOrMeta+s');
    await expect(said).toContainText('enlarged is not kept as it stands');
  };
  await keep();
  await write(arcscore, '');
  await expect(said).not.toContainText('not kept');
  await expect(live).toContainText('there is no program in it');
  await keep();
  await page.getByRole('navigation', { name: 'Loaded programs' }).getByRole('button', { name: /^tiled/ }).click();
  await expect(page.getByRole('region', { name: 'Program' }).getByRole('heading')).toHaveText('tiled');
  await expect(said).not.toContainText('not kept');
  await expect(live).not.toContainText('there is no program in it');
});

test('the focus goes with the keyboard: to the new name and back, and to the program that is there again', async ({ arcscore }) => {
  await openPrograms(arcscore);
  const { page } = arcscore;
  const rename = page.getByRole('button', { name: 'Rename' }).last();
  const name = page.getByRole('textbox', { name: 'New name' });
  for (const key of ['Escape', 'Enter']) {
    await rename.press('Enter');
    await expect(name).toBeFocused();
    await page.keyboard.type('mine');
    await page.keyboard.press(key);
    await expect(name).toHaveCount(0);
    await expect(rename).toBeFocused();
    await expect(page.getByRole('region', { name: 'Program' }).getByRole('heading')).toHaveText(key === 'Enter' ? 'mine' : 'one_cell_short');
  }
  await arcscore.reaches('done');
  await page.getByRole('button', { name: 'Delete' }).press('Enter');
  await page.getByRole('button', { name: 'Undo' }).press('Enter');
  await expect(page.getByRole('region', { name: 'Program' }).getByRole('heading')).toHaveText('mine');
  await expect(editor(arcscore)).toBeFocused();
});

test('a name that no program can have is refused beside it, and nothing is lost', async ({ arcscore }) => {
  await openPrograms(arcscore);
  const { page } = arcscore;
  const program = page.getByRole('region', { name: 'Program' });
  const name = page.getByRole('textbox', { name: 'New name' });
  const row = page.getByRole('navigation', { name: 'Loaded programs' }).getByRole('button', { name: /^one_cell_short/ });
  await write(arcscore, 'def one_cell_short(I):\n    return rot90(I)\n');
  await page.getByRole('button', { name: 'Rename' }).click();
  for (const [wanted, why] of [
    ['class', "class is a word of Python's own"],
    ['True', "True is a word of Python's own"],
    ['2nd', '2nd is no name'],
    ['a b', 'a b is no name'],
    ['', 'A program needs a name'],
    ['tiled', 'There is a program tiled already'],
  ] as const) {
    await name.fill(wanted);
    await expect(program.getByRole('alert')).toHaveText('');
    await page.keyboard.press('Enter');
    await expect(program.getByRole('alert')).toContainText(why);
    await expect(name).toHaveAccessibleDescription(new RegExp(why));
    await expect(name).toBeFocused();
  }
  await page.keyboard.press('Escape');
  await expect(program.getByRole('heading')).toHaveText('one_cell_short');
  await expect(row).toContainText('changed, not kept yet');
  await expect(editor(arcscore)).toContainText('rot90');
});

test('drafts of other programs stay drafts, whatever else is done', async ({ arcscore }) => {
  await openPrograms(arcscore, 'tiled');
  const { page } = arcscore;
  const names = page.getByRole('navigation', { name: 'Loaded programs' });
  const heading = page.getByRole('region', { name: 'Program' }).getByRole('heading');
  const tiled = names.getByRole('button', { name: /^tiled/ });
  await write(arcscore, 'def tiled(I):\n    x = = 3\n');
  await names.getByRole('button', { name: /^copies \d/ }).click();

  await page.getByRole('button', { name: 'Duplicate' }).click();
  await expect(heading).toHaveText('copies_2');
  await page.getByRole('button', { name: 'New' }).click();
  await expect(heading).toHaveText('program');
  await page.getByRole('button', { name: 'Rename' }).click();
  await page.getByRole('textbox', { name: 'New name' }).fill('mine');
  await page.keyboard.press('Enter');
  await expect(heading).toHaveText('mine');
  await write(arcscore, 'def mine(I):\n    return hmirror(I)\n');
  await page.keyboard.press('ControlOrMeta+s');
  await expect(names.getByText('changed, not kept yet')).toHaveCount(1);
  await page.getByRole('button', { name: 'Delete' }).click();
  await expect(names.getByRole('button', { name: /^mine/ })).toHaveCount(0);

  await expect(tiled).toContainText('changed, not kept yet');
  await tiled.click();
  await expect(editor(arcscore)).toContainText('x = = 3');
});

test('a program that is doubled or renamed has its draft with it', async ({ arcscore }) => {
  await openPrograms(arcscore, 'tiled');
  const { page } = arcscore;
  const names = page.getByRole('navigation', { name: 'Loaded programs' });
  const heading = page.getByRole('region', { name: 'Program' }).getByRole('heading');
  await write(arcscore, 'def tiled(I):\n    x = = 3\n');
  await page.getByRole('button', { name: 'Duplicate' }).click();
  await expect(heading).toHaveText('tiled_2');
  await expect(editor(arcscore)).toContainText('def tiled_2(I):');
  await page.getByRole('button', { name: 'Rename' }).click();
  await page.getByRole('textbox', { name: 'New name' }).fill('mine');
  await page.keyboard.press('Enter');
  await expect(heading).toHaveText('mine');
  await expect(editor(arcscore)).toContainText('def mine(I):');
  await expect(editor(arcscore)).toContainText('x = = 3');
  await expect(names.getByText('changed, not kept yet')).toHaveCount(2);
});

test('a program that was deleted is there again by Undo, with its draft, also when other views were seen', async ({ arcscore }) => {
  await openPrograms(arcscore, 'tiled');
  const { page } = arcscore;
  const names = page.getByRole('navigation', { name: 'Loaded programs' });
  const before = await names.getByRole('button').allInnerTexts();
  await write(arcscore, 'def tiled(I):\n    return rot90(I)\n');
  await page.getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByRole('region', { name: 'Program' }).getByRole('status')).toContainText('tiled is deleted.');
  await expect(names.getByRole('button', { name: /^tiled/ })).toHaveCount(0);
  await page.getByRole('link', { name: 'Task', exact: true }).click();
  await page.getByRole('link', { name: 'Programs' }).click();
  await expect(page.getByRole('region', { name: 'Program' }).getByRole('status')).toContainText('tiled is deleted.');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('region', { name: 'Program' }).getByRole('heading')).toHaveText('tiled');
  await expect(editor(arcscore)).toContainText('rot90');
  await expect(page.getByRole('button', { name: 'Undo' })).toHaveCount(0);
  await expect(names.getByRole('button')).toHaveCount(before.length);
});

test('what is kept stays under the cursor', async ({ arcscore }) => {
  await openPrograms(arcscore, 'tiled');
  const { page } = arcscore;
  const names = page.getByRole('navigation', { name: 'Loaded programs' });
  await write(arcscore, 'def tiled(I):\n    return rot90(I)');
  await page.keyboard.press('ControlOrMeta+s');
  await expect(names.getByText('changed, not kept yet')).toHaveCount(0);
  await page.keyboard.type(' # here');
  await expect(editor(arcscore)).toContainText('return rot90(I) # here');
});

test('comments stay with the program that they are written behind or above, and the cursor with them', async ({ arcscore }) => {
  await openPrograms(arcscore, 'tiled');
  const { page } = arcscore;
  const names = page.getByRole('navigation', { name: 'Loaded programs' });
  const changed = names.getByText('changed, not kept yet');
  await editor(arcscore).click();
  await page.keyboard.press('ControlOrMeta+Home');
  await page.keyboard.insertText('# above\n');
  await page.keyboard.press('ControlOrMeta+End');
  await page.keyboard.type(' # beside\n# TODO my note\n\n# one more');
  await expect(changed).toHaveCount(1);
  await page.keyboard.press('ControlOrMeta+s');
  await expect(changed).toHaveCount(0);
  await arcscore.reaches('done');
  await page.keyboard.type(', here');
  await page.keyboard.press('ControlOrMeta+s');
  await expect(changed).toHaveCount(0);
  const all = /^# above\ndef tiled\(I\):\n.* # beside\n\s*# TODO my note\n\s*# one more, here$/s;
  await expect.poll(() => written(arcscore)).toMatch(all);

  await names.getByRole('button', { name: /^copies \d/ }).click();
  await expect(editor(arcscore)).toContainText('def copies');
  await names.getByRole('button', { name: /^tiled/ }).click();
  await expect.poll(() => written(arcscore)).toMatch(all);
  const { text } = await savedAsPython(page);
  for (const comment of ['# above', '# beside', '# TODO my note', '# one more, here', '# 00d62c1b:'])
    expect(text.split(comment)).toHaveLength(2);
  await page.getByRole('button', { name: 'Delete' }).click();
  await expect(names.getByRole('button', { name: /^tiled/ })).toHaveCount(0);
  const { text: rest } = await savedAsPython(page);
  expect(rest).not.toMatch(/# above|# beside|TODO|one more/);
  expect(rest).toContain('# 00d62c1b:');
});

test('the cursor stays where it is written on while a program is kept', async ({ arcscore }) => {
  await openPrograms(arcscore, 'tiled');
  const { page } = arcscore;
  await editor(arcscore).click();
  await page.keyboard.press('ControlOrMeta+End');
  for (let line = 1; line <= 4; line++) {
    // A signature is shown, which has to be placed.
    await page.keyboard.type(`\n# zz${line} first(`);
    await page.keyboard.press('ControlOrMeta+s');
    await page.keyboard.type(`${line}`);
    await expect.poll(() => written(arcscore)).toMatch(new RegExp(`# zz${line} first\\(${line}\\)?$`));
    await page.keyboard.press('End');
  }
});

test('no other program is shown while one is kept', async ({ arcscore }) => {
  await openPrograms(arcscore, 'number_of_colors');
  const { page } = arcscore;
  const program = page.getByRole('region', { name: 'Program' });
  await program.evaluate((region) => {
    const seen = new Set<string>();
    Object.assign(globalThis, { seen });
    const see = (): void => {
      const name = region.querySelector('h2')?.textContent;
      if (name) seen.add(name);
      requestAnimationFrame(see);
    };
    see();
  });
  await write(arcscore, 'def number_of_colors(I):\n    return I\n');
  await page.keyboard.press('ControlOrMeta+s');
  await expect(program.getByRole('button', { name: 'Keep and score' })).toBeDisabled();
  await arcscore.reaches('done');
  expect(await page.evaluate(() => [...(globalThis as unknown as { seen: Set<string> }).seen])).toEqual([
    'number_of_colors',
  ]);
});

test('what is written is there again after a reload, until it is discarded', async ({ arcscore }) => {
  await openPrograms(arcscore, 'tiled');
  const { page } = arcscore;
  const mark = page.getByRole('navigation', { name: 'Loaded programs' }).getByText('changed, not kept yet');
  const again = async (): Promise<void> => {
    await page.reload();
    await arcscore.reaches('done');
    await expect(editor(arcscore)).toContainText('def tiled');
  };
  await write(arcscore, 'def tiled(I):\n    return rot90(I)\n');
  await again();
  await expect(editor(arcscore)).toContainText('return rot90(I)');
  await expect(mark).toHaveCount(1);
  await page.getByRole('button', { name: 'Discard changes' }).click();
  await expect(mark).toHaveCount(0);
  await again();
  await expect(editor(arcscore)).not.toContainText('rot90');
});

test('changes of a file with the line ends of Windows are discarded as well', async ({ arcscore }) => {
  await openPrograms(arcscore);
  const { page } = arcscore;
  const buffer = Buffer.from('def mirrored(I):\r\n    O = hmirror(I)\r\n    return O\r\n');
  await arcscore.programs.setInputFiles({ name: 'windows.py', mimeType: 'text/x-python', buffer });
  await expect(editor(arcscore)).toContainText('hmirror');
  await write(arcscore, 'def mirrored(I):\n    return I\n');
  const mark = page.getByRole('navigation', { name: 'Loaded programs' }).getByText('changed, not kept yet');
  await expect(mark).toHaveCount(1);
  await page.getByRole('button', { name: 'Discard changes' }).click();
  await expect(mark).toHaveCount(0);
});

test('where the browser refuses storage, drafts hold until the page is closed', async ({ arcscore }) => {
  const { page } = arcscore;
  await page.addInitScript(() => {
    Object.defineProperty(globalThis, 'sessionStorage', {
      get: () => {
        throw new DOMException('forbidden', 'SecurityError');
      },
    });
  });
  await openPrograms(arcscore, 'tiled');
  await write(arcscore, 'def tiled(I):\n    return rot90(I)\n');
  await page.getByRole('link', { name: 'Task', exact: true }).click();
  await page.getByRole('link', { name: 'Programs' }).click();
  await expect(editor(arcscore)).toContainText('rot90');
});

test('what was written stays with its program, whatever file is loaded in between', async ({ arcscore }) => {
  await openPrograms(arcscore);
  const { page } = arcscore;
  const load = async (gives: string): Promise<void> => {
    const buffer = Buffer.from(`def solve_a(I):\n    return ${gives}(I)\n`);
    await arcscore.programs.setInputFiles({ name: `${gives}.py`, mimeType: 'text/x-python', buffer });
    await expect(page.getByText(`1 program · ${gives}.py`)).toBeVisible();
  };
  const mark = page.getByRole('navigation', { name: 'Loaded programs' }).getByText('changed, not kept yet');

  await load('hmirror');
  await expect(editor(arcscore)).toContainText('hmirror');
  await write(arcscore, 'def solve_a(I):\n    return rot90(I)\n');
  await expect(mark).toHaveCount(1);

  await load('vmirror');
  await expect(editor(arcscore)).toContainText('vmirror');
  await expect(mark).toHaveCount(0);
  await page.getByRole('button', { name: 'Duplicate' }).click();
  await expect(page.getByText('2 programs · vmirror.py')).toBeVisible();
  const { text } = await savedAsPython(page);
  const said = ['def solve_a', 'return vmirror', 'def solve_a_2', 'return vmirror'];
  expect(text.match(/def \w+|return \w+/g)).toEqual(said);

  await load('hmirror');
  await expect(editor(arcscore)).toContainText('rot90');
  await expect(mark).toHaveCount(1);
});

for (const number of [150, 20_000]) {
  test(`of ${number} programs the selected one is in sight`, async ({ arcscore }) => {
    await openPrograms(arcscore);
    const { page } = arcscore;
    const text = Array.from({ length: number }, (_, at) => `def p${at}(I):\n    return I\n`).join('');
    await arcscore.programs.setInputFiles({ name: 'many.py', mimeType: 'text/x-python', buffer: Buffer.from(text) });
    const names = page.getByRole('navigation', { name: 'Loaded programs' });
    const search = names.getByRole('searchbox', { name: 'Find a program by its name' });
    await expect(search).toHaveAttribute('placeholder', `Find among ${number.toLocaleString('en')}`);

    const some = names.getByRole('button', { name: `p${number - 50}`, exact: true });
    await search.fill(`p${number - 50}`);
    await some.click();
    await search.fill('');
    await expect(some).toHaveAttribute('aria-current', 'true');
    await expect(some).toBeInViewport({ ratio: 1 });
    await expect(names.getByRole('button', { name: `p${number - 51}`, exact: true })).toBeInViewport();

    await page.getByRole('button', { name: 'New' }).click();
    const made = names.getByRole('button', { name: 'program', exact: true });
    await expect(made).toHaveAttribute('aria-current', 'true');
    await expect(made).toBeInViewport({ ratio: 1 });
  });
}

test('Score says which drafts it leaves out, and keeps them when asked to', async ({ arcscore }) => {
  await openPrograms(arcscore, 'tiled');
  const { page } = arcscore;
  const names = page.getByRole('navigation', { name: 'Loaded programs' });
  const rowOf = (name: string): Locator => names.getByRole('button', { name: new RegExp(`^${name} `) });
  await write(arcscore, 'def tiled(I):\n    return undefined\n');
  await rowOf('copies').click();
  await write(arcscore, 'def copies(I):\n    return I\n');
  await arcscore.scoreAll();
  await expect(arcscore.messages).toContainText('What is written in copies and tiled is not kept');
  await expect(rowOf('copies')).toContainText('6/6');
  await arcscore.scoreAll();
  await expect(arcscore.messages.getByRole('listitem')).toHaveCount(1);

  await rowOf('solve_007bbfb7').click();
  const keep = arcscore.messages.getByRole('button', { name: 'Keep them and score' });
  await keep.click();
  await expect(arcscore.messages).toContainText('tiled is not kept as it stands');
  await expect(editor(arcscore)).toContainText('return undefined');
  await write(arcscore, 'def tiled(I):\n    return I\n');
  await keep.click();
  await expect(names.getByText('changed, not kept yet')).toHaveCount(0);
  await arcscore.reaches('done');
  await expect(rowOf('copies')).toContainText('0/6');
  await expect(arcscore.messages.getByRole('listitem')).toHaveCount(0);
  await arcscore.scoreAll();
  await expect(arcscore.messages.getByRole('listitem')).toHaveCount(0);
});

test('Step goes through what is written, and says so', async ({ arcscore }) => {
  await openPrograms(arcscore, 'solve_007bbfb7');
  const { page } = arcscore;
  await write(arcscore, 'def mirrored(I):\n    O = hmirror(I)\n    return O\n');
  await page.getByRole('button', { name: 'Step through' }).click();
  await expect(page.getByRole('list', { name: 'Lines of mirrored' })).toContainText('O = hmirror(I)');
  await expect(page.getByRole('region', { name: 'Result' })).toContainText('wrong');
  await expect(page.getByText('as they are written in Programs and not kept yet')).toBeVisible();
  await page.getByLabel('Program', { exact: true }).selectOption('copies');
  await expect(page.getByRole('list', { name: 'Lines of copies' })).toBeVisible();
  await expect(page.getByText('not kept yet')).toHaveCount(0);
});

test('Step says of what does not run why, and leads back to where it is written', async ({ arcscore }) => {
  await openPrograms(arcscore, 'tiled');
  const { page } = arcscore;
  await write(arcscore, 'def tiled(I):\n    return frist(I)\n');
  await page.getByRole('button', { name: 'Step through' }).click();
  const said = page.getByRole('status').filter({ hasText: 'tiled does not run as it stands' });
  await expect(said.getByRole('listitem')).toContainText('there is no `frist`');
  await page.getByRole('button', { name: 'Write in Programs' }).click();
  await expect(editor(arcscore)).toContainText('frist');
});

test('programs are saved as Python, with what is not kept yet', async ({ arcscore }) => {
  await openPrograms(arcscore, 'tiled');
  await write(arcscore, 'def tiled(I):\n  return I   \n');
  await arcscore.page.getByRole('button', { name: 'Tidy indentation' }).click();
  const { name, text } = await savedAsPython(arcscore.page);
  expect(name).toBe('demo.py');
  expect(text).toContain('def tiled(I):\n    return I\n');
  expect(text).toContain('def one_cell_short(I):');
});

test('twenty thousand programs are saved without holding up the page', ALONE, async ({ arcscore }) => {
  await openPrograms(arcscore);
  const { page } = arcscore;
  const source = Array.from({ length: 20_000 }, (_, at) => `def p${at}(I):\n    return I\n`).join('');
  await arcscore.programs.setInputFiles({ name: 'many.py', mimeType: 'text/x-python', buffer: Buffer.from(source) });
  await expect(page.getByText('20,000 programs · many.py')).toBeVisible();
  await write(arcscore, 'def other(I):\n    return rot90(I)\n');
  const { tasks, done } = await tasksWhile(page, () => savedAsPython(page));
  console.log(`20,000 programs saved: the longest task took ${tasks[0]} ms`);
  expect(tasks[0]).toBeLessThan(500);
  expect(done.text).toBe(source.replace('def p0(I):\n    return I\n', 'def other(I):\n    return rot90(I)\n'));
});

test.describe('without the worker that answers', () => {
  // What a service worker answers could not be withheld; the browser itself reports what is.
  const expectedErrors = [/Service Worker registration blocked|Failed to load resource/];
  test.use({ serviceWorkers: 'block', expectedErrors });

  test('it is said why nothing can be written, and tried again when Programs is opened again', async ({ arcscore }) => {
    const { page } = arcscore;
    await page.route(/single\.worker/, (route) => route.abort());
    await arcscore.open('?view=programs');
    await arcscore.reaches('done');
    await expect(page.getByRole('alert')).toContainText("Programs can't be written here");
    await page.unroute(/single\.worker/);
    await page.getByRole('link', { name: 'Step' }).click();
    await page.getByRole('link', { name: 'Programs' }).click();
    await expect(editor(arcscore)).toBeVisible();
    await expect(page.getByRole('alert')).toHaveCount(0);
  });
});

for (const look of LOOKS) {
  test(`no barrier in the editor ${inWords(look)}`, async ({ arcscore }) => {
    const { page } = arcscore;
    await takeLook(page, look);
    await openPrograms(arcscore);
    await expectNoBarrier(page);
  });
}
