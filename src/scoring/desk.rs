//! The place of one worker: it evaluates turns, and keeps what candidates can share.

use std::mem;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::Ordering;

use super::evaluation::{Evaluation, Judgement};
use super::giving_way::Manners;
use super::plan::{Plan, Turn};
use super::run::{Clock, Control, Settings};
use crate::evaluate::{Ended, Evaluator, Graph, Place, RecordId};
use crate::primitive::Watch;
use crate::value::{Failure, Value};

/// What all workers of a run share.
#[derive(Clone, Copy)]
pub(super) struct Office<'a> {
    pub plan: &'a Plan,
    pub settings: Settings,
    pub clock: &'a dyn Clock,
    pub control: &'a Control,
    /// Whether the values themselves are wanted.
    pub values: bool,
}

/// Something finished: the place of its job, and what came out.
pub(super) type Made = (u32, Evaluation, Option<Value>);

/// When a worker worked without a pause.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shift {
    /// The number of the worker, from 0.
    pub worker: u32,
    /// Microseconds of the run's clock.
    pub from: u64,
    pub until: u64,
    /// Evaluations made.
    pub evaluations: u32,
}

/// One worker's place.
pub(super) struct Desk<'a> {
    office: Office<'a>,
    worker: u32,
    /// The number of the graph that it works on.
    graph: Option<u32>,
    /// For each sample that it works on what is known of it.
    seats: Vec<Seat<'a>>,
    manners: Manners,
    pub outbox: Vec<Made>,
    pub shifts: Vec<Shift>,
}

/// What is known of a sample that a worker works on.
struct Seat<'a> {
    evaluator: Evaluator<'a>,
    /// Its task, and its place among the samples of that.
    sample: Option<(u32, u32)>,
    /// What was judged of the candidates' results, by number; valid where the mark is the current one.
    judged: Vec<(u32, Judgement)>,
    mark: u32,
}

impl<'a> Seat<'a> {
    /// A seat that has no sample yet.
    fn new(graph: &'a Graph) -> Seat<'a> {
        let judged = vec![(0, Judgement::default()); graph.ends()];
        Seat { evaluator: Evaluator::new(graph), sample: None, judged, mark: 0 }
    }
}

/// Ends an evaluation that takes too long, or whose run is cancelled.
pub struct Deadline<'a> {
    pub clock: &'a dyn Clock,
    pub control: &'a Control,
    /// In microseconds, by the clock.
    pub end: u64,
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

/// A pause shorter than this, in microseconds, divides no shift.
const PAUSE: u64 = 100;

impl<'a> Desk<'a> {
    pub fn new(office: &Office<'a>, worker: u32) -> Desk<'a> {
        Desk {
            office: *office,
            worker,
            graph: None,
            seats: Vec::new(),
            manners: Manners::default(),
            outbox: Vec::new(),
            shifts: Vec::new(),
        }
    }

    /// All turns of the plan.
    pub fn turns(&self) -> &'a [Turn] {
        &self.office.plan.turns
    }

    /// Makes the evaluations of these turns, unless the run is cancelled. `hand_over` is told the
    /// time after each, and may empty the outbox.
    pub fn work(&mut self, turns: impl Iterator<Item = &'a Turn>, mut hand_over: impl FnMut(&mut Self, u64)) {
        let Office { plan, clock, control, values, .. } = self.office;
        let mut from = clock.micros();
        let mut start = from;
        let mut made = 0;
        for turn in turns {
            if self.manners.rest(self.worker, start, clock, control) {
                self.note_shift(from, start, mem::take(&mut made));
                from = clock.micros();
                start = from;
            }
            if control.cancelled.load(Ordering::Relaxed) {
                break;
            }
            if self.prepare(turn) {
                // What it takes to get ready belongs to no evaluation.
                start = clock.micros();
            }
            clock.at(plan.places(turn).first().map(|place| &plan.jobs[*place as usize]));
            let ended = self.evaluate(turn, start);
            clock.at(None);
            let Some((mut evaluation, record, failed)) = ended else { break };
            let value = record.filter(|_| values).map(|record| self.evaluator(turn).value(record).clone());
            // What it takes to drop what an evaluation made belongs to it.
            self.tidy_up(turn);
            let end = clock.micros();
            evaluation.micros = end.saturating_sub(start);
            start = end;
            made += 1;
            self.put_out(turn, evaluation, value, failed);
            hand_over(self, end);
        }
        self.note_shift(from, start, made);
    }

