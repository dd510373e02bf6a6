import SingleWorker from '../engine/single.worker.ts?worker&inline';

/** Starts a worker of the second tier, whose script stands in the page: classic, because Chromium asks for that in files. */
export function startSingleWorker(name: string): Worker {
  return new SingleWorker({ name });
}
