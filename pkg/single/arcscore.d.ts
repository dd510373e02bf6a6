/* tslint:disable */
/* eslint-disable */

/** A file of tasks, of solutions or of both. */
export interface TaskSource {
    file: string;
    bytes: Uint8Array;
}

/** A submission, scored. */
export interface PackedSubmission {
    file: string;
    /** null where nothing can be scored; `problems` says why. */
    scores: SubmissionScores | null;
    /** The tasks that count. A missing one has no answer in the submission, and counts 0. */
    tasks: { id: string; outputs: number; missing: boolean }[];
    /** For each output of these tasks two attempts: 0 there is none, 1 wrong, 2 right. */
    hits: Uint8Array;
    /** The same attempts. */
    attempts: PackedGrids;
    /** Ids in the submission that are those of no task. */
    unknown: string[];
    /** What is wrong with the submission, each with its place, and which tasks don't count. */
    problems: Diagnostic[];
}

/** By the three rules in use. */
export interface SubmissionScores {
    /** The points are the sum over all tasks of right outputs by outputs. */
    arcPrize: RuleScore;
    /** The points are right outputs, of all outputs. */
    kaggle: RuleScore;
    /** The points are tasks of which all outputs are right. */
    solved: RuleScore;
}

export interface RuleScore {
    points: number;
    of: number;
    /** Points by denominator, from 0 to 1. */
    share: number;
}



/** Rows of cells. They need not be a rectangle, nor colors: the program is given what stands there. */
export type Rows = (number[] | Uint8Array | Int32Array)[];

export interface TraceRequest {
    /** The text's name, for messages. */
    file: string;
    /** A program file, or a part of one: places in the answer count from its start. */
    source: string;
    /** The program's name; of several the last counts, as in Python. */
    program: string;
    /** `I` */
    input: Rows;
    /** `S` */
    demonstrations: { input: Rows; output: Rows | null }[];
    /** `C`, where it is known. */
    expected: Rows | null;
    /** Fuel for the evaluation. */
    fuel?: number;
    /** Wall clock for it, in seconds. */
    timeout?: number;
}

export interface TraceAnswer {
    /** null where the program can't run; `diagnostics` says why. */
    trace: Trace | null;
    diagnostics: Diagnostic[];
}

/** An evaluation, the same as in a score, with what each statement gave. */
export interface Trace {
    /** The statements that were executed. The last one failed, if any did. */
    steps: TraceStep[];
    /** Whether there were more steps than are shown: 2000. */
    cut: boolean;
    status: 'ok' | 'error' | 'fuel' | 'memory' | 'timeout';
    /** Python's class name, where the status is `error`. */
    error: string | null;
    /** What came out; null unless the status is `ok`. */
    value: TypedValue | null;
    digest: string;
    match: boolean | null;
    /** 0 to 1000. */
    points: number;
    fuel: number;
}

/** Lines and columns count from 1, columns in code points. */
export interface Position {
    line: number;
    column: number;
}

export interface TraceStep {
    start: Position;
    /** Behind its last character. */
    end: Position;
    source: string;
    /** The variables that took the value. */
    targets: string[];
    /** Whether it is a `return`. */
    returns: boolean;
    /** null where it failed. */
    value: TypedValue | null;
    /** Why it failed: Python's class name, `fuel`, `memory` or `timeout`. */
    error: string | null;
    /** Fuel that this step used. */
    fuel: number;
}

/** A value ready to be drawn. Of what is large a part is there only, and `cut` says so; `length` is the whole one. */
export type TypedValue = {
    /** As Python writes it, a function as the calls that made it; `…` ends what was cut. */
    text: string;
} & (
| { kind: 'none' }
| { kind: 'bool'; value: boolean }
/** Of up to 64 bits: its digits are in `text`. */
| { kind: 'int' }
| { kind: 'vector'; i: number; j: number }
| { kind: 'cell'; color: number; i: number; j: number }
/** `cells` row by row, whole rows only. */
| { kind: 'grid'; height: number; width: number; cells: number[]; cut: boolean }
/** A set of cells, in the order in which it is iterated: color, i and j of each. */
| { kind: 'object'; length: number; cells: number[]; cut: boolean }
/** A set of locations, in the order in which it is iterated: i and j of each. */
| { kind: 'indices'; length: number; indices: number[]; cut: boolean }
/** Any other set, such as one of objects, in the order in which it is iterated. */
| { kind: 'set'; length: number; items: TypedValue[]; cut: boolean }
| { kind: 'tuple'; length: number; items: TypedValue[]; cut: boolean }
| { kind: 'function' }
);



