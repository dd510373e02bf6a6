//! Scoring gives the same whoever does the work, loses nothing, and starves nobody.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, Once, PoisonError};
use std::time::Duration;

use arcscore::primitive::{Limits, PRIMITIVES};
use arcscore::scoring::{
    Batch, Clock, Control, Evaluation, Finished, Job, Listener, Millis, Pairs, Plan, Report, Schedule,
    Scored, Settings, Solo, Splits, Status, Workers, compare, jobs, lines, predictions, ranking, score,
};
use arcscore::value::Digest;
use proptest::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};

/// A clock that moves by a microsecond each time it is read.
#[derive(Default)]
struct Ticks(AtomicU64);

impl Clock for Ticks {
    fn micros(&self) -> u64 {
        self.0.fetch_add(1, Ordering::Relaxed)
    }
}

/// Five demonstrations and a test: the shape of the run that lost its fifth sample.
const TASK: &str = r#"{"train":[
    {"input":[[1,0],[0,0]],"output":[[0,1],[0,0]]},
    {"input":[[0,2],[0,0]],"output":[[2,0],[0,0]]},
    {"input":[[3,0],[0,3]],"output":[[0,3],[3,0]]},
    {"input":[[0,0],[4,0]],"output":[[0,0],[0,4]]},
    {"input":[[5,5],[0,5]],"output":[[5,5],[5,0]]}],
    "test":[{"input":[[6,0,0]],"output":[[0,0,6]]}]}"#;

fn batch(programs: &str) -> Batch {
    let mut batch = Batch::default();
    let task = arcscore::task::read("mirror.json", TASK.as_bytes()).expect("the task is good");
    batch.add_tasks("mirror.json", task.tasks);
    let added = batch.add_programs("programs.py", programs.as_bytes());
    assert_eq!(added.refused, []);
    batch
}

/// Scores everything with so many threads, 0 being the calling one alone.
fn scored(
    batch: &Batch,
    threads: usize,
    settings: Settings,
) -> (Vec<Option<Evaluation>>, Report, Vec<String>) {
    let (jobs, _) = jobs(batch, Pairs::All, Splits::All).expect("all pairs are there");
    static POOLS: Mutex<BTreeMap<usize, Arc<ThreadPool>>> = Mutex::new(BTreeMap::new());
    let pool = (threads > 0).then(|| {
        let mut pools = POOLS.lock().unwrap_or_else(PoisonError::into_inner);
        let start = || ThreadPoolBuilder::new().num_threads(threads).stack_size(16 << 20).build();
        pools.entry(threads).or_insert_with(|| Arc::new(start().expect("threads start"))).clone()
    });
    let workers = pool.as_deref().map_or(Workers::Caller, Workers::Pool);
    let control = Control::default();
    let mut seen = vec![false; jobs.len()];
    let plan = Plan::new(batch.clone(), jobs.clone(), &Ticks::default());
    let Scored { evaluations, .. } =
        score(&plan, settings, &Ticks::default(), &control, workers, &mut |finished: Finished| {
            assert!(!std::mem::replace(&mut seen[finished.place], true), "an evaluation is passed on once");
        });
    assert!(seen.iter().all(|seen| *seen), "every evaluation is passed on");
    assert_eq!(control.finished.load(Ordering::Relaxed) as usize, jobs.len());
    let report = Report::new(&plan, &evaluations, threads, Millis::default());
    let lines = lines(batch, &jobs, &evaluations).collect();
    (evaluations, report, lines)
}

#[test]
fn a_batch_is_judged_as_its_programs_deserve() {
    let batch = batch(
        "def right(I):\n    return vmirror(I)\n\
         def same(I):\n    return I\n\
         def other_size(I):\n    return upscale(I, TWO)\n\
         def no_grid(I):\n    return palette(I)\n\
         def raises(I):\n    x1 = first(I)\n    return first(first(x1))\n",
    );
    let (evaluations, report, lines) = scored(&batch, 2, Settings::default());
    assert_eq!((report.evaluations, report.matches, report.error), (30, 6, 6));
    let points: Vec<u16> = evaluations.iter().flatten().map(|evaluation| evaluation.points).collect();
    let of = |place: usize| &points[place * 6..][..6];
    assert_eq!(of(0), [0; 6], "no_grid");
    assert_eq!(of(1), [0; 6], "other_size");
    assert_eq!(of(2), [0; 6], "raises");
    assert_eq!(of(3), [1000; 6], "right");
    assert_eq!(of(4), [500, 500, 0, 500, 500, 333], "same");
    let raised = evaluations[2 * 6].as_ref().expect("it was made");
    assert_eq!((raised.status, raised.error, raised.line), (Status::Error, Some("TypeError"), Some(11)));
    assert!(lines[16].starts_with(
        r#"{"program":"raises","task":"mirror","split":"train","index":4,"status":"error","error":"TypeError","#
    ));
}

