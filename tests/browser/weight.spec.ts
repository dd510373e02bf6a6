import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from '@playwright/test';
import { siteFolder } from './support/site.mjs';

test('all scripts of the page together stay under 350 KB compressed', () => {
  const folder = join(siteFolder(), 'assets');
  const scripts = readdirSync(folder).filter((name) => name.endsWith('.js') && !name.startsWith('engine-test'));
  const sizes = scripts.map((name) => gzipSync(readFileSync(join(folder, name)), { level: 9 }).length);
  const total = sizes.reduce((sum, size) => sum + size, 0) / 1024;
  // The editor is the largest and is loaded only when it is opened.
  const first = total - Math.max(...sizes) / 1024;
  console.log(`scripts: ${total.toFixed(0)} KB compressed, ${first.toFixed(0)} KB without the editor`);
  expect(total).toBeLessThan(350);
});
