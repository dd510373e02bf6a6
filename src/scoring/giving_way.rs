//! Giving way: a worker that is asked to rests between two evaluations, so that others get the machine.
//!
//! Nobody has to say when it is over. A request counts for a moment only, and a rest ends by the worker's own clock, so
//! a run goes on, if slowly, whoever asks and however often.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use super::run::{Clock, Control};

/// Where workers are asked to give way. It reaches the page as two numbers of 32 bits.
#[derive(Debug, Default)]
#[repr(C)]
pub struct GiveWay {
    /// How many of the workers are meant: those with the lowest numbers.
    pub workers: AtomicU32,
    /// Counts the requests.
    pub requests: AtomicU32,
}

impl GiveWay {
    /// Nobody is asked for anything.
    pub const fn new() -> Self {
        GiveWay { workers: AtomicU32::new(0), requests: AtomicU32::new(0) }
    }
}

/// For how long a request counts, in microseconds.
const HEED: u64 = 120_000;

/// How long a worker rests.
const REST: u64 = 40_000;

/// How long it works from one rest to the next, unless one evaluation takes longer. No run that is over in less is held
/// up.
const WORK: u64 = 8000;

/// A worker at rest looks so often whether the run is cancelled.
const NAP: Duration = Duration::from_millis(4);

/// How one worker gives way.
#[derive(Debug, Default)]
pub(super) struct Manners {
    /// The requests when it last looked, and until when they count.
    heard: Option<u32>,
    heed_until: u64,
    /// Since when it has worked.
    since: u64,
}

impl Manners {
    /// Rests, between two evaluations, if that is asked for; says whether it did. `now` is the time by the clock.
    pub fn rest(&mut self, worker: u32, now: u64, clock: &dyn Clock, control: &Control) -> bool {
        let GiveWay { workers, requests } = &control.give_way;
        let requests = requests.load(Ordering::Relaxed);
        match self.heard.replace(requests) {
            // What was asked before the worker began does not count.
            None => self.since = now,
            Some(heard) if heard != requests => self.heed_until = now + HEED,
            Some(_) => {}
        }
        let asked = now < self.heed_until && worker < workers.load(Ordering::Relaxed);
        if !asked || now.saturating_sub(self.since) < WORK {
            return false;
        }
        while clock.micros() < now + REST && !control.cancelled.load(Ordering::Relaxed) {
            clock.nap(NAP);
        }
        self.since = clock.micros();
        true
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicU64;

    use super::*;

    /// A clock that only stands for as long as nobody naps.
    #[derive(Default)]
    struct Naps(AtomicU64);

    impl Naps {
        fn pass(&self, micros: u64) -> u64 {
            self.0.fetch_add(micros, Ordering::Relaxed) + micros
        }
    }

    impl Clock for Naps {
        fn micros(&self) -> u64 {
            self.0.load(Ordering::Relaxed)
        }

        fn nap(&self, moment: Duration) {
            self.pass(moment.as_micros() as u64);
        }
    }

    fn asked(workers: u32) -> Control {
        let control = Control::default();
        control.give_way.workers.store(workers, Ordering::Relaxed);
        control
    }

    #[test]
    fn a_worker_rests_while_it_is_asked_to_and_works_in_between() {
        let (clock, control, mut manners) = (Naps::default(), asked(1), Manners::default());
        let mut rested = 0;
        for millis in 1..=1000 {
            if millis > 500 {
                control.give_way.requests.fetch_add(1, Ordering::Relaxed);
            }
            let before = clock.pass(1000);
            let rests = manners.rest(0, before, &clock, &control);
            assert_eq!(clock.micros() - before, if rests { REST } else { 0 });
            assert!(millis > 500 || !rests, "nobody has asked yet");
            rested += u64::from(rests);
        }
        assert_eq!(rested, 500 / (WORK / 1000) + 1);
    }

    #[test]
    fn whoever_asks_no_more_holds_up_nobody() {
        let (clock, control, mut manners) = (Naps::default(), asked(1), Manners::default());
        assert!(!manners.rest(0, clock.pass(WORK), &clock, &control));
        control.give_way.requests.store(7, Ordering::Relaxed);
        let begin = clock.pass(WORK);
        let mut last = begin;
        for _ in 0..1000 {
            if manners.rest(0, clock.pass(1000), &clock, &control) {
                last = clock.micros();
            }
        }
        assert!(last > begin && last <= begin + 1000 + HEED + REST, "rested until {last} after {begin}");
    }

    #[test]
    fn what_was_asked_before_a_run_and_what_is_asked_of_others_does_not_count() {
        let (clock, control) = (Naps::default(), asked(1));
        control.give_way.requests.store(7, Ordering::Relaxed);
        let mut workers = [Manners::default(), Manners::default()];
        for round in 0..100 {
            if round > 50 {
                control.give_way.requests.fetch_add(1, Ordering::Relaxed);
            }
            let now = clock.pass(WORK);
            assert_eq!(workers[0].rest(0, now, &clock, &control), round > 50);
            let now = clock.micros();
            assert!(!workers[1].rest(1, now, &clock, &control));
        }
    }

    #[test]
    fn a_cancelled_run_ends_a_rest() {
        let (clock, control, mut manners) = (Naps::default(), asked(1), Manners::default());
        assert!(!manners.rest(0, 0, &clock, &control));
        control.give_way.requests.store(1, Ordering::Relaxed);
        control.cancelled.store(true, Ordering::Relaxed);
        let now = clock.pass(WORK);
        manners.rest(0, now, &clock, &control);
        assert_eq!(clock.micros(), now);
    }
}
