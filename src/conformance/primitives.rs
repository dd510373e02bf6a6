//! Vectors of single calls of primitives.

use super::compare;
use super::values::{as_text, expected_text, field, read, text};
use crate::primitive::{self, Limits, Machine, Unwatched};
use crate::task::json::Json;
use crate::value::Value;

pub fn check(json: &Json) -> Result<(), String> {
    let name = as_text(field(json, "fn")?).ok_or("`fn` is no name")?;
    let function = Value::Primitive(primitive::find(name).ok_or_else(|| format!("no primitive `{name}`"))?);
    let arguments = match field(json, "args")? {
        Json::List(arguments) => arguments.iter().map(read).collect::<Result<Vec<_>, _>>()?,
        Json::Row(digits) => digits.iter().map(|digit| Value::Int(i64::from(*digit))).collect(),
        _ => return Err("`args` is no list".into()),
    };
    let arguments: Vec<&Value> = arguments.iter().collect();
    let mut machine = Machine::new(Limits::default(), &Unwatched);
    let ours = match machine.call(&function, &arguments) {
        Ok(value) => text(&value),
        Err(failure) => failure.to_string(),
    };
    let expected = match (json.get("error").and_then(as_text), json.get("fnvalue")) {
        (Some(error), _) => format!("!{error}"),
        (None, Some(_)) => "<fn>".to_string(),
        (None, None) => expected_text(field(json, "value")?),
    };
    compare(name, &ours, &expected)
}
