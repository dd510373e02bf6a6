//! Finished evaluations on their way to the page.

use std::collections::HashMap;

use js_sys::{BigUint64Array, Float64Array, Function, Int32Array, Uint8Array, Uint16Array, Uint32Array};
use serde::Serialize;
use wasm_bindgen::JsValue;

use super::clock::Performance;
use super::transfer::{Grids, PackedGrids, to_js};
use crate::scoring::{Batch, Finished, Job, Listener, Status};
use crate::task::Split;
use crate::value::{TupleRef, Value, canonical_text};

/// A batch leaves when it is this old, or this long.
const OLDEST_MILLIS: f64 = 8.0;
const LONGEST: usize = 4096;

/// The largest grid that is sent: what is larger can't be drawn, and is described in words.
const LARGEST_SIDE: usize = 256;

/// How much is told of a value that is no grid, in characters.
const LONGEST_TEXT: usize = 400;

/// Collects evaluations and says them in batches.
pub struct Stream<'a> {
    jobs: &'a [Job],
    say: Function,
    batch: Columns,
    since: f64,
}

impl<'a> Stream<'a> {
    /// Says what is about to come.
    pub fn begin(batch: &Batch, jobs: &'a [Job], say: Function) -> Self {
        let stream = Stream::resume(jobs, say);
        stream.say(&Message::Begin {
            total: jobs.len(),
            programs: batch.candidates.iter().map(|candidate| candidate.name.as_str()).collect(),
            tasks: batch.tasks.iter().map(|task| task.id.as_str()).collect(),
        });
        stream
    }

    /// For a part of a run whose beginning was said elsewhere.
    pub fn resume(jobs: &'a [Job], say: Function) -> Self {
        Stream { jobs, say, batch: Columns::default(), since: Performance.millis() }
    }

    /// Says what was taken so far.
    pub fn flush(&mut self) {
        if !self.batch.program.is_empty() {
            let batch = std::mem::take(&mut self.batch);
            self.say(&Message::Evaluations { batch: batch.packed() });
        }
        self.since = Performance.millis();
    }

    fn say(&self, message: &Message) {
        self.say.call1(&JsValue::UNDEFINED, &to_js(message)).expect("posting plain data does not throw");
    }
}

impl Listener for Stream<'_> {
    fn finished(&mut self, finished: Finished) {
        self.batch.push(&self.jobs[finished.place], finished.place, &finished);
        if self.batch.program.len() >= LONGEST || Performance.millis() - self.since >= OLDEST_MILLIS {
            self.flush();
        }
    }

    fn wants_values(&self) -> bool {
        true
    }

    fn paused(&mut self) {
        self.flush();
    }
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum Message<'a> {
    Begin { total: usize, programs: Vec<&'a str>, tasks: Vec<&'a str> },
    Evaluations { batch: PackedEvaluations },
}

/// One vector for each field of an evaluation.
#[derive(Default)]
struct Columns {
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
    fn push(&mut self, job: &Job, place: usize, finished: &Finished) {
        let evaluation = finished.evaluation;
        self.place.push(place as u32);
        let row = self.program.len();
        self.program.push(job.candidate);
        self.task.push(job.task);
        self.split.push(match job.split {
            Split::Train => 0,
            Split::Test => 1,
        });
        self.index.push(job.index);
        self.status.push(match evaluation.status {
            Status::Ok => 0,
            Status::Error => 1,
            Status::Fuel => 2,
            Status::Memory => 3,
            Status::Timeout => 4,
        });
        let error = evaluation.error.map_or(0, |class| self.error_number(class));
        self.error.push(error);
        self.digest.push(u64::from_be_bytes(evaluation.digest.0));
        self.matched.push(evaluation.matched.map_or(2, u8::from));
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

    fn packed(self) -> PackedEvaluations {
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
struct PackedEvaluations {
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
