//! `arcscore score`: programs on the samples of tasks.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{self, ExitCode};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Instant;

use super::work::{Stopwatch, Work, millis};
use super::{FAILED, Format, ScoreArguments, WorkArguments, input, table, terminal};
use crate::scoring::{
    Batch, Control, Evaluation, Finished, INTERNAL_ERROR, Job, Millis, Plan, Report, Scored, busy, lines,
    predictions, score,
};
use crate::submission;
use crate::task::Split;

pub fn run(arguments: &ScoreArguments) -> Result<ExitCode, String> {
    let start = Instant::now();
    if let Some(path) = &arguments.attempts {
        check_place(path, &arguments.work)?;
    }
    let mut work = Work::read(&arguments.work)?;
    if arguments.attempts.is_some() && work.plan.jobs.iter().all(|job| job.split == Split::Train) {
        return Err(
            "--attempts writes predictions for tests, and none is among what is to be scored".to_string()
        );
    }
    work.settings.schedule = arguments.schedule;
    let progress = terminal::progress(work.plan.jobs.len());
    // Moving a bar that nobody sees takes as long as a small evaluation.
    let shown = !progress.is_hidden();
    let control = Arc::new(Control::default());
    cancel_when_interrupted(&control)?;
    let (Scored { evaluations, shifts }, scored) = work.with_workers(|workers| {
        let start = Instant::now();
        let clock = Stopwatch(start);
        let mut listener = |_: Finished| {
            if shown {
                progress.inc(1);
            }
        };
        let scored = score(&work.plan, work.settings, &clock, &control, workers, &mut listener);
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
    // Both are written, whichever can't be.
    let attempts = arguments.attempts.as_ref().map_or(Ok(()), |path| {
        let predictions = predictions(&work.plan, &evaluations, work.settings.limits);
        fs::write(path, submission::write(&predictions)).map_err(|error| input::of_path(path, error))
    });
    terminal::written(print(arguments.format, batch, jobs, &evaluations, &report, &busy))?;
    attempts?;
    report_broken(batch, jobs, &evaluations);
    if report.timeout > 0 {
        let (evaluations, they) = match report.timeout {
            1 => ("1 evaluation was".to_string(), "it"),
            many => (format!("{many} evaluations were"), "they"),
        };
        terminal::say(format_args!(
            "{evaluations} stopped by the clock after {} s: on another machine {they} may end otherwise",
            arguments.work.timeout
        ));
    }
    if control.cancelled.load(Ordering::Relaxed) {
        terminal::say(format_args!(
            "interrupted: {} of {} evaluations were made",
            report.evaluations,
            jobs.len()
        ));
        return Ok(ExitCode::from(INTERRUPTED));
    }
    Ok(if work.refused > 0 { ExitCode::from(FAILED) } else { ExitCode::SUCCESS })
}

/// Exit status where somebody pressed Ctrl-C, as shells have it.
const INTERRUPTED: u8 = 130;

/// Ctrl-C ends the run with what is finished by then. Pressed again it ends the process.
fn cancel_when_interrupted(control: &Arc<Control>) -> Result<(), String> {
    let control = Arc::clone(control);
    let handler = move || {
        if control.cancelled.swap(true, Ordering::Relaxed) {
            process::exit(INTERRUPTED.into());
        }
    };
    ctrlc::set_handler(handler).map_err(|error| format!("Ctrl-C can't be listened for: {error}"))
}

/// Says before anything is scored that a file could not be written in the end, or would take the place of one that is
/// read.
fn check_place(path: &Path, work: &WorkArguments) -> Result<(), String> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::read_dir(folder).map_err(|error| input::of_path(folder, error))?;
    if path.is_dir() {
        return Err(format!("{}: this is a folder", path.display()));
    }
    let same = |other: &Path| matches!((path.canonicalize(), other.canonicalize()), (Ok(a), Ok(b)) if a == b);
    let mut inputs =
        work.tasks.iter().chain(&work.programs).map(PathBuf::as_path).chain([Path::new(&work.pairs)]);
    if inputs.any(same) {
        return Err(format!("{}: --attempts would replace this file, which is to be read", path.display()));
    }
    Ok(())
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