#[test]
fn the_line_that_failed_is_named_whatever_lines_end_with() {
    for end in ["\n", "\r\n", "\r"] {
        let text = ["", "def raises(I):", "    x1 = first(I)", "    return first(first(x1))", ""].join(end);
        let (evaluations, ..) = scored(&batch(&text), 0, Settings::default());
        let lines = evaluations.iter().flatten().map(|evaluation| evaluation.line);
        assert_eq!(lines.collect::<Vec<_>>(), [Some(4); 6], "{end:?}");
    }
}

#[test]
fn what_is_right_and_written_otherwise_has_a_digest_of_its_own() {
    let batch = batch("def ints(I):\n    return vmirror(I)\ndef bools(I):\n    return ((F, T), (F, F))\n");
    let (evaluations, ..) = scored(&batch, 0, Settings::default());
    let of =
        |place: usize| evaluations[place].as_ref().map(|evaluation| (evaluation.matched, evaluation.digest));
    assert_eq!(of(0), Some((Some(true), Digest::of(b"((F,T,),(F,F,),)"))), "bools");
    assert_eq!(of(6), Some((Some(true), Digest::of(b"((0,1,),(0,0,),)"))), "ints");
}

#[test]
fn one_candidate_that_burns_its_fuel_costs_no_other_sample_its_answer() {
    let mut source = String::from(
        "def burns(I):\n    x1 = interval(ZERO, 300, ONE)\n    x2 = product(x1, x1)\n    x3 = lbind(combine, x2)\n    x4 = power(x3, 400)\n    return x4(x2)\n",
    );
    for number in 0..20 {
        source += &format!("def mirror_{number}(I):\n    return vmirror(I)\n");
    }
    let batch = batch(&source);
    let limits = Limits { fuel: 3_000_000, ..Limits::default() };
    let settings = Settings { limits, ..Settings::default() };
    let (_, alone, _) = scored(&batch, 0, settings);
    let (_, crowded, _) = scored(&batch, 4, settings);
    assert_eq!((crowded.evaluations, crowded.matches, crowded.fuel, crowded.timeout), (126, 120, 6, 0));
    assert_eq!(alone.digest, crowded.digest);
}

#[test]
fn a_cancelled_run_keeps_what_is_finished_and_can_be_made_again() {
    let source: String = (0..200)
        .map(|number| {
            format!(
                "def p{number}(I):\n    x1 = canvas({number}, (12, 12))\n    return objects(x1, F, T, F)\n"
            )
        })
        .collect();
    let batch = batch(&source);
    let (jobs, _) = jobs(&batch, Pairs::All, Splits::All).expect("all pairs are there");
    let pool = ThreadPoolBuilder::new().num_threads(2).build().expect("threads start");
    let control = Control::default();
    let settings = Settings::default();
    let clock = Stopwatch(std::time::Instant::now());
    let mut finished = 0;
    let plan = Plan::new(batch.clone(), jobs.clone(), &clock);
    let Scored { evaluations, .. } =
        score(&plan, settings, &clock, &control, Workers::Pool(&pool), &mut |_: Finished| {
            finished += 1;
            control.cancelled.store(true, Ordering::Relaxed);
        });
    assert_eq!(evaluations.iter().flatten().count(), finished);
    assert!(finished < jobs.len(), "the cancel came too late to test anything");
    let again =
        score(&plan, settings, &clock, &Control::default(), Workers::Pool(&pool), &mut |_: Finished| {});
    assert_eq!(again.evaluations.iter().flatten().count(), jobs.len());
}

