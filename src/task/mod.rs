//! ARC tasks: pairs of grids to learn from and pairs to be tested on.
//!
//! A file of any format is read by [`read`], a folder by [`Folder`]; a [`Collection`] puts together what
//! several files hold, tasks and the solutions that stand apart from them.

mod archive;
mod budget;
mod collection;
mod folder;
mod format;
mod grid;
pub(crate) mod json;
mod warnings;

pub use budget::{
    MAX_CELLS, MAX_FILE_SIZE, MAX_FILES, MAX_PAIRS, MAX_RATIO, MAX_TASKS, MAX_UNPACKED, too_large,
};
pub use collection::Collection;
pub use folder::Folder;
pub use format::{Format, MAX_SIDE};
pub use grid::Grid;

pub(crate) use format::{check_id, first_of, grid, some_of};
pub(crate) use warnings::Warnings;

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::diagnostic::Diagnostic;
use crate::text::{decode, without_mark};
use archive::{Content, Packing, gunzip, unzip};
use budget::{Budget, Refusal, check_size};
use format::Reading;
use json::Json;

/// What a task file holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TaskFile {
    /// What was recognised.
    pub format: Recognised,
    /// The tasks in file order, no two with the same id.
    pub tasks: Vec<Task>,
    /// Test outputs that stand apart from their tasks, for a [`Collection`] to join.
    pub solutions: Vec<Solutions>,
    /// For how many tasks a submission has answers; they are read by [`crate::submission`].
    pub answers: usize,
    /// What was left out, and what is unusual.
    pub warnings: Vec<Diagnostic>,
}

/// What a file is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// It holds tasks, and maybe solutions beside them.
    Tasks,
    /// It holds solutions only.
    Solutions,
    /// It holds answers to be scored, and no task.
    Submission,
}

impl TaskFile {
    /// What it is good for; for tasks, if there is nothing in it.
    pub fn kind(&self) -> Kind {
        if !self.tasks.is_empty() {
            Kind::Tasks
        } else if !self.solutions.is_empty() {
            Kind::Solutions
        } else if self.answers > 0 {
            Kind::Submission
        } else {
            Kind::Tasks
        }
    }

    /// How much there is, such as `400 tasks, 1302 demonstrations, 416 tests`.
    pub fn counts(&self) -> String {
        let sum = |of: fn(&Task) -> usize| self.tasks.iter().map(of).sum();
        let solutions = || self.solutions.iter().flat_map(|file| &file.tasks);
        let counts: &[(usize, &str)] = match self.kind() {
            Kind::Tasks => &[
                (self.tasks.len(), "task"),
                (sum(|task| task.train.len()), "demonstration"),
                (sum(|task| task.test.len()), "test"),
            ],
            Kind::Solutions => &[
                (solutions().count(), "solution"),
                (solutions().map(|task| task.outputs.len()).sum(), "output"),
            ],
            Kind::Submission => &[(self.answers, "answered task")],
        };
        let words = counts.iter().map(|(count, word)| format!("{count} {word}{}", plural(*count)));
        words.collect::<Vec<_>>().join(", ")
    }
}

/// The end of a word that is counted.
pub(crate) fn plural(count: usize) -> &'static str {
    if count == 1 { "" } else { "s" }
}

/// Reads a task file of any format, packed or not. A task that can't be read whole is left out, with
/// warnings that name the places; the other tasks are kept.
///
/// # Errors
///
/// A file that is no task file, or of which nothing remains, or that passes a limit.
pub fn read(file_name: &str, bytes: &[u8]) -> Result<TaskFile, Diagnostic> {
    read_within(file_name, bytes, &mut Budget::of(bytes.len()), 0).map_err(|refusal| refusal.diagnostic)
}

/// Reads a file that may stand in an archive, `depth` archives deep.
fn read_within(
    file_name: &str,
    bytes: &[u8],
    budget: &mut Budget,
    depth: usize,
) -> Result<TaskFile, Refusal> {
    check_size(file_name, bytes)?;
    match Packing::of(file_name, bytes, depth)? {
        Packing::Plain => read_text(file_name, bytes, budget),
        Packing::Gzip => {
            let unpacked = gunzip(file_name, bytes, budget)?;
            let mut file = read_within(file_name, &unpacked, budget, depth + 1)?;
            file.format.packing.push("gzip");
            Ok(file)
        }
        Packing::Zip => {
            let mut folder = Folder::zip(file_name);
            unzip(file_name, bytes, budget, &mut |entry, budget| folder.take(entry, budget, depth + 1))?;
            Ok(folder.finish()?)
        }
    }
}

