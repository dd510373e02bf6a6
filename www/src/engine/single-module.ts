/// <reference types="vite/client" />
import address from 'arcscore-wasm/single/arcscore_bg.wasm?url';

/** The module of the second tier, compiled once for all its workers, off the page's thread. */
export function compileSingle(): Promise<WebAssembly.Module> {
  return WebAssembly.compileStreaming(fetch(address));
}
