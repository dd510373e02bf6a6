//! Vectors of single calls of primitives.

use serde_json::Value as Json;

use super::compare;
use super::values::{expected_text, field, read, text};
use crate::primitive::{self, Limits, Machine, Unwatched};
use crate::value::Value;

pub fn check(json: &Json) -> Result<(), String> {
    let name = field(json, "fn")?.as_str().ok_or("`fn` is no name")?;
    let function = Value::Primitive(primitive::find(name).ok_or_else(|| format!("no primitive `{name}`"))?);
    let arguments = field(json, "args")?.as_array().ok_or("`args` is no list")?;
    let arguments = arguments.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    let arguments: Vec<&Value> = arguments.iter().collect();
    let mut machine = Machine::new(Limits::default(), &Unwatched);
    let ours = match machine.call(&function, &arguments) {
        Ok(value) => text(&value),
        Err(failure) => failure.to_string(),
    };
    let expected = match (json.get("error").and_then(Json::as_str), json.get("fnvalue")) {
        (Some(error), _) => format!("!{error}"),
        (None, Some(_)) => "<fn>".to_string(),
        (None, None) => expected_text(field(json, "value")?),
    };
    compare(name, &ours, &expected)
}