/// A clock by which a run is cancelled once, in the middle of an evaluation.
struct Cancelling<'a> {
    control: &'a Control,
    once: Once,
}

impl Clock for Cancelling<'_> {
    fn micros(&self) -> u64 {
        0
    }

    fn coarse_micros(&self) -> u64 {
        self.once.call_once(|| self.control.cancelled.store(true, Ordering::Relaxed));
        0
    }
}

#[test]
fn what_a_cancelled_evaluation_leaves_behind_is_none_of_the_next_one() {
    let batch = batch(
        "def long(I):\n    x1 = hmirror(I)\n    x2 = vmirror(x1)\n    x3 = interval(0, 20000, 1)\n    \
         x4 = apply(increment, x3)\n    return x2\n\n\
         def short(I):\n    x1 = vmirror(I)\n    x2 = dmirror(x1)\n    return x2\n",
    );
    let (jobs, _) = jobs(&batch, Pairs::All, Splits::All).expect("all pairs are there");
    let control = Control::default();
    let clock = Cancelling { control: &control, once: Once::new() };
    let plan = Plan::new(batch, jobs, &clock);
    let settings = Settings::default();
    let mut made = Vec::new();
    let mut solo = Solo::new(&plan, settings, &clock, &control, false);
    let mut listen = |finished: Finished| made.push((finished.place, finished.evaluation.digest));
    solo.score(0..plan.turns(), &mut listen);
    assert!(control.cancelled.swap(false, Ordering::Relaxed), "nothing was long enough to be cancelled");
    // Three samples of the first program, and then the same of the second.
    solo.score(3..6, &mut listen);
    assert_eq!(made.len(), 3);
    let fresh = score(&plan, settings, &clock, &control, Workers::Caller, &mut |_: Finished| {}).evaluations;
    for (place, digest) in made {
        assert_eq!(Some(digest), fresh[place].as_ref().map(|evaluation| evaluation.digest));
    }
}

/// A clock on which work takes moments and a nap takes an hour, and whose worker is asked to give way at each evaluation.
struct Sleepy<'a> {
    now: AtomicU64,
    naps: AtomicU64,
    control: &'a Control,
}

const HOUR: u64 = 3_600_000_000;

impl Clock for Sleepy<'_> {
    fn micros(&self) -> u64 {
        self.now.fetch_add(50, Ordering::Relaxed)
    }

    fn at(&self, _job: Option<&Job>) {
        self.control.give_way.requests.fetch_add(1, Ordering::Relaxed);
    }

    fn nap(&self, _moment: Duration) {
        self.naps.fetch_add(1, Ordering::Relaxed);
        self.now.fetch_add(HOUR, Ordering::Relaxed);
    }
}

#[test]
fn a_worker_that_gives_way_makes_the_same_and_rests_in_no_evaluation() {
    let source: String = (0..150)
        .map(|number| format!("def p{number}(I):\n    return objects(canvas({number}, (12, 12)), F, T, F)\n"))
        .collect();
    let batch = batch(&source);
    let (jobs, _) = jobs(&batch, Pairs::All, Splits::All).expect("all pairs are there");
    let pool = ThreadPoolBuilder::new().num_threads(1).build().expect("threads start");
    let plan = Plan::new(batch, jobs, &Ticks::default());
    let made = |workers: u32| {
        let control = Control::default();
        control.give_way.workers.store(workers, Ordering::Relaxed);
        let clock = Sleepy { now: AtomicU64::new(0), naps: AtomicU64::new(0), control: &control };
        let pool = Workers::Pool(&pool);
        let scored = score(&plan, Settings::default(), &clock, &control, pool, &mut |_: Finished| {});
        let report = Report::new(&plan, &scored.evaluations, 1, Millis::default());
        (report.digest, clock.naps.load(Ordering::Relaxed), scored)
    };
    let (digest, naps, _) = made(0);
    assert_eq!(naps, 0);
    let (digest_with_rests, naps, Scored { evaluations, shifts }) = made(1);
    assert_eq!(digest_with_rests, digest);
    assert!(naps > 1, "the worker has not rested");
    assert!(evaluations.iter().flatten().all(|evaluation| evaluation.micros < HOUR));
    assert!(shifts.iter().all(|shift| shift.until - shift.from < HOUR));
    let made: u32 = shifts.iter().map(|shift| shift.evaluations).sum();
    assert_eq!(made as usize, plan.turns());
}

