//! Evaluations as columns: how they leave the instance that made them, and how one that reports takes them in.

use std::collections::HashMap;

use js_sys::{BigUint64Array, Float64Array, Int32Array, Uint8Array, Uint16Array, Uint32Array};
use serde::{Deserialize, Serialize};

use super::transfer::{Grids, PackedGrids};
use crate::scoring::{Evaluation, Finished, INTERNAL_ERROR, Job, Status};
use crate::task::Split;
use crate::value::{Digest, Exception, TupleRef, Value, canonical_text};

/// The largest grid that is sent: what is larger can't be drawn, and is described in words.
const LARGEST_SIDE: usize = 256;

/// How much is told of a value that is no grid, in characters.
const LONGEST_TEXT: usize = 400;

/// What crosses the edge as a number, in the order of the numbers.
const STATUSES: [Status; 5] = [Status::Ok, Status::Error, Status::Fuel, Status::Memory, Status::Timeout];
const SPLITS: [Split; 2] = [Split::Train, Split::Test];
const MATCHED: [Option<bool>; 3] = [Some(false), Some(true), None];

/// The number of one of a few things.
fn number<T: PartialEq>(of: &[T], thing: T) -> u8 {
    of.iter().position(|known| *known == thing).expect("all there are have a number") as u8
}

/// One vector for each field of an evaluation.
#[derive(Default)]
pub struct Columns {
    place: Vec<u32>,
    program: Vec<u32>,
    task: Vec<u32>,
    split: Vec<u8>,
    index: Vec<u32>,
    status: Vec<u8>,
    error: Vec<u8>,
    errors: Vec<&'static str>,
    error_numbers: HashMap<&'static str, u8>,
    digest: Vec<u64>,
    matched: Vec<u8>,
    points: Vec<u16>,
    fuel: Vec<f64>,
    micros: Vec<f64>,
    line: Vec<u32>,
    produced: Grids,
    wide_evaluations: Vec<u32>,
    wide_cells: Vec<i32>,
    texts: Vec<(usize, String)>,
}

impl Columns {
    /// How many evaluations they hold.
    pub fn len(&self) -> usize {
        self.place.len()
    }

    /// Adds the evaluation of a job.
    pub fn push(&mut self, job: &Job, place: usize, finished: &Finished) {
        let evaluation = finished.evaluation;
        self.place.push(place as u32);
        let row = self.program.len();
        self.program.push(job.candidate);
        self.task.push(job.task);
        self.split.push(number(&SPLITS, job.split));
        self.index.push(job.index);
        self.status.push(number(&STATUSES, evaluation.status));
        let error = evaluation.error.map_or(0, |class| self.error_number(class));
        self.error.push(error);
        self.digest.push(u64::from_be_bytes(evaluation.digest.0));
        self.matched.push(number(&MATCHED, evaluation.matched));
        self.points.push(evaluation.points);
        self.fuel.push(evaluation.fuel as f64);
        self.micros.push(evaluation.micros as f64);
        self.line.push(evaluation.line.unwrap_or(0));
        match finished.value.map(|value| (value, drawable(value))) {
            Some((_, Some((width, cells)))) => self.push_grid(row, width, &cells),
            Some((value, None)) => {
                self.produced.push_none();
                self.texts.push((row, shortened(value)));
            }
            None => self.produced.push_none(),
        }
    }

    fn error_number(&mut self, class: &'static str) -> u8 {
        *self.error_numbers.entry(class).or_insert_with(|| {
            self.errors.push(class);
            self.errors.len() as u8
        })
    }

    fn push_grid(&mut self, row: usize, width: usize, cells: &[i32]) {
        self.produced.push_shape((cells.len() / width) as u32, width as u32);
        if cells.iter().all(|cell| u8::try_from(*cell).is_ok()) {
            self.produced.push_cells(cells.iter().map(|cell| *cell as u8));
        } else {
            self.wide_evaluations.push(row as u32);
            self.wide_cells.extend_from_slice(cells);
        }
    }

    pub fn packed(self) -> PackedEvaluations {
        PackedEvaluations {
            place: self.place.as_slice().into(),
            program: self.program.as_slice().into(),
            task: self.task.as_slice().into(),
            split: self.split.as_slice().into(),
            index: self.index.as_slice().into(),
            status: self.status.as_slice().into(),
            error: self.error.as_slice().into(),
            errors: self.errors,
            digest: self.digest.as_slice().into(),
            matched: self.matched.as_slice().into(),
            points: self.points.as_slice().into(),
            fuel: self.fuel.as_slice().into(),
            micros: self.micros.as_slice().into(),
            line: self.line.as_slice().into(),
            produced: self.produced.packed(),
            wide: Wide {
                evaluation: self.wide_evaluations.as_slice().into(),
                cells: self.wide_cells.as_slice().into(),
            },
            texts: self.texts,
        }
    }
}

