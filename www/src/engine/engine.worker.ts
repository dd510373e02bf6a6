/// <reference lib="webworker" />
import * as Comlink from 'comlink';
import * as wasm from 'arcscore-wasm/threads/arcscore.js';
import { holdForLife } from './life';
import type { EngineApi, ScoreRequest, StreamMessage } from './protocol';
import { buffersOf, finished, reading } from './reading';
import { sharedMemory } from './shared-memory';
import { type PoolBuilder, type StartWorkers, startWorkersWith } from './start-workers';

let pool: PoolBuilder;
let engine: wasm.Engine;

const api: EngineApi = {
  ...reading(wasm.verify, () => engine),
  async load(workers, life) {
    const exports = (await wasm.default(undefined, sharedMemory())) as wasm.InitOutput & {
      __instance_terminated: WebAssembly.Global;
    };
    // What the pool asks for here is left to the page.
    const [module, memory, builder] = await new Promise<Parameters<StartWorkers>>((resolve, reject) => {
      startWorkersWith(async (...asked) => resolve(asked));
      wasm.initThreadPool(workers).catch(reject);
    });
    pool = builder;
    return {
      module,
      memory,
      terminated: exports.__instance_terminated.value as number,
      receiver: pool.receiver(),
      lives: (await holdForLife(life)) ? [life] : [],
    };
  },
  open() {
    pool.build();
    engine = new wasm.Engine();
    return {
      cancel: wasm.cancelAddress(),
      finished: wasm.finishedAddress(),
      giveWay: wasm.giveWayAddress(),
      whereabouts: wasm.whereaboutsAddress(),
    };
  },
  score({ tasks, programs, options }: ScoreRequest, stream: MessagePort) {
    const send = (message: StreamMessage): void => stream.postMessage(message, buffersOf(message));
    try {
      return finished(engine, engine.score(Uint32Array.from(tasks), Uint32Array.from(programs), options, send));
    } finally {
      send({ kind: 'end' });
      stream.close();
    }
  },
};

Comlink.expose(api);
