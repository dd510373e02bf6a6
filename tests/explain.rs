//! What people are shown of values and evaluations is true, and never more than can be looked at.

use arcscore::evaluate::{Inputs, compile, run};
use arcscore::explain::{Budget, Catalogue, Form, Request, Trace, TypedValue, trace};
use arcscore::primitive::{CONSTANTS, Limits, PRIMITIVES, Unwatched};
use arcscore::program;
use arcscore::scoring::{Sample, Status};
use arcscore::task;
use arcscore::value::{Value, digest};

const LIMITS: Limits = Limits { fuel: 10_000_000, memory: 1 << 26 };

fn inputs() -> Inputs {
    let row = |cells: [i64; 3]| Value::tuple(cells.map(Value::Int).to_vec());
    Inputs::of(Value::tuple(vec![row([1, 2, 3]), row([0, 0, 2])]))
}

fn traced(source: &str, name: &str) -> Result<Trace, Vec<String>> {
    let sample = Sample::new(inputs());
    let request =
        Request { file: "file.py", source, program: name, sample: &sample, limits: LIMITS, digests: true };
    trace(&request, &Unwatched)
        .map_err(|diagnostics| diagnostics.iter().map(ToString::to_string).collect::<Vec<_>>())
}

/// What an expression gives, as it is shown.
fn shown(expression: &str) -> TypedValue {
    let trace = traced(&format!("def shown(I):\n    return {expression}\n"), "shown").unwrap();
    trace.value.unwrap_or_else(|| panic!("{expression} raised {:?}", trace.error))
}

#[test]
fn a_value_is_shown_by_its_kind_and_in_pythons_words() {
    let cases = [
        ("None", "none", "None"),
        ("T", "bool", "True"),
        ("-7", "int", "-7"),
        ("(3, -4)", "vector", "(3, -4)"),
        ("(2, (3, 4))", "cell", "(2, (3, 4))"),
        ("(0, 1, 2)", "tuple", "(0, 1, 2)"),
        ("()", "tuple", "()"),
        ("(T,)", "tuple", "(True,)"),
        ("((0, 1), (2, 3))", "grid", "((0, 1), (2, 3))"),
        ("((0, 1), (2,))", "tuple", "((0, 1), (2,))"),
        ("initset((0, 1))", "indices", "frozenset({(0, 1)})"),
        ("initset((5, (0, 1)))", "object", "frozenset({(5, (0, 1))})"),
        ("difference(insert((0, 1), initset(8)), initset(8))", "indices", "frozenset({(0, 1)})"),
        ("insert((0, 1), initset((5, (0, 1))))", "set", "frozenset({(0, 1), (5, (0, 1))})"),
        ("difference(initset(1), initset(1))", "set", "frozenset()"),
        ("identity", "function", "identity"),
        ("compose(first, rbind(colorfilter, 3))", "function", "compose(first, rbind(colorfilter, 3))"),
        (
            "chain(size, lbind(fill, hupscale(I, 3)), T)",
            "function",
            "chain(size, lbind(fill, grid of 2 x 9), True)",
        ),
        ("matcher(size, asobject(I))", "function", "matcher(size, object of 6)"),
        ("fork(add, (1, 2), power(double, 2))", "function", "fork(add, (1, 2), compose(double, double))"),
    ];
    for (expression, kind, text) in cases {
        let shown = shown(expression);
        let json = serde_json::to_value(&shown).unwrap();
        assert_eq!((shown.text.as_str(), shown.form.kind().name()), (text, kind), "{expression}");
        assert_eq!(json["kind"], kind, "{expression}");
        assert_eq!(json["text"], text, "{expression}");
    }
}

