//! The generated examples of re-arc: a bare list of pairs for each task of ARC-AGI-1, `[{"input": …, "output":
//! …}, …]`. The file's name is the task's id.
//!
//! All of them are demonstrations. Nothing is kept back in re-arc: whoever has a thousand examples of a task wants
//! to see on which of them a program is right.

use super::{Format, Reader, Reading};
use crate::task::json::Json;

pub(super) const READER: Reader = Reader { format: Format::ReArc, recognises, read };

fn recognises(json: &Json) -> bool {
    let half = |pair: &Json| pair.get("input").is_some() || pair.get("output").is_some();
    matches!(json, Json::List(pairs) if pairs.iter().any(half))
}

fn read(json: &Json, reading: &mut Reading<'_>) {
    if let Json::List(pairs) = json {
        reading.examples(reading.stem(), pairs);
    }
}
