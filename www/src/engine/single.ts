import { lifeName } from './life';
import { Line } from './line';
import type { SingleApi } from './protocol';
import { compileSingle } from './single-module';
import { startSingleWorker } from './single-worker';

/** How long a worker may take to start. */
const PATIENCE_MS = 15_000;

let module: Promise<WebAssembly.Module> | null = null;

/** Starts a worker with an instance of its own. The module is compiled once for all of them. */
export async function openSingle(name: string): Promise<Line<SingleApi>> {
  module ??= compileSingle();
  let compiled: WebAssembly.Module;
  try {
    compiled = await module;
  } catch (error) {
    // It could not be loaded, say: the next one tries again.
    module = null;
    throw error;
  }
  const line = new Line<SingleApi>(startSingleWorker(name));
  try {
    line.watchLives(await line.call((api) => api.open(compiled, lifeName()), PATIENCE_MS));
    return line;
  } catch (error) {
    line.end('the worker was given up');
    throw error;
  }
}
