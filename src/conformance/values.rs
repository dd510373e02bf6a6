//! Values as the vectors write them.

use serde_json::Value as Json;

use crate::primitive;
use crate::value::{Set, Value, canonical_text};

/// The value that a vector gives as an argument. The items of a set are inserted as listed.
pub fn read(json: &Json) -> Result<Value, String> {
    Ok(match json {
        Json::Null => Value::None,
        Json::Bool(value) => Value::Bool(*value),
        Json::Number(number) => {
            Value::Int(number.as_i64().ok_or_else(|| format!("{number} is no 64-bit int"))?)
        }
        Json::Array(parts) => match parts.split_first() {
            Some((Json::String(kind), items)) => match (kind.as_str(), items) {
                ("t", items) => Value::tuple(items.iter().map(read).collect::<Result<_, _>>()?),
                ("s", items) => {
                    Value::Set(Set::from_items(items.iter().map(read).collect::<Result<Vec<_>, _>>()?))
                }
                ("f", [Json::String(name)]) => {
                    Value::Primitive(primitive::find(name).ok_or_else(|| format!("no primitive `{name}`"))?)
                }
                _ => return Err(format!("unknown value {json}")),
            },
            _ => return Err(format!("unknown value {json}")),
        },
        _ => return Err(format!("unknown value {json}")),
    })
}

/// A field of a vector.
pub fn field<'j>(json: &'j Json, name: &str) -> Result<&'j Json, String> {
    json.get(name).ok_or_else(|| format!("no field `{name}`"))
}

/// The canonical text of a value that a vector gives as a result: sets stand as listed.
pub fn expected_text(json: &Json) -> String {
    match json {
        Json::Null => "N".to_string(),
        Json::Bool(true) => "T".to_string(),
        Json::Bool(false) => "F".to_string(),
        Json::Array(parts) => {
            let items: String = parts.iter().skip(1).map(|item| expected_text(item) + ",").collect();
            match parts.first().and_then(Json::as_str) {
                Some("s") => format!("{{{items}}}"),
                Some("f") => "<fn>".to_string(),
                _ => format!("({items})"),
            }
        }
        other => other.to_string(),
    }
}

/// The whole canonical text of a value of ours.
pub fn text(value: &Value) -> String {
    canonical_text(value, usize::MAX - 1)
}
