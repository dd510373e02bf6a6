//! What would never end, or never fit, stops at its limit: at the same point every time, without
//! taking the memory it asked for, and without a trace in the next evaluation.

use std::alloc::{GlobalAlloc, Layout, System};
use std::collections::HashSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use arcscore::evaluate::{Inputs, Run, compile, run};
use arcscore::primitive::{Limits, Unwatched};
use arcscore::program;
use arcscore::value::{Value, digest};

/// Counts the bytes that the process holds.
struct Counted;

static HELD: AtomicUsize = AtomicUsize::new(0);
static MOST: AtomicUsize = AtomicUsize::new(0);

// SAFETY: the system's allocator does the work; this only counts.
unsafe impl GlobalAlloc for Counted {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let held = HELD.fetch_add(layout.size(), Ordering::Relaxed) + layout.size();
        MOST.fetch_max(held, Ordering::Relaxed);
        // SAFETY: the caller promises what `alloc` asks for.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        HELD.fetch_sub(layout.size(), Ordering::Relaxed);
        // SAFETY: the pointer came from `System` with this layout.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counted = Counted;

/// Held by each test: the bytes of one would count for another.
static ALONE: Mutex<()> = Mutex::new(());

/// Small enough that a debug build gets there in no time.
const LIMITS: Limits = Limits { fuel: 1_000_000, memory: 1 << 23 };

/// How many times the limit an evaluation may hold for a moment, while it builds a value: a list that
/// grows is there twice, and then once more as what is made of it.
const MOMENTARILY: usize = 4;

/// Programs that go too far, and some that just do not, their lines divided by semicolons; by how they
/// end.
const TOO_FAR: &[(&str, &[&str])] = &[
    (
        "!fuel",
        &[
            "return canvas(0, (1000000000, 1000000000))",
            "return canvas(0, (9223372036854775807, 9223372036854775807))",
            "return canvas(0, (9223372036854775807, 0))",
            "return repeat(I, 1000000000)",
            "return interval(0, 9223372036854775807, 1)",
            "return interval(9223372036854775807, -9223372036854775808, -1)",
            "x1 = fork(combine, identity, identity); x2 = power(x1, 15); return order(x2((1, 2)), identity)",
            "x1 = upscale(I, 1000); return upscale(x1, 1000)",
            "return upscale(I, 9223372036854775807)",
            "return hupscale(I, 1000000000)",
            "return vupscale(I, 1000000000)",
            "x1 = asobject(I); return upscale(x1, 1000000000)",
            "x1 = canvas(0, (400, 400)); return objects(x1, T, T, F)",
            "return connect((0, 0), (0, 1000000000))",
            "return connect((0, -9223372036854775808), (0, 9223372036854775807))",
            "x1 = initset((0, 0)); x2 = insert((1000000, 1000000), x1); return backdrop(x2)",
            "x1 = initset((0, 0)); x2 = insert((2147483647, 0), x1); return box(x2)",
            "x1 = initset((0, 0)); x2 = insert((4294967296, 0), x1); return outbox(x2)",
            "x1 = interval(0, 2000, 1); x2 = product(x1, (0,)); return manhattan(x2, x2)",
            "x1 = fork(combine, identity, identity); x2 = power(x1, 60); return x2(I)",
            "return hsplit(I, 1000000000)",
            "return vsplit(I, 1000000000)",
            "return multiply((I, I), 1000000000)",
            "return dedupe(interval(0, 4000, 1))",
            "x1 = interval(0, 300, 1); x2 = product(x1, x1); return product(x2, x2)",
            "x1 = initset((0, (0, 0))); x2 = compose(size, rbind(occurrences, x1)); return valmax(repeat(canvas(0, (100, 100)), 100), x2)",
            "x1 = fork(astuple, identity, identity); x2 = power(x1, 20); x3 = x2(I); x4 = x2(I); return equality(x3, x4)",
            "x1 = fork(astuple, identity, identity); x2 = power(x1, 20); x3 = x2(I); x4 = x2(I); return greater(x3, x4)",
            "x1 = fork(astuple, identity, identity); x2 = power(x1, 20); return initset(x2(I))",
        ],
    ),
    (
        "!memory",
        &[
            "return canvas(I, (900, 1000))",
            "return repeat(I, 900000)",
            "x1 = repeat(1, 10000); x2 = lbind(repeat, x1); return apply(x2, repeat(9000, 100))",
            "x1 = interval(0, 190, 1); x2 = product(x1, x1); return apply(neighbors, x2)",
            "x1 = power(initset, 900); return x1(x1(x1(I)))",
            "x1 = fork(astuple, identity, identity); x2 = power(x1, 60); return x2(I)",
            "x1 = repeat(I, 1000); return repeat(repeat(x1, 1000), 1000)",
        ],
    ),
    (
        "!RecursionError",
        &[
            "return power(double, 1000000)",
            "return power(double, 9223372036854775807)",
            "return power(double, -9223372036854775808)",
            "return power(double, 0)",
        ],
    ),
    (
        "!IntegerBeyond64Bits",
        &[
            "x1 = power(double, 80); return x1(1)",
            "return shift(initset((-5, -5)), (-9223372036854775808, 0))",
        ],
    ),
    (
        "a value",
        &[
            "return canvas(0, (200000, 1))",
            "return canvas(0, (900, 1000))",
            "return canvas(0, (-5, 9223372036854775807))",
            "return interval(-9223372036854775808, 9223372036854775807, 9223372036854775807)",
            "x1 = canvas(0, (300, 300)); return asobject(x1)",
            "x1 = fork(astuple, identity, identity); x2 = power(x1, 18); return x2(I)",
            "return inbox(dneighbors((4, 2147483647)))",
            "x1 = canvas(0, (300, 300)); x2 = power(lbind(combine, x1), 900); return initset(x2)",
            "x1 = interval(0, 190, 1); x2 = product(x1, x1); return apply(dneighbors, x2)",
            "x1 = interval(0, 110, 1); x2 = product(x1, x1); x3 = apply(neighbors, x2); return apply(first, x3)",
            "x1 = canvas(0, (300, 600)); x2 = asobject(x1); x3 = first(x2); return x2",
        ],
    ),
];

/// All of them, each with how it ends.
fn too_far() -> impl Iterator<Item = (&'static str, &'static str)> {
    TOO_FAR.iter().flat_map(|(ending, programs)| programs.iter().map(|lines| (*lines, *ending)))
}

fn evaluate(lines: &str, limits: Limits) -> Run {
    let source = format!("def limited(I):\n    {}\n", lines.replace("; ", "\n    "));
    let file = program::read("limited", &source);
    assert_eq!(file.refused, [], "{source}");
    let code = compile(&file.programs[0]).unwrap_or_else(|errors| panic!("{source}: {errors:?}"));
    let row = |cells: [i64; 3]| Value::tuple(cells.map(Value::Int).to_vec());
    let input = Value::tuple(vec![row([1, 2, 3]), row([0, 0, 2])]);
    run(&code, &Inputs::of(input), limits, &Unwatched)
}

fn ending(run: &Run) -> String {
    run.result.as_ref().map_or_else(ToString::to_string, |_| "a value".to_string())
}

#[test]
fn what_goes_too_far_stops_at_its_limit_and_takes_no_more_than_that() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let mut wrong = Vec::new();
    for (lines, expected) in too_far() {
        let before = HELD.load(Ordering::Relaxed);
        MOST.store(before, Ordering::Relaxed);
        let run = evaluate(lines, LIMITS);
        let most = MOST.load(Ordering::Relaxed) - before;
        if ending(&run) != expected {
            wrong.push(format!("{lines:?} ends with {} instead of {expected}", ending(&run)));
        }
        if most > LIMITS.memory as usize * MOMENTARILY {
            wrong.push(format!("{lines:?} held {most} bytes"));
        }
        if run.fuel > LIMITS.fuel {
            wrong.push(format!("{lines:?} used {} units of fuel", run.fuel));
        }
        drop(run);
        let left = HELD.load(Ordering::Relaxed).saturating_sub(before);
        if left > 1 << 16 {
            wrong.push(format!("{lines:?} left {left} bytes behind"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_limit_is_met_at_the_same_point_every_time_on_every_thread() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let end = |lines: &str| {
        let run = evaluate(lines, LIMITS);
        (ending(&run), run.fuel, run.failed, run.result.ok().map(|value| digest(&value)))
    };
    for (lines, _) in too_far() {
        let here = end(lines);
        let there = std::thread::scope(|scope| {
            scope.spawn(|| end(lines)).join().expect("the evaluation does not panic")
        });
        assert_eq!(here, there, "{lines:?}");
    }
}

#[test]
fn what_went_too_far_leaves_the_next_evaluation_unharmed() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let harmless = "x1 = objects(upscale(I, 9), T, F, T); return order(x1, size)";
    let undisturbed = evaluate(harmless, LIMITS);
    // With just the fuel that it needs, and just the memory, it must still get through.
    let enough = Limits { fuel: undisturbed.fuel, ..LIMITS };
    let expected = digest(&undisturbed.result.expect("it gives a value"));
    for (lines, _) in too_far() {
        drop(evaluate(lines, LIMITS));
        let run = evaluate(harmless, enough);
        assert_eq!(run.result.map(|value| digest(&value)), Ok(expected), "after {lines:?}");
        assert_eq!(run.fuel, undisturbed.fuel, "after {lines:?}");
    }
    let too_little = Limits { fuel: undisturbed.fuel - 1, ..LIMITS };
    assert_eq!(ending(&evaluate(harmless, too_little)), "!fuel");
}

#[test]
fn lines_without_end_nest_no_value_beyond_what_a_stack_can_walk_through() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let nest = |line: &str| format!("x = (I,); {}return x", format!("{line}; ").repeat(20_000));
    for line in ["x = (x,)", "x = initset(x)", "x = lbind(identity, x)", "x = compose(x, x)", "x = ((x,), x)"]
    {
        assert_eq!(ending(&evaluate(&nest(line), LIMITS)), "!memory", "{line}");
    }
}

#[test]
fn filters_inside_filters_that_raise_take_no_time() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    // What is tried at each depth and begun again where it raises would be done a billion times over.
    let deep = |innermost: &str, filter: &str| {
        let levels = (0..30).map(|_| format!("x2 = {filter}; "));
        format!("x1 = lbind(branch, T); x2 = {innermost}; {}return x2((1, 1))", levels.collect::<String>())
    };
    let endings = [
        ("compose(first, first)", "!TypeError"),
        ("compose(rbind(divide, 0), first)", "!ZeroDivisionError"),
        ("lbind(canvas, 0)", "!fuel"),
    ];
    for filter in ["fork(sfilter, neighbors, lbind(x1, x2))", "fork(mfilter, neighbors, lbind(x1, x2))"] {
        for (innermost, expected) in endings {
            let lines = deep(innermost, filter);
            assert_eq!(ending(&evaluate(&lines, LIMITS)), expected, "{lines}");
        }
    }
}

#[test]
fn a_quick_call_costs_what_others_do() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let functions = [
        "first",
        "maximum",
        "size",
        "rbind(multiply, 2)",
        "compose(double, first)",
        "compose(flip, last)",
        "chain(even, rbind(subtract, 3), first)",
        "fork(add, first, last)",
        "fork(both, matcher(first, 1), matcher(last, 2))",
        "power(increment, 20)",
        "compose(maximum, lbind(add, (2, 3)))",
    ];
    for function in functions {
        // A bool counts as 1, but a pair with one has no packed form, so it is called as others are.
        let [quick, other] = ["((1, 1), (1, 1))", "((T, T), (T, T))"].map(|items| {
            let run = evaluate(&format!("x1 = {function}; return apply(x1, {items})"), LIMITS);
            assert!(run.result.is_ok(), "{function}: {}", ending(&run));
            run.fuel
        });
        assert_eq!(quick, other, "{function}");
    }
}

