//! One program on one sample, step by step.

use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::*;

use super::clock::Performance;
use super::transfer::{Diagnostic, to_js};
use crate::evaluate::Inputs;
use crate::explain::{self, Trace};
use crate::scoring::{Clock, Control, Deadline, Sample, Settings};
use crate::value::Value;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
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
"#;

#[derive(Deserialize)]
struct Request {
    file: String,
    source: String,
    program: String,
    input: Rows,
    demonstrations: Vec<Pair>,
    expected: Option<Rows>,
    fuel: Option<f64>,
    /// In seconds.
    timeout: Option<f64>,
}

#[derive(Deserialize)]
struct Pair {
    input: Rows,
    output: Option<Rows>,
}

#[derive(Deserialize)]
struct Rows(Vec<Vec<i32>>);

impl Rows {
    fn value(&self) -> Value {
        let row =
            |row: &Vec<i32>| Value::tuple(row.iter().map(|&cell| Value::Int(i64::from(cell))).collect());
        Value::tuple(self.0.iter().map(row).collect())
    }

    fn or_none(rows: &Option<Rows>) -> Value {
        rows.as_ref().map_or(Value::None, Rows::value)
    }
}

impl Request {
    fn sample(&self) -> Sample {
        let pair = |pair: &Pair| Value::pair(pair.input.value(), Rows::or_none(&pair.output));
        Sample::new(Inputs {
            input: self.input.value(),
            demonstrations: Value::tuple(self.demonstrations.iter().map(pair).collect()),
            expected: Rows::or_none(&self.expected),
        })
    }
}

#[derive(Serialize)]
struct Answer {
    trace: Option<Trace>,
    diagnostics: Vec<Diagnostic>,
}

/// Runs one program of a text on one sample, and shows what each statement gave.
///
/// # Errors
///
/// The request is none.
#[wasm_bindgen(unchecked_return_type = "TraceAnswer")]
pub fn trace(
    #[wasm_bindgen(unchecked_param_type = "TraceRequest")] request: JsValue,
) -> Result<JsValue, JsError> {
    let request: Request = serde_wasm_bindgen::from_value(request)?;
    let sample = request.sample();
    let Settings { limits, timeout_micros, .. } =
        Settings::asked(request.fuel.map(|fuel| fuel as u64), request.timeout);
    let subject = explain::Request {
        file: &request.file,
        source: &request.source,
        program: &request.program,
        sample: &sample,
        limits,
        digests: false,
    };
    let end = Performance.micros().saturating_add(timeout_micros);
    let deadline = Deadline { clock: &Performance, control: &Control::default(), end };
    let (trace, diagnostics) = match explain::trace(&subject, &deadline) {
        Ok(trace) => (Some(trace), Vec::new()),
        Err(diagnostics) => (None, diagnostics),
    };
    let diagnostics = diagnostics.into_iter().map(Diagnostic::from).collect();
    Ok(to_js(&Answer { trace, diagnostics }))
}