    fn note_shift(&mut self, from: u64, until: u64, evaluations: u32) {
        match self.shifts.last_mut() {
            Some(last) if from.saturating_sub(last.until) < PAUSE => {
                last.until = until;
                last.evaluations += evaluations;
            }
            _ => self.shifts.push(Shift { worker: self.worker, from, until, evaluations }),
        }
    }

    fn put_out(&mut self, turn: &Turn, evaluation: Evaluation, value: Option<Value>, failed: Option<Place>) {
        let Plan { batch, jobs, .. } = self.office.plan;
        let own = &batch.candidates[turn.candidate as usize];
        let places = self.office.plan.places(turn);
        for place in places {
            let job = &jobs[*place as usize];
            let mut evaluation = evaluation.clone();
            if let Some(failed) = failed {
                let candidate = &batch.candidates[job.candidate as usize];
                let failed = if job.candidate == turn.candidate {
                    Some(failed)
                } else {
                    candidate.code.counterpart(&own.code, failed)
                };
                evaluation.line = failed.and_then(|place| candidate.line_of(place));
            }
            self.outbox.push((*place, evaluation, value.clone()));
        }
        self.office.control.finished.fetch_add(places.len() as u32, Ordering::Relaxed);
    }

    /// Takes up the graph and the sample of a turn; says whether that took more than a moment.
    fn prepare(&mut self, turn: &Turn) -> bool {
        let Office { plan, settings, .. } = self.office;
        let graph = &plan.graphs[turn.graph as usize];
        let mut busy = false;
        if self.graph != Some(turn.graph) {
            self.seats.clear();
            self.graph = Some(turn.graph);
            busy = true;
        }
        while self.seats.len() <= turn.seat as usize {
            self.seats.push(Seat::new(graph));
            busy = true;
        }
        let seat = &mut self.seats[turn.seat as usize];
        let sample = Some((turn.task, turn.sample));
        if seat.sample == sample && settings.share {
            return busy;
        }
        if !settings.share {
            seat.evaluator.forget();
            busy = true;
        }
        busy |= seat.evaluator.take_up(&plan.samples[turn.task as usize][turn.sample as usize].inputs);
        seat.sample = sample;
        seat.mark += 1;
        busy
    }

    /// Drops of what a turn made what no other needs.
    fn tidy_up(&mut self, turn: &Turn) {
        // A panic has left no seat.
        let Some(seat) = self.seats.get_mut(turn.seat as usize) else { return };
        if turn.last {
            seat.evaluator.leave();
        } else {
            seat.evaluator.tidy_up(turn.number as usize);
        }
    }

    fn evaluator(&self, turn: &Turn) -> &Evaluator<'a> {
        &self.seats[turn.seat as usize].evaluator
    }

    /// Makes the evaluation that was prepared; `None` if the run was cancelled before it was done.
    fn evaluate(&mut self, turn: &Turn, start: u64) -> Option<(Evaluation, Option<RecordId>, Option<Place>)> {
        let Office { plan, settings, clock, control, .. } = self.office;
        let sample = &plan.samples[turn.task as usize][turn.sample as usize];
        let Seat { evaluator, judged, mark, .. } = &mut self.seats[turn.seat as usize];
        let result = plan.graphs[turn.graph as usize].end(turn.number);
        let end = start.saturating_add(settings.timeout_micros);
        let deadline = Deadline { clock, control, end };
        // A panic is a bug of ours. It must not take the other evaluations with it. Nothing is left
        // half done: a node's record is written when it is made, and what is kept is dropped.
        let ended = catch_unwind(AssertUnwindSafe(|| {
            let ended = evaluator.run(turn.number as usize, settings.limits, &deadline);
            let judgement = match &ended.result {
                Ok(record) => {
                    let (known, judgement) = &mut judged[result];
                    if known != mark {
                        *judgement = Judgement::of(evaluator.value(*record), sample);
                        *known = *mark;
                    }
                    *judgement
                }
                Err(failure) => Judgement::of_failure(*failure, sample),
            };
            (ended, judgement)
        }));
        match ended {
            Ok((Ended { result: Err(Failure::Cancelled), .. }, _)) => None,
            Ok((Ended { result, fuel, failed }, judgement)) => {
                let evaluation = Evaluation::new(result.err(), judgement, fuel);
                Some((evaluation, result.ok(), failed))
            }
            Err(_) => {
                self.graph = None;
                self.seats.clear();
                Some((Evaluation::broken(sample), None, None))
            }
        }
    }
}
