//! Finished evaluations on their way to the page.

use js_sys::Function;
use serde::Serialize;
use wasm_bindgen::JsValue;

use super::clock::Performance;
use super::columns::{Columns, PackedEvaluations};
use super::transfer::to_js;
use crate::scoring::{Batch, Finished, Job, Listener};

/// A batch leaves when it is this old, or this long.
const OLDEST_MILLIS: f64 = 8.0;
const LONGEST: usize = 4096;

/// Collects evaluations and says them in batches.
pub struct Stream<'a> {
    jobs: &'a [Job],
    say: Function,
    batch: Columns,
    since: f64,
}

impl<'a> Stream<'a> {
    /// Says what is about to come.
    pub fn begin(batch: &Batch, jobs: &'a [Job], say: Function) -> Self {
        let stream = Stream::resume(jobs, say);
        stream.say(&Message::Begin {
            total: jobs.len(),
            programs: batch.candidates.iter().map(|candidate| candidate.name.as_str()).collect(),
            tasks: batch.tasks.iter().map(|task| task.id.as_str()).collect(),
        });
        stream
    }

    /// For a part of a run whose beginning was said elsewhere.
    pub fn resume(jobs: &'a [Job], say: Function) -> Self {
        Stream { jobs, say, batch: Columns::default(), since: Performance.millis() }
    }

    /// Says what was taken so far.
    pub fn flush(&mut self) {
        if self.batch.len() > 0 {
            let batch = std::mem::take(&mut self.batch);
            self.say(&Message::Evaluations { batch: batch.packed() });
        }
        self.since = Performance.millis();
    }

    fn say(&self, message: &Message) {
        self.say.call1(&JsValue::UNDEFINED, &to_js(message)).expect("posting plain data does not throw");
    }
}

impl Listener for Stream<'_> {
    fn finished(&mut self, finished: Finished) {
        self.batch.push(&self.jobs[finished.place], finished.place, &finished);
        if self.batch.len() >= LONGEST || Performance.millis() - self.since >= OLDEST_MILLIS {
            self.flush();
        }
    }

    fn wants_values(&self) -> bool {
        true
    }

    fn paused(&mut self) {
        self.flush();
    }
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum Message<'a> {
    Begin { total: usize, programs: Vec<&'a str>, tasks: Vec<&'a str> },
    Evaluations { batch: PackedEvaluations },
}
