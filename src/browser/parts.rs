//! A run whose evaluations are made in parts, by instances that share no memory.
//!
//! Each instance is given the same files and makes the same plan of them. The page hands out ranges of the plan's
//! turns, and gives what came back to one instance, which writes the report.

use js_sys::Uint32Array;
use self_cell::self_cell;
use serde::{Deserialize, Serialize};

use super::columns::MadeColumns;
use crate::diagnostic::Diagnostic;
use crate::scoring::{Batch, Evaluation, Job, Plan, Settings, Solo};
use crate::task::Split;

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
    pub settings: Settings,
    pub warnings: Vec<Diagnostic>,
    /// Milliseconds. Files are read and validated when they are loaded, so there is little left to do.
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
    #[serde(rename = "bundleEnds", with = "serde_wasm_bindgen::preserve")]
    bundle_ends: Uint32Array,
}

/// One job by names, as the page and the lines of a report name it.
#[derive(Serialize, Deserialize)]
pub struct NamedJob {
    program: String,
    task: String,
    split: Split,
    index: u32,
}

impl Planned {
    pub fn outline(&self) -> Outline<'_> {
        let Plan { batch, jobs, .. } = &self.plan;
        let last: Vec<u32> = self.plan.answers().filter_map(|places| places.last().copied()).collect();
        let ends: Vec<u32> = self.plan.bundle_ends().into_iter().map(|end| end as u32).collect();
        Outline {
            programs: batch.candidates.iter().map(|candidate| candidate.name.as_str()).collect(),
            tasks: batch.tasks.iter().map(|task| task.id.as_str()).collect(),
            evaluations: jobs.len(),
            last: last.as_slice().into(),
            bundle_ends: ends.as_slice().into(),
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
    pub fn evaluations(&self, batches: &[MadeColumns]) -> Result<Vec<Option<Evaluation>>, String> {
        let mut made: Vec<Option<Evaluation>> = vec![None; self.plan.jobs.len()];
        for batch in batches {
            for (place, evaluation) in batch.evaluations()? {
                *made.get_mut(place as usize).ok_or("an evaluation is of no job")? = Some(evaluation);
            }
        }
        Ok(made)
    }
}
