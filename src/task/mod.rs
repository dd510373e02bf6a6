//! ARC tasks: pairs of grids to learn from and pairs to be tested on.

mod format;
mod grid;
mod json;

pub use format::Format;
pub use grid::Grid;

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::diagnostic::Diagnostic;
use crate::text::decode;
use format::Reading;

/// The largest task file that is read, in bytes.
pub const MAX_FILE_SIZE: usize = 128 << 20;

/// What a task file holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskFile {
    /// The format that was recognised.
    pub format: Format,
    /// The tasks in file order, at least one, no two with the same id.
    pub tasks: Vec<Task>,
    /// What was left out, and what is unusual.
    pub warnings: Vec<Diagnostic>,
}

/// Reads a task file of any format. A task that can't be read whole is left out, with warnings that name
/// the places; the other tasks are kept.
///
/// # Errors
///
/// A file that is no task file, or of which no task remains.
pub fn read(file_name: &str, bytes: &[u8]) -> Result<TaskFile, Diagnostic> {
    if bytes.is_empty() {
        return Err(Diagnostic::new(file_name, "the file is empty"));
    }
    if bytes.len() > MAX_FILE_SIZE {
        let message = format!(
            "the file has {} MB; a task file may have {} MB at most",
            bytes.len().div_ceil(1 << 20),
            MAX_FILE_SIZE >> 20
        );
        return Err(Diagnostic::new(file_name, message));
    }
    let text = decode(file_name, bytes)?;
    let json = json::parse(file_name, text.trim_start_matches('\u{feff}'))?;
    let mut reading = Reading::new(file_name);
    let format = format::read(&json, &mut reading)?;
    let (tasks, warnings) = reading.finish()?;
    Ok(TaskFile { format, tasks, warnings })
}

/// A task: what its demonstrations show, its tests ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    /// The id that the data set or the file name gives, such as `007bbfb7`.
    pub id: String,
    /// The part of the data set that the task belongs to, such as `train` or `eval`, where the file
    /// has parts.
    pub subset: Option<String>,
    /// The demonstration pairs.
    pub train: Vec<Pair>,
    /// The test pairs.
    pub test: Vec<Pair>,
}

/// An input grid with the output grid that belongs to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    pub input: Grid,
    /// The expected output; `None` where a file keeps the answer back (Kaggle challenges).
    pub output: Option<Grid>,
}

/// Which half of a task a pair belongs to. Demonstrations sort before tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Split {
    Train,
    Test,
}

impl fmt::Display for Split {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Split::Train => "train",
            Split::Test => "test",
        })
    }
}

impl Task {
    /// The pairs of one split, in file order.
    pub fn pairs(&self, split: Split) -> &[Pair] {
        match split {
            Split::Train => &self.train,
            Split::Test => &self.test,
        }
    }
}
