import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import type { Engine } from '../../www/src/engine/client.ts';
import type { TraceAnswer, TraceRequest } from '../../www/src/engine/protocol.ts';
import { DEMO_TASKS, expect, test } from './support/page.ts';

const SOURCE = `def corners_of_objects(I):
    x1 = objects(I, T, F, T)
    x2 = apply(corners, x1)
    x3 = compose(first, rbind(colorfilter, 3))
    x4 = mapply(identity, x2)
    return fill(I, 8, x4)

def nothing(I):
    x1 = first(())
    return x1

def unknown(I):
    return vmirorr(I)
`;

const REQUEST: TraceRequest = {
  file: 'mine.py',
  source: SOURCE,
  program: 'corners_of_objects',
  input: [Uint8Array.from([0, 5, 5]), Uint8Array.from([0, 5, 5]), Uint8Array.from([0, 0, 0])],
  demonstrations: [{ input: [[1]], output: [[2]] }],
  expected: [[0, 8, 8], [0, 8, 8], [0, 0, 0]],
};

/** A program that is at work for seconds on each sample. */
const LONG = `def long(I):
    numbers = interval(0, 600, 1)
    size_of_square = compose(size, rbind(product, numbers))
    upwards = rbind(rbind(interval, 1), 600)
    return apply(compose(size_of_square, upwards), numbers)
`;

/** The questions that an engine answers beside scoring. */
type Question = 'trace' | 'catalogue' | 'check';

/** Asks an engine of a page that has nothing else. */
async function ask<Asked extends Question>(
  page: Page,
  question: Asked,
  ...about: Parameters<Engine[Asked]>
): Promise<Awaited<ReturnType<Engine[Asked]>>> {
  await page.goto(new URL('engine-test.html', process.env['ARCSCORE_URL']).href);
  await page.waitForFunction(() => 'Engine' in globalThis);
  const answer = await page.evaluate(
    async ({ question, about }): Promise<unknown> => {
      const { Engine: engineClass } = globalThis as unknown as { Engine: typeof Engine };
      const engine = await engineClass.start(2);
      const answers = engine as unknown as Record<Question, (...about: unknown[]) => Promise<unknown>>;
      try {
        return await answers[question](...about);
      } finally {
        engine.dispose();
      }
    },
    { question, about: about as unknown[] },
  );
  return answer as Awaited<ReturnType<Engine[Asked]>>;
}

test('a trace has the value of each statement, ready to be drawn', async ({ page }) => {
  const { trace, diagnostics } = await ask(page, 'trace', REQUEST);
  expect(diagnostics).toEqual([]);
  expect(trace).toMatchObject({ status: 'ok', error: null, match: true, points: 1000, cut: false });
  const [x1, x2, x3, , last] = trace!.steps;
  expect(x1).toMatchObject({
    source: 'x1 = objects(I, T, F, T)',
    targets: ['x1'],
    start: { line: 2, column: 5 },
    end: { line: 2, column: 29 },
    error: null,
    value: { kind: 'set', length: 1, cut: false },
  });
  const [object] = (x1!.value as { items: { kind: string; cells: number[] }[] }).items;
  expect(object!.kind).toBe('object');
  expect(object!.cells.length).toBe(12);
  expect(x2!.value).toMatchObject({ kind: 'set', items: [{ kind: 'indices', length: 4 }] });
  expect(x3!.value).toEqual({ kind: 'function', text: 'compose(first, rbind(colorfilter, 3))' });
  expect(last).toMatchObject({
    returns: true,
    value: { kind: 'grid', height: 3, width: 3, cells: [0, 8, 8, 0, 8, 8, 0, 0, 0], cut: false },
  });
  expect(trace!.value).toEqual(last!.value);
  expect(trace!.steps.reduce((fuel, step) => fuel + step.fuel, 0)).toBe(trace!.fuel);
});

test('a trace ends in the statement that failed', async ({ page }) => {
  const request = { ...REQUEST, program: 'nothing' };
  const { trace } = await ask(page, 'trace', request);
  expect(trace).toMatchObject({ status: 'error', error: 'StopIteration', value: null, match: false });
  expect(trace!.steps).toHaveLength(1);
  expect(trace!.steps[0]).toMatchObject({ start: { line: 9 }, error: 'StopIteration', value: null });
});

test('a trace runs out of fuel where it is told to', async ({ page }) => {
  const { trace } = await ask(page, 'trace', { ...REQUEST, fuel: 10 });
  expect(trace).toMatchObject({ status: 'fuel', steps: [{ error: 'fuel' }] });
});

test('a program that can not run is answered with what is wrong with it', async ({ page }) => {
  const request = { ...REQUEST, program: 'unknown' };
  const { trace, diagnostics } = await ask(page, 'trace', request);
  expect(trace).toBeNull();
  const message = 'there is no `vmirorr`; did you mean `vmirror`?';
  const place = { file: 'mine.py', line: 13, column: 12, endLine: 13, endColumn: 19 };
  expect(diagnostics).toEqual([{ ...place, severity: 'error', message }]);
  const checked = await ask(page, 'check', request.file, request.source);
  expect(checked).toEqual([
    { ...place, line: 4, column: 5, endLine: 4, endColumn: 7, severity: 'warning', message: '`x3` is never used' },
    ...diagnostics,
  ]);
});

test('the catalogue has the whole language', async ({ page }) => {
  const { primitives, constants, kinds } = await ask(page, 'catalogue');
  expect(primitives).toHaveLength(160);
  expect(constants).toHaveLength(28);
  expect(kinds).toContainEqual({ name: 'Patch', meaning: 'an object or indices' });
  expect(constants).toContainEqual({ name: 'UP_RIGHT', value: '(-1, 1)' });
  expect(primitives.find(({ name }) => name === 'crop')).toMatchObject({
    parameters: [
      { name: 'grid', kind: 'Grid' },
      { name: 'start', kind: 'IntegerTuple' },
      { name: 'dims', kind: 'IntegerTuple' },
    ],
    result: 'Grid',
    family: 'grids',
  });
});

test('a trace does not wait for a run that is going on', async ({ page }) => {
  const tasks = readFileSync(DEMO_TASKS, 'utf8');
  await page.goto(new URL('engine-test.html', process.env['ARCSCORE_URL']).href);
  await page.waitForFunction(() => 'Engine' in globalThis);
  const { answer, running } = await page.evaluate(
    async ({ request, tasks, long }): Promise<{ answer: TraceAnswer; running: boolean }> => {
      const { Engine: engineClass } = globalThis as unknown as { Engine: typeof Engine };
      const engine = await engineClass.start(1);
      const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
      const taskFile = await engine.readTasks('demo.json', bytes(tasks));
      const programs = await engine.readPrograms('long.py', bytes(long));
      let running = true;
      const listener = { evaluations() {}, progress() {} };
      const run = engine.score([taskFile], [programs], 1, listener).then(() => (running = false));
      const answer = await engine.trace(request);
      const still = running;
      engine.cancel();
      await run;
      engine.dispose();
      return { answer, running: still };
    },
    { request: REQUEST, tasks, long: LONG },
  );
  expect(answer.trace?.status).toBe('ok');
  expect(running).toBe(true);
});
