//! The evaluations of a batch, made in parallel and collected in order.
//!
//! Each evaluation is a job of its own that needs nothing of another, so no job ever waits while it
//! holds a worker, whatever the number of workers. Finished jobs go through a mailbox to the calling
//! thread, which works on none itself: it passes them on and puts each into its place.

use std::mem;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Duration;

use rayon::prelude::*;

use super::batch::Batch;
use super::evaluation::{Evaluation, Sample};
use super::jobs::Job;
use super::mailbox::{Mail, Mailbox};
use crate::evaluate::{self, Run};
use crate::primitive::{Limits, Watch};
use crate::value::{Failure, Value};

/// The time, as the edge that runs us knows it.
pub trait Clock: Sync {
    /// Microseconds since any fixed moment.
    fn micros(&self) -> u64;

    /// The same, as far as it can be told in the middle of an evaluation; it may lag a little.
    fn coarse_micros(&self) -> u64 {
        self.micros()
    }
}

/// What others may read and set while a run is under way.
#[derive(Debug, Default)]
pub struct Control {
    /// Evaluations finished.
    pub finished: AtomicU32,
    /// Set to end the run: what is finished is kept, the rest is not made.
    pub cancelled: AtomicBool,
}

/// Bounds of each evaluation.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    pub limits: Limits,
    /// Wall clock for one evaluation.
    pub timeout_micros: u64,
}

impl Default for Settings {
    /// The default limits, and 5 s.
    fn default() -> Self {
        Settings { limits: Limits::default(), timeout_micros: 5_000_000 }
    }
}

/// Who does the work.
pub enum Workers<'a> {
    /// The calling thread, one evaluation after the other.
    Caller,
    /// The threads of a pool.
    Pool(&'a rayon::ThreadPool),
    /// The threads of rayon's global pool.
    Global,
}

/// An evaluation that just finished.
pub struct Finished<'a> {
    /// Its place among the jobs.
    pub place: usize,
    pub evaluation: &'a Evaluation,
    /// What came out, where the run gave a value.
    pub value: Option<&'a Value>,
}

/// Who hears of a run while it goes on, on the thread that called `score`.
pub trait Listener {
    /// An evaluation has finished. They come in the order in which they finish.
    fn finished(&mut self, finished: Finished);

    /// Nothing has finished for a moment: what was held back should go on its way.
    fn paused(&mut self) {}
}

impl<F: FnMut(Finished)> Listener for F {
    fn finished(&mut self, finished: Finished) {
        self(finished);
    }
}

/// A worker that has worked so long hands over what it has, before its chunk of jobs is done.
const HAND_OVER_MICROS: u64 = 4000;

/// How long is a moment in which nothing finishes.
const MOMENT: Duration = Duration::from_millis(4);

