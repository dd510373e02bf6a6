import { readFileSync } from 'node:fs';
import type { Engine } from '../../www/src/engine/client.ts';
import type { Evaluation, VectorReport } from '../../www/src/engine/protocol.ts';
import { DEMO_TASKS, expect, test } from './support/page.ts';

const FILES = { 'sets.jsonl': 120, 'primitives.jsonl': 8000, 'programs.jsonl': 3000 };

/** Functions nested as deep as CPython's frames allow, and one deeper. */
const DEEP = `def deep(I):
    return power(increment, 900)(ZERO)

def too_deep(I):
    return power(increment, 2000)(ZERO)
`;

/** Which build of the engine a page starts, by whether it lets workers share memory. */
const BUILDS = { threads: 'ARCSCORE_URL', 'a single thread': 'ARCSCORE_PLAIN_URL' };

for (const [build, site] of Object.entries(BUILDS)) {
  test(`the engine with ${build} gives what CPython recorded, for every vector`, async ({ page }) => {
    await page.goto(new URL('engine-test.html', process.env[site]).href);
    await page.waitForFunction(() => 'Engine' in globalThis);
    const files = Object.keys(FILES).map((file) => ({
      file,
      text: readFileSync(new URL(`../conformance/${file}`, import.meta.url), 'utf8'),
    }));
    const { threads, reports } = await page.evaluate(async (files) => {
      const engine = await (globalThis as unknown as { Engine: typeof Engine }).Engine.start(2);
      const reports: VectorReport[] = [];
      for (const { file, text } of files) reports.push(await engine.verify(file, text));
      const { threads } = engine.status;
      engine.dispose();
      return { threads, reports };
    }, files);
    expect(threads).toBe(build === 'threads');
    expect(reports).toEqual(
      Object.values(FILES).map((total): VectorReport => ({ passed: total, total, differences: [] })),
    );
  });

  test(`calls nest as deep with ${build} as in CPython, and no deeper`, async ({ page }) => {
    await page.goto(new URL('engine-test.html', process.env[site]).href);
    await page.waitForFunction(() => 'Engine' in globalThis);
    const evaluations = await page.evaluate(
      async ({ tasks, programs }) => {
        const engine = await (globalThis as unknown as { Engine: typeof Engine }).Engine.start(2);
        const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
        const heard: Evaluation[] = [];
        const listener = { evaluations: (batch: Evaluation[]) => void heard.push(...batch), progress: () => {} };
        const files = [await engine.readTasks('demo.json', bytes(tasks))];
        await engine.score(files, [await engine.readPrograms('deep.py', bytes(programs))], 2, listener);
        engine.dispose();
        return heard;
      },
      { tasks: readFileSync(DEMO_TASKS, 'utf8'), programs: DEEP },
    );
    const became = (program: string): Set<string | null> =>
      new Set(evaluations.filter((made) => made.program === program).map((made) => made.error ?? made.text));
    expect(became('deep')).toEqual(new Set(['900']));
    expect(became('too_deep')).toEqual(new Set(['RecursionError']));
  });
}
