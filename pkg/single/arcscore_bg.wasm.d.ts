/* tslint:disable */
/* eslint-disable */
export const memory: WebAssembly.Memory;
export const __wbg_engine_free: (a: number, b: number) => void;
export const cancelAddress: () => number;
export const engine_forget: (a: number, b: number) => void;
export const engine_new: () => number;
export const engine_readPrograms: (a: number, b: number, c: number, d: number, e: number, f: number) => any;
export const engine_readTasks: (a: number, b: number, c: number, d: number, e: number, f: number) => any;
export const engine_score: (a: number, b: number, c: number, d: number, e: number, f: any, g: any) => [number, number, number];
export const finishedAddress: () => number;
export const verify: (a: number, b: number, c: number, d: number) => [number, number, number];
export const __wbindgen_export: WebAssembly.Table;
export const __wbindgen_malloc: (a: number, b: number) => number;
export const __wbindgen_realloc: (a: number, b: number, c: number, d: number) => number;
export const __wbindgen_free: (a: number, b: number, c: number) => void;
export const __externref_table_alloc: () => number;
export const __wbindgen_externrefs: WebAssembly.Table;
export const __externref_table_dealloc: (a: number) => void;
export const __wbindgen_start: () => void;
