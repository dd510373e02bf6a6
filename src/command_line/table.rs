//! A run as a table for people.

use std::io::{self, Write};

use comfy_table::{CellAlignment, Column, ColumnConstraint, Table, Width, presets};

use super::terminal::painted;
use crate::scoring::{Batch, Evaluation, Job, Report, Status};
use crate::task::Split;

const COLUMNS: [&str; 8] = ["program", "task", "demos", "tests", "right", "points", "ms", ""];

/// Rows that are laid out at a time: a row takes 2 KB while that is done, and there may be millions.
const MOST_AT_ONCE: usize = 10_000;

/// A row: one program on one task.
struct Row<'a> {
    program: &'a str,
    task: &'a str,
    /// A mark for each demonstration and each test.
    marks: [String; 2],
    right: usize,
    all: usize,
    points: u64,
    micros: u64,
    /// What went wrong, each once.
    trouble: Vec<String>,
}

/// Writes the table, its legend and the summary.
pub fn write(
    out: &mut impl Write,
    batch: &Batch,
    jobs: &[Job],
    evaluations: &[Option<Evaluation>],
    report: &Report,
    busy: &[u64],
) -> io::Result<()> {
    let widths = if jobs.len() > MOST_AT_ONCE { widths(batch, jobs, evaluations) } else { Vec::new() };
    let mut rows = rows(batch, jobs, evaluations).peekable();
    let mut header = true;
    while header || rows.peek().is_some() {
        let mut table = table(rows.by_ref().take(MOST_AT_ONCE), header);
        for (column, width) in table.column_iter_mut().zip(&widths) {
            column.set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(*width)));
        }
        writeln!(out, "{}", painted(&table.to_string()))?;
        header = false;
    }
    let legend =
        "✓ right  ≈ same size, some cells wrong  ✗ wrong  ! raised  ⌛ stopped at a limit  ? no answer known";
    writeln!(out, "{}", painted(legend))?;
    writeln!(
        out,
        "{} of {} evaluations right, {} raised, {} stopped at a limit; digest {}",
        report.matches,
        report.evaluations,
        report.error,
        report.fuel + report.memory + report.timeout,
        report.digest
    )?;
    let millis = &report.millis;
    writeln!(
        out,
        "{} programs, {} of them different; read in {:.1} ms, filtered in {:.1}, inlined in {:.1}, validated in {:.1}, scored in {:.1}",
        report.candidates,
        report.unique,
        millis.parse,
        millis.filter,
        millis.inline,
        millis.validate,
        millis.score
    )?;
    let busy: Vec<String> = busy.iter().map(|micros| format!("{:.1}", *micros as f64 / 1000.0)).collect();
    let threads = if busy.len() == 1 { "thread" } else { "threads" };
    writeln!(out, "{} {threads}, busy for {} ms", busy.len(), busy.join(", "))
}

/// How wide the columns of all rows together are, in characters of a terminal.
fn widths(batch: &Batch, jobs: &[Job], evaluations: &[Option<Evaluation>]) -> Vec<u16> {
    let mut rows = rows(batch, jobs, evaluations).peekable();
    let mut widest = vec![0; COLUMNS.len()];
    while rows.peek().is_some() {
        let table = table(rows.by_ref().take(MOST_AT_ONCE), true);
        let paddings: Vec<u16> = table.column_iter().map(Column::padding_width).collect();
        for ((widest, width), padding) in
            widest.iter_mut().zip(table.column_max_content_widths()).zip(paddings)
        {
            *widest = (width + padding).max(*widest);
        }
    }
    widest
}

fn table<'a>(rows: impl Iterator<Item = Row<'a>>, header: bool) -> Table {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    if header {
        table.set_header(COLUMNS);
    }
    for row in rows {
        let [demos, tests] = row.marks;
        table.add_row([
            row.program.to_string(),
            row.task.to_string(),
            demos,
            tests,
            format!("{}/{}", row.right, row.all),
            row.points.to_string(),
            format!("{:.2}", row.micros as f64 / 1000.0),
            row.trouble.join(", "),
        ]);
    }
    for column in [4, 5, 6] {
        // A table without header and rows has no columns.
        if let Some(column) = table.column_mut(column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table
}

/// A row for each program on each task of which there is an evaluation.
fn rows<'a>(
    batch: &'a Batch,
    jobs: &'a [Job],
    evaluations: &'a [Option<Evaluation>],
) -> impl Iterator<Item = Row<'a>> {
    let mut evaluations = evaluations.iter();
    jobs.chunk_by(|a, b| (a.candidate, a.task) == (b.candidate, b.task)).filter_map(move |jobs| {
        let (first, evaluations) = (jobs.first()?, evaluations.by_ref().take(jobs.len()));
        let mut row = Row {
            program: &batch.candidates[first.candidate as usize].name,
            task: &batch.tasks[first.task as usize].id,
            marks: Default::default(),
            right: 0,
            all: 0,
            points: 0,
            micros: 0,
            trouble: Vec::new(),
        };
        for (job, evaluation) in jobs.iter().zip(evaluations) {
            let marks = &mut row.marks[usize::from(job.split == Split::Test)];
            let Some(evaluation) = evaluation else {
                // A run that was cancelled leaves gaps.
                marks.push(' ');
                continue;
            };
            marks.push(mark(evaluation));
            row.right += usize::from(evaluation.matched == Some(true));
            row.all += 1;
            row.points += u64::from(evaluation.points);
            row.micros += evaluation.micros;
            if let Some(trouble) = trouble(evaluation)
                && !row.trouble.contains(&trouble)
            {
                row.trouble.push(trouble);
            }
        }
        (row.all > 0).then_some(row)
    })
}

fn mark(evaluation: &Evaluation) -> char {
    match (evaluation.status, evaluation.matched) {
        (Status::Ok, Some(true)) => '✓',
        (Status::Ok, Some(false)) if evaluation.points > 0 => '≈',
        (Status::Ok, Some(false)) => '✗',
        (Status::Ok, None) => '?',
        (Status::Error, _) => '!',
        (Status::Fuel | Status::Memory | Status::Timeout, _) => '⌛',
    }
}

fn trouble(evaluation: &Evaluation) -> Option<String> {
    let what = match (evaluation.status, evaluation.error) {
        (Status::Ok, _) => return None,
        (Status::Error, error) => error.unwrap_or("error"),
        (Status::Fuel, _) => "out of fuel",
        (Status::Memory, _) => "out of memory",
        (Status::Timeout, _) => "out of time",
    };
    Some(match evaluation.line {
        Some(line) => format!("{what} in line {line}"),
        None => what.to_string(),
    })
}
