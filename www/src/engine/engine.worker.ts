/// <reference lib="webworker" />
import * as Comlink from 'comlink';
import type * as Wasm from 'arcscore-wasm/threads/arcscore.js';
import type { EngineApi, Opened, ScoreRequest, StreamMessage } from './protocol';
import { startPool } from './pool';
import { startWorkersWith } from './start-workers';

/** What both builds of the package have. */
type Package = Pick<
  typeof Wasm,
  | 'Engine'
  | 'cancelAddress'
  | 'catalogue'
  | 'check'
  | 'finishedAddress'
  | 'joinTasks'
  | 'scoreSubmission'
  | 'trace'
  | 'verify'
>;

let engine: Wasm.Engine;
let stateless: Pick<Package, 'catalogue' | 'check' | 'joinTasks' | 'scoreSubmission' | 'trace' | 'verify'>;

async function openThreads(workers: number): Promise<Opened> {
  const wasm = await import('arcscore-wasm/threads/arcscore.js');
  const exports = (await wasm.default()) as Wasm.InitOutput & { __instance_terminated: WebAssembly.Global };
  startWorkersWith(startPool);
  await wasm.initThreadPool(workers);
  engine = new wasm.Engine();
  stateless = wasm;
  return {
    memory: exports.memory,
    terminated: exports.__instance_terminated.value as number,
    ...addresses(wasm),
  };
}

async function openSingle(): Promise<Opened> {
  const wasm = await import('arcscore-wasm/single/arcscore.js');
  await wasm.default();
  engine = new wasm.Engine();
  stateless = wasm;
  return { memory: null, terminated: 0, ...addresses(wasm) };
}

function addresses(wasm: Package): Pick<Opened, 'cancel' | 'finished'> {
  return { cancel: wasm.cancelAddress(), finished: wasm.finishedAddress() };
}

const api: EngineApi = {
  open: (workers, threads) => (threads ? openThreads(workers) : openSingle()),
  readTasks: (id, file, bytes) => engine.readTasks(id, file, bytes),
  readPrograms: (id, file, bytes) => engine.readPrograms(id, file, bytes),
  forget: (id) => engine.forget(id),
  verify: (file, text) => stateless.verify(file, text),
  trace: (request) => stateless.trace(request),
  catalogue: () => stateless.catalogue(),
  check: (file, source) => stateless.check(file, source),
  joinTasks: (files) => stateless.joinTasks(files),
  scoreSubmission: (files, file, bytes) => stateless.scoreSubmission(files, file, bytes),
  score({ tasks, programs, options }: ScoreRequest, stream: MessagePort) {
    const send = (message: StreamMessage): void => stream.postMessage(message, buffersOf(message));
    try {
      return engine.score(Uint32Array.from(tasks), Uint32Array.from(programs), options, send);
    } finally {
      send({ kind: 'end' });
      stream.close();
    }
  },
};

/** The arrays of a batch, so that they are handed over and not copied. */
function buffersOf(message: StreamMessage): Transferable[] {
  if (message.kind !== 'evaluations') return [];
  const { batch } = message;
  const arrays = [...Object.values(batch), ...Object.values(batch.produced), ...Object.values(batch.wide)];
  return arrays.filter((value) => ArrayBuffer.isView(value)).map((view) => view.buffer);
}

Comlink.expose(api);
