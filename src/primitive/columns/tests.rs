//! What is asked of many items at once gives what asking one by one gives, for the same fuel and no more memory.

use proptest::prelude::*;
use proptest::sample::select;

use super::*;
use crate::evaluate::{Inputs, compile, run};
use crate::primitive::functions;
use crate::primitive::machine::{Limits, Unwatched};
use crate::program;
use crate::value::{self, PrimitiveId, Side};

const LIMITS: Limits = Limits { fuel: 1 << 22, memory: 1 << 22 };

/// What an expression gives, in which `I` is a grid of three rows.
fn value(expression: &str) -> Value {
    let file = program::read("value", &format!("def value(I):\n    return {expression}\n"));
    assert_eq!(file.refused, [], "{expression}");
    let code = compile(&file.programs[0]).unwrap_or_else(|errors| panic!("{expression}: {errors:?}"));
    let row = |cells: [i64; 4]| Value::tuple(cells.map(Value::Int).to_vec());
    let grid = Value::tuple(vec![row([1, 2, 3, 0]), row([0, 0, 2, 1]), row([3, 3, 0, 0])]);
    let run = run(&code, &Inputs::of(grid), Limits::default(), &Unwatched);
    run.result.unwrap_or_else(|failure| panic!("{expression}: {failure}"))
}

/// How many items there are to ask about, as expressions that give a container of them.
const CONTAINERS: &[&str] = &[
    "asindices(canvas(0, (4, 5)))",
    "asindices(canvas(0, (30, 30)))",
    "asobject(I)",
    "interval(-5, 12, 1)",
    "(T, F, F, T, F, T, T, T, F)",
    "(1, T, 0, F, 2, -1, T, 5, 7)",
    "product(initset((1, 2)), asindices(I))",
    "product(interval(0, 3, 1), interval(0, 4, 1))",
    "totuple(apply(initset, asindices(I)))",
    "totuple(apply(neighbors, asindices(I)))",
    "objects(upscale(I, 3), T, F, F)",
    "combine(I, combine(I, I))",
    "((1, 2), 3, (1, (2, 3)), T, (T, 2), (), (1, 2, 3), I, neighbors(UP), first)",
    "((2147483647, 0), (-2147483647, 1), (0, 2147483647), (1, 1), (5, 5), (0, 0), (7, 1), (2, 2), (9, 9))",
    "totuple(apply(rbind(astuple, I), interval(0, 9, 1)))",
];

fn items(container: &str) -> Vec<Value> {
    value(container).items().expect("it is a container").collect()
}

/// How deep calls stand in others.
fn deeper<T>(machine: &mut Machine, frames: u32, work: &mut dyn FnMut(&mut Machine) -> T) -> T {
    if frames == 0 {
        return work(machine);
    }
    machine.in_frame::<_, Failure>(|machine| Ok(deeper(machine, frames - 1, work))).expect("there is room")
}

/// What came of it, the fuel for it, and the most memory.
type Came<T> = (T, u64, i64);

/// Runs something on a machine of its own, that many frames deep.
fn on_machine<T>(frames: u32, mut work: impl FnMut(&mut Machine) -> T) -> Came<T> {
    let before = value::held();
    let mut machine = Machine::new(LIMITS, &Unwatched);
    let came = deeper(&mut machine, frames, &mut work);
    let settled = machine.settle();
    assert!(settled.is_ok() || machine.used() == LIMITS.fuel);
    (came, machine.used(), machine.peak() - before)
}

fn at_once(condition: &Value, items: &[Value], frames: u32) -> Came<Option<Vec<bool>>> {
    let column = |rows: Range<usize>| Column::of_items(&items[rows]);
    on_machine(frames, |machine| {
        hold(machine, condition, items.len(), &column).expect("it has fuel for nothing")
    })
}

fn one_by_one(condition: &Value, items: &[Value], frames: u32) -> Came<Result<Vec<bool>, Failure>> {
    on_machine(frames, |machine| items.iter().map(|item| machine.holds(condition, item)).collect())
}

/// Compares both ways; says whether the items could be asked at once.
fn compare(condition: &Value, items: &[Value], frames: u32) -> Result<bool, String> {
    let (holds, fuel, peak) = at_once(condition, items, frames);
    let Some(holds) = holds else {
        return if fuel == 0 { Ok(false) } else { Err(format!("{fuel} paid for nothing")) };
    };
    let (expected, expected_fuel, most) = one_by_one(condition, items, frames);
    if Ok(&holds) != expected.as_ref() {
        return Err(format!("{holds:?} instead of {expected:?}"));
    }
    if fuel != expected_fuel {
        return Err(format!("for {fuel} instead of {expected_fuel}"));
    }
    if peak > most { Err(format!("with {peak} bytes instead of {most}")) } else { Ok(true) }
}

