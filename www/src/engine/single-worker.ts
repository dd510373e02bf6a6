/** Starts a worker of the second tier. */
export function startSingleWorker(name: string): Worker {
  return new Worker(new URL('./single.worker.ts', import.meta.url), { type: 'module', name });
}
