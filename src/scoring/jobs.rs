//! Which candidate is evaluated on which sample.

use std::collections::HashSet;

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::batch::Batch;
use crate::diagnostic::{Diagnostic, Position};
use crate::task::Split;
use crate::task::json::complaint;

/// One evaluation to be made: places in a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Job {
    pub candidate: u32,
    pub task: u32,
    pub split: Split,
    /// The pair among those of its split, from 0.
    pub index: u32,
}

/// Which programs meet which tasks.
#[derive(Clone, Copy, Debug)]
pub enum Pairs<'a> {
    /// Every program every task.
    All,
    /// `solve_<task id>` its own task.
    Own,
    /// What a list says: JSON lines `{"program","task","split","index"}` of a file by this name.
    Listed { file: &'a str, text: &'a str },
}

/// Which halves of the tasks are scored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Splits {
    All,
    Only(Split),
}

impl Splits {
    fn take(self, split: Split) -> bool {
        match self {
            Splits::All => true,
            Splits::Only(only) => only == split,
        }
    }
}

/// The evaluations to be made, ordered by program, task, split and index, each once; and a warning
/// for each program without a task of its own where it needs one, and for each that is listed but was refused.
///
/// # Errors
///
/// The first line of a list that is not understood, or names what is not there.
pub fn jobs(batch: &Batch, pairs: Pairs, splits: Splits) -> Result<(Vec<Job>, Vec<Diagnostic>), Diagnostic> {
    let mut jobs = Vec::new();
    let mut warnings = Vec::new();
    match pairs {
        Pairs::All => {
            for candidate in 0..batch.candidates.len() {
                for task in 0..batch.tasks.len() {
                    push_samples(&mut jobs, batch, candidate, task);
                }
            }
        }
        Pairs::Own => {
            for (place, candidate) in batch.candidates.iter().enumerate() {
                let own = candidate.name.strip_prefix("solve_").and_then(|id| task_place(batch, id));
                match own {
                    Some(task) => push_samples(&mut jobs, batch, place, task),
                    None => {
                        let message = format!(
                            "`{}` is skipped: there is no task of its own name, `solve_` and the id",
                            candidate.name
                        );
                        let skipped = Diagnostic::at(&*candidate.file, candidate.position, message);
                        warnings.push(skipped.warning());
                    }
                }
            }
        }
        Pairs::Listed { file, text } => {
            let mut told = HashSet::new();
            for (place, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
                let line_number = place as u32 + 1;
                let at = |column| Position { line: line_number, column };
                let not_a_pair = |column: usize, what: String| {
                    let message = format!("not a pair {{\"program\",\"task\",\"split\",\"index\"}}: {what}");
                    Diagnostic::at(file, at((column as u32).max(1)), message)
                };
                let pair: Line = match serde_json::from_str(line) {
                    // The fields without their names would do for serde.
                    Ok(_) if line.trim_start().starts_with('[') => {
                        return Err(not_a_pair(1, "a list".into()));
                    }
                    Ok(pair) => pair,
                    // What a run printed is a list of pairs, but for its last line.
                    Err(_) if serde_json::from_str::<SummaryLine>(line).is_ok() => continue,
                    Err(error) => return Err(not_a_pair(error.column(), complaint(&error))),
                };
                if is_refused(batch, &pair.program) {
                    if told.insert(pair.program.clone()) {
                        let message = format!("`{}` is skipped: it can't run", pair.program);
                        warnings.push(Diagnostic::at(file, at(1), message).warning());
                    }
                    continue;
                }
                jobs.push(listed(batch, pair).map_err(|message| Diagnostic::at(file, at(1), message))?);
            }
            jobs.sort_unstable();
            jobs.dedup();
        }
    }
    jobs.retain(|job| splits.take(job.split));
    if let (true, Pairs::Listed { file, .. }) = (jobs.is_empty(), pairs) {
        warnings.push(Diagnostic::new(file, "there is nothing to score in it").warning());
    }
    Ok((jobs, warnings))
}

fn push_samples(jobs: &mut Vec<Job>, batch: &Batch, candidate: usize, task: usize) {
    for split in [Split::Train, Split::Test] {
        for index in 0..batch.tasks[task].pairs(split).len() {
            jobs.push(Job { candidate: candidate as u32, task: task as u32, split, index: index as u32 });
        }
    }
}

/// Whether a program can't run, and no other of its name can.
fn is_refused(batch: &Batch, program: &str) -> bool {
    batch.refused.contains(program) && candidate_place(batch, program).is_none()
}

fn candidate_place(batch: &Batch, program: &str) -> Option<usize> {
    batch.candidates.binary_search_by(|candidate| candidate.name.as_str().cmp(program)).ok()
}

fn task_place(batch: &Batch, id: &str) -> Option<usize> {
    batch.tasks.binary_search_by(|task| task.id.as_str().cmp(id)).ok()
}

/// A line of a list of pairs.
#[derive(Deserialize)]
struct Line {
    program: String,
    task: String,
    split: Split,
    index: u32,
}

/// The last line of what a run printed.
#[derive(Deserialize)]
struct SummaryLine {
    #[serde(rename = "summary")]
    _summary: IgnoredAny,
}

fn listed(batch: &Batch, Line { program, task, split, index }: Line) -> Result<Job, String> {
    let candidate =
        candidate_place(batch, &program).ok_or_else(|| format!("there is no program `{program}`"))?;
    let task_at = task_place(batch, &task).ok_or_else(|| format!("there is no task {task}"))?;
    let count = batch.tasks[task_at].pairs(split).len();
    if index as usize >= count {
        let pairs = if count == 1 { "pair" } else { "pairs" };
        return Err(format!("task {task} has {count} {split} {pairs}, so there is no {split}:{index}"));
    }
    Ok(Job { candidate: candidate as u32, task: task_at as u32, split, index })
}
