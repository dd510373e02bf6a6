import type { StartWorkers } from './start-workers';

/** What a worker of the pool needs to join it. */
export interface PoolInvitation {
  module: WebAssembly.Module;
  memory: WebAssembly.Memory;
  receiver: number;
  stackSize: number;
}

/**
 * A multiple of 64 KiB. Such a stack is a block of the heap, whose overflow nobody notices, so the evaluator bounds
 * its recursion: the deepest nesting that it allows was seen to need less than 256 KiB.
 */
const STACK_SIZE = 1 << 20;

const PATIENCE_MS = 10_000;

/** Starts a pool; rejects when a worker can't be started or doesn't answer in time. */
export const startPool: StartWorkers = async (module, memory, pool) => {
  const invitation: PoolInvitation = { module, memory, receiver: pool.receiver(), stackSize: STACK_SIZE };
  await Promise.all(Array.from({ length: pool.numThreads() }, (_, number) => startWorker(number + 1, invitation)));
  pool.build();
};

function startWorker(number: number, invitation: PoolInvitation): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./pool.worker.ts', import.meta.url), {
      type: 'module',
      name: `arcscore worker ${number}`,
    });
    const timer = setTimeout(() => fail('did not answer'), PATIENCE_MS);
    const fail = (what: string): void => {
      clearTimeout(timer);
      worker.terminate();
      reject(new Error(`worker ${number} ${what}`));
    };
    worker.onmessage = () => {
      clearTimeout(timer);
      resolve();
    };
    worker.onmessageerror = () => fail('could not be given the shared memory');
    worker.onerror = (event) => {
      event.preventDefault();
      fail(event.message ? `failed: ${event.message}` : 'could not be loaded');
    };
    worker.postMessage(invitation);
  });
}