/** The language: what an editor completes and a reference shows. */
export interface Catalogue {
    primitives: PrimitiveEntry[];
    constants: { name: string; /** As Python writes it. */ value: string }[];
    /** The kinds of value that the primitives speak of: `Patch`, and what that is. */
    kinds: { name: string; meaning: string }[];
}

export interface PrimitiveEntry {
    name: string;
    parameters: { name: string; /** The kind of value that is meant, such as `Grid`. */ kind: string }[];
    /** The kind of value that it gives. */
    result: string;
    /** One line, without a full stop. */
    doc: string;
    /** An equation that holds. */
    example: string;
    /** `numbers`, `containers`, `functions`, `grids`, `patches` or `objects`. */
    family: string;
}



/** What is wrong with a file of the user's, and where. Lines and columns count from 1. */
export interface Diagnostic {
    file: string;
    line: number | null;
    column: number | null;
    /** The place behind the last character that it is about, where that is known. */
    endLine: number | null;
    endColumn: number | null;
    /** `error`: it was left out. `warning`: it is used all the same. */
    severity: 'error' | 'warning';
    message: string;
}

/** Grids one after the other. */
export interface PackedGrids {
    /** Height and width of each grid; both 0 where there is none. */
    shapes: Uint32Array;
    /** All cells, grid by grid and row by row. */
    cells: Uint8Array;
}

export interface PackedTask {
    id: string;
    /** The part of the data set that it belongs to, where there are parts. */
    subset: string | null;
    /** Numbers of demonstrations and tests. */
    train: number;
    test: number;
}

/** What one file holds. */
export interface PackedTasks {
    file: string;
    /** What the file is good for: `solutions` belong to tasks of other files, a `submission` is to be scored. */
    kind: 'tasks' | 'solutions' | 'submission';
    /** The recognised format, in words; empty where nothing could be read, and the warning says why. */
    format: string;
    /** How much there is, in words. */
    counts: string;
    tasks: PackedTask[];
    /** Input and output of each pair, the demonstrations of a task before its tests. */
    grids: PackedGrids;
    /** Solutions that stand apart from their tasks, with the number of outputs. */
    solutions: { id: string; outputs: number }[];
    /** Their outputs, one after the other. */
    solutionGrids: PackedGrids;
    warnings: Diagnostic[];
}

/** What several files hold together. */
export interface JoinedTasks {
    tasks: PackedTask[];
    /** As in `PackedTasks`. */
    grids: PackedGrids;
    /** What does not fit together: tasks of one id, solutions of unknown tasks, numbers of outputs. */
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
    refused: Refused[];
    warnings: Diagnostic[];
}

/** Something wrong with a program, with which there may be more wrong, or with what is none. */
export interface Refused {
    name: string | null;
    diagnostic: Diagnostic;
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
    /** Place among the jobs of the run. */
    place: Uint32Array;
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
    /** Every program on every task, or each `solve_<task id>` on its own task; every program where nothing is said. */
    pairs?: 'all' | 'own';
    /** For tests. */
    fault?: Fault;
}

/**
 * What goes wrong, on purpose: in one worker, once so many evaluations are finished; or wherever `program` runs,
 * each time.
 */
export interface Fault {
    kind: 'trap' | 'panic' | 'memory' | 'stack' | 'hang';
    after: number;
    program?: string;
}

/** A run that is made in parts. A turn is one evaluation, for all programs of one form. */
export interface PlanOutline {
    programs: string[];
    tasks: string[];
    evaluations: number;
    /** For each turn, the place of the last job that it answers. */
    last: Uint32Array;
    /** Where the turns of each bundle of samples end. */
    bundleEnds: Uint32Array;
}

/** One job by its names. */
export interface NamedJob {
    program: string;
    task: string;
    split: 'train' | 'test';
    index: number;
}

/** What a report needs of evaluations that were made in parts. */
export type ReportColumns = Pick<
PackedEvaluations,
'place' | 'status' | 'error' | 'errors' | 'digest' | 'match' | 'points' | 'fuel' | 'micros'
>;

