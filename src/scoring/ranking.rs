//! Candidates in order of merit, and the predictions that follow from it.

use std::collections::HashSet;

use super::evaluation::{Evaluation, Status};
use super::jobs::Job;
use super::plan::Plan;
use crate::evaluate::run;
use crate::primitive::{Limits, Unwatched};
use crate::submission::{Answer, Submission};
use crate::task::{Grid, Split};
use crate::value::TupleRef;

/// How a candidate did on one task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Its place in the batch.
    pub candidate: u32,
    /// Demonstrations that it matched.
    pub demonstrations: u32,
    /// Tests that it matched, of those whose output is known. They don't enter the order.
    pub tests: u32,
    /// The points of its demonstrations.
    pub points: u32,
    /// Operations of its code.
    pub size: u32,
}

/// For each task of a run the candidates that were scored on it, the best first: by demonstrations
/// matched, then by the points of demonstrations, then the smaller one, then by name.
pub fn ranking(plan: &Plan, evaluations: &[Option<Evaluation>]) -> Vec<Vec<Standing>> {
    let mut ranked: Vec<Vec<Standing>> = vec![Vec::new(); plan.batch.tasks.len()];
    for (job, evaluation) in plan.jobs.iter().zip(evaluations) {
        let Some(evaluation) = evaluation else { continue };
        let standings = &mut ranked[job.task as usize];
        // The jobs of a candidate stand together, and the candidates in the order of their names.
        if standings.last().is_none_or(|last| last.candidate != job.candidate) {
            let size = plan.batch.candidates[job.candidate as usize].code.size() as u32;
            standings.push(Standing {
                candidate: job.candidate,
                demonstrations: 0,
                tests: 0,
                points: 0,
                size,
            });
        }
        let standing = standings.last_mut().expect("the candidate has a standing");
        let matched = u32::from(evaluation.matched == Some(true));
        match job.split {
            Split::Train => {
                standing.demonstrations += matched;
                standing.points += u32::from(evaluation.points);
            }
            Split::Test => standing.tests += matched,
        }
    }
    for standings in &mut ranked {
        // The sort keeps the order of names between equals.
        standings.sort_by_key(|standing| {
            (std::cmp::Reverse((standing.demonstrations, standing.points)), standing.size)
        });
    }
    ranked
}

/// For each task of a run what the best candidates predict for each of its tests: the first two grids
/// that differ, in the order of the ranking.
///
/// Evaluations keep no values, so the few that are needed are made again, within the same limits.
pub fn predictions(plan: &Plan, evaluations: &[Option<Evaluation>], limits: Limits) -> Submission {
    let digest = |candidate: u32, task: u32, index: u32| {
        let job = Job { candidate, task, split: Split::Test, index };
        let evaluation = evaluations[plan.jobs.binary_search(&job).ok()?].as_ref()?;
        (evaluation.status == Status::Ok).then_some(evaluation.digest)
    };
    let mut submission = Submission::default();
    for (task, standings) in (0..).zip(ranking(plan, evaluations)) {
        // A task that nothing was scored on is none of the run.
        if standings.is_empty() {
            continue;
        }
        let tests = plan.batch.tasks[task as usize].test.len() as u32;
        let of_test = |test: u32| {
            let mut seen = HashSet::new();
            let mut grids = standings.iter().filter_map(|standing| {
                // Whoever predicts the same as a better one adds nothing.
                if !seen.insert(digest(standing.candidate, task, test)?) {
                    return None;
                }
                prediction(plan, standing.candidate, task, test, limits)
            });
            Answer { attempts: std::array::from_fn(|_| grids.next()) }
        };
        let id = plan.batch.tasks[task as usize].id.clone();
        submission.answers.insert(id, (0..tests).map(of_test).collect());
    }
    submission
}

/// The grid that a candidate gives for a test; `None` if it gives something else.
fn prediction(plan: &Plan, candidate: u32, task: u32, test: u32, limits: Limits) -> Option<Grid> {
    let place = plan.batch.tasks[task as usize].train.len() + test as usize;
    let sample = &plan.samples[task as usize][place];
    let code = &plan.batch.candidates[candidate as usize].code;
    let value = run(code, &sample.inputs, limits, &Unwatched).result.ok()?;
    let TupleRef::Grid(grid) = value.as_tuple()? else { return None };
    let cells = grid.cells().iter().map(|cell| u8::try_from(*cell).ok().filter(|color| *color <= 9));
    Some(Grid::new(u32::try_from(grid.width()).ok()?, cells.collect::<Option<_>>()?))
}
