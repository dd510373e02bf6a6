//! What each worker is at, where the page can read it: so that what broke a worker can be named.

use std::panic;
use std::sync::atomic::{AtomicU32, Ordering};

use web_sys::console;

use crate::scoring::Job;
use crate::task::Split;

/// As many workers as the page starts at most: `MAX_WORKERS` in `www/src/engine/tier.ts`.
pub const MOST_WORKERS: usize = 64;

/// Numbers of candidate and task, then the index with the split in the highest bit. All of them are `NOTHING`
/// between evaluations.
struct Whereabouts([AtomicU32; 3]);

const NOTHING: u32 = u32::MAX;

/// One for each worker, and at the end what the worker was at that panicked last.
static WORKERS: [Whereabouts; MOST_WORKERS + 1] =
    [const { Whereabouts([const { AtomicU32::new(NOTHING) }; 3]) }; MOST_WORKERS + 1];

/// Where in memory this stands.
pub fn address() -> usize {
    (&raw const WORKERS).addr()
}

/// Notes what the calling worker is at.
pub fn note(job: Option<&Job>) {
    let numbers = job.map_or([NOTHING; 3], |job| {
        let test = if job.split == Split::Test { 1 << 31 } else { 0 };
        [job.candidate, job.task, job.index | test]
    });
    if let Some(worker) = WORKERS[..MOST_WORKERS].get(number_of_worker()) {
        worker.set(numbers);
    }
}

/// Forgets who panicked in an earlier run, and from now on notes it, and what it said for whoever mends it.
pub fn watch_for_panics() {
    let [.., last] = &WORKERS;
    last.set([NOTHING; 3]);
    panic::set_hook(Box::new(|panic| {
        console::error_1(&panic.to_string().into());
        if let Some(Whereabouts(noted)) = WORKERS[..MOST_WORKERS].get(number_of_worker()) {
            last.set(noted.each_ref().map(|number| number.load(Ordering::Relaxed)));
        }
    }));
}

impl Whereabouts {
    fn set(&self, numbers: [u32; 3]) {
        for (place, number) in self.0.iter().zip(numbers) {
            place.store(number, Ordering::Relaxed);
        }
    }
}

/// The caller's among those of the pool.
fn number_of_worker() -> usize {
    rayon::current_thread_index().unwrap_or(0)
}
