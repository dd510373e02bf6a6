//! The evaluations of a batch, made in parallel and collected in order.
//!
//! A turn is one evaluation. It needs nothing of another, so no turn ever waits while it holds a
//! worker, whatever the schedule and the number of workers: what two turns have in common is only ever
//! found done, or done again. Finished work goes through a mailbox to the calling thread, which works
//! on none itself: it passes it on and puts each evaluation into its place.

use std::mem;
use std::ops::Range;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use super::desk::{Desk, Made, Office, Shift};
use super::evaluation::Evaluation;
use super::giving_way::GiveWay;
use super::jobs::Job;
use super::mailbox::{Mail, Mailbox};
use super::plan::Plan;
use super::schedule::Schedule;
use crate::primitive::Limits;
use crate::value::Value;

/// The time, as the edge that runs us knows it.
pub trait Clock: Sync {
    /// Microseconds since any fixed moment.
    fn micros(&self) -> u64;

    /// The same, as far as it can be told in the middle of an evaluation; it may lag a little.
    fn coarse_micros(&self) -> u64 {
        self.micros()
    }

    /// Hears what the calling thread works on from now on; `None` once that is finished.
    fn at(&self, _job: Option<&Job>) {}

    /// Lets the calling thread sleep for a moment.
    fn nap(&self, moment: Duration) {
        thread::sleep(moment);
    }
}

/// What others may read and set while a run is under way.
#[derive(Debug, Default)]
pub struct Control {
    /// Evaluations finished.
    pub finished: AtomicU32,
    /// Set to end the run: what is finished is kept, the rest is not made.
    pub cancelled: AtomicBool,
    /// Where workers are asked to leave room for others.
    pub give_way: GiveWay,
}

/// How evaluations are made.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    pub limits: Limits,
    /// Wall clock for one evaluation.
    pub timeout_micros: u64,
    pub schedule: Schedule,
    /// Whether candidates use what others have made on the same sample. It changes no result.
    pub share: bool,
}

impl Default for Settings {
    /// The default limits, 5 s, nested, shared.
    fn default() -> Self {
        Settings {
            limits: Limits::default(),
            timeout_micros: 5_000_000,
            schedule: Schedule::default(),
            share: true,
        }
    }
}

impl Settings {
    /// The default settings, but for what was asked for: units of fuel, and seconds of wall clock.
    pub fn asked(fuel: Option<u64>, seconds: Option<f64>) -> Settings {
        let mut settings = Settings::default();
        if let Some(fuel) = fuel {
            settings.limits.fuel = fuel;
        }
        if let Some(seconds) = seconds {
            settings.timeout_micros = (seconds * 1e6) as u64;
        }
        settings
    }
}

/// Who does the work.
#[derive(Clone, Copy)]
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
    /// What came out, where the run gave a value and the listener wants values.
    pub value: Option<&'a Value>,
}

/// Who hears of a run while it goes on, on the thread that called `score`.
pub trait Listener {
    /// An evaluation has finished. They come in the order in which they finish.
    fn finished(&mut self, finished: Finished);

    /// Nothing has finished for a moment: what was held back should go on its way.
    fn paused(&mut self) {}

    /// Whether it is told what came out, not only what is to be said of it.
    fn wants_values(&self) -> bool {
        false
    }
}

impl<F: FnMut(Finished)> Listener for F {
    fn finished(&mut self, finished: Finished) {
        self(finished);
    }
}

/// What came of a run.
#[derive(Debug)]
pub struct Scored {
    /// For each job; `None` stands for those that a cancelled run did not make.
    pub evaluations: Vec<Option<Evaluation>>,
    /// What each worker did when, worker by worker.
    pub shifts: Vec<Shift>,
}

/// A worker that has worked so long hands over what it has.
const HAND_OVER_MICROS: u64 = 4000;

/// How long is a moment in which nothing finishes.
const MOMENT: Duration = Duration::from_millis(4);

/// Turns that are not divided any more: few enough to keep all workers busy to the end.
const LEAST_TURNS: usize = 2;

