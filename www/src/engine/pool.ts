import type { PoolBuilder } from './start-workers';

/** What the workers of a pool share. */
export interface Shared {
  module: WebAssembly.Module;
  memory: WebAssembly.Memory;
  /** Where in memory 32 bits are set once a worker can't go on. */
  terminated: number;
  /** What the locks of its workers are named after. */
  life: string;
}

/** What a worker needs to join the pool. */
export interface PoolInvitation extends Shared {
  receiver: number;
  stackSize: number;
}

/**
 * A multiple of 64 KiB. Such a stack is a block of the heap, whose overflow nobody notices, so the evaluator bounds
 * its recursion: the deepest nesting that it allows was seen to need less than 256 KiB.
 */
const STACK_SIZE = 1 << 20;

const PATIENCE_MS = 10_000;

/**
 * Starts a pool; rejects when a worker can't be started or doesn't answer in time. Gives the locks that its workers
 * hold for as long as they live.
 */
export async function startPool(shared: Shared, pool: PoolBuilder): Promise<string[]> {
  const lives = await Promise.all(
    Array.from({ length: pool.numThreads() }, (_, number) =>
      startWorker(number + 1, {
        ...shared,
        life: `${shared.life}.${number + 1}`,
        receiver: pool.receiver(),
        stackSize: STACK_SIZE,
      }),
    ),
  );
  pool.build();
  return lives.flat();
}

function startWorker(number: number, invitation: PoolInvitation): Promise<string[]> {
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
    worker.onmessage = ({ data }: MessageEvent<{ alive: boolean }>) => {
      clearTimeout(timer);
      resolve(data.alive ? [invitation.life] : []);
    };
    worker.onmessageerror = () => fail('could not be given the shared memory');
    worker.onerror = (event) => {
      event.preventDefault();
      fail(event.message ? `failed: ${event.message}` : 'could not be loaded');
    };
    worker.postMessage(invitation);
  });
}
