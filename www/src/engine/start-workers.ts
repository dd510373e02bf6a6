/**
 * Stands in for the helper of wasm-bindgen-rayon that starts a pool's workers (`vite.config.ts` puts it there).
 *
 * The crate's own waits for ever for a worker that fails to load, sets no stack size, and starts workers in a way
 * that bundlers can't follow.
 */

/** The half of wasm-bindgen-rayon that is written in Rust. */
export interface PoolBuilder {
  numThreads(): number;
  receiver(): number;
  build(): void;
}

export type StartWorkers = (module: WebAssembly.Module, memory: WebAssembly.Memory, pool: PoolBuilder) => Promise<void>;

let start: StartWorkers = () => Promise.reject(new Error('a worker of the pool must not start a pool'));

/** Says how the workers are started. Only the engine worker does so: the workers of the pool never start any. */
export function startWorkersWith(starter: StartWorkers): void {
  start = starter;
}

export const startWorkers: StartWorkers = (...pool) => start(...pool);
