/* tslint:disable */
/* eslint-disable */

/** What is wrong with a file of the user's, and where. Lines and columns count from 1. */
export interface Diagnostic {
    file: string;
    line: number | null;
    column: number | null;
    message: string;
}

/** Grids one after the other. */
export interface PackedGrids {
    /** Height and width of each grid; both 0 where there is none. */
    shapes: Uint32Array;
    /** All cells, grid by grid and row by row. */
    cells: Uint8Array;
}

export interface PackedTasks {
    file: string;
    /** The recognised format, in words. */
    format: string;
    tasks: { id: string; train: number; test: number }[];
    /** Input and output of each pair, the demonstrations of a task before its tests. */
    grids: PackedGrids;
    warnings: Diagnostic[];
}

export interface ProgramData {
    name: string;
    /** Line of its `def`, from 1. */
    line: number;
    source: string;
}

export interface LoadedPrograms {
    file: string;
    programs: ProgramData[];
    /** Programs that were refused; the others run. */
    refused: Diagnostic[];
    warnings: Diagnostic[];
}

/** What came of a file of vectors. */
export interface VectorReport {
    passed: number;
    total: number;
    /** One line for each vector that does not hold. */
    differences: string[];
}

/** Evaluations, one column for each field. */
export interface PackedEvaluations {
    /** Number of the program among those of the run. */
    program: Uint32Array;
    /** Number of the task among those of the run. */
    task: Uint32Array;
    /** 0 train, 1 test. */
    split: Uint8Array;
    index: Uint32Array;
    /** 0 ok, 1 error, 2 fuel, 3 memory, 4 timeout. */
    status: Uint8Array;
    /** Number of the class among `errors`, from 1; 0 is none. */
    error: Uint8Array;
    errors: string[];
    digest: BigUint64Array;
    /** 0 no match, 1 a match, 2 unknown. */
    match: Uint8Array;
    points: Uint16Array;
    fuel: Float64Array;
    micros: Float64Array;
    /** 0 is none. */
    line: Uint32Array;
    /** What came out, where it is a grid. */
    produced: PackedGrids;
    /** The grids with numbers that no byte holds: they have a shape in `produced`, but their cells are here. */
    wide: { evaluation: Uint32Array; cells: Int32Array };
    /** What came out in words, where it is no grid: number of the evaluation, and text. */
    texts: [number, string][];
}

export interface ScoreOptions {
    /** Fuel for one evaluation. */
    fuel?: number;
    /** Wall clock for one evaluation, in seconds. */
    timeout?: number;
    /** For tests: what goes wrong in one worker of the pool, once so many evaluations are finished. */
    fault?: { kind: 'trap' | 'panic' | 'memory' | 'hang'; after: number };
}

/** What a finished run comes to. */
export interface RunResult {
    /** The JSON lines that the command line prints, the summary last. */
    jsonLines: string;
    cancelled: boolean;
    digest: string;
    evaluations: number;
    matches: number;
    millis: Record<string, number>;
    /** What the files say about each other: programs and tasks that replace others of the same name. */
    warnings: Diagnostic[];
}

/** What is said while a run goes on. */
export type RunMessage =
| { kind: 'begin'; total: number; programs: string[]; tasks: string[] }
| { kind: 'evaluations'; batch: PackedEvaluations };



/**
 * The files that were read, each with its name, and what can be done with them.
 */
export class Engine {
    free(): void;
    [Symbol.dispose](): void;
    /**
     * Lets go of a file.
     */
    forget(id: number): void;
    /**
     * An engine without files.
     */
    constructor();
    /**
     * Reads a program file and keeps it under a number of the caller's.
     */
    readPrograms(id: number, file: string, bytes: Uint8Array | number[]): LoadedPrograms;
    /**
     * Reads a task file and keeps it under a number of the caller's.
     */
    readTasks(id: number, file: string, bytes: Uint8Array | number[]): PackedTasks;
    /**
     * Scores all programs of some files on all samples of others. Blocks until the run is over.
     *
     * `say` hears first how much there is to do, and then of finished evaluations, in batches.
     */
    score(tasks: Uint32Array | number[], programs: Uint32Array | number[], options: ScoreOptions, say: (message: RunMessage) => void): RunResult;
}

