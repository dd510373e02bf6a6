//! Vectors of whole programs, with the digest of each line.

use super::values::{as_text, field, int};
use super::{compare, values};
use crate::evaluate::{Inputs, compile, trace};
use crate::primitive::{Limits, Unwatched};
use crate::program;
use crate::task::json::Json;
use crate::value::{Digest, Value, digest};

pub fn check(json: &Json) -> Result<(), String> {
    let source = as_text(field(json, "source")?).ok_or("`source` is no text")?;
    let file = program::read("source", source);
    if let Some(refused) = file.refused.first() {
        return Err(format!("refused: {}", refused.diagnostic));
    }
    let program = file.programs.first().ok_or("no program in it")?;
    let code = compile(program).map_err(|errors| errors[0].message.clone())?;
    let input = Inputs::of(grid(field(json, "input")?)?);
    let (run, steps) = trace(&code, &input, Limits::default(), &Unwatched);
    let Json::List(lines) = field(json, "lines")? else { return Err("`lines` is no list".into()) };
    for (place, (step, line)) in steps.iter().zip(lines).enumerate() {
        let statement = &source[step.span.start as usize..step.span.end as usize];
        if let Ok(value) = &step.result {
            let what = format!("`{}` line {}, `{statement}`", program.name.text, place + 1);
            compare(&what, &shown(value), as_text(line).unwrap_or_default())?;
        }
    }
    let (ours, expected) = match &run.result {
        Ok(value) => (digest(value).to_string(), field(json, "digest").ok()),
        Err(failure) => (failure.to_string(), None),
    };
    let expected = match (expected, json.get("error").and_then(as_text)) {
        (_, Some(error)) => format!("!{error}"),
        (Some(digest), None) => as_text(digest).unwrap_or_default().to_string(),
        (None, None) => as_text(field(json, "digest")?).unwrap_or_default().to_string(),
    };
    compare(&format!("`{}`", program.name.text), &ours, &expected)?;
    match (&run.result, json.get("canonical").and_then(as_text)) {
        (Ok(value), Some(canonical)) => compare("canonical text", &values::text(value), canonical),
        _ => Ok(()),
    }
}

fn shown(value: &Value) -> String {
    Digest::of(values::text(value).as_bytes()).to_string()
}

/// A grid written as a list of lists.
fn grid(json: &Json) -> Result<Value, String> {
    match json {
        Json::List(items) => Ok(Value::tuple(items.iter().map(grid).collect::<Result<_, _>>()?)),
        Json::Row(digits) => {
            Ok(Value::tuple(digits.iter().map(|digit| Value::Int(i64::from(*digit))).collect()))
        }
        _ => int(json).map(Value::Int).ok_or_else(|| format!("{} is no cell", json.describe())),
    }
}
