//! A run as a table for people.

use std::io::{self, Write};

use comfy_table::{CellAlignment, Table, presets};

use super::terminal::painted;
use crate::scoring::{Batch, Evaluation, Job, Report, Status};
use crate::task::Split;

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
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_header(["program", "task", "demos", "tests", "right", "points", "ms", ""]);
    for column in [4, 5, 6] {
        table
            .column_mut(column)
            .expect("the table has eight columns")
            .set_cell_alignment(CellAlignment::Right);
    }
    for row in rows(batch, jobs, evaluations) {
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
    writeln!(out, "{}", painted(&table.to_string()))?;
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

fn rows<'a>(batch: &'a Batch, jobs: &[Job], evaluations: &[Option<Evaluation>]) -> Vec<Row<'a>> {
    let mut rows: Vec<Row> = Vec::new();
    let mut last = None;
    for (job, evaluation) in jobs.iter().zip(evaluations) {
        let Some(evaluation) = evaluation else { continue };
        if last != Some((job.candidate, job.task)) {
            last = Some((job.candidate, job.task));
            rows.push(Row {
                program: &batch.candidates[job.candidate as usize].name,
                task: &batch.tasks[job.task as usize].id,
                marks: Default::default(),
                right: 0,
                all: 0,
                points: 0,
                micros: 0,
                trouble: Vec::new(),
            });
        }
        let row = rows.last_mut().expect("a row was pushed for the first job");
        row.marks[usize::from(job.split == Split::Test)].push(mark(evaluation));
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
    rows
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
