//! The language as a page to read: every primitive with its signature, what it does and an example.

use std::fmt::Write;

use super::catalogue::{Catalogue, PrimitiveEntry};

/// The reference in Markdown.
pub fn reference() -> String {
    let Catalogue { primitives, constants, kinds } = Catalogue::new();
    let mut page = head(primitives.len(), constants.len());
    for family in primitives.chunk_by(|a, b| a.family == b.family) {
        let (first, rest) = family[0].family.split_at(1);
        let heading = format!("{}{rest}", first.to_uppercase());
        section(&mut page, &heading, ["primitive", "what it gives", "example"]);
        for primitive in family {
            row(&mut page, [&code(&signature(primitive)), primitive.doc, &code(primitive.example)]);
        }
    }
    section(&mut page, "Constants", ["constant", "value", ""]);
    for constant in constants {
        row(&mut page, [&code(constant.name), &code(&constant.value), ""]);
    }
    section(&mut page, "Kinds", ["kind", "values", ""]);
    for kind in kinds {
        row(&mut page, [&code(&kind.name), kind.meaning, ""]);
    }
    page
}

fn head(primitives: usize, constants: usize) -> String {
    format!(
        "\
<!-- Generated from the declarations in src/primitive by `cargo xtask reference`. A test fails when it is stale. -->

# Primitives

The {primitives} primitives and {constants} constants of the public ARC DSL. What they mean is defined by `dsl.py` of
[arc-dsl](https://github.com/michaelhodel/arc-dsl) (Michael Hodel, MIT), run by CPython. Nothing enforces the kinds of the
parameters: a primitive takes what comes, and raises what Python would raise. Each example holds; a test evaluates them all.
"
    )
}

fn signature(primitive: &PrimitiveEntry) -> String {
    let parameters: Vec<String> = primitive
        .parameters
        .iter()
        .map(|parameter| format!("{}: {}", parameter.name, parameter.kind))
        .collect();
    format!("{}({}) -> {}", primitive.name, parameters.join(", "), primitive.result)
}

fn code(text: &str) -> String {
    format!("`{text}`")
}

/// A heading and the head of a table, which has no third column where that has no name.
fn section(page: &mut String, heading: &str, columns: [&str; 3]) {
    write!(page, "\n## {heading}\n\n").expect("a String takes all that is written");
    row(page, columns);
    row(page, columns.map(|column| if column.is_empty() { "" } else { "---" }));
}

fn row(page: &mut String, columns: [&str; 3]) {
    let columns: Vec<String> =
        columns.iter().filter(|column| !column.is_empty()).map(|column| column.replace('|', "\\|")).collect();
    writeln!(page, "| {} |", columns.join(" | ")).expect("a String takes all that is written");
}