/// Conditions, and containers of whose items each is asked at once.
const ASKED: &[(&str, &[&str])] = &[
    (
        "chain(even, rbind(subtract, 3), last)",
        &["asindices(canvas(0, (4, 5)))", "asindices(canvas(0, (30, 30)))"],
    ),
    ("matcher(first, 3)", &["asobject(I)", "asindices(I)"]),
    ("compose(flip, matcher(identity, (1, 2)))", &["asindices(I)"]),
    ("fork(both, compose(positive, first), chain(flip, positive, last))", &["asindices(I)"]),
    ("fork(either, matcher(double, 4), matcher(halve, 1))", &["interval(-5, 12, 1)"]),
    ("chain(even, sign, crement)", &["interval(-5, 12, 1)"]),
    ("chain(positive, first, rbind(add, (1, -1)))", &["asindices(I)"]),
    ("chain(positive, maximum, lbind(multiply, -2))", &["asindices(I)"]),
    ("chain(positive, minimum, compose(increment, invert))", &["asindices(I)"]),
    ("compose(rbind(greater, 2), compose(decrement, first))", &["asobject(I)"]),
    ("rbind(contained, connect(ORIGIN, (2, 2)))", &["asindices(I)"]),
    ("compose(rbind(contained, asobject(I)), identity)", &["asobject(I)"]),
    ("fork(equality, compose(first, first), compose(first, last))", &["product(asindices(I), asindices(I))"]),
    ("fork(equality, compose(tojvec, first), compose(toivec, last))", &["asindices(I)"]),
    (
        "chain(even, maximum, compose(lbind(apply, fork(multiply, sign, identity)), rbind(subtract, (1, 2))))",
        &["asindices(I)"],
    ),
    ("compose(first, rbind(astuple, partition(I)))", &["asindices(I)"]),
    (
        "chain(rbind(contained, asindices(I)), rbind(add, 1), compose(center, last))",
        &["totuple(apply(rbind(astuple, neighbors(UNITY)), interval(0, 9, 1)))"],
    ),
    (
        "chain(rbind(equality, first(partition(I))), lbind(argmin, partition(I)), compose(lbind(compose, compose(first, \
      fork(subtract, first, compose(center, last)))), lbind(lbind, astuple)))",
        &["asindices(I)"],
    ),
    (
        "compose(even, compose(lbind(valmax, partition(I)), compose(lbind(compose, compose(last, fork(add, first, \
      compose(ulcorner, last)))), lbind(lbind, astuple))))",
        &["asindices(I)"],
    ),
    ("compose(even, compose(lbind(valmin, (1, 2, 3)), lbind(lbind, multiply)))", &["interval(-5, 12, 1)"]),
    (
        "chain(positive, rbind(colorcount, 0), chain(rbind(toobject, I), neighbors, identity))",
        &["asindices(I)"],
    ),
    ("chain(lbind(contained, 2), palette, compose(rbind(toobject, I), dneighbors))", &["asindices(I)"]),
    (
        "chain(rbind(greater, 1), numcolors, compose(rbind(toobject, I), ineighbors))",
        &["asindices(canvas(0, (3, 3)))"],
    ),
    ("chain(rbind(greater, 1), size, chain(palette, rbind(toobject, I), dneighbors))", &["asindices(I)"]),
    ("compose(rbind(bordering, I), initset)", &["asindices(I)"]),
    ("compose(rbind(bordering, I), dneighbors)", &["asindices(I)"]),
    (
        "matcher(chain(size, rbind(difference, ofcolor(I, 0)), lbind(shift, connect(ORIGIN, (1, 1)))), 0)",
        &["asindices(I)", "asindices(canvas(0, (30, 30)))"],
    ),
    ("chain(even, size, compose(rbind(intersection, ofcolor(I, 0)), neighbors))", &["asindices(I)"]),
    (
        "chain(even, size, compose(lbind(intersection, asobject(I)), compose(rbind(toobject, I), neighbors)))",
        &["asindices(I)"],
    ),
    ("chain(flip, size, compose(rbind(difference, asobject(I)), initset))", &["asobject(I)"]),
    (
        "chain(even, size, compose(rbind(difference, difference(neighbors(UP), neighbors(UP))), neighbors))",
        &["asindices(I)"],
    ),
    ("matcher(lbind(index, I), 0)", &["asindices(I)"]),
    ("compose(positive, size)", &["totuple(apply(neighbors, asindices(I)))"]),
    ("fork(astuple, identity, identity)", &["totuple(apply(neighbors, asindices(I)))"]),
];

#[test]
fn conditions_that_look_at_each_location_are_asked_at_once() {
    for (condition, containers) in ASKED {
        let function = value(condition);
        for container in *containers {
            for (frames, at_once) in [(0, true), (100, true), (500, false)] {
                let compared = compare(&function, &items(container), frames);
                assert_eq!(compared, Ok(at_once), "{condition} of {container}, {frames} frames deep");
            }
        }
    }
}