/// Calls with any arguments, right or wrong: names that earlier lines may have bound, and primitives.
fn programs() -> impl Strategy<Value = String> {
    let argument = prop_oneof![
        Just("I".to_string()),
        (0..4_u8).prop_map(|line| format!("x{line}")),
        prop::sample::select(vec![
            "ZERO",
            "ONE",
            "T",
            "F",
            "UP",
            "TWO_BY_TWO",
            "first",
            "size",
            "identity",
            "increment"
        ])
        .prop_map(str::to_string),
    ];
    let call = (0..PRIMITIVES.len(), prop::collection::vec(argument.clone(), 5));
    let call = call.prop_map(|(primitive, arguments)| {
        let primitive = &PRIMITIVES[primitive];
        format!("{}({})", primitive.name, arguments[..primitive.parameters.len()].join(", "))
    });
    let call_of_variable = (0..3_u8, argument).prop_map(|(line, argument)| format!("x{line}({argument})"));
    let line = prop_oneof![4 => call, 1 => call_of_variable];
    // For each line a few to choose from, so that programs have lines, and beginnings, in common.
    let lines = prop::collection::vec(prop::collection::vec(line, 3), 4);
    let choices = prop::collection::vec(prop::array::uniform4(0..3_usize), 1..16);
    (lines, choices).prop_map(|(lines, programs)| {
        let mut source = String::new();
        for (number, choices) in programs.iter().enumerate() {
            source += &format!("def p{number}(I):\n");
            for (place, choice) in choices.iter().enumerate() {
                source += &format!("    x{place} = {}\n", lines[place][*choice]);
            }
            source += "    return x3\n";
        }
        source
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn results_are_the_same_for_every_number_of_threads_and_schedule_shared_or_not(source in programs()) {
        let batch = batch(&source);
        let limits = Limits { fuel: 200_000, ..Limits::default() };
        let settings = Settings { limits, timeout_micros: u64::MAX, ..Settings::default() };
        let (unshared, alone, _) = scored(&batch, 0, Settings { share: false, ..settings });
        prop_assert_eq!(alone.evaluations, batch.candidates.len() * 6);
        let rest = |evaluations: &[Option<Evaluation>]| {
            evaluations.iter().flatten().map(|made| (made.line, made.fuel)).collect::<Vec<_>>()
        };
        let schedules = Schedule::ALL.into_iter().cycle();
        let counts = [0, 1, 2, 3, 5, 8, 16, 64, 3, 3, 3, 3, 3];
        for (turn, (threads, schedule)) in counts.into_iter().zip(schedules).enumerate() {
            let settings = Settings { schedule, share: turn % 4 != 3, ..settings };
            let (evaluations, report, _) = scored(&batch, threads, settings);
            prop_assert_eq!(&report.digest, &alone.digest, "{} threads, {:?}", threads, settings);
            prop_assert_eq!(rest(&evaluations), rest(&unshared));
        }
    }
}

/// Programs, and how many meanings they have by their form.
const ALIKE: &[(usize, &[&str])] = &[
    (
        1,
        &[
            "x1 = first(I); return x1",
            "a = first(I); return a",
            "return first(I)",
            "x1 = first(container=I); x2 = x1; return x2",
        ],
    ),
    (
        2,
        &[
            "return fill(I, 1, ORIGIN)",
            "return fill(grid=I, patch=ORIGIN, value=ONE)",
            "return fill(I, ONE, (0, 0))",
        ],
    ),
    // A value that nothing uses is computed all the same, and may raise; a constant can't.
    (2, &["x1 = first(I); return I", "return I", "x1 = ONE; return I"]),
    // The order of two computations shows in which of them raises.
    (2, &["a = first(I); b = last(I); return a", "b = last(I); a = first(I); return a"]),
    (2, &["return equality(1, T)", "return equality(1, 1)"]),
    (2, &["return x1; x1 = I", "return I"]),
];

#[test]
fn candidates_of_one_form_are_scored_once_and_reported_under_every_name() {
    for (unique, bodies) in ALIKE {
        let source: String = (0..)
            .zip(*bodies)
            .map(|(number, body): (usize, &&str)| {
                format!("def p{number}(I):\n    {}\n", body.replace("; ", "\n    "))
            })
            .collect();
        let batch = batch(&source);
        let (evaluations, report, _) = scored(&batch, 2, Settings::default());
        assert_eq!((report.unique, report.evaluations), (*unique, bodies.len() * 6), "{source}");
        let (alone, report_alone, _) = scored(&batch, 0, Settings { share: false, ..Settings::default() });
        assert_eq!(report.digest, report_alone.digest);
        for (number, body) in bodies.iter().enumerate() {
            let of = |evaluations: &[Option<Evaluation>]| {
                evaluations[number * 6].as_ref().map(|made| (made.digest, made.line))
            };
            assert_eq!(of(&evaluations), of(&alone), "{body}");
        }
    }
}

#[test]
fn two_functions_made_alike_are_two_functions_whether_they_are_shared_or_not() {
    let batch = batch(
        "def one(I):\n    f = compose(first, last)\n    return equality(f, f)\n\
         def two(I):\n    f = compose(first, last)\n    g = compose(first, last)\n    return equality(f, g)\n\
         def made(I):\n    m = lbind(compose, first)\n    return equality(m(last), m(last))\n\
         def same(I):\n    m = lbind(compose, first)\n    f = m(last)\n    return equality(f, identity(f))\n",
    );
    let (evaluations, _, _) = scored(&batch, 1, Settings::default());
    let digests: Vec<String> =
        evaluations.iter().flatten().step_by(6).map(|made| made.digest.to_string()).collect();
    let text = |text: &str| Digest::of(text.as_bytes()).to_string();
    // In the order of names: made, one, same, two.
    assert_eq!(digests, [text("F"), text("T"), text("T"), text("F")]);
}

#[test]
fn what_a_function_compares_at_its_end_is_paid_by_those_who_call_it() {
    let compares = "def compares(I):\n    a = asindices(I)\n    b = asindices(I)\n    f = matcher(identity, a)\n    \
                    c = f(b)\n    return hmirror(I)\n";
    let mirrors = "def mirrors(I):\n    return hmirror(I)\n";
    let fuel = |programs: &str| {
        let (evaluations, ..) = scored(&batch(programs), 1, Settings::default());
        evaluations.iter().flatten().map(|made| made.fuel).collect::<Vec<_>>()
    };
    assert_eq!(fuel(&[compares, mirrors].concat()), [fuel(compares), fuel(mirrors)].concat());
}

#[test]
fn what_is_shared_counts_for_each_that_uses_it() {
    // Alone each of them passes neither limit by much, or just does not.
    let heavy = [
        "x1 = canvas(0, (60, 60)); x2 = asobject(x1); x3 = toindices(x2)",
        // Whoever asks for the first item has all of them put in order.
        "x1 = interval(0, 120, 1); x2 = pair(x1, x1); x3 = mapply(vfrontier, x2)",
        // Copies that nobody makes count all the same, after whatever else is held.
        "x1 = asindices(canvas(0, (20, 20))); x3 = mapply(lbind(shift, x1), neighbors(ORIGIN))",
        "x0 = asindices(canvas(0, (60, 60))); x1 = asindices(canvas(0, (20, 20))); \
         x3 = mapply(lbind(shift, x1), neighbors(ORIGIN))",
    ];
    let ends = [
        "return x3",
        "x4 = first(x3); return x4",
        "x4 = first(x3); x5 = asindices(canvas(0, (60, 60))); return x5",
        "x4 = asindices(canvas(0, (60, 60))); x5 = product(x4, (1, 2)); return x5",
    ];
    let programs = heavy.iter().flat_map(|heavy| ends.map(|end| format!("{heavy}; {end}")));
    let source: String = programs
        .enumerate()
        .map(|(number, lines)| format!("def p{number}(I):\n    {}\n", lines.replace("; ", "\n    ")))
        .collect();
    let batch = batch(&source);
    for fuel in [4_000, 12_000, 20_000, 40_000, 400_000] {
        for memory in (60_000..240_000).step_by(4000).chain([1 << 15, 1 << 18, 1 << 19, 1 << 20]) {
            let settings = Settings { limits: Limits { fuel, memory }, ..Settings::default() };
            let (_, shared, _) = scored(&batch, 1, settings);
            let (_, alone, _) = scored(&batch, 0, Settings { share: false, ..settings });
            assert_eq!(shared.digest, alone.digest, "fuel {fuel}, memory {memory}");
        }
    }
}

/// Real time, in which programs that work long are heard of late.
struct Stopwatch(std::time::Instant);

impl Clock for Stopwatch {
    fn micros(&self) -> u64 {
        self.0.elapsed().as_micros() as u64
    }
}

#[test]
fn what_is_finished_is_heard_of_while_the_rest_goes_on() {
    struct Notes<'a> {
        control: &'a Control,
        /// How many were finished when the first was heard of.
        finished_at_first: Option<u32>,
        pauses: usize,
    }
    impl Listener for Notes<'_> {
        fn finished(&mut self, _: Finished) {
            let finished = self.control.finished.load(Ordering::Relaxed);
            self.finished_at_first.get_or_insert(finished);
        }
        fn paused(&mut self) {
            self.pauses += 1;
        }
    }
    // Each works for some hundredths of a second, and twelve of them are one worker's chunk.
    let long = (0..16).map(|number| {
        format!("def long_{number}(I):\n    x = interval({number}, 300, 1)\n    return size(product(x, x))\n")
    });
    let batch = batch(&long.collect::<String>());
    let (jobs, _) = jobs(&batch, Pairs::All, Splits::All).expect("all pairs are there");
    let pool = ThreadPoolBuilder::new().num_threads(1).build().expect("a thread starts");
    let control = Control::default();
    let mut notes = Notes { control: &control, finished_at_first: None, pauses: 0 };
    let clock = Stopwatch(std::time::Instant::now());
    let plan = Plan::new(batch.clone(), jobs.clone(), &clock);
    score(&plan, Settings::default(), &clock, &control, Workers::Pool(&pool), &mut notes);
    assert!(notes.finished_at_first.is_some_and(|finished| finished < 6), "{:?}", notes.finished_at_first);
    assert!(notes.pauses > 0);
}

