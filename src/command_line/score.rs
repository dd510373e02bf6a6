//! `arcscore score`: programs on the samples of tasks.

use std::fs;
use std::io::{self, Write};
use std::process::ExitCode;
use std::time::Instant;

use super::work::{Stopwatch, Work, millis};
use super::{FAILED, Format, ScoreArguments, table, terminal};
use crate::scoring::{
    Batch, Control, Evaluation, Finished, INTERNAL_ERROR, Job, Millis, Plan, Report, Scored, busy, lines,
    predictions, score,
};
use crate::submission;

pub fn run(arguments: &ScoreArguments) -> Result<ExitCode, String> {
    let start = Instant::now();
    let mut work = Work::read(&arguments.work)?;
    work.settings.schedule = arguments.schedule;
    let progress = terminal::progress(work.plan.jobs.len());
    // Moving a bar that nobody sees takes as long as a small evaluation.
    let shown = !progress.is_hidden();
    let (Scored { evaluations, shifts }, scored) = work.with_workers(|workers| {
        let start = Instant::now();
        let clock = Stopwatch(start);
        let mut listener = |_: Finished| {
            if shown {
                progress.inc(1);
            }
        };
        let scored = score(&work.plan, work.settings, &clock, &Control::default(), workers, &mut listener);
        (scored, start.elapsed())
    });
    progress.finish_and_clear();
    let millis = Millis {
        parse: millis(work.parse),
        filter: work.plan.times.filter,
        inline: work.plan.times.inline,
        validate: millis(work.validate),
        score: millis(scored),
        total: millis(start.elapsed()),
    };
    let report = Report::new(&work.plan, &evaluations, work.threads, millis);
    let Plan { batch, jobs, .. } = &work.plan;
    let busy = busy(&shifts, work.threads);
    terminal::written(print(arguments.format, batch, jobs, &evaluations, &report, &busy))?;
    if let Some(path) = &arguments.attempts {
        let predictions = predictions(&work.plan, &evaluations, work.settings.limits);
        fs::write(path, submission::write(&predictions))
            .map_err(|error| format!("{}: {error}", path.display()))?;
    }
    report_broken(batch, jobs, &evaluations);
    Ok(if work.refused > 0 { ExitCode::from(FAILED) } else { ExitCode::SUCCESS })
}

fn print(
    format: Format,
    batch: &Batch,
    jobs: &[Job],
    evaluations: &[Option<Evaluation>],
    report: &Report,
    busy: &[u64],
) -> io::Result<()> {
    let mut out = terminal::output();
    match format {
        Format::Jsonl => {
            for line in lines(batch, jobs, evaluations) {
                writeln!(out, "{line}")?;
            }
            writeln!(out, "{}", report.summary_line())?;
        }
        Format::Table => table::write(&mut out, batch, jobs, evaluations, report, busy)?,
    }
    out.flush()
}

/// A panic in an evaluation is a bug of ours, and is said to be one.
fn report_broken(batch: &Batch, jobs: &[Job], evaluations: &[Option<Evaluation>]) {
    let broken = jobs.iter().zip(evaluations).filter(|(_, evaluation)| {
        evaluation.as_ref().is_some_and(|evaluation| evaluation.error == Some(INTERNAL_ERROR))
    });
    for (job, _) in broken {
        terminal::say(format_args!(
            "arcscore broke on {} with task {} {}:{}: this is a bug of arcscore, please report it",
            batch.candidates[job.candidate as usize].name,
            batch.tasks[job.task as usize].id,
            job.split,
            job.index
        ));
    }
}
