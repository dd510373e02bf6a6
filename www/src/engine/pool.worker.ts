/// <reference lib="webworker" />
import { initSync, wbg_rayon_start_worker } from 'arcscore-wasm/threads/arcscore.js';
import type { PoolInvitation } from './pool';

declare const self: DedicatedWorkerGlobalScope;

self.onmessage = ({ data }: MessageEvent<PoolInvitation>) => {
  initSync({ module: data.module, memory: data.memory, thread_stack_size: data.stackSize });
  self.postMessage('ready');
  // Blocks for as long as the worker lives.
  wbg_rayon_start_worker(data.receiver);
};
