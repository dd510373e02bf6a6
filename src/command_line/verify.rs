//! `arcscore verify`: the engine against vectors recorded from CPython.

use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use super::{FAILED, input, terminal};
use crate::conformance::SUITES;

/// Differences that are printed.
const SHOWN: usize = 20;

pub fn run(dir: &Path) -> Result<ExitCode, String> {
    let mut counts = Vec::new();
    let mut differences = Vec::new();
    // Some recorders write programs only, but a folder without any vector was hardly meant.
    let mut total = 0;
    for suite in &SUITES {
        let path = dir.join(suite.file);
        let report = suite.verify(&input::text(&path)?);
        total += report.total;
        counts.push(format!("{} {}/{}", suite.name, report.passed, report.total));
        differences.extend(report.differences);
    }
    if total == 0 {
        return Err(format!("{}: there is no vector in it", dir.display()));
    }
    terminal::written(print(&counts, &differences))?;
    Ok(if differences.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(FAILED) })
}

fn print(counts: &[String], differences: &[String]) -> io::Result<()> {
    let mut out = terminal::output();
    writeln!(out, "{}", counts.join(", "))?;
    for difference in differences.iter().take(SHOWN) {
        writeln!(out, "{difference}")?;
    }
    if differences.len() > SHOWN {
        writeln!(out, "and {} more", differences.len() - SHOWN)?;
    }
    out.flush()
}
