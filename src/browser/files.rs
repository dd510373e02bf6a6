//! What several files say together: tasks joined with solutions, and a submission scored on them.
//!
//! The files come along with each question, so any engine can answer, also while another one scores.

use std::collections::HashSet;

use js_sys::Uint8Array;
use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::*;

use super::transfer::{Diagnostic, Grids, JoinedTasks, PackedGrids, to_js};
use crate::diagnostic;
use crate::submission::{self, Score, Scores};
use crate::task::{self, Collection, Task};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
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
"#;

#[derive(Deserialize)]
struct TaskSource {
    file: String,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    bytes: Uint8Array,
}

/// The tasks of several files as a run takes them: joined with solutions that stand in other files, and of two
/// tasks with one id the later. What a file says about itself is told when it is read, and not again.
///
/// # Errors
///
/// What is passed is no list of files.
#[wasm_bindgen(js_name = joinTasks, unchecked_return_type = "JoinedTasks")]
pub fn join_tasks(
    #[wasm_bindgen(unchecked_param_type = "TaskSource[]")] files: JsValue,
) -> Result<JsValue, JsError> {
    let (tasks, warnings) = joined(files)?;
    Ok(to_js(&JoinedTasks::new(&tasks, warnings)))
}

/// Scores a submission on the tasks of some files.
///
/// # Errors
///
/// What is passed is no list of files.
#[wasm_bindgen(js_name = scoreSubmission, unchecked_return_type = "PackedSubmission")]
pub fn score_submission(
    #[wasm_bindgen(unchecked_param_type = "TaskSource[]")] files: JsValue,
    file: &str,
    bytes: &[u8],
) -> Result<JsValue, JsError> {
    let (tasks, _) = joined(files)?;
    let scored = submission::read(file, bytes).and_then(|submission| submission::score(&tasks, &submission));
    Ok(to_js(&PackedSubmission::new(file, scored)))
}

fn joined(files: JsValue) -> Result<(Vec<Task>, Vec<diagnostic::Diagnostic>), JsError> {
    let files: Vec<TaskSource> = serde_wasm_bindgen::from_value(files)?;
    let mut collection = Collection::default();
    for TaskSource { file, bytes } in files {
        if let Ok(read) = task::read(&file, &bytes.to_vec()) {
            collection.add(&file, read);
        }
    }
    Ok(collection.join())
}

#[derive(Serialize)]
struct PackedSubmission {
    file: String,
    scores: Option<SubmissionScores>,
    tasks: Vec<PackedTaskScore>,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    hits: Uint8Array,
    attempts: PackedGrids,
    unknown: Vec<String>,
    problems: Vec<Diagnostic>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SubmissionScores {
    arc_prize: Score,
    kaggle: Score,
    solved: Score,
}

#[derive(Serialize)]
struct PackedTaskScore {
    id: String,
    outputs: usize,
    missing: bool,
}

impl PackedSubmission {
    fn new(file: &str, scored: Result<Scores, diagnostic::Diagnostic>) -> Self {
        let rules = scored.as_ref().ok().map(|scores| SubmissionScores {
            arc_prize: scores.arc_prize(),
            kaggle: scores.kaggle(),
            solved: scores.solved(),
        });
        let scores = scored.unwrap_or_else(|problem| Scores { problems: vec![problem], ..Scores::default() });
        let missing: HashSet<_> = scores.missing.iter().collect();
        let tasks = scores.tasks.iter().map(|task| PackedTaskScore {
            id: task.id.clone(),
            outputs: task.outputs.len(),
            missing: missing.contains(&task.id),
        });
        let mut hits = Vec::new();
        let mut attempts = Grids::default();
        for output in scores.tasks.iter().flat_map(|task| &task.outputs) {
            hits.extend(output.hits.map(|hit| hit as u8));
            for attempt in &output.answer.attempts {
                match attempt {
                    Some(grid) => attempts.push(grid),
                    None => attempts.push_none(),
                }
            }
        }
        PackedSubmission {
            file: file.to_owned(),
            scores: rules,
            tasks: tasks.collect(),
            hits: hits.as_slice().into(),
            attempts: attempts.packed(),
            unknown: scores.unknown,
            problems: scores.problems.into_iter().map(Diagnostic::from).collect(),
        }
    }
}
