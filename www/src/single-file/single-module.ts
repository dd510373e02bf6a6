import module from 'arcscore-wasm/single/arcscore_bg.wasm?deflated';
import { inflated } from './inflated';

/** The module of the second tier, out of the page itself. */
export async function compileSingle(): Promise<WebAssembly.Module> {
  return WebAssembly.compile(await (await inflated(module)).arrayBuffer());
}