#[test]
fn the_best_two_different_predictions_become_the_attempts() {
    let batch = batch(
        "def all_right(I):\n    return vmirror(I)\n\
         def as_right_but_longer(I):\n    return identity(vmirror(I))\n\
         def half_right(I):\n    return I\n\
         def less_right(I):\n    return fill(I, ZERO, asindices(I))\n\
         def no_grid(I):\n    return size(I)\n\
         def raises(I):\n    return first(ZERO)\n",
    );
    let (jobs, _) = jobs(&batch, Pairs::All, Splits::All).expect("all pairs are there");
    let clock = Ticks::default();
    let plan = Plan::new(batch.clone(), jobs.clone(), &clock);
    let settings = Settings::default();
    let Scored { evaluations, .. } =
        score(&plan, settings, &clock, &Control::default(), Workers::Caller, &mut |_: Finished| {});
    let standings = &ranking(&plan, &evaluations)[0];
    let order: Vec<&str> =
        standings.iter().map(|standing| &*batch.candidates[standing.candidate as usize].name).collect();
    assert_eq!(order[..4], ["all_right", "as_right_but_longer", "less_right", "half_right"]);
    assert_eq!((standings[0].demonstrations, standings[0].points, standings[0].tests), (5, 5000, 1));
    let submission = predictions(&plan, &evaluations, settings.limits);
    let [test] = &submission.answers["mirror"][..] else { panic!("the task has one test") };
    let cells: Vec<_> = test.attempts.iter().flatten().map(|grid| grid.cells().to_vec()).collect();
    assert_eq!(cells, [[0, 0, 6], [0, 0, 0]]);
}