/**
 * Where in memory the page sets a byte to cancel the run.
 */
export function cancelAddress(): number;

/**
 * Where in memory the page reads, in 32 bits, how many evaluations of the run are finished.
 */
export function finishedAddress(): number;

export function initThreadPool(num_threads: number): Promise<any>;

/**
 * Checks the engine, as it runs here, against the lines of a file of vectors.
 *
 * # Errors
 *
 * The file's name is none of `sets.jsonl`, `primitives.jsonl` and `programs.jsonl`.
 */
export function verify(file: string, text: string): VectorReport;

export class wbg_rayon_PoolBuilder {
    private constructor();
    free(): void;
    [Symbol.dispose](): void;
    build(): void;
    numThreads(): number;
    receiver(): number;
}

export function wbg_rayon_start_worker(receiver: number): void;

export type InitInput = RequestInfo | URL | Response | BufferSource | WebAssembly.Module;

export interface InitOutput {
    readonly __wbg_engine_free: (a: number, b: number) => void;
    readonly __wbg_wbg_rayon_poolbuilder_free: (a: number, b: number) => void;
    readonly cancelAddress: () => number;
    readonly engine_forget: (a: number, b: number) => void;
    readonly engine_new: () => number;
    readonly engine_readPrograms: (a: number, b: number, c: number, d: number, e: number, f: number) => any;
    readonly engine_readTasks: (a: number, b: number, c: number, d: number, e: number, f: number) => any;
    readonly engine_score: (a: number, b: number, c: number, d: number, e: number, f: any, g: any) => [number, number, number];
    readonly finishedAddress: () => number;
    readonly initThreadPool: (a: number) => any;
    readonly verify: (a: number, b: number, c: number, d: number) => [number, number, number];
    readonly wbg_rayon_poolbuilder_build: (a: number) => void;
    readonly wbg_rayon_poolbuilder_numThreads: (a: number) => number;
    readonly wbg_rayon_poolbuilder_receiver: (a: number) => number;
    readonly wbg_rayon_start_worker: (a: number) => void;
    readonly memory: WebAssembly.Memory;
    readonly __wbindgen_export: WebAssembly.Table;
    readonly __wbindgen_malloc: (a: number, b: number) => number;
    readonly __wbindgen_realloc: (a: number, b: number, c: number, d: number) => number;
    readonly __wbindgen_free: (a: number, b: number, c: number) => void;
    readonly __externref_table_alloc: () => number;
    readonly __wbindgen_externrefs: WebAssembly.Table;
    readonly __externref_table_dealloc: (a: number) => void;
    readonly __wbindgen_thread_destroy: (a?: number, b?: number, c?: number) => void;
    readonly __wbindgen_start: (a: number) => void;
}

export type SyncInitInput = BufferSource | WebAssembly.Module;

/**
 * Instantiates the given `module`, which can either be bytes or
 * a precompiled `WebAssembly.Module`.
 *
 * @param {{ module: SyncInitInput, memory?: WebAssembly.Memory, thread_stack_size?: number }} module - Passing `SyncInitInput` directly is deprecated.
 * @param {WebAssembly.Memory} memory - Deprecated.
 *
 * @returns {InitOutput}
 */
export function initSync(module: { module: SyncInitInput, memory?: WebAssembly.Memory, thread_stack_size?: number } | SyncInitInput, memory?: WebAssembly.Memory): InitOutput;

/**
 * If `module_or_path` is {RequestInfo} or {URL}, makes a request and
 * for everything else, calls `WebAssembly.instantiate` directly.
 *
 * @param {{ module_or_path: InitInput | Promise<InitInput>, memory?: WebAssembly.Memory, thread_stack_size?: number }} module_or_path - Passing `InitInput` directly is deprecated.
 * @param {WebAssembly.Memory} memory - Deprecated.
 *
 * @returns {Promise<InitOutput>}
 */
export default function __wbg_init (module_or_path?: { module_or_path: InitInput | Promise<InitInput>, memory?: WebAssembly.Memory, thread_stack_size?: number } | InitInput | Promise<InitInput>, memory?: WebAssembly.Memory): Promise<InitOutput>;