/// Makes all evaluations; `None` stands for those that a cancelled run did not make.
///
/// What is returned does not depend on the order in which they finish, but for the times.
pub fn score(
    batch: &Batch,
    jobs: &[Job],
    settings: Settings,
    clock: &dyn Clock,
    control: &Control,
    workers: Workers,
    listener: &mut dyn Listener,
) -> Vec<Option<Evaluation>> {
    let mut samples: Vec<Vec<Sample>> = Vec::new();
    samples.resize_with(batch.tasks.len(), Vec::new);
    for job in jobs {
        let task = job.task as usize;
        if samples[task].is_empty() {
            samples[task] = Sample::of_task(&batch.tasks[task]);
        }
    }
    let scorer = Scorer { batch, samples: &samples, settings, clock, control };
    let mut evaluations: Vec<Option<Evaluation>> = vec![None; jobs.len()];
    let mut take =
        |listener: &mut dyn Listener, place: usize, (evaluation, value): (Evaluation, Option<Value>)| {
            listener.finished(Finished { place, evaluation: &evaluation, value: value.as_ref() });
            evaluations[place] = Some(evaluation);
        };
    let pool = match workers {
        Workers::Caller => {
            for (place, job) in jobs.iter().enumerate() {
                if let Some(made) = scorer.evaluate(job) {
                    take(listener, place, made);
                }
            }
            return evaluations;
        }
        Workers::Pool(pool) => Some(pool),
        Workers::Global => None,
    };
    let threads = pool.map_or_else(rayon::current_num_threads, rayon::ThreadPool::current_num_threads);
    let mailbox = Mailbox::new();
    let chunk = chunk_size(jobs.len(), threads);
    let work = || {
        let _end = mailbox.close_at_end();
        jobs.par_chunks(chunk).enumerate().for_each(|(number, jobs)| {
            let mut finished = Vec::new();
            let mut micros = 0;
            for (offset, job) in jobs.iter().enumerate() {
                if let Some(made) = scorer.evaluate(job) {
                    micros += made.0.micros;
                    finished.push((number * chunk + offset, made));
                }
                if micros >= HAND_OVER_MICROS {
                    mailbox.post(mem::take(&mut finished));
                    micros = 0;
                }
            }
            if !finished.is_empty() {
                mailbox.post(finished);
            }
        });
    };
    let mut collect = || {
        let mut patience = None;
        loop {
            match mailbox.wait(patience) {
                Mail::Letters(letters) => {
                    for (place, made) in letters.into_iter().flatten() {
                        take(listener, place, made);
                    }
                    patience = Some(MOMENT);
                }
                Mail::Late => {
                    listener.paused();
                    patience = None;
                }
                Mail::Closed => break,
            }
        }
    };
    match pool {
        Some(pool) => pool.in_place_scope(|scope| {
            scope.spawn(|_| work());
            collect();
        }),
        None => rayon::in_place_scope(|scope| {
            scope.spawn(|_| work());
            collect();
        }),
    }
    evaluations
}

/// Jobs that are handed over together: few enough to keep all workers busy to the end.
fn chunk_size(jobs: usize, threads: usize) -> usize {
    const MOST: usize = 16;
    (jobs / (threads * 8)).clamp(1, MOST)
}

struct Scorer<'a> {
    batch: &'a Batch,
    samples: &'a [Vec<Sample>],
    settings: Settings,
    clock: &'a dyn Clock,
    control: &'a Control,
}

/// Ends an evaluation that takes too long, or whose run is cancelled.
struct Deadline<'a> {
    clock: &'a dyn Clock,
    control: &'a Control,
    end: u64,
}

impl Watch for Deadline<'_> {
    fn verdict(&self) -> Option<Failure> {
        if self.control.cancelled.load(Ordering::Relaxed) {
            Some(Failure::Cancelled)
        } else if self.clock.coarse_micros() > self.end {
            Some(Failure::Timeout)
        } else {
            None
        }
    }
}

impl Scorer<'_> {
    /// Makes one evaluation; `None` if the run was cancelled before it was done.
    fn evaluate(&self, job: &Job) -> Option<(Evaluation, Option<Value>)> {
        if self.control.cancelled.load(Ordering::Relaxed) {
            return None;
        }
        let candidate = &self.batch.candidates[job.candidate as usize];
        let task = &self.batch.tasks[job.task as usize];
        let place = Sample::place(task, job.split, job.index as usize);
        let sample = &self.samples[job.task as usize][place];
        let start = self.clock.micros();
        let end = start.saturating_add(self.settings.timeout_micros);
        let deadline = Deadline { clock: self.clock, control: self.control, end };
        // A panic is a bug of ours. It must not take the other evaluations with it, and the run
        // leaves nothing behind that it could have left half done: its values are its own.
        let judged = catch_unwind(AssertUnwindSafe(|| {
            let run = evaluate::run(&candidate.code, &sample.inputs, self.settings.limits, &deadline);
            (Evaluation::judge(&run, sample), run)
        }));
        let (mut evaluation, value) = match judged {
            Ok((_, Run { result: Err(Failure::Cancelled), .. })) => return None,
            Ok((mut evaluation, run)) => {
                evaluation.line = run.failed.map(|span| candidate.line_of(span.start));
                (evaluation, run.result.ok())
            }
            Err(_) => (Evaluation::broken(sample), None),
        };
        evaluation.micros = self.clock.micros().saturating_sub(start);
        self.control.finished.fetch_add(1, Ordering::Relaxed);
        Some((evaluation, value))
    }
}