#[test]
fn what_is_drawn_of_a_value_is_in_the_order_of_iteration() {
    let cells = |form: Form| match form {
        Form::Grid { height, width, cells, cut: false } => {
            [vec![height as i32, width as i32], cells.iter().map(|&cell| i32::from(cell)).collect()].concat()
        }
        Form::Object { length, cells, cut: false } => [vec![length as i32], cells].concat(),
        Form::Indices { length, indices, cut: false } => [vec![length as i32], indices].concat(),
        Form::Tuple { length, items, cut: false } | Form::Set { length, items, cut: false } => {
            items.iter().fold(vec![length as i32], |mut all, item| {
                all.push(item.text.parse().unwrap());
                all
            })
        }
        other => panic!("{other:?}"),
    };
    // Python iterates {(0, 1), (1, 2)} and {(2, 0), (0, 0)} in these orders.
    let cases: [(&str, &[i32]); 6] = [
        ("I", &[2, 3, 1, 2, 3, 0, 0, 2]),
        ("ofcolor(I, 0)", &[2, 1, 0, 1, 1]),
        ("insert((0, 0), initset((2, 0)))", &[2, 2, 0, 0, 0]),
        ("recolor(7, insert((0, 0), initset((2, 0))))", &[2, 7, 2, 0, 7, 0, 0]),
        ("(3, 1, 2)", &[3, 3, 1, 2]),
        ("insert(1, initset(8))", &[2, 8, 1]),
    ];
    for (expression, expected) in cases {
        let shown = shown(expression);
        let drawn = cells(shown.form);
        // The text is written by other code, in the same order.
        let digits: Vec<i32> = shown
            .text
            .split(|c: char| !c.is_ascii_digit())
            .filter(|digits| !digits.is_empty())
            .map(|digits| digits.parse().unwrap())
            .collect();
        assert!(drawn.ends_with(&digits), "{expression}: {drawn:?} and {digits:?}");
        assert_eq!(drawn, expected, "{expression}");
    }
}

#[test]
fn a_trace_is_the_evaluation_that_a_score_makes() {
    let demo = include_str!("../www/public/demo/demo.json");
    let tasks = task::read("demo.json", demo.as_bytes()).unwrap().tasks;
    let source = include_str!("../www/public/demo/demo.py");
    let mut failed = 0;
    for program in &program::read("demo.py", source).programs {
        let code = compile(program).unwrap();
        for sample in tasks.iter().flat_map(Sample::of_task) {
            let name = &*program.name.text;
            let request = Request {
                file: "demo.py",
                source,
                program: name,
                sample: &sample,
                limits: LIMITS,
                digests: true,
            };
            let trace = trace(&request, &Unwatched).unwrap();
            let run = run(&code, &sample.inputs, LIMITS, &Unwatched);
            let steps = &trace.steps;
            assert_eq!(trace.fuel, run.fuel, "{name}");
            assert_eq!(steps.iter().map(|step| step.fuel).sum::<u64>(), run.fuel, "{name}");
            let last = steps.last().unwrap();
            match &run.result {
                Ok(value) => {
                    assert_eq!((trace.digest, last.digest), (digest(value), Some(digest(value))), "{name}");
                    assert_eq!((&trace.value, steps.len()), (&last.value, program.body.len()), "{name}");
                }
                Err(_) => {
                    failed += 1;
                    assert_eq!((&trace.value, trace.error), (&None, last.error.as_deref()), "{name}");
                    let place = run.failed.unwrap().range();
                    assert_eq!(last.source, source[place], "{name}");
                }
            }
            for step in steps {
                let lines: Vec<&str> = source.lines().collect();
                assert!(
                    lines[step.start.line as usize - 1][step.start.column as usize - 1..]
                        .starts_with(&step.source)
                );
            }
        }
    }
    assert!(failed > 0, "a program of the demo raises");
}

#[test]
fn a_step_names_its_variables_and_how_it_ended() {
    let source = "def first_of_nothing(I):\n    a = b = ()\n    size(a)\n    return first(b)\n";
    let trace = traced(source, "first_of_nothing").unwrap();
    let steps: Vec<_> = trace
        .steps
        .iter()
        .map(|step| (step.start.line, step.targets.join(" "), step.returns, step.error.as_deref()))
        .collect();
    let expected = [
        (2, "a b".to_string(), false, None),
        (3, String::new(), false, None),
        (4, String::new(), true, Some("StopIteration")),
    ];
    assert_eq!(steps, expected);
}

#[test]
fn limits_end_a_trace_in_the_line_that_reaches_them() {
    for (line, ending) in
        [("canvas(0, (10000, 10000))", "fuel"), ("repeat(repeat(I, 500), 5000000)", "memory")]
    {
        let source = format!("def limited(I):\n    x1 = size(I)\n    x2 = {line}\n    return x2\n");
        let trace = traced(&source, "limited").unwrap();
        let last = trace.steps.last().unwrap();
        assert_eq!((trace.steps.len(), last.error.as_deref()), (2, Some(ending)), "{line}");
        assert_eq!(trace.steps.iter().map(|step| step.fuel).sum::<u64>(), trace.fuel, "{line}");
    }
}

