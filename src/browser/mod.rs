//! The edge to the browser: the only place that names wasm-bindgen, js-sys or web-sys.
//!
//! One engine worker holds the [`Engine`]; the page talks to it through `www/src/engine`. A run blocks that
//! worker, so meanwhile finished evaluations leave through a callback, and progress and cancel go through memory
//! that the page shares.

mod catalogue;
mod clock;
mod columns;
mod fault;
mod files;
mod parts;
mod stream;
mod trace;
mod transfer;
mod whereabouts;

use std::collections::BTreeMap;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use serde::Deserialize;
use wasm_bindgen::prelude::*;
#[cfg(target_feature = "atomics")]
pub use wasm_bindgen_rayon::init_thread_pool;

use crate::allocator::Allocator;
use crate::conformance::SUITES;
use crate::diagnostic::Diagnostic;
use crate::scoring::{
    Batch, Candidate, Candidates, Control, Evaluation, GiveWay, Millis, Pairs, Plan, Report, Scored,
    Settings, Solo, Splits, Workers, compare, jobs, lines, predictions, score,
};
use crate::submission;
use crate::task::{self, Collection, Task, TaskFile};
use clock::Performance;
use columns::MadeColumns;
use parts::{NamedJob, Parts, Planned};
use stream::Stream;
use transfer::{
    LoadedPrograms, PackedShifts, PackedTasks, ProgramData, RunResult, ScheduleRow, VectorReport, to_js,
};

#[global_allocator]
static ALLOCATOR: Allocator = Allocator;

/// What the page reads and sets while a run is under way.
static CONTROL: Control =
    Control { finished: AtomicU32::new(0), cancelled: AtomicBool::new(false), give_way: GiveWay::new() };

/// Where in memory the page sets a byte to cancel the run.
#[wasm_bindgen(js_name = cancelAddress)]
pub fn cancel_address() -> usize {
    (&raw const CONTROL.cancelled).addr()
}

/// Where in memory the page reads, in 32 bits, how many evaluations of the run are finished.
#[wasm_bindgen(js_name = finishedAddress)]
pub fn finished_address() -> usize {
    (&raw const CONTROL.finished).addr()
}

/// Where in memory the page asks workers to give way, in two numbers of 32 bits: how many are meant, and a count that
/// grows with each request.
#[wasm_bindgen(js_name = giveWayAddress)]
pub fn give_way_address() -> usize {
    (&raw const CONTROL.give_way).addr()
}

/// Where in memory the page reads what each worker is at, in three numbers of 32 bits, and after all workers what that
/// one was at which panicked last; all bits are set where there is none.
#[wasm_bindgen(js_name = whereaboutsAddress)]
pub fn whereabouts_address() -> usize {
    whereabouts::address()
}

/// How many workers score at the same time; the one that calls is none of them where there is a pool.
fn workers() -> (usize, Workers<'static>) {
    if cfg!(target_feature = "atomics") {
        (rayon::current_num_threads(), Workers::Global)
    } else {
        (1, Workers::Caller)
    }
}

/// Checks the engine, as it runs here, against the lines of a file of vectors.
///
/// # Errors
///
/// The file's name is none of `sets.jsonl`, `primitives.jsonl` and `programs.jsonl`.
#[wasm_bindgen(unchecked_return_type = "VectorReport")]
pub fn verify(file: &str, text: &str) -> Result<JsValue, JsError> {
    let suite = SUITES.iter().find(|suite| suite.file == file);
    let suite = suite.ok_or_else(|| JsError::new(&format!("{file} is no file of vectors")))?;
    Ok(to_js(&VectorReport::from(suite.verify(text))))
}

/// The files that were read, each with its name, and what can be done with them.
#[wasm_bindgen]
#[derive(Default)]
pub struct Engine {
    tasks: BTreeMap<u32, (String, TaskFile)>,
    /// What can run of each program file. A panic could leave this, and what stands below, half done, but it ends
    /// the instance.
    candidates: AssertUnwindSafe<BTreeMap<u32, Vec<Arc<Candidate>>>>,
    parts: Option<AssertUnwindSafe<Parts>>,
    last: Option<AssertUnwindSafe<LastRun>>,
}

/// The run that came to its end last, kept for what is asked about it later.
struct LastRun {
    /// Its plan, unless it is that of the parts.
    plan: Option<Plan>,
    evaluations: Vec<Option<Evaluation>>,
    report: Report,
    settings: Settings,
}

