//! `arcscore submission`: a submission scored on tasks whose answers are known.

use std::io::{self, Write};
use std::process::ExitCode;

use comfy_table::{CellAlignment, Table, presets};
use serde::Serialize;

use super::terminal::{self, painted};
use super::{FAILED, Format, SubmissionArguments, input};
use crate::diagnostic::Severity;
use crate::submission::{self, ATTEMPTS, Hit, Score, Scores, TaskScore};

pub fn run(arguments: &SubmissionArguments) -> Result<ExitCode, String> {
    let tasks = input::tasks_with_solutions(&arguments.tasks, &arguments.solutions)?;
    let path = &arguments.submission;
    let submission = submission::read(&path.display().to_string(), &input::task_bytes(path)?)
        .map_err(|diagnostic| diagnostic.to_string())?;
    let scores = submission::score(&tasks, &submission).map_err(|diagnostic| diagnostic.to_string())?;
    scores.problems.iter().for_each(terminal::say);
    let mut out = terminal::output();
    let printed = match arguments.format {
        Format::Table => write_table(&mut out, &scores),
        Format::Jsonl => write_lines(&mut out, &scores),
    };
    terminal::written(printed.and_then(|()| out.flush()))?;
    let unreadable = submission.problems.iter().any(|problem| problem.severity == Severity::Error);
    Ok(if unreadable { ExitCode::from(FAILED) } else { ExitCode::SUCCESS })
}

fn write_table(out: &mut impl Write, scores: &Scores) -> io::Result<()> {
    let mut tasks = Table::new();
    tasks.load_style(presets::NOTHING);
    tasks.set_header(["task", "outputs", "right"]);
    for task in &scores.tasks {
        let marks: String = task.outputs.iter().map(|output| mark(output.hits)).collect();
        tasks.add_row([task.id.clone(), marks, format!("{}/{}", task.right(), task.outputs.len())]);
    }
    writeln!(out, "{}", painted(&tasks.to_string()))?;
    writeln!(out, "{}", painted("✓ right  ✗ wrong  - no attempt"))?;
    writeln!(out)?;
    let mut rules = Table::new();
    rules.load_style(presets::NOTHING);
    rules.set_header(["rule", "points", "of", "share", ""]);
    for (name, score, what) in [
        ("ARC Prize", scores.arc_prize(), "tasks, each by the share of its outputs that are right"),
        ("Kaggle", scores.kaggle(), "test outputs"),
        ("solved", scores.solved(), "tasks, all outputs of each right"),
    ] {
        let digits = if score.points.fract() == 0.0 { 0 } else { 4 };
        rules.add_row([
            name.to_owned(),
            format!("{:.digits$}", score.points),
            score.of.to_string(),
            format!("{:.2} %", 100.0 * score.share()),
            what.to_owned(),
        ]);
    }
    for column in [1, 2, 3] {
        rules
            .column_mut(column)
            .expect("the table has five columns")
            .set_cell_alignment(CellAlignment::Right);
    }
    writeln!(out, "{rules}")
}

fn mark(hits: [Hit; ATTEMPTS]) -> char {
    if hits.contains(&Hit::Right) {
        '✓'
    } else if hits.contains(&Hit::Wrong) {
        '✗'
    } else {
        '-'
    }
}

/// A line for each output.
#[derive(Serialize)]
struct Line<'a> {
    task: &'a str,
    index: usize,
    right: bool,
    attempts: [Hit; ATTEMPTS],
}

#[derive(Serialize)]
struct Summary<'a> {
    arc_prize: Score,
    kaggle: Score,
    solved: Score,
    missing: &'a [String],
    unknown: &'a [String],
}

fn write_lines(out: &mut impl Write, scores: &Scores) -> io::Result<()> {
    let mut line = |json: serde_json::Result<String>| {
        writeln!(out, "{}", json.expect("a line holds nothing that JSON lacks"))
    };
    for TaskScore { id, outputs } in &scores.tasks {
        for (index, output) in outputs.iter().enumerate() {
            let right = output.right();
            line(serde_json::to_string(&Line { task: id, index, right, attempts: output.hits }))?;
        }
    }
    #[derive(Serialize)]
    struct Last<'a> {
        summary: Summary<'a>,
    }
    let summary = Summary {
        arc_prize: scores.arc_prize(),
        kaggle: scores.kaggle(),
        solved: scores.solved(),
        missing: &scores.missing,
        unknown: &scores.unknown,
    };
    line(serde_json::to_string(&Last { summary }))
}
