//! An evaluation step by step: what each statement of a program gave.

use serde::Serialize;

use super::value::{Budget, TypedValue};
use crate::diagnostic::{Diagnostic, Position};
use crate::evaluate;
use crate::primitive::{Limits, Watch};
use crate::program::{self, ProgramFile, Refused, tree::StatementKind};
use crate::scoring::{Evaluation, Judgement, Sample, Status};
use crate::text::{Lines, nearest};
use crate::value::{Digest, Failure, Value, digest};

/// Which program of a text is traced, and on what.
pub struct Request<'a> {
    /// The text's name, for messages.
    pub file: &'a str,
    pub source: &'a str,
    /// The program's name; of several the last, as in Python.
    pub program: &'a str,
    pub sample: &'a Sample,
    pub limits: Limits,
    /// Whether each step shall have a digest: that walks through the whole value.
    pub digests: bool,
}

/// An evaluation, with what came before its end.
#[derive(Debug, Serialize)]
pub struct Trace {
    /// The statements that were executed, in their order. The last one failed, if any did.
    pub steps: Vec<Step>,
    /// Whether there were more steps than are shown.
    pub cut: bool,
    pub status: Status,
    /// The exception's class, where it raised.
    pub error: Option<&'static str>,
    /// What came out, where anything did.
    pub value: Option<TypedValue>,
    pub digest: Digest,
    /// Whether it equals the expected output, where there is one.
    #[serde(rename = "match")]
    pub matched: Option<bool>,
    /// From 0 to 1000.
    pub points: u16,
    /// Units of fuel used.
    pub fuel: u64,
}

/// A statement that was executed.
#[derive(Debug, Serialize)]
pub struct Step {
    pub start: Position,
    /// Behind its last character.
    pub end: Position,
    pub source: String,
    /// The variables that took the value.
    pub targets: Vec<String>,
    /// Whether it is a `return`.
    pub returns: bool,
    /// What it gave, unless it failed.
    pub value: Option<TypedValue>,
    /// Why it failed: the exception's class, or `fuel`, `memory` or `timeout`.
    pub error: Option<String>,
    /// Of what it gave, where that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub digest: Option<Digest>,
    /// Units of fuel that it used.
    pub fuel: u64,
}

/// Steps that are shown.
const MOST_STEPS: usize = 2000;
/// Numbers and items that are shown of one value, and of all together.
const MOST_OF_ONE: usize = 10_000;
const MOST_OF_ALL: usize = 300_000;

/// Runs a program and keeps what each statement gave.
///
/// It is the same run as a score's: it ends alike, with the same fuel.
///
/// # Errors
///
/// What keeps the program from running: it was refused, or there is none of this name.
pub fn trace(request: &Request, watch: &dyn Watch) -> Result<Trace, Vec<Diagnostic>> {
    let Request { file, source, program: name, sample, limits, digests } = request;
    let read = program::read(file, source);
    let lines = Lines::new(source);
    // As in a score, the last that can run.
    let mut refused = None;
    let named = read.programs.iter().rev().filter(|program| *program.name.text == **name);
    let mut compiled = named.filter_map(|program| match evaluate::compile(program) {
        Ok(code) => Some((program, code)),
        Err(errors) => {
            refused.get_or_insert(errors);
            None
        }
    });
    let Some((found, code)) = compiled.next() else {
        return Err(match refused {
            Some(errors) => errors.into_iter().map(|error| error.diagnostic(file, &lines)).collect(),
            None => why_absent(file, read, name),
        });
    };

    let (run, executed) = evaluate::trace(&code, &sample.inputs, *limits, watch);
    let mut budget = Budget::new(MOST_OF_ALL);
    let shown = found.body.iter().zip(&executed).take(MOST_STEPS);
    let steps: Vec<Step> = shown
        .map(|(statement, step)| {
            let targets = match &statement.kind {
                StatementKind::Assign { targets, .. } => targets.as_slice(),
                _ => &[],
            };
            let value = step.result.as_ref().ok();
            Step {
                start: lines.position(statement.span.range().start),
                end: lines.position(statement.span.range().end),
                source: source[statement.span.range()].to_string(),
                targets: targets.iter().map(|target| target.text.to_string()).collect(),
                returns: matches!(statement.kind, StatementKind::Return(_)),
                value: value.map(|value| budget.show(value, MOST_OF_ONE)),
                error: step.result.as_ref().err().map(in_a_word),
                digest: digests.then(|| digest_of(&step.result)),
                fuel: step.fuel,
            }
        })
        .collect();
    let (failure, judgement) = match &run.result {
        Ok(value) => (None, Judgement::of(value, sample)),
        Err(failure) => (Some(*failure), Judgement::of_failure(*failure, sample)),
    };
    let evaluation = Evaluation::new(failure, judgement, run.fuel);
    let mut budget = Budget::new(MOST_OF_ONE);
    Ok(Trace {
        cut: steps.len() < executed.len(),
        steps,
        status: evaluation.status,
        error: evaluation.error,
        value: run.result.as_ref().ok().map(|value| budget.show(value, MOST_OF_ONE)),
        digest: evaluation.digest,
        matched: evaluation.matched,
        points: evaluation.points,
        fuel: run.fuel,
    })
}

/// The digest of a value or of a failure.
fn digest_of(result: &Result<Value, Failure>) -> Digest {
    match result {
        Ok(value) => digest(value),
        Err(failure) => Digest::of(failure.to_string().as_bytes()),
    }
}

/// The failure as its canonical text names it.
fn in_a_word(failure: &Failure) -> String {
    failure.to_string().trim_start_matches('!').to_string()
}

/// Why a text has no program of a name that could run.
fn why_absent(file: &str, read: ProgramFile, name: &str) -> Vec<Diagnostic> {
    let names = read.programs.iter().map(|program| &*program.name.text);
    let message = match nearest(name, names) {
        Some(known) => format!("there is no program `{name}`; did you mean `{known}`?"),
        None => format!("there is no program `{name}`"),
    };
    let of_name = |refused: &Refused| refused.name.as_deref().is_none_or(|refused| refused == name);
    let refused: Vec<_> = read.refused.into_iter().filter(of_name).collect();
    let is_there = refused.iter().any(|refused| refused.name.is_some());
    let mut diagnostics: Vec<_> = refused.into_iter().map(|refused| refused.diagnostic).collect();
    if !is_there {
        diagnostics.push(Diagnostic::new(file, message));
    }
    diagnostics
}
