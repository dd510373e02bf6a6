//! What crosses the edge: types of its own, in columns where there is much of a kind.

use js_sys::{Float64Array, Uint8Array, Uint32Array};
use serde::Serialize;
use wasm_bindgen::prelude::*;

use crate::conformance;
use crate::diagnostic::{self, Position, Severity};
use crate::program;
use crate::scoring::{Candidate, Millis, Plan, Report, Row, Shift};
use crate::task::{Grid, Kind, Recognised, Task, TaskFile};

/// The same types as TypeScript has them; `www/src/engine/protocol.ts` builds on these.
#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
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
"#;

/// Hands a value over as plain JavaScript.
pub fn to_js(value: &impl Serialize) -> JsValue {
    value
        .serialize(&serde_wasm_bindgen::Serializer::json_compatible())
        .expect("types of the edge are all plain data")
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Diagnostic {
    file: String,
    line: Option<u32>,
    column: Option<u32>,
    end_line: Option<u32>,
    end_column: Option<u32>,
    severity: Severity,
    message: String,
}

impl From<diagnostic::Diagnostic> for Diagnostic {
    fn from(diagnostic: diagnostic::Diagnostic) -> Self {
        let diagnostic::Diagnostic { file, position, end, severity, message } = diagnostic;
        let place =
            |position: Option<Position>| position.map(|Position { line, column }| (line, column)).unzip();
        let (line, column) = place(position);
        let (end_line, end_column) = place(end);
        Diagnostic { file, line, column, end_line, end_column, severity, message }
    }
}

/// Grids on their way into columns.
#[derive(Default)]
pub struct Grids {
    shapes: Vec<u32>,
    cells: Vec<u8>,
}

impl Grids {
    pub fn push(&mut self, grid: &Grid) {
        self.push_shape(grid.height(), grid.width());
        self.cells.extend_from_slice(grid.cells());
    }

    /// No grid, where one could be.
    pub fn push_none(&mut self) {
        self.push_shape(0, 0);
    }

    pub fn push_shape(&mut self, height: u32, width: u32) {
        self.shapes.extend([height, width]);
    }

    /// The cells that belong to the last shape.
    pub fn push_cells(&mut self, cells: impl Iterator<Item = u8>) {
        self.cells.extend(cells);
    }

    pub fn packed(&self) -> PackedGrids {
        PackedGrids { shapes: self.shapes.as_slice().into(), cells: self.cells.as_slice().into() }
    }
}

#[derive(Serialize)]
pub struct PackedGrids {
    #[serde(with = "serde_wasm_bindgen::preserve")]
    shapes: Uint32Array,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    cells: Uint8Array,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PackedTasks {
    file: String,
    kind: Kind,
    format: String,
    counts: String,
    tasks: Vec<PackedTask>,
    grids: PackedGrids,
    solutions: Vec<PackedSolution>,
    solution_grids: PackedGrids,
    warnings: Vec<Diagnostic>,
}

#[derive(Serialize)]
struct PackedTask {
    id: String,
    subset: Option<String>,
    train: usize,
    test: usize,
}

#[derive(Serialize)]
struct PackedSolution {
    id: String,
    outputs: usize,
}

impl PackedTasks {
    /// What came of reading a file.
    pub fn new(file: &str, read: &TaskFile) -> Self {
        let (tasks, grids) = packed(&read.tasks);
        let (mut solutions, mut solution_grids) = (Vec::new(), Grids::default());
        for solution in read.solutions.iter().flat_map(|file| &file.tasks) {
            solutions.push(PackedSolution { id: solution.id.clone(), outputs: solution.outputs.len() });
            solution.outputs.iter().for_each(|output| solution_grids.push(output));
        }
        PackedTasks {
            file: file.to_owned(),
            kind: read.kind(),
            format: read.format.to_string(),
            counts: if read.format == Recognised::default() { String::new() } else { read.counts() },
            tasks,
            grids,
            solutions,
            solution_grids: solution_grids.packed(),
            warnings: read.warnings.iter().cloned().map(Diagnostic::from).collect(),
        }
    }
}

#[derive(Serialize)]
pub struct JoinedTasks {
    tasks: Vec<PackedTask>,
    grids: PackedGrids,
    warnings: Vec<Diagnostic>,
}

impl JoinedTasks {
    pub fn new(tasks: &[Task], warnings: Vec<diagnostic::Diagnostic>) -> Self {
        let (tasks, grids) = packed(tasks);
        JoinedTasks { tasks, grids, warnings: warnings.into_iter().map(Diagnostic::from).collect() }
    }
}

fn packed(tasks: &[Task]) -> (Vec<PackedTask>, PackedGrids) {
    let mut grids = Grids::default();
    for pair in tasks.iter().flat_map(|task| task.train.iter().chain(&task.test)) {
        grids.push(&pair.input);
        match &pair.output {
            Some(output) => grids.push(output),
            None => grids.push_none(),
        }
    }
    let tasks = tasks.iter().map(|task| PackedTask {
        id: task.id.clone(),
        subset: task.subset.clone(),
        train: task.train.len(),
        test: task.test.len(),
    });
    (tasks.collect(), grids.packed())
}

#[derive(Serialize)]
pub struct LoadedPrograms {
    file: String,
    programs: Vec<ProgramData>,
    refused: Vec<Refused>,
    warnings: Vec<Diagnostic>,
}

#[derive(Serialize)]
struct Refused {
    name: Option<String>,
    diagnostic: Diagnostic,
}

impl From<program::Refused> for Refused {
    fn from(program::Refused { name, diagnostic }: program::Refused) -> Self {
        Refused { name: name.map(String::from), diagnostic: diagnostic.into() }
    }
}

impl LoadedPrograms {
    pub fn new(
        file: &str,
        programs: Vec<ProgramData>,
        refused: Vec<program::Refused>,
        warnings: Vec<diagnostic::Diagnostic>,
    ) -> Self {
        LoadedPrograms {
            file: file.to_owned(),
            programs,
            refused: refused.into_iter().map(Refused::from).collect(),
            warnings: warnings.into_iter().map(Diagnostic::from).collect(),
        }
    }
}

#[derive(Serialize)]
pub struct ProgramData {
    name: String,
    pub line: u32,
    source: String,
}

impl From<&Candidate> for ProgramData {
    fn from(candidate: &Candidate) -> Self {
        let Candidate { name, position, source, .. } = candidate;
        ProgramData { name: name.clone(), line: position.line, source: source.clone() }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RunResult {
    cancelled: bool,
    digest: String,
    evaluations: usize,
    matches: usize,
    outputs: usize,
    millis: Millis,
    alike: Vec<(String, String)>,
    shifts: PackedShifts,
    warnings: Vec<Diagnostic>,
}

impl RunResult {
    pub fn new(
        cancelled: bool,
        report: &Report,
        plan: &Plan,
        shifts: PackedShifts,
        warnings: &[diagnostic::Diagnostic],
    ) -> Self {
        let Report { digest, evaluations, matches, outputs, millis, .. } = report.clone();
        let name = |place: u32| plan.batch.candidates[place as usize].name.clone();
        let others = (0..).zip(&plan.first).filter(|(place, first)| place != *first);
        let alike = others.map(|(place, first)| (name(place), name(*first))).collect();
        let warnings = warnings.iter().cloned().map(Diagnostic::from).collect();
        RunResult { cancelled, digest, evaluations, matches, outputs, millis, alike, shifts, warnings }
    }
}

/// One vector for each field of the workers' shifts.
#[derive(Serialize)]
pub struct PackedShifts {
    #[serde(with = "serde_wasm_bindgen::preserve")]
    worker: Uint32Array,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    from: Float64Array,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    until: Float64Array,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    evaluations: Uint32Array,
}

impl PackedShifts {
    /// With times in milliseconds since the earliest.
    pub fn new(shifts: &[Shift]) -> PackedShifts {
        let start = shifts.iter().map(|shift| shift.from).min().unwrap_or(0);
        let numbers = |field: fn(&Shift) -> u32| shifts.iter().map(field).collect::<Vec<_>>();
        let millis = |field: fn(&Shift) -> u64| {
            shifts.iter().map(|shift| (field(shift) - start) as f64 / 1000.0).collect::<Vec<_>>()
        };
        PackedShifts {
            worker: numbers(|shift| shift.worker).as_slice().into(),
            from: millis(|shift| shift.from).as_slice().into(),
            until: millis(|shift| shift.until).as_slice().into(),
            evaluations: numbers(|shift| shift.evaluations).as_slice().into(),
        }
    }
}

/// What a schedule cost.
#[derive(Serialize)]
pub struct ScheduleRow {
    name: &'static str,
    simulated: bool,
    millis: f64,
    lost: usize,
}

impl From<Row> for ScheduleRow {
    fn from(row: Row) -> Self {
        let Row { name, simulated, millis, lost } = row;
        ScheduleRow { name, simulated, millis, lost }
    }
}

/// What came of a file of vectors.
#[derive(Serialize)]
pub struct VectorReport {
    passed: usize,
    total: usize,
    differences: Vec<String>,
}

impl From<conformance::Report> for VectorReport {
    fn from(report: conformance::Report) -> Self {
        VectorReport { passed: report.passed, total: report.total, differences: report.differences }
    }
}
