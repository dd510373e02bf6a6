//! No program makes the engine panic, whatever it calls with whatever, and each stops in time.
//!
//! `cargo test` makes a short run. `cargo xtask fuzz` makes long ones, with what a debug build checks:
//! it sets `ARCSCORE_EVALUATIONS`, and `ARCSCORE_SEED` for other programs.

mod corpus;
mod generator;

use std::collections::BTreeSet;
use std::env;
use std::fmt::Write;
use std::panic;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use arcscore::evaluate::{Code, Inputs, check, compile, run};
use arcscore::explain::{self, Request};
use arcscore::primitive::{Limits, Unwatched};
use arcscore::program;
use arcscore::scoring::{
    Batch, Clock, Control, Evaluation, Finished, INTERNAL_ERROR, Pairs, Plan, Sample, Scored, Settings,
    Splits, Status, Workers, jobs, score,
};
use arcscore::value::{Value, digest};

/// Evaluations of the run in `cargo test`.
const FEW: u64 = 50_000;
/// Programs that are scored together.
const PROGRAMS: usize = 50;
/// No evaluation within these limits takes so long, even in a debug build on a busy machine.
const SLOW: Duration = Duration::from_secs(30);

/// Grids of several kinds: the smallest, a line, one color only, a picture, all ten colors.
const TASK: &str = r#"{"train":[
    {"input":[[0]],"output":[[0]]},
    {"input":[[0,5,5,0,5]],"output":[[5]]},
    {"input":[[3,3,3],[3,3,3],[3,3,3]],"output":[[3,3],[3,3]]},
    {"input":[[0,0,0,0,0,0,0],[0,2,2,0,0,8,0],[0,2,0,0,8,8,0],[0,0,0,1,0,0,0],[4,4,4,4,4,4,4],[0,0,3,0,0,2,2]],
     "output":[[0,0,0],[0,2,2]]}],
    "test":[{"input":[[0,1,2,3],[4,5,6,7],[8,9,0,1]],"output":[[1]]}]}"#;

struct WallClock(Instant);

impl Clock for WallClock {
    fn micros(&self) -> u64 {
        self.0.elapsed().as_micros() as u64
    }
}

/// Numbers that follow from a seed (SplitMix64).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) % end as u64) as usize
    }
}

#[derive(Debug, Default)]
struct Tally {
    evaluations: u64,
    values: u64,
    raised: u64,
    fuel: u64,
    memory: u64,
}

/// What panicked since it was last asked: scoring catches panics, and this tells where they were.
static PANICS: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());

fn panics() -> BTreeSet<String> {
    std::mem::take(&mut *PANICS.lock().unwrap_or_else(PoisonError::into_inner))
}

