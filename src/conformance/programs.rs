//! Vectors of whole programs, with the digest of each line.

use serde_json::Value as Json;

use super::values::field;
use super::{compare, values};
use crate::evaluate::{Inputs, compile, trace};
use crate::primitive::{Limits, Unwatched};
use crate::program;
use crate::value::{Digest, Value, digest};

pub fn check(json: &Json) -> Result<(), String> {
    let source = field(json, "source")?.as_str().ok_or("`source` is no text")?;
    let file = program::read("source", source);
    if let Some(refused) = file.refused.first() {
        return Err(format!("refused: {}", refused.diagnostic));
    }
    let program = file.programs.first().ok_or("no program in it")?;
    let code = compile(program).map_err(|errors| errors[0].message.clone())?;
    let input = Inputs::of(grid(field(json, "input")?)?);
    let (run, steps) = trace(&code, &input, Limits::default(), &Unwatched);
    let lines = field(json, "lines")?.as_array().ok_or("`lines` is no list")?;
    for (place, (step, line)) in steps.iter().zip(lines).enumerate() {
        let statement = &source[step.span.start as usize..step.span.end as usize];
        if let Ok(value) = &step.result {
            let what = format!("`{}` line {}, `{statement}`", program.name.text, place + 1);
            compare(&what, &shown(value), line.as_str().unwrap_or_default())?;
        }
    }
    let (ours, expected) = match &run.result {
        Ok(value) => (digest(value).to_string(), field(json, "digest").ok()),
        Err(failure) => (failure.to_string(), None),
    };
    let expected = match (expected, json.get("error").and_then(Json::as_str)) {
        (_, Some(error)) => format!("!{error}"),
        (Some(digest), None) => digest.as_str().unwrap_or_default().to_string(),
        (None, None) => field(json, "digest")?.as_str().unwrap_or_default().to_string(),
    };
    compare(&format!("`{}`", program.name.text), &ours, &expected)?;
    match (&run.result, json.get("canonical").and_then(Json::as_str)) {
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
        Json::Array(items) => Ok(Value::tuple(items.iter().map(grid).collect::<Result<_, _>>()?)),
        _ => json.as_i64().map(Value::Int).ok_or_else(|| format!("{json} is no cell")),
    }
}
