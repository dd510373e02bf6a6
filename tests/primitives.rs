//! The table of primitives is complete, and what it says of each primitive is true.

use std::collections::HashSet;

use arcscore::evaluate::{Inputs, compile, run};
use arcscore::explain::reference;
use arcscore::primitive::{CONSTANTS, Kind, Limits, PRIMITIVES, Unwatched, find};
use arcscore::program;
use arcscore::value::{Value, canonical_text};

/// What an expression of the DSL gives, as canonical text.
fn text_of(expression: &str) -> String {
    let source = format!("def example(I):\n    return {expression}\n");
    let file = program::read("example", &source);
    assert_eq!(file.refused, [], "{expression}");
    let code = compile(&file.programs[0]).unwrap_or_else(|errors| panic!("{expression}: {errors:?}"));
    match run(&code, &Inputs::of(Value::None), Limits::default(), &Unwatched).result {
        Ok(value) => canonical_text(&value, usize::MAX - 1),
        Err(failure) => panic!("{expression} gives {failure}"),
    }
}

#[test]
fn every_primitive_of_the_dsl_is_there_once() {
    let names: HashSet<&str> = PRIMITIVES.iter().map(|primitive| primitive.name).collect();
    assert_eq!((names.len(), PRIMITIVES.len()), (160, 160));
    assert_eq!(CONSTANTS.len(), 28);
    for (place, primitive) in PRIMITIVES.iter().enumerate() {
        assert_eq!(find(primitive.name).map(|id| id.0 as usize), Some(place));
    }
}

#[test]
fn every_primitive_has_vectors() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/conformance/primitives.jsonl");
    let vectors = std::fs::read_to_string(path).expect("the vectors are in the repository");
    for primitive in &PRIMITIVES {
        let called = format!("{{\"fn\":\"{}\",", primitive.name);
        assert!(vectors.lines().any(|line| line.starts_with(&called)), "{}", primitive.name);
    }
}

#[test]
fn every_example_holds() {
    for primitive in &PRIMITIVES {
        let (left, right) = primitive.example.split_once(" == ").expect("an example is an equation");
        assert!(left.contains(primitive.name), "{} is not about {}", primitive.example, primitive.name);
        assert_eq!(text_of(left), text_of(right), "{}", primitive.example);
    }
}

#[test]
fn every_equation_holds() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/equations.txt");
    let text = std::fs::read_to_string(path).expect("the equations are in the repository");
    let equations = text.split_once("\n\n").expect("they come after an empty line").1;
    let lines: Vec<&str> = equations.lines().collect();
    assert!(lines.len() > 100);
    for equation in lines.chunks(2) {
        let [left, right] = equation else { panic!("{equation:?} is no equation") };
        let right = right.strip_prefix("    == ").expect("the second line is the right side");
        assert_eq!(text_of(left), text_of(right), "{left}");
    }
}

#[test]
fn every_primitive_is_documented_in_one_line() {
    for primitive in &PRIMITIVES {
        let doc = primitive.doc.trim();
        assert!(!doc.is_empty() && !doc.contains('\n') && !doc.ends_with('.'), "{}", primitive.name);
    }
}

#[test]
fn the_reference_is_what_the_declarations_say() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/primitives.md");
    let committed = std::fs::read_to_string(path).expect("the reference is in the repository");
    assert!(
        committed == reference(),
        "docs/primitives.md is stale: run `cargo xtask reference` and commit it"
    );
}

#[test]
fn the_reference_explains_every_kind_that_a_signature_names() {
    for primitive in &PRIMITIVES {
        for kind in primitive.parameters.iter().map(|parameter| parameter.kind).chain([primitive.result]) {
            assert!(Kind::ALL.contains(&kind), "{kind:?}");
        }
    }
    for kind in Kind::ALL {
        assert!(reference().contains(&format!("| `{}` | {} |", kind.name(), kind.meaning())), "{kind:?}");
    }
}