/// Makes all evaluations of a plan.
///
/// What is returned does not depend on the order in which they finish, but for the times.
pub fn score(
    plan: &Plan,
    settings: Settings,
    clock: &dyn Clock,
    control: &Control,
    workers: Workers,
    listener: &mut dyn Listener,
) -> Scored {
    let office = Office { plan, settings, clock, control, values: listener.wants_values() };
    let mut evaluations: Vec<Option<Evaluation>> = vec![None; plan.jobs.len()];
    let mut take = |listener: &mut dyn Listener, made: &mut Vec<Made>| {
        for (place, evaluation, value) in made.drain(..) {
            let place = place as usize;
            listener.finished(Finished { place, evaluation: &evaluation, value: value.as_ref() });
            evaluations[place] = Some(evaluation);
        }
    };
    let pool = match workers {
        Workers::Caller => {
            let mut desk = Desk::new(&office, 0);
            desk.work(plan.turns.iter(), |desk, _| take(listener, &mut desk.outbox));
            return Scored { evaluations, shifts: desk.shifts };
        }
        Workers::Pool(pool) => Some(pool),
        Workers::Global => None,
    };
    let threads = pool.map_or_else(rayon::current_num_threads, rayon::ThreadPool::current_num_threads);
    let hall = Hall {
        office: &office,
        desks: (0..threads as u32).map(|worker| Mutex::new((Desk::new(&office, worker), 0))).collect(),
        mailbox: Mailbox::new(),
    };
    let work = || {
        let _end = hall.mailbox.close_at_end();
        hall.work();
        for desk in &hall.desks {
            let (desk, _) = &mut *desk.lock().unwrap_or_else(PoisonError::into_inner);
            hall.mailbox.post(mem::take(&mut desk.outbox));
        }
    };
    let mut collect = || {
        let mut patience = None;
        loop {
            match hall.mailbox.wait(patience) {
                Mail::Letters(mut letters) => {
                    letters.iter_mut().for_each(|made| take(listener, made));
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
    let shifts = hall
        .desks
        .iter()
        .flat_map(|desk| mem::take(&mut desk.lock().unwrap_or_else(PoisonError::into_inner).0.shifts));
    Scored { shifts: shifts.collect(), evaluations }
}

/// A worker of its own, which makes parts of a plan, one after the other, on the thread that calls.
pub struct Solo<'a> {
    desk: Desk<'a>,
    clock: &'a dyn Clock,
}

impl<'a> Solo<'a> {
    /// `values` tells whether listeners will want values.
    pub fn new(
        plan: &'a Plan,
        settings: Settings,
        clock: &'a dyn Clock,
        control: &'a Control,
        values: bool,
    ) -> Solo<'a> {
        Solo { desk: Desk::new(&Office { plan, settings, clock, control, values }, 0), clock }
    }

    /// Makes the evaluations of some turns of the plan; `None` if it hasn't so many.
    pub fn score(&mut self, turns: Range<usize>, listener: &mut dyn Listener) -> Option<()> {
        let turns = self.desk.turns().get(turns)?;
        let mut tell = |made: &mut Vec<Made>| {
            for (place, evaluation, value) in made.drain(..) {
                let place = place as usize;
                listener.finished(Finished { place, evaluation: &evaluation, value: value.as_ref() });
            }
        };
        let mut last = self.clock.micros();
        self.desk.work(turns.iter(), |desk, now| {
            if now.saturating_sub(last) >= HAND_OVER_MICROS {
                tell(&mut desk.outbox);
                last = now;
            }
        });
        tell(&mut self.desk.outbox);
        self.desk.shifts.clear();
        Some(())
    }
}

/// Where the workers of a pool sit.
struct Hall<'a> {
    office: &'a Office<'a>,
    /// For each thread of the pool its desk, and when it last handed over. Nobody but that thread
    /// works at it.
    desks: Vec<Mutex<(Desk<'a>, u64)>>,
    mailbox: Mailbox<Vec<Made>>,
}

impl<'a> Hall<'a> {
    /// Makes all evaluations, as the schedule says.
    fn work(&self) {
        let plan = self.office.plan;
        let all = || (0..plan.turns() as u32).collect::<Vec<_>>();
        match self.office.settings.schedule {
            Schedule::Sequential => self.turns(&all()),
            Schedule::Nested => self.divide(&all()),
            Schedule::Candidates => plan.by_sample().iter().for_each(|sample| self.divide(sample)),
            Schedule::Samples => self.lanes(&plan.by_sample(), self.desks.len()),
            Schedule::Bounded => self.lanes(&plan.by_sample(), Schedule::MOST_IN_FLIGHT),
        }
    }

    /// Halves the work until it is small; idle workers take halves over, where there is another.
    fn divide(&self, turns: &[u32]) {
        if turns.len() <= LEAST_TURNS || self.desks.len() == 1 {
            return self.turns(turns);
        }
        let (first, second) = turns.split_at(turns.len() / 2);
        rayon::join(|| self.divide(first), || self.divide(second));
    }

    /// Whole samples, so many at a time.
    fn lanes(&self, samples: &[Vec<u32>], most: usize) {
        let next = AtomicUsize::new(0);
        rayon::scope(|scope| {
            for _ in 0..most.min(samples.len()) {
                scope.spawn(|_| {
                    while let Some(sample) = samples.get(next.fetch_add(1, Ordering::Relaxed)) {
                        self.turns(sample);
                    }
                });
            }
        });
    }

    /// Makes evaluations on the thread that calls.
    fn turns(&self, turns: &[u32]) {
        let worker = rayon::current_thread_index().unwrap_or(0);
        let mut desk = self.desks[worker].lock().unwrap_or_else(PoisonError::into_inner);
        let (desk, last) = &mut *desk;
        let turns = turns.iter().map(|turn| &self.office.plan.turns[*turn as usize]);
        desk.work(turns, |desk, now| {
            if now.saturating_sub(*last) >= HAND_OVER_MICROS {
                self.mailbox.post(mem::take(&mut desk.outbox));
                *last = now;
            }
        });
    }
}