#[test]
fn the_schedules_are_compared_on_the_same_work_and_lose_nothing() {
    let batch = batch("def right(I):\n    return vmirror(I)\ndef same(I):\n    return I\n");
    let (jobs, _) = jobs(&batch, Pairs::All, Splits::All).expect("all pairs are there");
    let clock = Stopwatch(std::time::Instant::now());
    let plan = Plan::new(batch.clone(), jobs.clone(), &clock);
    let pool = ThreadPoolBuilder::new().num_threads(2).build().expect("threads start");
    let rows = compare(&plan, Settings::default(), &clock, &Control::default(), 2, Workers::Pool(&pool));
    let names: Vec<&str> = rows.iter().map(|row| row.name).collect();
    assert_eq!(names[..5], Schedule::ALL.map(Schedule::name));
    assert!(rows.iter().all(|row| row.simulated || row.lost == 0), "{rows:?}");
    assert_eq!(rows.iter().filter(|row| row.simulated).count(), 2);
}

/// Programs, and what they are as one expression.
const INLINED: &[(&str, &str)] = &[
    ("x1 = first(I); return last(x1)", "last(first(I))"),
    (
        "x = vmirror(piece=I); y = hconcat(I, x); return hconcat(b=y, a=y)",
        "hconcat(hconcat(I, vmirror(I)), hconcat(I, vmirror(I)))",
    ),
    ("f = compose(first, last); return f(x=(I,))", "compose(first, last)(x=(I,))"),
    ("return fill(I, TWO, astuple(NEG_ONE, T))", "fill(I, 2, astuple(-1, T))"),
    ("x = shift(I, UP_RIGHT); y = x; return y", "shift(I, (-1, 1))"),
    ("return later; later = I", "later"),
];

