//! Scoring gives the same whoever does the work, loses nothing, and starves nobody.

use std::sync::atomic::{AtomicU64, Ordering};

use arcscore::primitive::{Limits, PRIMITIVES};
use arcscore::scoring::{
    Batch, Clock, Control, Evaluation, Finished, Listener, Millis, Pairs, Report, Settings, Splits, Status,
    Workers, jobs, lines, score,
};
use proptest::prelude::*;

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
    let pool = (threads > 0).then(|| {
        rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .stack_size(16 << 20)
            .build()
            .expect("threads start")
    });
    let workers = pool.as_ref().map_or(Workers::Caller, Workers::Pool);
    let control = Control::default();
    let mut seen = vec![false; jobs.len()];
    let evaluations =
        score(batch, &jobs, settings, &Ticks::default(), &control, workers, &mut |finished: Finished| {
            assert!(!std::mem::replace(&mut seen[finished.place], true), "an evaluation is passed on once");
        });
    assert!(seen.iter().all(|seen| *seen), "every evaluation is passed on");
    assert_eq!(control.finished.load(Ordering::Relaxed) as usize, jobs.len());
    let report = Report::new(batch, &jobs, &evaluations, threads, Millis::default());
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
            format!("def p{number}(I):\n    x1 = upscale(I, NINE)\n    return objects(x1, F, T, F)\n")
        })
        .collect();
    let batch = batch(&source);
    let (jobs, _) = jobs(&batch, Pairs::All, Splits::All).expect("all pairs are there");
    let pool = rayon::ThreadPoolBuilder::new().num_threads(2).build().expect("threads start");
    let control = Control::default();
    let settings = Settings::default();
    let clock = Ticks::default();
    let mut finished = 0;
    let evaluations =
        score(&batch, &jobs, settings, &clock, &control, Workers::Pool(&pool), &mut |_: Finished| {
            finished += 1;
            control.cancelled.store(true, Ordering::Relaxed);
        });
    assert_eq!(evaluations.iter().flatten().count(), finished);
    assert!(finished < jobs.len(), "the cancel came too late to test anything");
    let again = score(
        &batch,
        &jobs,
        settings,
        &clock,
        &Control::default(),
        Workers::Pool(&pool),
        &mut |_: Finished| {},
    );
    assert_eq!(again.iter().flatten().count(), jobs.len());
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
    let call = (0..PRIMITIVES.len(), prop::collection::vec(argument, 5));
    let line = call.prop_map(|(primitive, arguments)| {
        let primitive = &PRIMITIVES[primitive];
        format!("{}({})", primitive.name, arguments[..primitive.parameters.len()].join(", "))
    });
    prop::collection::vec(prop::collection::vec(line, 4), 1..12).prop_map(|programs| {
        let mut source = String::new();
        for (number, lines) in programs.iter().enumerate() {
            source += &format!("def p{number}(I):\n");
            for (place, line) in lines.iter().enumerate() {
                source += &format!("    x{place} = {line}\n");
            }
            source += "    return x3\n";
        }
        source
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn results_are_the_same_for_every_number_of_threads(source in programs()) {
        let batch = batch(&source);
        let limits = Limits { fuel: 200_000, ..Limits::default() };
        let settings = Settings { limits, timeout_micros: u64::MAX };
        let (_, alone, _) = scored(&batch, 0, settings);
        for threads in [1, 2, 3, 5, 8] {
            let (_, report, _) = scored(&batch, threads, settings);
            prop_assert_eq!(&report.digest, &alone.digest, "{} threads", threads);
        }
        prop_assert_eq!(alone.evaluations, batch.candidates.len() * 6);
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
        format!("def long_{number}(I):\n    x = interval(0, 300, 1)\n    return size(product(x, x))\n")
    });
    let batch = batch(&long.collect::<String>());
    let (jobs, _) = jobs(&batch, Pairs::All, Splits::All).expect("all pairs are there");
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a thread starts");
    let control = Control::default();
    let mut notes = Notes { control: &control, finished_at_first: None, pauses: 0 };
    let clock = Stopwatch(std::time::Instant::now());
    score(&batch, &jobs, Settings::default(), &clock, &control, Workers::Pool(&pool), &mut notes);
    assert!(notes.finished_at_first.is_some_and(|finished| finished < 6), "{:?}", notes.finished_at_first);
    assert!(notes.pauses > 0);
}
