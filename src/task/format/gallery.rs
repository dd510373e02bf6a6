//! The files of neoneye's ARC gallery: numbered tasks that bring their ids, `{"task-0": {"id": …, …}, …}`.

use super::{Format, Reader, Reading, kaggle_challenges};
use crate::task::json::Json;

pub(super) const READER: Reader = Reader { format: Format::Gallery, recognises, read };

fn recognises(json: &Json) -> bool {
    let has_id = |task: &Json| matches!(task.get("id"), Some(Json::Text(_)));
    kaggle_challenges::recognises(json)
        && json.entries().is_some_and(|entries| entries.iter().any(|(_, task)| has_id(task)))
}

fn read(json: &Json, reading: &mut Reading<'_>) {
    for (key, task) in json.entries().unwrap_or_default() {
        match task.get("id") {
            Some(Json::Text(id)) => reading.task(id, None, task),
            Some(other) => reading.lose(format!("{key}: its `id` is {} instead of a text", other.describe())),
            None => reading.lose(format!("{key}: there is no `id`")),
        }
    }
}
