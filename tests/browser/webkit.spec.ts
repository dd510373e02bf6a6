import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import type { Engine } from '../../www/src/engine/client.ts';
import type { VectorReport } from '../../www/src/engine/protocol.ts';
import { type Opener, type Run, expectKnownAnswers, expectTier, linesWithoutTimes, makeRuns, openEngine } from './support/engine.ts';
import { hasWebKit, startWebKit } from './support/webkit.mjs';

const FILES = { 'sets.jsonl': 120, 'primitives.jsonl': 8000, 'programs.jsonl': 3000 };
const RUNS: Run[] = [{ workers: 1 }, { workers: 2 }];

// As it comes WebKitGTK has no shared memory; it can be switched on.
const TIERS = [
  ['sharing nothing', {}],
  ['on threads', { JSC_useSharedArrayBuffer: '1' }],
] as const;

test.describe('WebKit', () => {
  // `cargo xtask test` installs it where it may, and says so where it can't.
  test.skip(!hasWebKit(), 'no WebKitGTK driver: install webkit2gtk-driver, xvfb and xauth');

  for (const [tier, environment] of TIERS) {
    // Each takes the first display that it finds free, and two at once would find the same.
    test(`the vectors that CPython recorded, and the lines and digests of Chromium, ${tier}`, { lock: 'display' }, async ({ page }) => {
      test.setTimeout(300_000);
      const webkit = await startWebKit(environment).catch((error: unknown) => String(error));
      // Whatever the page does wrong fails below: here there is no page yet.
      test.skip(typeof webkit === 'string', `WebKitGTK does not start on this machine: ${webkit}`);
      if (typeof webkit === 'string') return;
      try {
        const opener = webkit as unknown as Opener;
        await openEngine(opener);
        const heard = await makeRuns(opener, RUNS);
        expectTier(heard, tier === 'on threads');
        for (const run of heard) expectKnownAnswers(run);
        for (const [file, total] of Object.entries(FILES)) {
          const text = readFileSync(new URL(`../conformance/${file}`, import.meta.url), 'utf8');
          const report = await opener.evaluate(
            async ({ file, text }): Promise<VectorReport> => {
              const engine = await (globalThis as unknown as { Engine: typeof Engine }).Engine.start(2);
              const report = await engine.verify(file, text);
              engine.dispose();
              return report;
            },
            { file, text },
          );
          expect(report).toEqual({ passed: total, total, differences: [] });
        }
        await openEngine(page);
        const theirs = await makeRuns(page, RUNS);
        expect(heard.map(linesWithoutTimes)).toEqual(theirs.map(linesWithoutTimes));
      } finally {
        await webkit.close();
      }
    });
  }
});
