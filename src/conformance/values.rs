//! Values as the vectors write them.

use crate::primitive;
use crate::task::json::Json;
use crate::value::{Set, Value, canonical_text};

/// The value that a vector gives as an argument. The items of a set are inserted as listed.
pub fn read(json: &Json) -> Result<Value, String> {
    let unknown = || format!("unknown value {}", json.describe());
    Ok(match json {
        Json::Other(word) => match &**word {
            "null" => Value::None,
            "true" => Value::bool(true),
            "false" => Value::bool(false),
            number => Value::Int(int(json).ok_or_else(|| format!("{number} is no 64-bit int"))?),
        },
        Json::Digit(digit) => Value::Int(i64::from(*digit)),
        Json::List(parts) => match parts.split_first() {
            Some((Json::Text(kind), items)) => match (&**kind, items) {
                ("t", items) => Value::tuple(items.iter().map(read).collect::<Result<_, _>>()?),
                ("s", items) => {
                    Value::Set(Set::from_items(items.iter().map(read).collect::<Result<Vec<_>, _>>()?))
                }
                ("f", [Json::Text(name)]) => {
                    Value::Primitive(primitive::find(name).ok_or_else(|| format!("no primitive `{name}`"))?)
                }
                _ => return Err(unknown()),
            },
            _ => return Err(unknown()),
        },
        _ => return Err(unknown()),
    })
}

/// An int of 64 bits.
pub fn int(json: &Json) -> Option<i64> {
    match json {
        Json::Digit(digit) => Some(i64::from(*digit)),
        Json::Other(word) => word.parse().ok(),
        _ => None,
    }
}

/// A text as it stands in the vector.
pub fn as_text(json: &Json) -> Option<&str> {
    match json {
        Json::Text(text) => Some(text),
        _ => None,
    }
}

/// A field of a vector.
pub fn field<'j>(json: &'j Json, name: &str) -> Result<&'j Json, String> {
    json.get(name).ok_or_else(|| format!("no field `{name}`"))
}

/// The canonical text of a value that a vector gives as a result: sets stand as listed.
pub fn expected_text(json: &Json) -> String {
    match json {
        Json::Other(word) => match &**word {
            "null" => "N".to_string(),
            "true" => "T".to_string(),
            "false" => "F".to_string(),
            number => number.to_string(),
        },
        Json::List(parts) => {
            let items: String = parts.iter().skip(1).map(|item| expected_text(item) + ",").collect();
            match parts.first().and_then(as_text) {
                Some("s") => format!("{{{items}}}"),
                Some("f") => "<fn>".to_string(),
                _ => format!("({items})"),
            }
        }
        other => other.describe(),
    }
}

/// The whole canonical text of a value of ours.
pub fn text(value: &Value) -> String {
    canonical_text(value, usize::MAX - 1)
}
