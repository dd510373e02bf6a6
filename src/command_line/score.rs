//! `arcscore score`: programs on the samples of tasks.

use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use super::{FAILED, Format, ScoreArguments, Split, input, table};
use crate::diagnostic::Diagnostic;
use crate::primitive::Limits;
use crate::scoring::{
    Batch, Clock, Control, Evaluation, Finished, INTERNAL_ERROR, Job, Millis, Pairs, Plan, Report, Scored,
    Settings, Splits, Workers, jobs, lines, score,
};
use crate::task;

/// Stack of each thread that scores. CPython's limit on frames bounds what is used of it.
const STACK: usize = 64 << 20;

/// The time since a moment.
pub struct Stopwatch(pub Instant);

impl Clock for Stopwatch {
    fn micros(&self) -> u64 {
        self.0.elapsed().as_micros() as u64
    }
}

fn millis(duration: Duration) -> f64 {
    duration.as_micros() as f64 / 1000.0
}

pub fn run(arguments: &ScoreArguments) -> Result<ExitCode, String> {
    let start = Instant::now();
    let mut batch = Batch::default();
    input::tasks(&mut batch, &arguments.tasks)?;
    let mut refused = 0;
    for path in &arguments.programs {
        let added = batch.add_programs(&path.display().to_string(), &input::bytes(path)?);
        added.refused.iter().chain(&added.warnings).for_each(|diagnostic| eprintln!("{diagnostic}"));
        refused += added.refused.len();
    }
    if batch.candidates.is_empty() {
        return Err("there is no program to score in what --programs names".to_string());
    }
    let parsed = start.elapsed();
    let splits = match arguments.split {
        Split::All => Splits::All,
        Split::Train => Splits::Only(task::Split::Train),
        Split::Test => Splits::Only(task::Split::Test),
    };
    let (jobs, warnings) = selected_jobs(&batch, &arguments.pairs, splits)?;
    warnings.iter().for_each(|warning| eprintln!("{warning}"));
    let prepared = start.elapsed();

    let default = Limits::default();
    let settings = Settings {
        limits: Limits { fuel: arguments.fuel.unwrap_or(default.fuel), ..default },
        timeout_micros: (arguments.timeout * 1e6) as u64,
        ..Settings::default()
    };
    let threads = match arguments.threads {
        Some(threads) => usize::from(threads),
        None => std::thread::available_parallelism().map_or(1, usize::from),
    };
    let plan = Plan::new(&batch, &jobs, &Stopwatch(start));
    let (Scored { evaluations, .. }, scored) = scored(&plan, settings, threads)?;
    let millis = Millis {
        parse: millis(parsed),
        filter: plan.times.filter,
        inline: plan.times.inline,
        validate: millis(prepared - parsed),
        score: millis(scored),
        total: millis(start.elapsed()),
    };
    let report = Report::new(&plan, &evaluations, threads, millis);
    match print(arguments.format, &batch, &jobs, &evaluations, &report) {
        // Whoever reads it, `head` perhaps, has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {}
        printed => printed.map_err(|error| format!("standard output: {error}"))?,
    }
    report_broken(&batch, &jobs, &evaluations);
    Ok(if refused > 0 { ExitCode::from(FAILED) } else { ExitCode::SUCCESS })
}

fn selected_jobs(batch: &Batch, pairs: &str, splits: Splits) -> Result<(Vec<Job>, Vec<Diagnostic>), String> {
    let text;
    let pairs = match pairs {
        "all" => Pairs::All,
        "own" => Pairs::Own,
        file => {
            text = input::text(Path::new(file))?;
            Pairs::Listed { file, text: &text }
        }
    };
    jobs(batch, pairs, splits).map_err(|diagnostic| diagnostic.to_string())
}

/// Scores on so many threads, of which none is this one: its stack is not ours to choose.
fn scored(plan: &Plan, settings: Settings, threads: usize) -> Result<(Scored, Duration), String> {
    let timed = |workers: Workers| {
        let start = Instant::now();
        let clock = Stopwatch(start);
        let scored = score(plan, settings, &clock, &Control::default(), workers, &mut |_: Finished| {});
        (scored, start.elapsed())
    };
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .stack_size(STACK)
        .build()
        .map_err(|error| format!("{threads} threads can't be started: {error}"))?;
    Ok(if threads == 1 { pool.install(|| timed(Workers::Caller)) } else { timed(Workers::Pool(&pool)) })
}

fn print(
    format: Format,
    batch: &Batch,
    jobs: &[Job],
    evaluations: &[Option<Evaluation>],
    report: &Report,
) -> io::Result<()> {
    let mut out = BufWriter::new(io::stdout().lock());
    match format {
        Format::Jsonl => {
            for line in lines(batch, jobs, evaluations) {
                writeln!(out, "{line}")?;
            }
            writeln!(out, "{}", report.summary_line())?;
        }
        Format::Table => table::write(&mut out, batch, jobs, evaluations, report)?,
    }
    out.flush()
}

/// A panic in an evaluation is a bug of ours, and is said to be one.
fn report_broken(batch: &Batch, jobs: &[Job], evaluations: &[Option<Evaluation>]) {
    let broken = jobs.iter().zip(evaluations).filter(|(_, evaluation)| {
        evaluation.as_ref().is_some_and(|evaluation| evaluation.error == Some(INTERNAL_ERROR))
    });
    for (job, _) in broken {
        eprintln!(
            "arcscore broke on {} with task {} {}:{}: this is a bug of arcscore, please report it",
            batch.candidates[job.candidate as usize].name,
            batch.tasks[job.task as usize].id,
            job.split,
            job.index
        );
    }
}
