import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { expect, test } from '@playwright/test';
import type { Browser, Page } from 'puppeteer-core';
import type { Engine } from '../../www/src/engine/client.ts';
import type { EngineStatus, VectorReport } from '../../www/src/engine/protocol.ts';
import { type Heard, type Opener, type Run, TIERS, OF_THE_POOL_OR_NOT, SHARING_NOTHING, busyPrograms, expectInTime, expectKnownAnswers, expectTier, linesWithoutTimes, makeRuns, openEngine } from './support/engine.ts';
import { findFirefox, startFirefox } from './support/firefox.mjs';
import { singleFile } from './support/site.mjs';

const FILES = { 'sets.jsonl': 120, 'primitives.jsonl': 8000, 'programs.jsonl': 3000 };

const MANY = busyPrograms(100);
/** Programs that work for longer: somebody other than the engine needs time to step in. */
const LONG = busyPrograms(200, 60);

const RUNS: Run[] = [{ workers: 1 }, { workers: 2 }, { workers: 2, programs: MANY }];

const path = findFirefox();
let firefox: Browser;
let page: Page;

/** The page, for what opens pages of either driver: both take one plain argument alike. */
function opener(): Opener {
  return page as unknown as Opener;
}

test.describe('Firefox', () => {
  // `cargo xtask test` installs one where it may, and says so where it can't.
  test.skip(path === null, 'no Firefox: install one, or name it in ARCSCORE_FIREFOX');

  test.beforeAll(async () => {
    test.setTimeout(120_000);
    firefox = await startFirefox(path!);
    console.log(await firefox.version());
  });
  test.afterAll(() => firefox?.close());
  test.beforeEach(async () => {
    page = await firefox.newPage();
  });
  test.afterEach(() => page.close());

  for (const [tier, site] of TIERS) {
    const threads = site === 'ARCSCORE_URL';

    test(`what CPython recorded, for every vector, ${tier}`, async () => {
      test.setTimeout(180_000);
      await openEngine(opener(), process.env[site]);
      for (const [file, total] of Object.entries(FILES)) {
        const text = readFileSync(new URL(`../conformance/${file}`, import.meta.url), 'utf8');
        const [status, report] = await page.evaluate(
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

    test(`the lines and digests of Chromium, ${tier}`, async ({ page: chromium }) => {
      test.setTimeout(180_000);
      await openEngine(opener(), process.env[site]);
      const heard = await makeRuns(opener(), RUNS);
      expectTier(heard, threads);
      for (const { result } of heard) expect(result.lost).toBeNull();
      for (const run of heard.slice(0, 2)) expectKnownAnswers(run);
      await openEngine(chromium);
      const theirs = await makeRuns(chromium, RUNS);
      expect(heard.map(linesWithoutTimes)).toEqual(theirs.map(linesWithoutTimes));
    });

    for (const kind of ['trap', 'panic', 'memory', 'stack', 'hang'] as const) {
      test(`a ${kind} in the middle of a batch, ${tier}: said, and the next batch is right`, async () => {
        test.setTimeout(120_000);
        await openEngine(opener(), process.env[site]);
        const options = { timeout: kind === 'hang' ? 2 : 5, fault: { kind, after: threads ? 900 : 150 } };
        const [broken, next] = (await makeRuns(opener(), [
          { workers: 2, programs: MANY, options },
          { workers: 2 },
        ])) as [Heard, Heard];
        expectTier([broken, next], threads);
        const said = threads ? broken.result.lost : broken.trouble[0]?.what;
        expect(said).toMatch(kind === 'hang' ? /hangs/ : /broke off/);
        expect(broken.evaluations.length).toBeGreaterThan(0);
        expectKnownAnswers(next);
      });
    }

    for (const [who, worker] of threads ? OF_THE_POOL_OR_NOT : SHARING_NOTHING) {
      test(`${who} killed in the middle of a batch, ${tier}: said, and the next batch is right`, async () => {
        test.setTimeout(120_000);
        await openEngine(opener(), process.env[site]);
        const killed = async (): Promise<number> => {
          // Once all workers have started, so that there is one to kill.
          const [, broken, next] = (await makeRuns(opener(), [
            { workers: 2, programs: MANY },
            { workers: 2, programs: LONG, kill: { after: 1, worker } },
            { workers: 2 },
          ])) as [Heard, Heard, Heard];
          expectTier([broken, next], threads);
          expect(threads ? broken.result.lost : broken.trouble[0]?.what).toMatch(/disappeared/);
          expectKnownAnswers(next);
          return (threads ? broken.millis : broken.trouble[0]!.millis) - broken.killed;
        };
        const delay = await killed();
        console.log(`said after ${delay.toFixed(0)} ms`);
        await expectInTime([delay], killed);
      });
    }
  }

  for (const [what, address] of [
    ['the site', () => process.env['ARCSCORE_URL']!],
    ['the site without headers', () => process.env['ARCSCORE_PLAIN_URL']!],
    ['the one file, from disk', () => pathToFileURL(singleFile()).href],
  ] as const) {
    test(`the demo on ${what}`, async () => {
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
