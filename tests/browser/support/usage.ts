import { existsSync, readFileSync } from 'node:fs';
import type { CDPSession, Page } from '@playwright/test';

/** What a page holds at a moment. */
export interface Usage {
  /** Of JavaScript, after a collection, in bytes. */
  heap: number;
  /** Of the page's process with all its workers, in bytes; NaN where the system doesn't tell. */
  resident: number;
  nodes: number;
  listeners: number;
  workers: number;
}

/** Gives what measures a page, in Chromium. */
export async function usageOf(page: Page): Promise<() => Promise<Usage>> {
  const session = await page.context().newCDPSession(page);
  return async () => {
    // What the first collection sets free holds other things in its turn.
    for (let pass = 0; pass < 3; pass++) {
      await session.send('HeapProfiler.collectGarbage');
      await page.waitForTimeout(100);
    }
    const { usedSize } = await session.send('Runtime.getHeapUsage');
    const { nodes, jsEventListeners } = await session.send('Memory.getDOMCounters');
    return {
      heap: usedSize,
      resident: await resident(page),
      nodes,
      listeners: jsEventListeners,
      workers: page.workers().length,
    };
  };
}

/** What the largest process that shows pages has in memory. */
async function resident(page: Page): Promise<number> {
  const browser = page.context().browser();
  if (!browser || !existsSync('/proc/self/statm')) return NaN;
  const session: CDPSession = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const pages = processInfo.filter(({ type, id }) => type === 'renderer' && existsSync(`/proc/${id}/statm`));
  const PAGE = 4096;
  return Math.max(...pages.map(({ id }) => PAGE * Number(readFileSync(`/proc/${id}/statm`, 'utf8').split(' ')[1])));
}

export function inWords({ heap, resident, nodes, listeners, workers }: Usage): string {
  const mb = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MB`;
  return `heap ${mb(heap)}, process ${mb(resident)}, ${nodes} nodes, ${listeners} listeners, ${workers} workers`;
}