/// What may be asked of a run.
#[derive(Deserialize)]
struct Options {
    fuel: Option<f64>,
    /// In seconds.
    timeout: Option<f64>,
    #[serde(default)]
    pairs: PairsOption,
    fault: Option<fault::Fault>,
}

/// Which programs meet which tasks.
#[derive(Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
enum PairsOption {
    #[default]
    All,
    Own,
}

/// How a run that was made in parts went.
#[derive(Deserialize)]
struct PartsRun {
    threads: usize,
    /// What scoring took.
    millis: f64,
    cancelled: bool,
}

#[wasm_bindgen]
impl Engine {
    /// An engine without files.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Engine {
        Engine::default()
    }

    /// Reads a file of tasks, of solutions or of both, and keeps it under a number of the caller's. A submission is
    /// recognised only.
    #[wasm_bindgen(js_name = readTasks, unchecked_return_type = "PackedTasks")]
    pub fn read_tasks(&mut self, id: u32, file: &str, bytes: Vec<u8>) -> JsValue {
        let read = task::read(file, &bytes)
            .unwrap_or_else(|problem| TaskFile { warnings: vec![problem], ..TaskFile::default() });
        let packed = PackedTasks::new(file, &read);
        self.tasks.insert(id, (file.to_owned(), read));
        to_js(&packed)
    }

    /// Reads a program file and keeps it under a number of the caller's.
    #[wasm_bindgen(js_name = readPrograms, unchecked_return_type = "LoadedPrograms")]
    pub fn read_programs(&mut self, id: u32, file: &str, bytes: Vec<u8>) -> JsValue {
        let Candidates { ready, refused, warnings } = Candidates::read(file, &bytes);
        let mut batch = Batch::default();
        // What replaces what comes first: the page shows only the first of many.
        let warnings = [batch.take_in(&ready), warnings].concat();
        self.candidates.insert(id, ready);
        let mut programs: Vec<ProgramData> =
            batch.candidates.iter().map(|candidate| ProgramData::from(&**candidate)).collect();
        programs.sort_by_key(|program| program.line);
        to_js(&LoadedPrograms::new(file, programs, refused, warnings))
    }

    /// Lets go of a file.
    pub fn forget(&mut self, id: u32) {
        self.tasks.remove(&id);
        self.candidates.remove(&id);
    }

    /// Scores all programs of some files on all samples of others. Blocks until the run is over.
    ///
    /// `say` hears first how much there is to do, and then of finished evaluations, in batches.
    #[wasm_bindgen(unchecked_return_type = "RunResult")]
    pub fn score(
        &mut self,
        tasks: Vec<u32>,
        programs: Vec<u32>,
        #[wasm_bindgen(unchecked_param_type = "ScoreOptions")] options: JsValue,
        #[wasm_bindgen(unchecked_param_type = "(message: RunMessage) => void")] say: js_sys::Function,
    ) -> Result<JsValue, JsError> {
        let options: Options = serde_wasm_bindgen::from_value(options)?;
        let clock = Performance;
        let start = clock.millis();
        // Two runs at a time could be more than the memory holds.
        self.last = None;
        let Planned { plan, settings, warnings, parse, validate } =
            self.ready(&tasks, &programs, &options)?;
        let (threads, workers) = workers();
        let mut stream = Stream::begin(&plan.batch, &plan.jobs, say);
        let planned = clock.millis();
        let Scored { evaluations, shifts } = score(&plan, settings, &clock, &CONTROL, workers, &mut stream);
        stream.flush();
        let scored = clock.millis();

        let millis = Millis {
            parse,
            filter: plan.times.filter,
            inline: plan.times.inline,
            validate,
            score: scored - planned,
            total: scored - start,
        };
        let report = Report::new(&plan, &evaluations, threads, millis);
        let cancelled = CONTROL.cancelled.load(Ordering::Relaxed);
        let shifts = PackedShifts::new(&shifts);
        let result = to_js(&RunResult::new(cancelled, &report, &plan, shifts, &warnings));
        self.last = Some(AssertUnwindSafe(LastRun { plan: Some(plan), evaluations, report, settings }));
        Ok(result)
    }

    /// Plans a run of all programs of some files on all samples of others, whose evaluations will be made in parts.
    /// Other instances that are given the same files make the same plan.
    #[wasm_bindgen(unchecked_return_type = "PlanOutline")]
    pub fn plan(
        &mut self,
        tasks: Vec<u32>,
        programs: Vec<u32>,
        #[wasm_bindgen(unchecked_param_type = "ScoreOptions")] options: JsValue,
    ) -> Result<JsValue, JsError> {
        let options: Options = serde_wasm_bindgen::from_value(options)?;
        // Two plans at a time could be more than the memory holds.
        self.parts = None;
        self.last = None;
        let planned = self.ready(&tasks, &programs, &options)?;
        let parts = Parts::new(planned, |planned| {
            Solo::new(&planned.plan, planned.settings, &Performance, &CONTROL, true)
        });
        Ok(to_js(&self.parts.insert(AssertUnwindSafe(parts)).borrow_owner().outline()))
    }

    /// Makes the evaluations of some turns of the plan. Blocks until they are made; `say` hears of them in batches.
    #[wasm_bindgen(js_name = scorePart)]
    pub fn score_part(
        &mut self,
        from: usize,
        to: usize,
        #[wasm_bindgen(unchecked_param_type = "(message: RunMessage) => void")] say: js_sys::Function,
    ) -> Result<(), JsError> {
        let parts = self.parts.as_deref_mut().ok_or_else(no_plan)?;
        parts.with_dependent_mut(|planned, solo| {
            let mut stream = Stream::resume(&planned.plan.jobs, say);
            solo.score(from..to, &mut stream).ok_or_else(|| JsError::new("the plan has no such turns"))?;
            stream.flush();
            Ok(())
        })
    }

    /// The names of the jobs that a turn of the plan answers.
    #[wasm_bindgen(js_name = jobsOf, unchecked_return_type = "NamedJob[]")]
    pub fn jobs_of(&self, turn: usize) -> Result<JsValue, JsError> {
        Ok(to_js(&self.planned()?.named(turn)))
    }

    /// The turn of the plan that answers a job, if there is one.
    #[wasm_bindgen(js_name = turnOf)]
    pub fn turn_of(
        &self,
        #[wasm_bindgen(unchecked_param_type = "NamedJob")] job: JsValue,
    ) -> Result<Option<usize>, JsError> {
        let job: NamedJob = serde_wasm_bindgen::from_value(job)?;
        Ok(self.planned()?.turn_of(&job))
    }

    /// What the evaluations of the plan come to that were made, wherever they were.
    #[wasm_bindgen(unchecked_return_type = "RunResult")]
    pub fn report(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "ReportColumns[]")] made: JsValue,
        #[wasm_bindgen(unchecked_param_type = "PartsRun")] run: JsValue,
    ) -> Result<JsValue, JsError> {
        let run: PartsRun = serde_wasm_bindgen::from_value(run)?;
        let made: Vec<MadeColumns> = serde_wasm_bindgen::from_value(made)?;
        let planned = self.planned()?;
        let Planned { plan, settings, warnings, parse, validate } = planned;
        let evaluations = planned.evaluations(&made).map_err(|error| JsError::new(&error))?;
        let millis = Millis {
            parse: *parse,
            filter: plan.times.filter,
            inline: plan.times.inline,
            validate: *validate,
            score: run.millis,
            total: parse + validate + plan.times.filter + plan.times.inline + run.millis,
        };
        let report = Report::new(plan, &evaluations, run.threads, millis);
        let shifts = PackedShifts::new(&[]);
        let result = to_js(&RunResult::new(run.cancelled, &report, plan, shifts, warnings));
        let settings = *settings;
        self.last = Some(AssertUnwindSafe(LastRun { plan: None, evaluations, report, settings }));
        Ok(result)
    }

    /// JSON lines of the last run, as the command line prints them: those of so many evaluations from one on, each
    /// with its end, without those that were not made. `None` once there are no more; the summary is apart.
    #[wasm_bindgen(js_name = jsonLines)]
    pub fn json_lines(&self, from: usize, count: usize) -> Result<Option<String>, JsError> {
        let (plan, run) = self.last_run()?;
        if from >= plan.jobs.len() {
            return Ok(None);
        }
        let mut text = String::new();
        let until = from.saturating_add(count).min(plan.jobs.len());
        for line in lines(&plan.batch, &plan.jobs[from..until], &run.evaluations[from..until]) {
            text.push_str(&line);
            text.push('\n');
        }
        Ok(Some(text))
    }

    /// The summary line of the last run, with its end.
    #[wasm_bindgen(js_name = summaryLine)]
    pub fn summary_line(&self) -> Result<String, JsError> {
        let (_, run) = self.last_run()?;
        Ok(format!("{}\n", run.report.summary_line()))
    }

    /// What the best candidates of the last run predict for each test, as a Kaggle `submission.json`.
    pub fn attempts(&self) -> Result<String, JsError> {
        let (plan, run) = self.last_run()?;
        Ok(submission::write(&predictions(plan, &run.evaluations, run.settings.limits)))
    }

    /// Makes the last run again with each schedule, so many rounds, and says what each costs. Blocks.
    #[wasm_bindgen(js_name = compareSchedules, unchecked_return_type = "ScheduleRow[]")]
    pub fn compare_schedules(&self, rounds: u32) -> Result<JsValue, JsError> {
        let (plan, run) = self.last_run()?;
        CONTROL.finished.store(0, Ordering::Relaxed);
        let (_, workers) = workers();
        let rows = compare(plan, run.settings, &Performance, &CONTROL, rounds, workers);
        Ok(to_js(&rows.into_iter().map(ScheduleRow::from).collect::<Vec<_>>()))
    }

    fn last_run(&self) -> Result<(&Plan, &LastRun), JsError> {
        let run = self.last.as_deref().ok_or_else(|| JsError::new("there was no run"))?;
        let plan = match &run.plan {
            Some(plan) => plan,
            None => &self.planned()?.plan,
        };
        Ok((plan, run))
    }

    /// Plans a run, and forgets the one before.
    fn ready(&self, tasks: &[u32], programs: &[u32], options: &Options) -> Result<Planned, JsError> {
        let clock = Performance;
        let start = clock.millis();
        let (batch, mut warnings) = self.batch(tasks, programs)?;
        let parsed = clock.millis();
        let pairs = match options.pairs {
            PairsOption::All => Pairs::All,
            PairsOption::Own => Pairs::Own,
        };
        let (jobs, skipped) =
            jobs(&batch, pairs, Splits::All).map_err(|error| JsError::new(&error.to_string()))?;
        warnings.extend(all_skipped(skipped));
        let validated = clock.millis();
        CONTROL.finished.store(0, Ordering::Relaxed);
        whereabouts::watch_for_panics();
        fault::arm(options.fault.as_ref(), &batch);
        let plan = Plan::new(batch, jobs, &clock);
        let settings = options.settings();
        Ok(Planned { plan, settings, warnings, parse: parsed - start, validate: validated - parsed })
    }

    fn planned(&self) -> Result<&Planned, JsError> {
        self.parts.as_deref().map(Parts::borrow_owner).ok_or_else(no_plan)
    }

    /// The tasks of some files, with warnings of what does not fit together. A file in which nothing could be read
    /// adds nothing.
    fn joined(&self, files: &[u32]) -> (Vec<Task>, Vec<Diagnostic>) {
        let mut collection = Collection::default();
        for (file, read) in files.iter().filter_map(|id| self.tasks.get(id)) {
            collection.add(file, read.clone());
        }
        collection.join()
    }

    /// The contents of files as one batch, with warnings of what replaced what.
    fn batch(&self, tasks: &[u32], programs: &[u32]) -> Result<(Batch, Vec<Diagnostic>), JsError> {
        let mut batch = Batch::default();
        let (tasks, mut warnings) = self.joined(tasks);
        // Ids that stand in several files have been sorted out.
        batch.add_tasks("", tasks);
        for id in programs {
            let candidates = self.candidates.get(id);
            let candidates = candidates.ok_or_else(|| JsError::new(&format!("there is no file {id}")))?;
            let replaced = batch.take_in(candidates);
            // What one file says about itself was said when it was read.
            if programs.len() > 1 {
                warnings.extend(replaced);
            }
        }
        Ok((batch, warnings))
    }
}

/// One message for all programs without a task of their own: a page has no room for hundreds.
fn all_skipped(mut skipped: Vec<Diagnostic>) -> Option<Diagnostic> {
    let count = skipped.len();
    let first = skipped.drain(..).next()?;
    match count {
        1 => Some(first),
        _ => Some(Diagnostic { message: format!("{count} programs like this: {}", first.message), ..first }),
    }
}

fn no_plan() -> JsError {
    JsError::new("there is no plan")
}

impl Options {
    fn settings(&self) -> Settings {
        Settings::asked(self.fuel.map(|fuel| fuel as u64), self.timeout)
    }
}
