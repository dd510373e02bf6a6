/// <reference lib="webworker" />
import * as Comlink from 'comlink';
import * as wasm from 'arcscore-wasm/threads/arcscore.js';
import { holdForLife } from './life';
import { startPool } from './pool';
import type { EngineApi, Opened, ScoreRequest, StreamMessage } from './protocol';
import { buffersOf, finished, reading } from './reading';
import { startWorkersWith } from './start-workers';

let engine: wasm.Engine;

const api: EngineApi = {
  ...reading(wasm.verify, () => engine),
  async open(workers, life): Promise<Opened> {
    const exports = (await wasm.default()) as wasm.InitOutput & { __instance_terminated: WebAssembly.Global };
    const terminated = exports.__instance_terminated.value as number;
    const lives = (await holdForLife(life)) ? [life] : [];
    startWorkersWith(async (module, memory, pool) => {
      lives.push(...(await startPool({ module, memory, terminated, life }, pool)));
    });
    await wasm.initThreadPool(workers);
    engine = new wasm.Engine();
    return {
      memory: exports.memory,
      terminated,
      cancel: wasm.cancelAddress(),
      finished: wasm.finishedAddress(),
      whereabouts: wasm.whereaboutsAddress(),
      lives,
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
