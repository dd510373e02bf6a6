import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type { Engine } from '../../www/src/engine/client.ts';
import type { EngineStatus, VectorReport } from '../../www/src/engine/protocol.ts';
import { inBrowser, test } from './support/browsers.ts';
import { type Run, TIERS, busyPrograms, expectKnownAnswers, expectTier, linesWithoutTimes, makeRuns, openEngine } from './support/engine.ts';
import { expect } from './support/page.ts';
import { singleFile } from './support/site.mjs';

const FILES = { 'sets.jsonl': 120, 'primitives.jsonl': 8000, 'programs.jsonl': 3000 };

const MANY = busyPrograms(100);

const RUNS: Run[] = [{ workers: 1 }, { workers: 2 }, { workers: 2, programs: MANY }];

inBrowser('Firefox', () => {
  for (const [tier, site] of TIERS) {
    const threads = site === 'ARCSCORE_URL';

    test(`what CPython recorded, for every vector, ${tier}`, async ({ driven, firefoxPage }) => {
      test.setTimeout(180_000);
      await openEngine(driven, process.env[site]);
      for (const [file, total] of Object.entries(FILES)) {
        const text = readFileSync(new URL(`../conformance/${file}`, import.meta.url), 'utf8');
        const [status, report] = await firefoxPage.evaluate(
          async (file, text): Promise<[EngineStatus, VectorReport]> => {
            const engine = await (globalThis as unknown as { Engine: typeof Engine }).Engine.start(2);
            const { status } = engine;
            const report = await engine.verify(file, text);
            engine.dispose();
            return [status, report];
          },
          file,
          text,
        );
        expectTier([{ status }], threads);
        expect(report).toEqual({ passed: total, total, differences: [] });
      }
    });

    test(`the lines and digests of Chromium, ${tier}`, async ({ driven, page }) => {
      test.setTimeout(180_000);
      await openEngine(driven, process.env[site]);
      const heard = await makeRuns(driven, RUNS);
      expectTier(heard, threads);
      for (const { result } of heard) expect(result.lost).toBeNull();
      for (const run of heard.slice(0, 2)) expectKnownAnswers(run);
      await openEngine(page);
      const theirs = await makeRuns(page, RUNS);
      expect(heard.map(linesWithoutTimes)).toEqual(theirs.map(linesWithoutTimes));
    });
  }

  for (const [what, address] of [
    ['the site', () => process.env['ARCSCORE_URL']!],
    ['the site without headers', () => process.env['ARCSCORE_PLAIN_URL']!],
    ['the one file, from disk', () => pathToFileURL(singleFile()).href],
  ] as const) {
    test(`the demo on ${what}`, async ({ firefoxPage: page }) => {
      test.setTimeout(120_000);
      const violations: string[] = [];
      page.on('console', (message) => {
        if (/Content-Security-Policy/.test(message.text())) violations.push(message.text());
      });
      await page.goto(address());
      await page.waitForSelector('html[data-state=done]', { timeout: 40_000 });
      await page.waitForSelector('::-p-text(39 of 460 samples right)');
      expect(violations).toEqual([]);
    });
  }
});