#[test]
fn conditions_that_raise_or_make_values_are_asked_one_by_one() {
    let raising = [
        ("compose(first, first)", "asindices(I)"),
        ("compose(rbind(divide, 0), first)", "asindices(I)"),
        ("compose(rbind(multiply, 4611686018427387904), first)", "asindices(I)"),
        ("compose(rbind(add, 2147483647), identity)", "asindices(I)"),
        ("chain(palette, rbind(toobject, I), compose(neighbors, rbind(add, 40)))", "asindices(I)"),
        ("compose(lbind(argmin, ()), lbind(lbind, add))", "interval(-5, 12, 1)"),
        ("compose(lbind(apply, asindices), toivec)", "interval(-5, 12, 1)"),
        ("compose(size, lbind(canvas, 0))", "asindices(I)"),
        ("power(fork(astuple, identity, identity), 40)", "interval(-5, 12, 1)"),
        ("compose(neighbors, identity)", "asindices(I)"),
    ];
    for (condition, container) in raising {
        assert_eq!(compare(&value(condition), &items(container), 0), Ok(false), "{condition} of {container}");
    }
}

#[test]
fn fuel_that_does_not_last_pays_for_nothing() {
    let (condition, items) = (value("chain(even, rbind(subtract, 3), last)"), items("asindices(I)"));
    let (_, fuel, _) = one_by_one(&condition, &items, 0);
    for (limit, expected) in [(fuel, true), (fuel - 1, false)] {
        let mut machine = Machine::new(Limits { fuel: limit, ..LIMITS }, &Unwatched);
        let holds = hold(&mut machine, &condition, items.len(), &|rows| Column::of_items(&items[rows]));
        assert_eq!(holds.map(|holds| holds.is_some()), Ok(expected));
        assert_eq!(machine.used(), if expected { fuel } else { 0 });
    }
}

#[test]
fn items_that_would_take_memory_are_not_listed() {
    for (container, listed_at_once) in
        [("I", false), ("((1, 2), (3, 4))", true), ("first(I)", true), ("partition(I)", true)]
    {
        let container = value(container);
        let before = value::held();
        let items = listed(&container);
        assert_eq!(items.is_some(), listed_at_once);
        assert_eq!(value::held(), before);
    }
}

/// Values that functions are made with.
const FIXED: &[&str] = &[
    "0",
    "1",
    "3",
    "-2",
    "T",
    "F",
    "9223372036854775807",
    "(0, 1)",
    "(2, 2)",
    "(2147483647, 0)",
    "(3, (1, 1))",
    "(1, 2, 3)",
    "((1, 2), (3, 4))",
    "()",
    "I",
    "neighbors((1, 1))",
    "connect(ORIGIN, (0, 3))",
    "asobject(I)",
    "partition(I)",
    "initset(3)",
    "difference(neighbors(UP), neighbors(UP))",
    "index(I, (9, 9))",
];

/// Functions of any primitives, mostly of those that may be called at once.
fn function() -> impl Strategy<Value = Value> {
    let ids = |suit: bool| {
        let ids = (0..table::PRIMITIVES.len() as u64).map(PrimitiveId);
        select(ids.filter(|id| table::suits_columns(*id) || !suit).map(Value::Primitive).collect::<Vec<_>>())
    };
    let fixed = || select(FIXED.iter().map(|fixed| value(fixed)).collect::<Vec<_>>());
    let leaf = prop_oneof![15 => ids(true), 1 => ids(false)];
    leaf.prop_recursive(5, 24, 3, move |function| {
        let made = |kind: ClosureKind| functions::made(kind);
        let bound = (any::<bool>(), function.clone(), prop_oneof![3 => fixed(), 2 => function.clone()]);
        let bound = bound.prop_filter_map("only functions can be bound", |(left, function, fixed)| {
            let side = if left { Side::Left } else { Side::Right };
            functions::bind(side, &function, &fixed).ok()
        });
        prop_oneof![
            2 => (function.clone(), function.clone())
                .prop_map(move |(outer, inner)| made(ClosureKind::Compose { outer, inner })),
            1 => (function.clone(), function.clone(), function.clone())
                .prop_map(move |(h, g, f)| made(ClosureKind::Chain { h, g, f })),
            2 => (function.clone(), function.clone(), function.clone())
                .prop_map(move |(outer, a, b)| made(ClosureKind::Fork { outer, a, b })),
            1 => (function.clone(), fixed())
                .prop_map(move |(function, target)| made(ClosureKind::Matcher { function, target })),
            3 => bound,
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn any_function_gives_the_same_at_once_and_one_by_one(
        condition in function(),
        container in select(CONTAINERS),
        frames in prop_oneof![3 => Just(0), 1 => 190..200_u32],
    ) {
        let compared = compare(&condition, &items(container), frames);
        prop_assert!(compared.is_ok(), "{} of {container}: {compared:?}", crate::explain::text(&condition, 2000));
    }
}