#[test]
fn of_a_huge_value_a_part_is_shown() {
    let nested = format!("def huge(I):\n    x = I\n{}    return x\n", "    x = (x, x, x)\n".repeat(10));
    let deep = format!("def huge(I):\n    x = I\n{}    return x\n", "    x = (x,)\n".repeat(500));
    let functions =
        format!("def huge(I):\n    x = identity\n{}    return x\n", "    x = fork(x, x, x)\n".repeat(900));
    let wide = "def huge(I):\n    return interval(0, 1000000, 1)\n".to_string();
    let grid = "def huge(I):\n    return canvas(0, (1000, 1000))\n".to_string();
    let broad = "def huge(I):\n    return canvas(0, (1, 1000000))\n".to_string();
    let object = "def huge(I):\n    return asobject(canvas(3, (300, 300)))\n".to_string();
    let indices = "def huge(I):\n    return asindices(canvas(3, (300, 300)))\n".to_string();
    let objects =
        "def huge(I):\n    x = canvas(3, (60, 60))\n    return apply(initset, asobject(x))\n".to_string();
    for source in [nested, deep, functions, wide, grid, broad, object, indices, objects] {
        let trace = traced(&source, "huge").unwrap();
        let line = source.lines().last().unwrap();
        assert_eq!(trace.status, Status::Ok, "{line}");
        let longest =
            trace.steps.iter().map(|step| serde_json::to_string(step).unwrap().len()).max().unwrap();
        let all = serde_json::to_string(&trace).unwrap().len();
        assert!(longest < 2_000_000 && all < 40_000_000, "{line}: {longest} of {all} bytes");
        let value = trace.value.unwrap();
        assert!(value.text.chars().count() <= 401 && value.text.ends_with('…'), "{}", value.text);
        match value.form {
            Form::Grid { height, width, cells, cut: true } => {
                assert!(cells.len() < height * width && cells.len().is_multiple_of(width));
            }
            Form::Object { length: 90_000, cut: true, cells } => assert!(cells.len().is_multiple_of(3)),
            Form::Indices { length: 90_000, cut: true, indices } => assert!(indices.len().is_multiple_of(2)),
            Form::Set { length: 3600, cut: true, items } => assert_eq!(items.len(), 200),
            Form::Tuple { length: 1_000_000, cut: true, items } => assert_eq!(items.len(), 200),
            Form::Tuple { length: 1 | 3, .. } | Form::Function => {}
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn a_budget_bounds_all_that_is_shown_from_it() {
    let mut budget = Budget::new(100);
    let value = inputs().input;
    let shown: usize = (0..50)
        .map(|_| match budget.show(&value, 10_000).form {
            Form::Grid { cells, .. } => cells.len(),
            other => panic!("{other:?}"),
        })
        .sum();
    assert_eq!(shown, 99);
}

#[test]
fn a_program_that_can_not_run_says_why_instead() {
    let source = "def fine(I):\n    return I\n\ndef odd(I):\n    return I + I\n\ndef lost(I):\n    return vmirorr(I)\n";
    let cases = [
        ("odd", "file.py:5:14: "),
        ("lost", "file.py:8:12: there is no `vmirorr`; did you mean `vmirror`?"),
        ("fin", "file.py: there is no program `fin`; did you mean `fine`?"),
        ("another", "file.py: there is no program `another`"),
    ];
    for (name, message) in cases {
        let diagnostics = traced(source, name).unwrap_err();
        assert!(matches!(&diagnostics[..], [only] if only.starts_with(message)), "{name}: {diagnostics:?}");
    }
    assert!(traced("\0", "any").unwrap_err()[0].contains("null byte"));
}

#[test]
fn of_several_programs_of_a_name_the_last_is_traced() {
    let trace = traced("def f(I):\n    return 1\n\ndef f(I):\n    return 2\n", "f").unwrap();
    assert_eq!(trace.value.unwrap().text, "2");
}

#[test]
fn the_catalogue_has_all_primitives_and_constants() {
    let catalogue = Catalogue::new();
    let names: Vec<&str> = catalogue.primitives.iter().map(|primitive| primitive.name).collect();
    assert_eq!(names, PRIMITIVES.iter().map(|primitive| primitive.name).collect::<Vec<_>>());
    for constant in &catalogue.constants {
        assert_eq!(shown(constant.name).text, constant.value);
    }
    assert_eq!(catalogue.constants.len(), CONSTANTS.len());
    let fill =
        serde_json::to_value(&catalogue.primitives[names.iter().position(|name| *name == "fill").unwrap()]);
    let expected = serde_json::json!({
        "name": "fill",
        "parameters": [
            { "name": "grid", "kind": "Grid" },
            { "name": "value", "kind": "Integer" },
            { "name": "patch", "kind": "Patch" },
        ],
        "result": "Grid",
        "family": "objects",
    });
    let fill = fill.unwrap();
    for (field, value) in expected.as_object().unwrap() {
        assert_eq!(&fill[field], value, "{field}");
    }
}