#[test]
fn what_both_branches_of_a_fork_call_is_paid_for_in_both() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let few = ["compose(size, palette)", "lbind(remove, 1)", "chain(first, rbind(order, size), asobject)"];
    let deep = (950..1000).flat_map(|n| {
        [
            format!("compose(power(compose(size, lbind(repeat, 1)), {n}), size)"),
            format!("chain(size, lbind(repeat, 1), compose(power(increment, {n}), size))"),
            format!("chain(flip, lbind(power, increment), compose(rbind(add, {n}), size))"),
        ]
    });
    let mut endings = HashSet::new();
    for function in few.map(str::to_string).into_iter().chain(deep) {
        // One function in both branches, or one in each. The second branch calls it a frame deeper.
        let lines = ["x1", "x2"].map(|second| {
            format!(
                "x1 = {function}; x2 = {function}; x3 = compose(initset, x1); \
                 x4 = compose(initset, compose(identity, {second})); x5 = fork(combine, x3, x4); return x5(I)"
            )
        });
        let [one, two] = lines.each_ref().map(|lines| evaluate(lines, LIMITS));
        assert_eq!((ending(&one), one.fuel), (ending(&two), two.fuel), "{function}");
        if let (Ok(a), Ok(b)) = (&one.result, &two.result) {
            assert_eq!(digest(a), digest(b), "{function}");
            let too_little = Limits { fuel: one.fuel - 1, ..LIMITS };
            assert_eq!(ending(&evaluate(&lines[0], too_little)), "!fuel", "{function}");
        }
        endings.insert(ending(&one));
    }
    assert_eq!(endings, HashSet::from(["a value", "!RecursionError"].map(str::to_string)));
}