/// Reads a file that is not packed.
fn read_text(file_name: &str, bytes: &[u8], budget: &mut Budget) -> Result<TaskFile, Refusal> {
    let text = without_mark(decode(file_name, bytes)?);
    let mut reading = Reading::new(file_name, budget);
    let format = match format::read_lines(text, &mut reading) {
        Some(format) => format,
        None => format::read(&json::parse(file_name, text)?, &mut reading)?,
    };
    reading.finish(format)
}

/// Finds the submission that a file holds, packed or not.
pub(crate) fn submission_json(file_name: &str, bytes: &[u8]) -> Result<Json, Diagnostic> {
    find_submission(file_name, bytes, &mut Budget::of(bytes.len()), 0).map_err(|refusal| refusal.diagnostic)
}

fn find_submission(
    file_name: &str,
    bytes: &[u8],
    budget: &mut Budget,
    depth: usize,
) -> Result<Json, Refusal> {
    check_size(file_name, bytes)?;
    match Packing::of(file_name, bytes, depth)? {
        Packing::Plain => {
            let json = json::parse(file_name, without_mark(decode(file_name, bytes)?))?;
            Ok(format::submission(file_name, json)?)
        }
        Packing::Gzip => {
            let unpacked = gunzip(file_name, bytes, budget)?;
            find_submission(file_name, &unpacked, budget, depth + 1)
        }
        Packing::Zip => {
            // Of several only the first is kept: none of them will be used.
            let mut first = None;
            let mut names = Vec::new();
            unzip(file_name, bytes, budget, &mut |entry, budget| {
                let Content::Bytes(bytes) = entry.content else { return Ok(()) };
                match find_submission(&format!("{file_name}/{}", entry.path), &bytes, budget, depth + 1) {
                    Ok(json) => {
                        names.push(entry.path);
                        first.get_or_insert(json);
                    }
                    Err(refusal) if refusal.limit => return Err(refusal),
                    // Whatever else is in the archive.
                    Err(_) => {}
                }
                Ok(())
            })?;
            let message = match first {
                Some(json) if names.len() == 1 => return Ok(json),
                Some(_) => format!("there are {} submissions in it: {}", names.len(), some_of(&names)),
                None => "there is no submission in it".to_owned(),
            };
            Err(Diagnostic::new(file_name, message).into())
        }
    }
}

/// What was recognised in a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recognised {
    /// How it is packed, from the inside out.
    packing: Vec<&'static str>,
    /// The formats of the files in it, with how many there are.
    formats: BTreeMap<Format, usize>,
}

impl From<Format> for Recognised {
    fn from(format: Format) -> Self {
        Recognised { packing: Vec::new(), formats: BTreeMap::from([(format, 1)]) }
    }
}

impl Recognised {
    /// Adds what was recognised in a further file.
    fn add(&mut self, other: &Recognised) {
        for (format, count) in &other.formats {
            *self.formats.entry(*format).or_default() += count;
        }
    }
}

impl fmt::Display for Recognised {
    /// Such as `one task`, `Kaggle challenges, gzip` or `one task (400 files), zip archive`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let several = self.formats.values().sum::<usize>() > 1;
        for (place, (format, count)) in self.formats.iter().enumerate() {
            f.write_str(if place > 0 { ", " } else { "" })?;
            write!(f, "{format}")?;
            if several {
                write!(f, " ({count} file{})", plural(*count))?;
            }
        }
        self.packing.iter().try_for_each(|packing| write!(f, ", {packing}"))
    }
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

/// The solutions of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Solutions {
    /// The file's name, for messages.
    pub file: String,
    /// In file order, no two with the same id.
    pub tasks: Vec<Solution>,
}

/// The outputs of all tests of a task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Solution {
    /// The task's id.
    pub id: String,
    /// One grid for each test, in order.
    pub outputs: Vec<Grid>,
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