/// Scores the programs of one batch; gives the text of what went wrong, if anything did.
fn fuzz(seed: u64, number: u64, tally: &mut Tally) -> Result<(), String> {
    let mut numbers =
        Numbers(seed.wrapping_mul(0xD134_2543_DE82_EF95) ^ number.wrapping_mul(0x2545_F491_4F6C_DD1D));
    let mut source = String::new();
    for program in 0..PROGRAMS {
        source += &generator::program(&format!("p{program}"), &mut |end| numbers.below(end));
    }
    let mut batch = Batch::default();
    batch.add_tasks(
        "task.json",
        arcscore::task::read("task.json", TASK.as_bytes()).expect("it is a task").tasks,
    );
    let added = batch.add_programs("programs.py", source.as_bytes());
    if let Some(refused) = added.refused.first() {
        return Err(format!("refused: {refused}\n{source}"));
    }
    let (jobs, _) = jobs(&batch, Pairs::All, Splits::All).expect("all pairs are there");
    // Most batches have little fuel, that many can be made; some have much more.
    let limits = match number % 64 {
        0 => Limits { fuel: 5_000_000, memory: 1 << 26 },
        _ => Limits { fuel: 100_000, memory: 1 << 18 },
    };
    let settings = Settings { limits, timeout_micros: u64::MAX, ..Settings::default() };
    let clock = WallClock(Instant::now());
    let plan = Plan::new(batch.clone(), jobs.clone(), &clock);
    let Scored { evaluations, .. } =
        score(&plan, settings, &clock, &Control::default(), Workers::Caller, &mut |_: Finished| {});
    let mut wrong = String::new();
    let mut told = None;
    for (job, evaluation) in jobs.iter().zip(evaluations.iter().flatten()) {
        tally.evaluations += 1;
        match evaluation.status {
            Status::Ok => tally.values += 1,
            Status::Error => tally.raised += 1,
            Status::Fuel => tally.fuel += 1,
            Status::Memory => tally.memory += 1,
            Status::Timeout => {}
        }
        if let Some(what) = complaint(evaluation)
            && told.replace(job.candidate) != Some(job.candidate)
        {
            let program = &batch.candidates[job.candidate as usize].source;
            writeln!(wrong, "{what} on {:?} {}:\n{program}", job.split, job.index)
                .expect("a string takes any text");
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(format!("{:#?}\n{wrong}", panics())) }
}

/// What is wrong with an evaluation, if anything is.
fn complaint(evaluation: &Evaluation) -> Option<String> {
    let time = Duration::from_micros(evaluation.micros);
    if evaluation.error == Some(INTERNAL_ERROR) {
        Some(INTERNAL_ERROR.to_string())
    } else if evaluation.status == Status::Timeout {
        Some("a timeout where none is set".to_string())
    } else if time > SLOW {
        Some(format!("{} s for {} units of fuel", time.as_secs(), evaluation.fuel))
    } else {
        None
    }
}

/// A number that the environment gives.
fn given(name: &str) -> Option<u64> {
    let text = env::var(name).ok()?;
    Some(text.parse().unwrap_or_else(|_| panic!("{name} is `{text}`, which is no number")))
}

#[test]
fn no_program_breaks_the_engine() {
    let wanted = given("ARCSCORE_EVALUATIONS").unwrap_or(FEW);
    let seed = given("ARCSCORE_SEED").unwrap_or(1);
    let usual = panic::take_hook();
    panic::set_hook(Box::new(|panic| {
        PANICS.lock().unwrap_or_else(PoisonError::into_inner).insert(panic.to_string());
    }));
    let mut tally = Tally::default();
    let mut wrong = Vec::new();
    let mut told = 0;
    for number in 0.. {
        if tally.evaluations >= wanted || wrong.len() >= 20 {
            break;
        }
        if let Err(what) = fuzz(seed, number, &mut tally) {
            wrong.push(format!("batch {number} of seed {seed}: {what}"));
        }
        // A crash of the whole process is found again from the last batch that was told.
        if wanted > FEW && tally.evaluations * 100 / wanted > told {
            told = tally.evaluations * 100 / wanted;
            eprintln!("{told} %: up to batch {number} of seed {seed}: {tally:?}, {} wrong", wrong.len());
        }
    }
    panic::set_hook(usual);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    // Programs that only raise, or never stop, would test nothing.
    assert!(tally.values * 4 > tally.evaluations, "{tally:?}");
    assert!(tally.raised > 0 && tally.fuel > 0 && tally.memory > 0, "{tally:?}");
}

#[test]
fn a_program_gives_the_same_for_the_same_fuel_whatever_ran_before_it() {
    let mut numbers = Numbers(5);
    let sources: Vec<String> =
        (0..600).map(|_| generator::program("p", &mut |end| numbers.below(end))).collect();
    let codes: Vec<Code> = sources
        .iter()
        .map(|source| compile(&program::read("p.py", source).programs[0]).expect("all names are known"))
        .collect();
    let task = arcscore::task::read("task.json", TASK.as_bytes()).expect("it is a task");
    let inputs: Vec<Inputs> =
        task.tasks[0].train.iter().map(|pair| Inputs::of(Value::from(&pair.input))).collect();
    let limits = Limits { fuel: 100_000, memory: 1 << 20 };
    let end = |place: usize| {
        let run = run(&codes[place % codes.len()], &inputs[place / codes.len()], limits, &Unwatched);
        (run.result.map(|value| digest(&value)), run.fuel, run.failed)
    };
    let places = 0..codes.len() * inputs.len();
    let forwards: Vec<_> = places.clone().map(end).collect();
    let backwards = std::thread::scope(|scope| {
        let made = scope.spawn(|| places.clone().rev().map(end).collect::<Vec<_>>());
        made.join().expect("no evaluation panics")
    });
    for (place, (first, second)) in forwards.iter().zip(backwards.iter().rev()).enumerate() {
        assert_eq!(first, second, "{}", sources[place % codes.len()]);
    }
    let values = forwards.iter().filter(|(result, ..)| result.is_ok()).count();
    assert!(values * 5 > forwards.len(), "{values} values of {} would show little", forwards.len());
}

#[test]
fn a_line_that_is_warned_about_fails_unless_an_earlier_one_does() {
    /// What is said of lines that can do nothing but raise.
    const SURE: [&str; 5] =
        [" given", "can't be called", "has no parameter", " twice", "before it has a value"];
    let mut numbers = Numbers(7);
    let task = arcscore::task::read("task.json", TASK.as_bytes()).expect("it is a task");
    let inputs = Inputs::of(Value::from(&task.tasks[0].train[3].input));
    let limits = Limits { fuel: 100_000, memory: 1 << 20 };
    let mut failed = 0;
    for _ in 0..6000 {
        let source = generator::program("p", &mut |end| numbers.below(end));
        let read = program::read("p.py", &source);
        let code = compile(&read.programs[0]).expect("all names are known");
        let warnings = check(&read.programs[0]);
        let sure = |message: &str| SURE.iter().any(|sure| message.contains(sure));
        let Some(warning) = warnings.iter().find(|warning| sure(&warning.message)) else { continue };
        let run = run(&code, &inputs, limits, &Unwatched);
        let end = run.failed.map(|span| span.start);
        assert!(end.is_some_and(|end| end <= warning.span.start), "{}:\n{source}", warning.message);
        failed += 1;
    }
    assert!(failed > 200, "{failed} lines would show little");
}

#[test]
fn a_trace_ends_as_the_run_does() {
    let mut numbers = Numbers(11);
    let task = arcscore::task::read("task.json", TASK.as_bytes()).expect("it is a task");
    let samples = Sample::of_task(&task.tasks[0]);
    let limits = Limits { fuel: 20_000, memory: 1 << 18 };
    for number in 0..2000 {
        let source = generator::program("p", &mut |end| numbers.below(end));
        let sample = &samples[number % samples.len()];
        let code = compile(&program::read("p.py", &source).programs[0]).expect("all names are known");
        let run = run(&code, &sample.inputs, limits, &Unwatched);
        let request = Request { file: "p.py", source: &source, program: "p", sample, limits, digests: true };
        let trace = explain::trace(&request, &Unwatched).expect("the program is there");
        assert_eq!(trace.fuel, run.fuel, "{source}");
        assert_eq!(trace.steps.iter().map(|step| step.fuel).sum::<u64>(), run.fuel, "{source}");
        let last = trace.steps.last().expect("a program has a line");
        assert_eq!(last.digest, Some(trace.digest), "{source}");
        match run.result {
            Ok(value) => assert_eq!(trace.digest, digest(&value), "{source}"),
            Err(failure) => {
                assert_eq!(last.error.as_deref(), failure.to_string().strip_prefix('!'), "{source}");
                let failed = run.failed.map(|span| source[span.range()].to_string());
                assert!(failed.is_none_or(|failed| failed == last.source), "{source}");
            }
        }
    }
}
