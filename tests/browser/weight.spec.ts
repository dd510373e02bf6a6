import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from '@playwright/test';
import { siteFolder } from './support/site.mjs';

/** Kilobytes of each file of the page whose name ends so, compressed. */
function weights(end: string): number[] {
  const folder = join(siteFolder(), 'assets');
  const names = readdirSync(folder).filter((name) => name.endsWith(end) && !name.startsWith('engine-test'));
  return names.map((name) => gzipSync(readFileSync(join(folder, name)), { level: 9 }).length / 1024);
}

test('all scripts of the page together stay under 350 KB compressed', () => {
  const sizes = weights('.js');
  const total = sizes.reduce((sum, size) => sum + size, 0);
  // The editor is the largest and is loaded only when it is opened.
  const first = total - Math.max(...sizes);
  console.log(`scripts: ${total.toFixed(0)} KB compressed, ${first.toFixed(0)} KB without the editor`);
  expect(total).toBeLessThan(350);
});

test('the engine stays under 500 KB compressed, with threads and without', () => {
  const sizes = weights('.wasm');
  console.log(`engine: ${sizes.map((size) => `${size.toFixed(0)} KB`).join(' and ')} compressed`);
  expect(sizes).toHaveLength(2);
  expect(Math.max(...sizes)).toBeLessThan(500);
});
