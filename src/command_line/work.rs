//! What a command is asked to score: read, and told what is wrong with it.

use std::path::Path;
use std::time::{Duration, Instant};

use super::{Split, WorkArguments, input, terminal};
use crate::diagnostic::Diagnostic;
use crate::primitive::Limits;
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
    /// Where nothing can be scored.
    pub fn read(arguments: &WorkArguments) -> Result<Work, String> {
        let start = Instant::now();
        let mut batch = Batch::default();
        input::tasks(&mut batch, &arguments.tasks)?;
        let programs = input::programs(&mut batch, &arguments.programs)?;
        if batch.candidates.is_empty() {
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
        let parse = read - programs.validate;
        let validate = start.elapsed() - parse;
        let plan = Plan::new(batch, jobs, &Stopwatch(start));
        Ok(Work { plan, settings, threads, refused: programs.refused, parse, validate })
    }

    /// Has something done with so many threads, of which none is this one: its stack is not ours to
    /// choose.
    ///
    /// # Errors
    ///
    /// If they can't be started.
    pub fn with_workers<T: Send>(&self, work: impl Fn(Workers) -> T + Sync) -> Result<T, String> {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(self.threads)
            .stack_size(STACK)
            .build()
            .map_err(|error| format!("{} threads can't be started: {error}", self.threads))?;
        Ok(if self.threads == 1 {
            pool.install(|| work(Workers::Caller))
        } else {
            work(Workers::Pool(&pool))
        })
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
