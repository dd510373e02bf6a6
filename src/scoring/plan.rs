//! Who is evaluated on what, in the order in which it is done: a few samples of a task at a time, and on
//! them candidate by candidate. So candidates find what others have made on the same sample, and what
//! they run through is at hand in the processor when the next sample takes the same way.

use super::batch::Batch;
use super::evaluation::Sample;
use super::filter::{Groups, filter};
use super::jobs::Job;
use super::run::Clock;
use crate::evaluate::{Graph, GraphBuilder};

/// A batch and its jobs, prepared for scoring.
pub struct Plan {
    pub batch: Batch,
    pub jobs: Vec<Job>,
    /// The graphs of the candidates that are scored.
    pub(super) graphs: Vec<Graph>,
    /// For each task its samples, where a job needs them.
    pub(super) samples: Vec<Vec<Sample>>,
    /// Evaluations to be made, in the order of graphs, tasks, bundles of samples, candidates, samples.
    pub(super) turns: Vec<Turn>,
    /// The places of jobs, turn by turn.
    places: Vec<u32>,
    /// For each candidate the first one of its form.
    pub first: Vec<u32>,
    /// Candidates that differ in more than their form.
    pub unique: usize,
    /// What preparing took.
    pub times: Times,
}

/// Milliseconds.
#[derive(Clone, Copy, Debug, Default)]
pub struct Times {
    /// Finding candidates of one form.
    pub filter: f64,
    /// Finding the expressions that candidates have in common.
    pub inline: f64,
}

/// One evaluation, and the jobs that it answers: one, or those of all candidates of one form.
pub(super) struct Turn {
    pub graph: u32,
    /// Its number in that graph.
    pub number: u32,
    /// Its place in the batch.
    pub candidate: u32,
    pub task: u32,
    /// Among the samples of its task.
    pub sample: u32,
    /// Among the samples of its bundle.
    pub seat: u32,
    /// Whether no other turn of the graph has the sample after it.
    pub last: bool,
    places: std::ops::Range<u32>,
}

/// A graph takes candidates until it has so many nodes: whoever evaluates keeps a record of each that candidates
/// share.
const GRAPH_SIZE: usize = 1 << 16;

/// Samples that are worked on together.
const BUNDLE: u32 = 6;
/// Records of a graph that are kept for so many samples. More than these take too much room for more than one.
const BUNDLED_RECORDS: usize = 1 << 12;

/// How many samples are worked on together with a graph.
fn bundle(graph: &Graph) -> u32 {
    if graph.records() > BUNDLED_RECORDS { 1 } else { BUNDLE }
}

impl Plan {
    /// Filters the candidates, builds their graphs and lays out the evaluations.
    pub fn new(batch: Batch, jobs: Vec<Job>, clock: &dyn Clock) -> Plan {
        let start = clock.micros();
        let Groups { first, count } = filter(&batch.candidates);
        let filtered = clock.micros();
        let mut plan = Plan {
            batch,
            jobs,
            graphs: Vec::new(),
            samples: Vec::new(),
            turns: Vec::new(),
            places: Vec::new(),
            first: Vec::new(),
            unique: count,
            times: Times::default(),
        };
        plan.samples.resize_with(plan.batch.tasks.len(), Vec::new);
        for job in &plan.jobs {
            let samples = &mut plan.samples[job.task as usize];
            if samples.is_empty() {
                *samples = Sample::of_task(&plan.batch.tasks[job.task as usize]);
            }
        }
        let homes = plan.build(&first);
        plan.lay_out(&first, &homes);
        plan.first = first;
        plan.times = Times {
            filter: (filtered - start) as f64 / 1000.0,
            inline: clock.micros().saturating_sub(filtered) as f64 / 1000.0,
        };
        plan
    }

