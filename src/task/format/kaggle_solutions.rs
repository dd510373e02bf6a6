//! The solutions that belong to Kaggle's challenges: for each id the outputs of its tests, `{id: [grid, …], …}`.

use super::{Format, Reader, Reading};
use crate::task::json::Json;

pub(super) const READER: Reader = Reader { format: Format::KaggleSolutions, recognises, read };

/// One list of lists will do: then the message can say what is wrong with the others.
fn recognises(json: &Json) -> bool {
    let lists = |outputs: &Json| matches!(outputs, Json::List(outputs) if matches!(outputs.first(), Some(Json::List(_) | Json::Row(_))));
    json.entries().is_some_and(|entries| entries.iter().any(|(_, outputs)| lists(outputs)))
}

fn read(json: &Json, reading: &mut Reading<'_>) {
    for (id, outputs) in json.entries().unwrap_or_default() {
        reading.solution(id, outputs);
    }
}
