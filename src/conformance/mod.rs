//! Checks the engine against vectors that CPython recorded.
//!
//! A folder of vectors holds `sets.jsonl`, `primitives.jsonl` and `programs.jsonl`, one JSON object
//! a line; their README says what each field means. The check runs wherever the engine does.

mod primitives;
mod programs;
mod sets;
mod values;

use crate::task::json::{self, Json};

/// A file of vectors: its name in the folder, and how one of its lines is checked.
pub struct Suite {
    /// What the counts are reported under.
    pub name: &'static str,
    pub file: &'static str,
    check: fn(&Json) -> Result<(), String>,
}

/// The suites in the order of their reports.
pub const SUITES: [Suite; 3] = [
    Suite { name: "sets", file: "sets.jsonl", check: sets::check },
    Suite { name: "primitives", file: "primitives.jsonl", check: primitives::check },
    Suite { name: "programs", file: "programs.jsonl", check: programs::check },
];

/// What came out of one file of vectors.
#[derive(Debug, Default)]
pub struct Report {
    pub passed: usize,
    pub total: usize,
    /// One line for each vector that does not hold, with its line number.
    pub differences: Vec<String>,
}

impl Suite {
    /// Checks all lines of the suite's file.
    pub fn verify(&self, text: &str) -> Report {
        let mut report = Report::default();
        for (place, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            report.total += 1;
            let json =
                json::parse(self.file, line).map_err(|error| format!("not a vector: {}", error.message));
            match json.and_then(|json| (self.check)(&json)) {
                Ok(()) => report.passed += 1,
                Err(difference) => {
                    report.differences.push(format!("{}:{}: {difference}", self.file, place + 1));
                }
            }
        }
        report
    }
}

/// A message that two texts differ, for texts of any length.
fn compare(what: &str, ours: &str, expected: &str) -> Result<(), String> {
    const LONGEST: usize = 300;
    if ours == expected {
        return Ok(());
    }
    let cut = |text: &str| -> String { text.chars().take(LONGEST).collect() };
    Err(format!("{what}: {} where CPython gives {}", cut(ours), cut(expected)))
}
