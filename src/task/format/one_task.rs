//! One task a file, as in the repositories of ARC-AGI-1 and 2, ConceptARC and Mini-ARC. The file's name is the
//! task's id.

use super::{Format, Reader, Reading};
use crate::task::json::Json;

pub(super) const READER: Reader = Reader { format: Format::OneTask, recognises, read };

/// One half of a task will do: then the message can say that the other is missing.
pub(super) fn recognises(json: &Json) -> bool {
    let halves = [json.get("train"), json.get("test")];
    halves.iter().any(Option::is_some) && !halves.iter().flatten().any(|half| half.entries().is_some())
}

pub(super) fn read(json: &Json, reading: &mut Reading<'_>) {
    reading.task(reading.stem(), None, json);
}
