import { lifeName } from './life';
import type { Loaded } from './protocol';

/** What a worker needs to join the pool. */
export interface PoolInvitation extends Loaded {
  /** What the lock is called that it holds for as long as it lives. */
  life: string;
  stackSize: number;
}

/**
 * A multiple of 64 KiB. Such a stack is a block of the heap, whose overflow nobody notices, so the evaluator bounds
 * its recursion: the deepest nesting that it allows was seen to need less than 256 KiB.
 */
const STACK_SIZE = 1 << 20;

/** How long the workers may take to come, and how much longer for each of them. */
const PATIENCE_MS = 10_000;
const PATIENCE_PER_WORKER_MS = 250;

/**
 * The workers of an engine's pool.
 *
 * The page starts them, not the engine's own worker: in Firefox a worker that starts another waits for the page's
 * thread, and on a busy machine one in forty waited for ever.
 */
export class Pool {
  readonly #workers: Worker[] = [];
  /** The locks that the workers hold for as long as they live. */
  readonly lives: string[] = [];

  private constructor() {}

  /** Starts a pool; rejects when a worker can't be started or doesn't answer in time. */
  static async start(loaded: Loaded, workers: number): Promise<Pool> {
    const pool = new Pool();
    try {
      const patience = PATIENCE_MS + workers * PATIENCE_PER_WORKER_MS;
      await Promise.all(Array.from({ length: workers }, (_, number) => pool.#add(number + 1, loaded, patience)));
      return pool;
    } catch (error) {
      pool.end();
      throw error;
    }
  }

  end(): void {
    for (const worker of this.#workers) worker.terminate();
  }

  #add(number: number, loaded: Loaded, patience: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const worker = new Worker(new URL('./pool.worker.ts', import.meta.url), {
        type: 'module',
        name: `arcscore worker ${number}`,
      });
      this.#workers.push(worker);
      const life = lifeName();
      const timer = setTimeout(() => fail('did not answer'), patience);
      const fail = (what: string): void => {
        clearTimeout(timer);
        worker.terminate();
        reject(new Error(`worker ${number} ${what}`));
      };
      worker.onmessage = ({ data }: MessageEvent<{ alive: boolean }>) => {
        clearTimeout(timer);
        if (data.alive) this.lives.push(life);
        resolve();
      };
      worker.onmessageerror = () => fail('could not be given the shared memory');
      worker.onerror = (event) => {
        event.preventDefault();
        fail(event.message ? `failed: ${event.message}` : 'could not be loaded');
      };
      const invitation: PoolInvitation = { ...loaded, life, stackSize: STACK_SIZE };
      worker.postMessage(invitation);
    });
  }
}
