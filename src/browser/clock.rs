//! The time, from the browser.

use wasm_bindgen::JsCast;
use web_sys::WorkerGlobalScope;

use super::{fault, whereabouts};
use crate::scoring::{Clock, Job};

thread_local! {
    /// Each worker has one of its own.
    static PERFORMANCE: web_sys::Performance = js_sys::global()
        .unchecked_into::<WorkerGlobalScope>()
        .performance()
        .expect("every worker has a performance object");

    /// When the worker started, in milliseconds since 1970.
    static ORIGIN: f64 = PERFORMANCE.with(web_sys::Performance::time_origin);
}

/// The browser's clock.
#[derive(Clone, Copy)]
pub struct Performance;

impl Performance {
    /// Milliseconds since this worker started: those of different workers don't compare.
    pub fn millis(self) -> f64 {
        PERFORMANCE.with(web_sys::Performance::now)
    }
}

impl Clock for Performance {
    /// Microseconds since 1970, which compare whichever worker asks, to a quarter of one.
    ///
    /// An evaluation asks inside `catch_unwind`, through which no exception of JavaScript's must pass
    /// (rust-lang/rust#148273): `now` throws none.
    fn micros(&self) -> u64 {
        ((ORIGIN.with(|origin| *origin) + self.millis()) * 1000.0) as u64
    }

    fn at(&self, job: Option<&Job>) {
        whereabouts::note(job);
        if let Some(job) = job {
            fault::happen(job);
        }
    }
}
