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
