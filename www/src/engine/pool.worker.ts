/// <reference lib="webworker" />
import { initSync, wbg_rayon_start_worker } from 'arcscore-wasm/threads/arcscore.js';
import { holdForLife } from './life';
import type { PoolInvitation } from './pool';

declare const self: DedicatedWorkerGlobalScope;

self.onmessage = async ({ data }: MessageEvent<PoolInvitation>) => {
  const { module, memory, terminated, life, receiver, stackSize } = data;
  initSync({ module, memory, thread_stack_size: stackSize });
  self.postMessage({ alive: await holdForLife(life) });
  try {
    // Blocks for as long as the worker lives.
    wbg_rayon_start_worker(receiver);
  } catch {
    // The page reads this and says so; of the exception it could learn nothing more while the engine waits. A trap
    // sets it by itself, the browser's stack used up doesn't.
    Atomics.store(new Int32Array(memory.buffer), terminated / 4, 1);
  }
};
