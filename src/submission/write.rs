//! Writing a submission as Kaggle takes it.

use std::fmt::Write;

use super::Submission;
use crate::task::Grid;

/// What stands for an attempt that there is none of. Kaggle wants both attempts at each test of each task, "even if
/// your submission doesn't have 2 predictions"; a single black cell is the smallest grid.
const NONE: &str = "[[0]]";

/// The text of `submission.json`, a line for each task, sorted by id.
pub fn write(submission: &Submission) -> String {
    let mut text = String::from("{");
    for (place, (id, answers)) in submission.answers.iter().enumerate() {
        text.push_str(if place > 0 { ",\n" } else { "\n" });
        let id = serde_json::to_string(id).expect("a text can be written as JSON");
        let answers = answers.iter().map(|answer| {
            let attempts = (1..).zip(&answer.attempts).map(|(number, attempt)| {
                let grid = attempt.as_ref().map_or_else(|| NONE.to_owned(), grid);
                format!("\"attempt_{number}\":{grid}")
            });
            format!("{{{}}}", attempts.collect::<Vec<_>>().join(","))
        });
        let answers = answers.collect::<Vec<_>>().join(",");
        write!(text, "{id}:[{answers}]").expect("a String takes all that is written to it");
    }
    text.push_str("\n}\n");
    text
}

fn grid(grid: &Grid) -> String {
    let rows = grid.rows().map(|row| {
        let cells: Vec<_> = row.iter().map(u8::to_string).collect();
        format!("[{}]", cells.join(","))
    });
    format!("[{}]", rows.collect::<Vec<_>>().join(","))
}
