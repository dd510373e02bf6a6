//! One task a file, as in the repositories of ARC-AGI-1 and 2, ConceptARC and Mini-ARC; 1D-ARC adds a
//! `uuid`. The file's name is the task's id.

use super::{Format, Reader, Reading};
use crate::task::json::Json;

pub(super) const READER: Reader = Reader { format: Format::OneTask, recognises, read };

/// One half of a task will do: then the message can say that the other is missing.
fn recognises(json: &Json) -> bool {
    let halves = [json.get("train"), json.get("test")];
    halves.iter().any(Option::is_some) && !halves.iter().flatten().any(|half| half.entries().is_some())
}

fn read(json: &Json, reading: &mut Reading<'_>) {
    reading.task(id(reading.file_name), None, json);
}

/// The file's name without folders and `.json`.
fn id(file_name: &str) -> &str {
    let name = file_name.rsplit(['/', '\\']).next().expect("splitting gives at least one part");
    match name.strip_suffix(".json") {
        None | Some("") => name,
        Some(id) => id,
    }
}