/** How a run that was made in parts went. */
export interface PartsRun {
    threads: number;
    /** Milliseconds that scoring took. */
    millis: number;
    cancelled: boolean;
}

/** What a finished run comes to. */
export interface RunResult {
    cancelled: boolean;
    digest: string;
    evaluations: number;
    matches: number;
    /** Different pairs of a program and something that it gave. */
    outputs: number;
    millis: Record<string, number>;
    /** Programs that are one with another by their form, and were scored with it: its name, the other's. */
    alike: [string, string][];
    shifts: PackedShifts;
    /** What the files say about each other: programs and tasks that replace others of the same name. */
    warnings: Diagnostic[];
}

/** When workers were at work, in columns. Times are milliseconds from the first moment. */
export interface PackedShifts {
    worker: Uint32Array;
    from: Float64Array;
    until: Float64Array;
    evaluations: Uint32Array;
}

/** What a way of dividing the work costs. */
export interface ScheduleRow {
    name: string;
    /** Worked out from the durations measured, not run. */
    simulated: boolean;
    millis: number;
    /** Evaluations that have no result. */
    lost: number;
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
     * What the best candidates of the last run predict for each test, as a Kaggle `submission.json`.
     */
    attempts(): string;
    /**
     * Makes the last run again with each schedule, so many rounds, and says what each costs. Blocks.
     */
    compareSchedules(rounds: number): ScheduleRow[];
    /**
     * Lets go of a file.
     */
    forget(id: number): void;
    /**
     * The names of the jobs that a turn of the plan answers.
     */
    jobsOf(turn: number): NamedJob[];
    /**
     * JSON lines of the last run, as the command line prints them: those of so many evaluations from one on, each
     * with its end, without those that were not made. `None` once there are no more; the summary is apart.
     */
    jsonLines(from: number, count: number): string | undefined;
    /**
     * An engine without files.
     */
    constructor();
    /**
     * Plans a run of all programs of some files on all samples of others, whose evaluations will be made in parts.
     * Other instances that are given the same files make the same plan.
     */
    plan(tasks: Uint32Array | number[], programs: Uint32Array | number[], options: ScoreOptions): PlanOutline;
    /**
     * Reads a program file and keeps it under a number of the caller's.
     */
    readPrograms(id: number, file: string, bytes: Uint8Array | number[]): LoadedPrograms;
    /**
     * Reads a file of tasks, of solutions or of both, and keeps it under a number of the caller's. A submission is
     * recognised only.
     */
    readTasks(id: number, file: string, bytes: Uint8Array | number[]): PackedTasks;
    /**
     * What the evaluations of the plan come to that were made, wherever they were.
     */
    report(made: ReportColumns[], run: PartsRun): RunResult;
    /**
     * Makes the evaluations of some turns of the plan. Blocks until they are made; `say` hears of them in batches.
     */
    scorePart(from: number, to: number, say: (message: RunMessage) => void): void;
    /**
     * Scores all programs of some files on all samples of others. Blocks until the run is over.
     *
     * `say` hears first how much there is to do, and then of finished evaluations, in batches.
     */
    score(tasks: Uint32Array | number[], programs: Uint32Array | number[], options: ScoreOptions, say: (message: RunMessage) => void): RunResult;
    /**
     * The summary line of the last run, with its end.
     */
    summaryLine(): string;
    /**
     * The turn of the plan that answers a job, if there is one.
     */
    turnOf(job: NamedJob): number | undefined;
}

/**
 * Where in memory the page sets a byte to cancel the run.
 */
export function cancelAddress(): number;

/**
 * All primitives and constants of the language.
 */
export function catalogue(): Catalogue;

/**
 * What is wrong with a program file, in its order: what is refused, and what is warned about.
 */
export function check(file: string, source: string): Diagnostic[];

/**
 * Where in memory the page reads, in 32 bits, how many evaluations of the run are finished.
 */
export function finishedAddress(): number;

/**
 * Where in memory the page asks workers to give way, in two numbers of 32 bits: how many are meant, and a count that
 * grows with each request.
 */
export function giveWayAddress(): number;

/**
 * The tasks of several files as a run takes them: joined with solutions that stand in other files, and of two
 * tasks with one id the later. What a file says about itself is told when it is read, and not again.
 *
 * # Errors
 *
 * What is passed is no list of files.
 */
export function joinTasks(files: TaskSource[]): JoinedTasks;

