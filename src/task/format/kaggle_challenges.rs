//! The challenges of the ARC Prize competitions on Kaggle: tasks by id, with the outputs of the tests kept back.

use super::{Format, Reader, Reading, one_task};
use crate::task::json::Json;

pub(super) const READER: Reader = Reader { format: Format::KaggleChallenges, recognises, read };

pub(super) fn recognises(json: &Json) -> bool {
    json.entries().is_some_and(|entries| entries.iter().any(|(_, task)| one_task::recognises(task)))
}

fn read(json: &Json, reading: &mut Reading<'_>) {
    for (id, task) in json.entries().unwrap_or_default() {
        reading.task(id, None, task);
    }
}