/// The width and the cells of a value that can be drawn: rows of numbers, all of one length, and not too large.
fn drawable(value: &Value) -> Option<(usize, Vec<i32>)> {
    let rows = value.as_tuple()?;
    let fits = |side: usize| (1..=LARGEST_SIDE).contains(&side);
    if let TupleRef::Grid(grid) = rows {
        let drawable = fits(grid.width()) && fits(grid.height());
        return drawable.then(|| (grid.width(), grid.cells().iter().map(|cell| i32::from(*cell)).collect()));
    }
    if !fits(rows.len()) {
        return None;
    }
    let mut width = None;
    let mut cells = Vec::new();
    for row in rows.items() {
        let row = row.as_tuple()?;
        if !fits(row.len()) || *width.get_or_insert(row.len()) != row.len() {
            return None;
        }
        for cell in row.items() {
            match cell {
                Value::Int(cell) => cells.push(i32::try_from(cell).ok()?),
                _ => return None,
            }
        }
    }
    Some((width?, cells))
}

/// The beginning of a value's canonical text.
fn shortened(value: &Value) -> String {
    let mut text = canonical_text(value, LONGEST_TEXT + 1);
    if text.len() > LONGEST_TEXT {
        text.truncate(LONGEST_TEXT);
        text.push('…');
    }
    text
}

#[derive(Serialize)]
pub struct PackedEvaluations {
    #[serde(with = "serde_wasm_bindgen::preserve")]
    place: Uint32Array,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    program: Uint32Array,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    task: Uint32Array,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    split: Uint8Array,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    index: Uint32Array,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    status: Uint8Array,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    error: Uint8Array,
    errors: Vec<&'static str>,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    digest: BigUint64Array,
    #[serde(rename = "match", with = "serde_wasm_bindgen::preserve")]
    matched: Uint8Array,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    points: Uint16Array,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    fuel: Float64Array,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    micros: Float64Array,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    line: Uint32Array,
    produced: PackedGrids,
    wide: Wide,
    texts: Vec<(usize, String)>,
}

#[derive(Serialize)]
struct Wide {
    #[serde(with = "serde_wasm_bindgen::preserve")]
    evaluation: Uint32Array,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    cells: Int32Array,
}

/// What a report needs of evaluations: columns that the page got from the instances that made them.
#[derive(Deserialize)]
pub struct MadeColumns {
    #[serde(with = "serde_wasm_bindgen::preserve")]
    place: Uint32Array,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    status: Uint8Array,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    error: Uint8Array,
    errors: Vec<String>,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    digest: BigUint64Array,
    #[serde(rename = "match", with = "serde_wasm_bindgen::preserve")]
    matched: Uint8Array,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    points: Uint16Array,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    fuel: Float64Array,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    micros: Float64Array,
}

impl MadeColumns {
    /// All rows, each with the place of its job.
    ///
    /// # Errors
    ///
    /// Columns that don't fit each other, and errors that nothing raises.
    pub fn evaluations(&self) -> Result<Vec<(u32, Evaluation)>, String> {
        let errors: Option<Vec<&'static str>> = self.errors.iter().map(|name| class(name)).collect();
        let errors = errors.ok_or("an evaluation raised what nothing raises")?;
        let [status, error, matched] = [&self.status, &self.error, &self.matched].map(Uint8Array::to_vec);
        let (digest, points) = (self.digest.to_vec(), self.points.to_vec());
        let [fuel, micros] = [&self.fuel, &self.micros].map(Float64Array::to_vec);
        let row = |row: usize| {
            let error = match usize::from(*error.get(row)?) {
                0 => None,
                number => Some(*errors.get(number - 1)?),
            };
            Some(Evaluation {
                status: *STATUSES.get(usize::from(*status.get(row)?))?,
                error,
                digest: Digest(digest.get(row)?.to_be_bytes()),
                matched: *MATCHED.get(usize::from(*matched.get(row)?))?,
                points: *points.get(row)?,
                fuel: *fuel.get(row)? as u64,
                micros: *micros.get(row)? as u64,
                // Lines of a report don't tell it.
                line: None,
            })
        };
        let places = self.place.to_vec().into_iter().enumerate();
        let rows: Option<_> = places.map(|(at, place)| Some((place, row(at)?))).collect();
        rows.ok_or_else(|| "an evaluation lacks a column".to_owned())
    }
}

/// The class of an error by the name that it has on the page.
fn class(name: &str) -> Option<&'static str> {
    if name == INTERNAL_ERROR {
        return Some(INTERNAL_ERROR);
    }
    Exception::ALL.into_iter().map(Exception::name).find(|known| *known == name)
}
