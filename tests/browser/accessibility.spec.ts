import { LOOKS, expectNoBarrier, inWords, takeLook } from './support/barriers.ts';
import { expect, test } from './support/page.ts';

for (const look of LOOKS) {
  test(`no barrier ${inWords(look)}`, async ({ arcscore }) => {
    const { page } = arcscore;
    await takeLook(page, look);
    await arcscore.openDemo();
    await expect(page.locator('html')).toHaveAttribute('data-theme', look.theme);
    for (const program of ['tiled', 'half_a_mask']) {
      await arcscore.pick(program);
      await page.getByText('Source, from line').click();
      await expectNoBarrier(page);
      await page.getByText('Source, from line').click();
    }
  });
}

test('the theme is chosen and remembered', async ({ arcscore }) => {
  const { page } = arcscore;
  await arcscore.openDemo();
  await page.getByLabel('Theme').selectOption('Dark');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
});

test('Escape closes the link to share, and the focus returns to Share', async ({ arcscore }) => {
  await arcscore.openDemo();
  const { page } = arcscore;
  const share = page.getByRole('button', { name: 'Share', exact: true });
  const panel = page.getByRole('region', { name: "Link to this page's content" });
  await share.focus();
  await page.keyboard.press('Enter');
  await panel.getByRole('textbox', { name: 'Link' }).focus();
  await page.keyboard.press('Escape');
  await expect(panel).toHaveCount(0);
  await expect(share).toBeFocused();
});

test('Escape closes an opened result, and the focus returns to its mark', async ({ arcscore }) => {
  await arcscore.open('?view=results&task=007bbfb7');
  await arcscore.reaches('done');
  const { page } = arcscore;
  const panel = page.getByRole('region', { name: 'Opened result' });
  const mark = page.getByRole('grid', { name: 'Results' }).getByRole('row', { name: /one_cell_short/ }).getByRole('gridcell').last();
  await mark.click();
  await panel.getByRole('button', { name: 'Step through' }).focus();
  await page.keyboard.press('Escape');
  await expect(panel).toHaveCount(0);
  await expect(mark).toBeFocused();
});

test('Escape closes what was opened last, and one thing at a time', async ({ arcscore }) => {
  await arcscore.openDemo();
  const { page } = arcscore;
  const panel = page.getByRole('region', { name: "Link to this page's content" });
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  await expect(panel).toBeVisible();
  await page.getByRole('button', { name: 'Help' }).click();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog', { name: 'Help' })).toBeHidden();
  await expect(panel).toBeVisible();
  await page.getByRole('button', { name: /^5 tasks · / }).click();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog', { name: 'Load tasks' })).toBeHidden();
  await expect(panel).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(panel).toHaveCount(0);
});
