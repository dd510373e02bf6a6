import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** How a page is looked at: in which theme, and how wide, in CSS pixels. */
export interface Look {
  theme: 'light' | 'dark';
  width: number;
}

/** Each theme and each width once: no color depends on the width, and what has room does so in both themes. */
export const LOOKS: readonly Look[] = [
  { theme: 'light', width: 1440 },
  { theme: 'dark', width: 360 },
];

/** A look, for the names of tests. */
export function inWords({ theme, width }: Look): string {
  return `in the ${theme} theme at ${width} pixels`;
}

export async function takeLook(page: Page, { theme, width }: Look): Promise<void> {
  await page.emulateMedia({ colorScheme: theme });
  await page.setViewportSize({ width, height: 900 });
}

/** Nothing stands in anybody's way: nothing reaches beyond the page's width, and axe finds no fault. */
export async function expectNoBarrier(page: Page): Promise<void> {
  await expectRoom(page);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)).toEqual([]);
}

/** Nothing reaches beyond the page's width. */
export async function expectRoom(page: Page): Promise<void> {
  const width = page.viewportSize()?.width ?? 0;
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
}
