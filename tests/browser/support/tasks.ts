import type { Page } from '@playwright/test';

interface TraceEvent {
  name: string;
  /** `X` for what has begun and ended. */
  ph: string;
  pid: number;
  tid: number;
  /** Microseconds of the processor that the thread had. */
  tdur?: number;
  args?: { name?: string };
}

/**
 * The tasks of the page's own thread while `work` goes on, in milliseconds of processor time, the longest first: what
 * else the machine does, scoring included, does not count.
 */
export async function tasksWhile<Done>(page: Page, work: () => Promise<Done>): Promise<{ tasks: number[]; done: Done }> {
  const session = await page.context().newCDPSession(page);
  const events: TraceEvent[] = [];
  session.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TraceEvent[])));
  const complete = new Promise<unknown>((resolve) => session.once('Tracing.tracingComplete', resolve));
  await session.send('Tracing.start', { traceConfig: { includedCategories: ['toplevel'] }, transferMode: 'ReportEvents' });
  const done = await work();
  await session.send('Tracing.end');
  await complete;
  await session.detach();

  const threadOf = ({ pid, tid }: TraceEvent): string => `${pid} ${tid}`;
  const mains = new Set(events.filter(({ args }) => args?.name === 'CrRendererMain').map(threadOf));
  // What a task promised is done when it has ended, and counts by itself.
  const ended = events.filter(({ name, ph }) => ph === 'X' && /(RunTask|PerformMicrotaskCheckpoint)$/.test(name));
  // The browser shows pages of its own, which have nothing to do.
  const all = [...mains].map((main) => ended.filter((event) => threadOf(event) === main).map(({ tdur = 0 }) => tdur / 1000));
  const [busiest = []] = all.sort((a, b) => sum(b) - sum(a));
  return { tasks: busiest.sort((a, b) => b - a), done };
}

export function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