#[test]
fn a_program_is_shown_as_one_expression() {
    for (body, expected) in INLINED {
        let batch = batch(&format!("def p(I):\n    {}\n", body.replace("; ", "\n    ")));
        assert_eq!(batch.candidates[0].code.inlined(1000), *expected);
    }
    let doubling: String = (1..40).map(|n| format!("    x{n} = astuple(x{}, x{})\n", n - 1, n - 1)).collect();
    let batch = batch(&format!("def p(I):\n    x0 = I\n{doubling}    return x39\n"));
    let cut = batch.candidates[0].code.inlined(1000);
    assert!(cut.ends_with('…') && cut.len() < 1010, "{cut}");
}

/// Programs as long as a generator may write one by mistake. What looks at each line, name or argument for all others
/// would take minutes with them.
fn long_programs() -> [(&'static str, String); 5] {
    const LONG: usize = 30_000;
    let each = |text: fn(usize) -> String| (0..LONG).map(text).collect::<String>();
    [
        ("a chain", format!("x = (I,)\n{}", "    x = (x,)\n".repeat(LONG))),
        ("the same again and again", format!("x = I\n{}", "    x = hmirror(I)\n".repeat(LONG))),
        ("all in one line", format!("{}x = I\n", each(|n| format!("x{n} = I; ")))),
        ("arguments by name", format!("x = hmirror({})\n", each(|n| format!("a{n}=I, ")))),
        ("variables in a tuple", format!("x = ({})\n", each(|_| "I, ".to_owned()))),
    ]
}

#[test]
fn a_long_program_is_made_ready_and_shown_as_one_expression() {
    for (name, lines) in long_programs() {
        let batch = batch(&format!("def p(I):\n    {lines}    return x\n"));
        let (jobs, _) = jobs(&batch, Pairs::All, Splits::All).expect("all pairs are there");
        assert_eq!(Plan::new(batch.clone(), jobs, &Ticks::default()).jobs.len(), 6, "{name}");
        let text = batch.candidates[0].code.inlined(100_000);
        assert!(text.chars().count() <= 100_001, "{name}: {} characters", text.len());
    }
}

#[test]
fn thousands_of_names_that_exist_nowhere_are_all_told() {
    let lines: String = (0..20_000).map(|n| format!("    x{n} = hmirorr{n}(I)\n")).collect();
    let refused =
        Batch::default().add_programs("p.py", format!("def p(I):\n{lines}    return I\n").as_bytes());
    let messages: Vec<&str> = refused.refused.iter().map(|refused| &*refused.message).collect();
    assert_eq!(messages.len(), 20_000);
    assert_eq!(messages[0], "there is no `hmirorr0`; did you mean `hmirror`?");
    let last = "there is no `hmirorr19999`: it is no primitive, no constant and no variable of this program";
    assert_eq!(messages[19_999], last);
}