    /// Builds the graphs of the first candidates of each group that any job asks for; gives each
    /// one's graph and number.
    fn build(&mut self, first: &[u32]) -> Vec<(u32, u32)> {
        let mut asked = vec![false; first.len()];
        for job in &self.jobs {
            asked[first[job.candidate as usize] as usize] = true;
        }
        let mut homes = vec![(0, 0); first.len()];
        let (mut builder, mut number) = (GraphBuilder::new(), 0);
        for (place, candidate) in self.batch.candidates.iter().enumerate() {
            if !asked[place] {
                continue;
            }
            if builder.size() > GRAPH_SIZE {
                self.graphs.push(std::mem::take(&mut builder).finish());
                number = 0;
            }
            builder.add(&candidate.code);
            homes[place] = (self.graphs.len() as u32, number);
            number += 1;
        }
        self.graphs.push(builder.finish());
        homes
    }

    fn lay_out(&mut self, first: &[u32], homes: &[(u32, u32)]) {
        let mut order: Vec<(u32, u32, u32, u32, u32, u32)> = Vec::with_capacity(self.jobs.len());
        for (place, job) in (0..).zip(&self.jobs) {
            let candidate = first[job.candidate as usize];
            let task = &self.batch.tasks[job.task as usize];
            let sample = Sample::place(task, job.split, job.index as usize) as u32;
            let graph = homes[candidate as usize].0;
            let bundle = sample / bundle(&self.graphs[graph as usize]);
            order.push((graph, job.task, bundle, candidate, sample, place));
        }
        order.sort_unstable();
        for (graph, task, _, candidate, sample, place) in order {
            let end = self.places.len() as u32;
            self.places.push(place);
            match self.turns.last_mut() {
                Some(last) if (last.task, last.sample, last.candidate) == (task, sample, candidate) => {
                    last.places.end = end + 1;
                }
                _ => {
                    let number = homes[candidate as usize].1;
                    let seat = sample % bundle(&self.graphs[graph as usize]);
                    let places = end..end + 1;
                    let last = false;
                    self.turns.push(Turn { graph, number, candidate, task, sample, seat, last, places });
                }
            }
        }
        // Backwards, the first turn that a seat has of a sample is the last.
        let mut following = [None; BUNDLE as usize];
        for turn in self.turns.iter_mut().rev() {
            let sample = Some((turn.graph, turn.task, turn.sample));
            turn.last = following[turn.seat as usize].replace(sample) != Some(sample);
        }
    }

    /// How many evaluations have to be made.
    pub fn turns(&self) -> usize {
        self.turns.len()
    }

    /// The places of the jobs that a turn answers.
    pub(super) fn places(&self, turn: &Turn) -> &[u32] {
        &self.places[turn.places.start as usize..turn.places.end as usize]
    }

    /// For each turn the places of the jobs that it answers.
    pub fn answers(&self) -> impl Iterator<Item = &[u32]> {
        self.turns.iter().map(|turn| self.places(turn))
    }

    /// The turns of a bundle of samples stand together: where each such row ends.
    pub fn bundle_ends(&self) -> Vec<usize> {
        let key = |turn: &Turn| (turn.graph, turn.task, turn.sample - turn.seat);
        let changes = self.turns.windows(2).enumerate().filter(|(_, pair)| key(&pair[0]) != key(&pair[1]));
        let mut ends: Vec<usize> = changes.map(|(place, _)| place + 1).collect();
        if !self.turns.is_empty() {
            ends.push(self.turns.len());
        }
        ends
    }

    /// The places of the turns, sample by sample, and in all graphs by themselves.
    pub(super) fn by_sample(&self) -> Vec<Vec<u32>> {
        let sample = |place: &u32| {
            let turn = &self.turns[*place as usize];
            (turn.graph, turn.task, turn.sample)
        };
        let mut places: Vec<u32> = (0..self.turns.len() as u32).collect();
        places.sort_by_key(sample);
        places.chunk_by(|a, b| sample(a) == sample(b)).map(<[u32]>::to_vec).collect()
    }
}
