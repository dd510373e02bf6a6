//! What is handed in on Kaggle: two attempts for each test, `{id: [{"attempt_1": grid, "attempt_2": grid}, …], …}`.
//!
//! It is recognised here and read by [`crate::submission`], which scores it.

use super::{Format, Reader, Reading};
use crate::task::json::Json;

pub(super) const READER: Reader = Reader { format: Format::KaggleSubmission, recognises, read };

/// One answer with an attempt will do.
fn recognises(json: &Json) -> bool {
    let attempts = |answer: &Json| {
        answer.entries().is_some_and(|entries| entries.iter().any(|(key, _)| key.starts_with("attempt_")))
    };
    let answers = |answers: &Json| matches!(answers, Json::List(answers) if answers.iter().any(attempts));
    json.entries().is_some_and(|entries| entries.iter().any(|(_, task)| answers(task)))
}

fn read(json: &Json, reading: &mut Reading<'_>) {
    reading.submission(json.entries().unwrap_or_default().len());
}
