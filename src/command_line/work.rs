//! What a command is asked to score: read, and told what is wrong with it.

use std::path::Path;
use std::time::{Duration, Instant};

use super::{Split, WorkArguments, input, terminal};
use crate::diagnostic::Diagnostic;
use crate::scoring::{Batch, Clock, Job, Pairs, Plan, Settings, Splits, Workers, jobs};
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

pub fn millis(duration: Duration) -> f64 {
    duration.as_micros() as f64 / 1000.0
}

/// What is to be done.
pub struct Work {
    pub plan: Plan,
    pub settings: Settings,
    pub threads: usize,
    pool: rayon::ThreadPool,
    /// How many programs were refused.
    pub refused: usize,
    /// How long reading took.
    pub parse: Duration,
    /// How long it took to validate the programs and to find the jobs.
    pub validate: Duration,
}

impl Work {
    /// Reads what the arguments name, and reports on standard error what is refused or doubtful.
    ///
    /// # Errors
    ///
    /// Where nothing can be scored, or the threads that shall do it can't be started.
    pub fn read(arguments: &WorkArguments) -> Result<Work, String> {
        let threads = match arguments.threads {
            Some(threads) => usize::from(threads),
            None => std::thread::available_parallelism().map_or(1, usize::from),
        };
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .stack_size(STACK)
            .build()
            .map_err(|error| format!("{threads} threads can't be started: {error}"))?;
        // A thread that has planned the work has its memory at hand when it scores.
        let Planned { plan, refused, parse, validate } = pool.install(|| Planned::read(arguments))?;
        let settings = Settings::asked(arguments.fuel, Some(arguments.timeout));
        Ok(Work { settings, threads, pool, refused, parse, validate, plan })
    }

    /// Has something done with so many threads, of which none is this one: its stack is not ours to
    /// choose.
    pub fn with_workers<T: Send>(&self, work: impl Fn(Workers) -> T + Sync) -> T {
        if self.threads == 1 {
            self.pool.install(|| work(Workers::Caller))
        } else {
            work(Workers::Pool(&self.pool))
        }
    }
}

/// What is to be done, and how long it took to find out.
struct Planned {
    plan: Plan,
    refused: usize,
    parse: Duration,
    validate: Duration,
}

impl Planned {
    fn read(arguments: &WorkArguments) -> Result<Planned, String> {
        let start = Instant::now();
        let mut batch = Batch::default();
        input::tasks(&mut batch, &arguments.tasks)?;
        let programs = input::programs(&mut batch, &arguments.programs)?;
        if batch.candidates.is_empty() && batch.refused.is_empty() {
            return Err("there is no program to score in what --programs names".to_string());
        }
        let read = start.elapsed();
        let splits = match arguments.split {
            Split::All => Splits::All,
            Split::Train => Splits::Only(task::Split::Train),
            Split::Test => Splits::Only(task::Split::Test),
        };
        let (jobs, warnings) = selected_jobs(&batch, &arguments.pairs, splits)?;
        warnings.iter().for_each(terminal::complain);
        let parse = read - programs.validate;
        let validate = start.elapsed() - parse;
        let plan = Plan::new(batch, jobs, &Stopwatch(start));
        Ok(Planned { plan, refused: programs.refused, parse, validate })
    }
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
