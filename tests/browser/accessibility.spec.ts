import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from './support/page.ts';

for (const theme of ['light', 'dark'] as const) {
  for (const width of [360, 1440]) {
    test(`no barrier in the ${theme} theme at ${width} pixels`, async ({ arcscore }) => {
      const { page } = arcscore;
      await page.emulateMedia({ colorScheme: theme });
      await page.setViewportSize({ width, height: 900 });
      await arcscore.openDemo();
      await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      for (const program of ['tiled', 'half_a_mask']) {
        await arcscore.pick(program);
        await page.getByText('Source, from line').click();
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)).toEqual([]);
        await page.getByText('Source, from line').click();
      }
    });
  }
}

test('the theme is chosen and remembered', async ({ arcscore }) => {
  const { page } = arcscore;
  await arcscore.openDemo();
  await page.getByLabel('Theme').selectOption('Dark');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
});
