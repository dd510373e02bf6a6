//! Submissions: up to two attempts at each test output of each task, as handed in on Kaggle; read, scored by the
//! rules in use, and written.

mod read;
mod score;
mod write;

pub use read::read;
pub use score::{Hit, OutputScore, Score, Scores, TaskScore, score};
pub use write::write;

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;
use crate::task::Grid;

/// Attempts at each output that count.
pub const ATTEMPTS: usize = 2;

/// What is handed in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Submission {
    /// The name of its file, for messages.
    pub file: String,
    /// By task id, one answer for each test in order.
    pub answers: BTreeMap<String, Vec<Answer>>,
    /// What can't be read, with its place; it counts as no attempt.
    pub problems: Vec<Diagnostic>,
}

/// The attempts at one test output; `None` where there is none, or none that can be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    pub attempts: [Option<Grid>; ATTEMPTS],
}
