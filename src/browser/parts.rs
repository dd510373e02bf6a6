//! A run whose evaluations are made in parts, by instances that share no memory.
//!
//! Each instance is given the same files and makes the same plan of them. The page hands out ranges of the plan's
//! turns, and gives what came back to one instance, which writes the report.

use js_sys::{BigUint64Array, Float64Array, Uint8Array, Uint16Array, Uint32Array};
use self_cell::self_cell;
use serde::{Deserialize, Serialize};

use crate::diagnostic::Diagnostic;
use crate::primitive::Limits;
use crate::scoring::{Batch, Evaluation, INTERNAL_ERROR, Job, Plan, Solo, Status};
use crate::task::Split;
use crate::value::{Digest, Exception};

self_cell!(
    /// A plan, and what makes parts of it.
    pub struct Parts {
        owner: Planned,
        #[not_covariant]
        dependent: Solo,
    }
);

/// A plan, and what getting it took.
pub struct Planned {
    pub plan: Plan,
    pub limits: Limits,
    pub warnings: Vec<Diagnostic>,
    /// Milliseconds.
    pub parse: f64,
    pub validate: f64,
}

/// A plan, as the page is told of it.
#[derive(Serialize)]
pub struct Outline<'a> {
    programs: Vec<&'a str>,
    tasks: Vec<&'a str>,
    evaluations: usize,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    last: Uint32Array,
    #[serde(rename = "sampleEnds", with = "serde_wasm_bindgen::preserve")]
    sample_ends: Uint32Array,
}

/// One job by names, as the page and the lines of a report name it.
#[derive(Serialize, Deserialize)]
pub struct NamedJob {
    program: String,
    task: String,
    split: Split,
    index: u32,
}

/// What a report needs of evaluations: columns that the page got from the instances that made them.
#[derive(Deserialize)]
pub struct Columns {
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

/// In the order of the numbers that cross the edge.
const STATUSES: [Status; 5] = [Status::Ok, Status::Error, Status::Fuel, Status::Memory, Status::Timeout];

impl Planned {
    pub fn outline(&self) -> Outline<'_> {
        let Plan { batch, jobs, .. } = &self.plan;
        let last: Vec<u32> = self.plan.answers().filter_map(|places| places.last().copied()).collect();
        let ends: Vec<u32> = self.plan.sample_ends().into_iter().map(|end| end as u32).collect();
        Outline {
            programs: batch.candidates.iter().map(|candidate| candidate.name.as_str()).collect(),
            tasks: batch.tasks.iter().map(|task| task.id.as_str()).collect(),
            evaluations: jobs.len(),
            last: last.as_slice().into(),
            sample_ends: ends.as_slice().into(),
        }
    }

    /// The jobs that a turn answers, none if there is no such turn.
    pub fn named(&self, turn: usize) -> Vec<NamedJob> {
        let Plan { batch, jobs, .. } = &self.plan;
        let places = self.plan.answers().nth(turn).unwrap_or_default();
        let named = |place: &u32| {
            let job = &jobs[*place as usize];
            NamedJob {
                program: batch.candidates[job.candidate as usize].name.clone(),
                task: batch.tasks[job.task as usize].id.clone(),
                split: job.split,
                index: job.index,
            }
        };
        places.iter().map(named).collect()
    }

    /// The turn that answers a job, if the plan has it.
    pub fn turn_of(&self, named: &NamedJob) -> Option<usize> {
        let Plan { batch: Batch { tasks, candidates, .. }, jobs, .. } = &self.plan;
        let candidate =
            candidates.binary_search_by(|candidate| candidate.name.as_str().cmp(&named.program)).ok()? as u32;
        let task = tasks.binary_search_by(|task| task.id.as_str().cmp(&named.task)).ok()? as u32;
        let job = Job { candidate, task, split: named.split, index: named.index };
        let place = jobs.binary_search(&job).ok()? as u32;
        self.plan.answers().position(|places| places.contains(&place))
    }

    /// For each job what became of it.
    ///
    /// # Errors
    ///
    /// Columns that don't fit each other or the plan.
    pub fn evaluations(&self, batches: &[Columns]) -> Result<Vec<Option<Evaluation>>, String> {
        let mut made: Vec<Option<Evaluation>> = vec![None; self.plan.jobs.len()];
        for batch in batches {
            for (place, evaluation) in batch.evaluations()? {
                *made.get_mut(place as usize).ok_or("an evaluation is of no job")? = Some(evaluation);
            }
        }
        Ok(made)
    }
}

impl Columns {
    /// All rows, each with the place of its job.
    fn evaluations(&self) -> Result<Vec<(u32, Evaluation)>, String> {
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
                matched: match matched.get(row)? {
                    0 => Some(false),
                    1 => Some(true),
                    _ => None,
                },
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
