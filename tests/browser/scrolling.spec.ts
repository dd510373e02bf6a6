import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ALONE, type ArcscorePage, expect, test } from './support/page.ts';
import { siteFolder } from './support/site.mjs';
import { sum, tasksWhile } from './support/tasks.ts';

test.describe.configure(ALONE);

/** The 400 training tasks of ARC-AGI-1. */
function trainingTasks(): Buffer {
  const { train } = JSON.parse(readFileSync(join(siteFolder(), 'data/arcagi_aa922be.json'), 'utf8')) as { train: object };
  expect(Object.keys(train)).toHaveLength(400);
  return Buffer.from(JSON.stringify(train));
}

/** Programs of which each means something else, so that each is really evaluated, for a minute or so. */
const PROGRAMS = Array.from(
  { length: 400 },
  (_, n) => `def p${n}(I):\n    return paint(canvas(ZERO, (60, 60)), shift(asobject(I), (${n}, ${n % 7})))\n`,
).join('\n');

const FRAMES = 100;

/** From now on the page counts how often it asks the engine's workers to give way. */
function countRequests(): void {
  const { add } = Atomics;
  Object.assign(globalThis, { requests: 0 });
  Atomics.add = ((...asked: Parameters<typeof add>) => {
    (globalThis as unknown as { requests: number }).requests += 1;
    return add(...asked);
  }) as typeof add;
}

async function beginScoring(arcscore: ArcscorePage, view: string): Promise<void> {
  await arcscore.page.addInitScript(countRequests);
  await arcscore.open(`?view=${view}`);
  await arcscore.reaches('done');
  await arcscore.tasks.setInputFiles({ name: 'training.json', mimeType: 'application/json', buffer: trainingTasks() });
  await arcscore.reaches('idle');
  const buffer = Buffer.from(PROGRAMS);
  await arcscore.programs.setInputFiles({ name: 'many.py', mimeType: 'text/x-python', buffer });
  await arcscore.reaches('idle');
  await arcscore.page.getByRole('link', { name: view === 'tasks' ? 'Tasks' : 'Results', exact: true }).click();
  await arcscore.score.click();
  await expect(arcscore.progress).not.toHaveAttribute('aria-valuenow', '0');
}

/** Scrolls with every frame; says in which times they came, and how often the workers were asked to give way. */
function scroll({ page }: ArcscorePage, how: { matrix: boolean }): Promise<{ frames: number[]; requests: number }> {
  return page.evaluate(
    async ({ matrix, FRAMES }) => {
      const inside = (path: string[]): Element =>
        path.reduce<ParentNode>((root, name) => {
          const element = root.querySelector(name);
          if (!element) throw new Error(`there is no ${name}`);
          return element.shadowRoot ?? element;
        }, document) as Element;
      const scrolled = matrix
        ? inside(['arc-app', 'arc-results-view', 'arc-matrix', '.scroll'])
        : document.documentElement;
      const counted = globalThis as unknown as { requests: number };
      const before = counted.requests;
      const frames: number[] = [];
      let last = performance.now();
      while (frames.length < FRAMES && document.documentElement.dataset['state'] === 'scoring') {
        if (matrix && frames.length % 2 === 1) scrolled.scrollBy(60, 0);
        else scrolled.scrollBy(0, 90);
        const now = await new Promise<number>((resolve) => requestAnimationFrame(resolve));
        frames.push(now - last);
        last = now;
      }
      return { frames: frames.sort((a, b) => a - b), requests: counted.requests - before };
    },
    { ...how, FRAMES },
  );
}

for (const [what, view] of [
  ['the wall', 'tasks'],
  ['the matrix', 'results'],
] as const) {
  test(`400 tasks and 400 programs: ${what} scrolls while scoring runs`, async ({ arcscore }) => {
    await beginScoring(arcscore, view);
    const { tasks, done } = await tasksWhile(arcscore.page, () => scroll(arcscore, { matrix: view === 'results' }));
    const { frames, requests } = done;
    const [median, longest] = [frames[frames.length >> 1] ?? NaN, frames.at(-1) ?? NaN];
    const share = sum(tasks) / sum(frames);
    console.log(
      `${what} while scoring runs: the longest task of the page's thread takes ${tasks[0]?.toFixed(0)} ms, ` +
        `all take ${(100 * share).toFixed(0)}% of the time; ` +
        `${frames.length} frames take ${median.toFixed(0)} ms (median) to ${longest.toFixed(0)} ms, ` +
        `${frames.filter((millis) => millis > 50.5).length} of them more than 50 ms`,
    );
    expect(frames.length).toBeGreaterThan(FRAMES / 3);
    // What it is asked so often, the engine heeds: engine.spec.ts.
    expect(requests).toBeGreaterThan(frames.length / 3);
    // How long a frame takes is up to the scheduler as well, and a slow machine makes a long task of some collection
    // of garbage; but what the page does for a frame stays below 50 ms.
    expect(tasks.filter((millis) => millis > 50).length).toBeLessThanOrEqual(frames.length * 0.05);
    expect(share).toBeLessThan(0.75);
    await expect(arcscore.page.getByRole('status').filter({ hasText: /samples, \d+ (s|min|h) left$/ })).toBeVisible();
  });
}