/**
 * Scores a submission on the tasks of some files.
 *
 * # Errors
 *
 * What is passed is no list of files.
 */
export function scoreSubmission(files: TaskSource[], file: string, bytes: Uint8Array | number[]): PackedSubmission;

/**
 * Runs one program of a text on one sample, and shows what each statement gave.
 *
 * # Errors
 *
 * The request is none.
 */
export function trace(request: TraceRequest): TraceAnswer;

/**
 * Checks the engine, as it runs here, against the lines of a file of vectors.
 *
 * # Errors
 *
 * The file's name is none of `sets.jsonl`, `primitives.jsonl` and `programs.jsonl`.
 */
export function verify(file: string, text: string): VectorReport;

/**
 * Where in memory the page reads what each worker is at, in three numbers of 32 bits, and after all workers what that
 * one was at which panicked last; all bits are set where there is none.
 */
export function whereaboutsAddress(): number;

export type InitInput = RequestInfo | URL | Response | BufferSource | WebAssembly.Module;

export interface InitOutput {
    readonly memory: WebAssembly.Memory;
    readonly __wbg_engine_free: (a: number, b: number) => void;
    readonly cancelAddress: () => number;
    readonly catalogue: () => any;
    readonly check: (a: number, b: number, c: number, d: number) => any;
    readonly engine_attempts: (a: number) => [number, number, number, number];
    readonly engine_compareSchedules: (a: number, b: number) => [number, number, number];
    readonly engine_forget: (a: number, b: number) => void;
    readonly engine_jobsOf: (a: number, b: number) => [number, number, number];
    readonly engine_jsonLines: (a: number, b: number, c: number) => [number, number, number, number];
    readonly engine_new: () => number;
    readonly engine_plan: (a: number, b: number, c: number, d: number, e: number, f: any) => [number, number, number];
    readonly engine_readPrograms: (a: number, b: number, c: number, d: number, e: number, f: number) => any;
    readonly engine_readTasks: (a: number, b: number, c: number, d: number, e: number, f: number) => any;
    readonly engine_report: (a: number, b: any, c: any) => [number, number, number];
    readonly engine_score: (a: number, b: number, c: number, d: number, e: number, f: any, g: any) => [number, number, number];
    readonly engine_scorePart: (a: number, b: number, c: number, d: any) => [number, number];
    readonly engine_summaryLine: (a: number) => [number, number, number, number];
    readonly engine_turnOf: (a: number, b: any) => [number, number, number];
    readonly finishedAddress: () => number;
    readonly giveWayAddress: () => number;
    readonly joinTasks: (a: any) => [number, number, number];
    readonly scoreSubmission: (a: any, b: number, c: number, d: number, e: number) => [number, number, number];
    readonly trace: (a: any) => [number, number, number];
    readonly verify: (a: number, b: number, c: number, d: number) => [number, number, number];
    readonly whereaboutsAddress: () => number;
    readonly __wbindgen_export: WebAssembly.Table;
    readonly __wbindgen_malloc: (a: number, b: number) => number;
    readonly __wbindgen_realloc: (a: number, b: number, c: number, d: number) => number;
    readonly __wbindgen_free: (a: number, b: number, c: number) => void;
    readonly __externref_table_alloc: () => number;
    readonly __wbindgen_externrefs: WebAssembly.Table;
    readonly __externref_table_dealloc: (a: number) => void;
    readonly __wbindgen_start: () => void;
}

export type SyncInitInput = BufferSource | WebAssembly.Module;

/**
 * Instantiates the given `module`, which can either be bytes or
 * a precompiled `WebAssembly.Module`.
 *
 * @param {{ module: SyncInitInput }} module - Passing `SyncInitInput` directly is deprecated.
 *
 * @returns {InitOutput}
 */
export function initSync(module: { module: SyncInitInput } | SyncInitInput): InitOutput;

/**
 * If `module_or_path` is {RequestInfo} or {URL}, makes a request and
 * for everything else, calls `WebAssembly.instantiate` directly.
 *
 * @param {{ module_or_path: InitInput | Promise<InitInput> }} module_or_path - Passing `InitInput` directly is deprecated.
 *
 * @returns {Promise<InitOutput>}
 */
export default function __wbg_init (module_or_path?: { module_or_path: InitInput | Promise<InitInput> } | InitInput | Promise<InitInput>): Promise<InitOutput>;
