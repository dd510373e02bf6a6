//! What a schedule costs: the same run made with each, and two that failed simulated.

use super::desk::Shift;
use super::evaluation::Evaluation;
use super::plan::Plan;
use super::run::{Clock, Control, Finished, Settings, Workers, score};
use super::schedule::Schedule;

/// One row of the comparison.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    pub name: &'static str,
    /// Whether it was worked out from measured durations instead of being run.
    pub simulated: bool,
    /// The shortest of the rounds.
    pub millis: f64,
    /// Evaluations that have no result.
    pub lost: usize,
}

/// Runs a plan with each schedule, several rounds in turn, and adds the simulations: sequential
/// comes first, and the others can be set against it.
pub fn compare(
    plan: &Plan,
    settings: Settings,
    clock: &dyn Clock,
    control: &Control,
    rounds: u32,
    workers: Workers,
) -> Vec<Row> {
    let mut rows: Vec<Row> = Schedule::ALL
        .iter()
        .map(|schedule| Row { name: schedule.name(), simulated: false, millis: f64::INFINITY, lost: 0 })
        .collect();
    // Rounds go through all schedules, so that what disturbs the machine disturbs all of them.
    for _ in 0..rounds.max(1) {
        for (row, schedule) in rows.iter_mut().zip(Schedule::ALL) {
            let start = clock.micros();
            let settings = Settings { schedule, ..settings };
            let scored = score(plan, settings, clock, control, workers, &mut |_: Finished| {});
            row.millis = row.millis.min(clock.micros().saturating_sub(start) as f64 / 1000.0);
            row.lost = scored.evaluations.iter().filter(|evaluation| evaluation.is_none()).count();
        }
    }
    // The predecessor's candidates shared nothing.
    let alone = Settings { schedule: Schedule::Sequential, share: false, ..settings };
    let scored = score(plan, alone, clock, control, workers, &mut |_: Finished| {});
    let starved = starve(&durations_by_sample(plan, &scored.evaluations));
    rows.push(Row { name: "all at once, 4 workers", ..starved.clone() });
    // Nobody asked the second pool, so it changed nothing.
    rows.push(Row { name: "all at once, and 4 more unused", ..starved });
    rows
}

/// Microseconds that each evaluation took, sample by sample.
fn durations_by_sample(plan: &Plan, evaluations: &[Option<Evaluation>]) -> Vec<Vec<u64>> {
    let of_turn = |turn: u32| {
        let place = plan.places(&plan.turns[turn as usize])[0];
        evaluations[place as usize].as_ref().map_or(0, |evaluation| evaluation.micros)
    };
    plan.by_sample().into_iter().map(|turns| turns.into_iter().map(of_turn).collect()).collect()
}

/// Workers of the pool that failed.
const POOL: usize = 4;

/// How long the one who asks is patient, as a multiple of what the longest sample takes.
const PATIENCE: f64 = 1.5;

/// What becomes of samples that all ask a pool of fixed size at once, each for a worker, while time
/// runs from the moment of asking: whoever queues uses up the patience before the work has begun.
/// What comes later than the patience lasts is lost, and its worker has worked for nothing.
fn starve(samples: &[Vec<u64>]) -> Row {
    let total = |sample: &Vec<u64>| sample.iter().sum::<u64>();
    let longest = samples.iter().map(total).max().unwrap_or(0);
    let patience = (longest as f64 * PATIENCE).ceil() as u64;
    let mut free_at = [0_u64; POOL];
    let mut row = Row { name: "", simulated: true, millis: 0.0, lost: 0 };
    for sample in samples {
        let worker = free_at.iter_mut().min().expect("the pool has workers");
        *worker += total(sample);
        if *worker > patience {
            row.lost += sample.len();
        }
    }
    let end = free_at.into_iter().max().unwrap_or(0);
    row.millis = end as f64 / 1000.0;
    row
}

/// Microseconds that each worker was at work, by its number.
pub fn busy(shifts: &[Shift], workers: usize) -> Vec<u64> {
    let mut busy = vec![0; workers];
    for shift in shifts {
        if let Some(busy) = busy.get_mut(shift.worker as usize) {
            *busy += shift.until - shift.from;
        }
    }
    busy
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_queues_while_time_runs_is_lost() {
        let samples = |count| vec![vec![1000, 500]; count];
        assert_eq!(starve(&samples(4)).lost, 0);
        let fifth = starve(&samples(5));
        assert_eq!((fifth.lost, fifth.millis), (2, 3.0));
        assert_eq!(starve(&samples(9)).lost, 10);
        assert_eq!(starve(&[]).lost, 0);
    }
}
