/// <reference lib="webworker" />
import { initSync, wbg_rayon_start_worker } from 'arcscore-wasm/threads/arcscore.js';
import { holdForLife } from './life';
import type { PoolInvitation } from './pool';

declare const self: DedicatedWorkerGlobalScope;

// Not async from the start: whatever goes wrong here is an error of the worker, which the page hears of at once.
self.onmessage = ({ data }: MessageEvent<PoolInvitation>) => {
  const { module, memory, stackSize } = data;
  initSync({ module, memory, thread_stack_size: stackSize });
  void join(data);
};

async function join({ memory, terminated, life, receiver }: PoolInvitation): Promise<void> {
  self.postMessage({ alive: await holdForLife(life) });
  try {
    // Blocks for as long as the worker lives.
    wbg_rayon_start_worker(receiver);
  } catch {
    // The page reads this and says so; of the exception it could learn nothing more while the engine waits. A trap
    // sets it by itself, the browser's stack used up doesn't.
    Atomics.store(new Int32Array(memory.buffer), terminated / 4, 1);
  }
}
