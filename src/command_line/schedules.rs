//! `arcscore schedules`: what each way of dividing the work costs.

use std::io::{self, Write};
use std::process::ExitCode;
use std::time::Instant;

use comfy_table::{CellAlignment, Table, presets};

use super::work::{Stopwatch, Work};
use super::{FAILED, SchedulesArguments, terminal};
use crate::scoring::{Control, Row, compare};

pub fn run(arguments: &SchedulesArguments) -> Result<ExitCode, String> {
    let work = Work::read(&arguments.work)?;
    let rows = work.with_workers(|workers| {
        let clock = Stopwatch(Instant::now());
        compare(&work.plan, work.settings, &clock, &Control::default(), arguments.rounds, workers)
    });
    terminal::written(print(&rows, work.plan.jobs.len(), work.threads))?;
    Ok(if work.refused > 0 { ExitCode::from(FAILED) } else { ExitCode::SUCCESS })
}

fn print(rows: &[Row], evaluations: usize, threads: usize) -> io::Result<()> {
    let mut out = io::stdout().lock();
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_header(["schedule", "ms", "of sequential", "lost", ""]);
    for column in [1, 2, 3] {
        table
            .column_mut(column)
            .expect("the table has five columns")
            .set_cell_alignment(CellAlignment::Right);
    }
    let sequential = rows.first().map_or(0.0, |row| row.millis);
    for row in rows {
        table.add_row([
            row.name.to_string(),
            format!("{:.2}", row.millis),
            format!("{:.0} %", 100.0 * row.millis / sequential),
            row.lost.to_string(),
            if row.simulated { "simulated from the durations measured" } else { "" }.to_string(),
        ]);
    }
    writeln!(out, "{table}")?;
    writeln!(out, "{evaluations} evaluations, {threads} threads; the fastest of the rounds counts")
}
