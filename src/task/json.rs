//! JSON in the shape in which task files are looked at.

use std::cell::Cell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use crate::diagnostic::Diagnostic;
use crate::text::Lines;

/// How many values a file may hold, not counting the colors in rows: memory stays bounded whatever
/// the file is. All of ARC-AGI-2 has fewer than a tenth of that.
const MAX_VALUES: u32 = 2_000_000;

/// A JSON value. Rows of colors, which are nearly all of a task file, take a byte a cell.
pub enum Json {
    /// An integer from 0 to 9.
    Digit(u8),
    /// Any other number, `true`, `false` or `null`, in words.
    Other(Box<str>),
    Text(Box<str>),
    /// A list of integers from 0 to 9, at least one.
    Row(Box<[u8]>),
    /// Any other list.
    List(Vec<Json>),
    /// Keys and values as they stand in the file; keys may repeat.
    Object(Vec<(Box<str>, Json)>),
}

impl Json {
    /// The value in words, for messages that go on with "instead of".
    pub fn describe(&self) -> String {
        match self {
            Json::Digit(digit) => digit.to_string(),
            Json::Other(text) => text.to_string(),
            Json::Text(text) => shorten(text),
            Json::Row(row) if row.len() == 1 => "a list of 1 number".into(),
            Json::Row(row) => format!("a list of {} numbers", row.len()),
            Json::List(list) if list.is_empty() => "an empty list".into(),
            Json::List(_) => "a list".into(),
            Json::Object(_) => "an object".into(),
        }
    }

    /// The entries, if it is an object.
    pub fn entries(&self) -> Option<&[(Box<str>, Json)]> {
        match self {
            Json::Object(entries) => Some(entries),
            _ => None,
        }
    }

    /// The value of the last entry with this key, if it is an object that has one: the last counts, as in Python.
    pub fn get(&self, key: &str) -> Option<&Json> {
        self.entries()?.iter().rev().find(|(name, _)| &**name == key).map(|(_, value)| value)
    }
}

/// A text in quotes, cut to a readable length.
pub fn shorten(text: &str) -> String {
    const LONGEST: usize = 40;
    let shown: String = text.chars().take(LONGEST).collect();
    let dots = if shown.len() < text.len() { "…" } else { "" };
    format!("{:?}", shown + dots)
}

/// Parses a JSON text.
///
/// # Errors
///
/// What is no JSON, with its place, and what holds too many values.
pub fn parse(file_name: &str, text: &str) -> Result<Json, Diagnostic> {
    let values = Cell::new(0);
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let json = Seed { values: &values }.deserialize(&mut deserializer);
    json.and_then(|json| deserializer.end().map(|()| json)).map_err(|error| {
        let offset = offset(text, error.line(), error.column());
        Diagnostic::at(file_name, Lines::new(text).position(offset), explain(&error))
    })
}

/// What serde_json complains about, without the place.
pub fn complaint(error: &serde_json::Error) -> String {
    let message = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    message.strip_suffix(&place).map_or_else(|| message.clone(), str::to_owned)
}

fn explain(error: &serde_json::Error) -> String {
    let message = complaint(error);
    if error.is_data() {
        message
    } else if message == "recursion limit exceeded" {
        "lists and objects are nested too deep for a task file".into()
    } else {
        format!("this is not JSON: {message}")
    }
}

/// The byte offset of serde_json's line and column: both count from 1, the column in bytes.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let before: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    text.floor_char_boundary((before + column.saturating_sub(1)).min(text.len()))
}

/// Reads one value, counting it.
struct Seed<'a> {
    values: &'a Cell<u32>,
}

impl Seed<'_> {
    fn count<E: Error>(&self, values: usize) -> Result<(), E> {
        let values = u64::from(self.values.get()) + values as u64;
        if values > u64::from(MAX_VALUES) {
            return Err(E::custom(format_args!(
                "the file holds more than {} million values that are no rows of colors, so this is no task file",
                MAX_VALUES / 1_000_000
            )));
        }
        self.values.set(values as u32);
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = Json;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Json, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_u64<E>(self, number: u64) -> Result<Json, E> {
        Ok(if number <= 9 { Json::Digit(number as u8) } else { Json::Other(number.to_string().into()) })
    }

    fn visit_i64<E>(self, number: i64) -> Result<Json, E> {
        Ok(Json::Other(number.to_string().into()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Json, E> {
        // With `{:?}` 3.0 stays 3.0.
        Ok(Json::Other(format!("{number:?}").into()))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Json, E> {
        Ok(Json::Other(value.to_string().into()))
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Other("null".into()))
    }

    fn visit_str<E>(self, text: &str) -> Result<Json, E> {
        Ok(Json::Text(text.into()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Json, A::Error> {
        let mut row = Vec::new();
        let seed = || Seed { values: self.values };
        self.count(1)?;
        let other = loop {
            match items.next_element_seed(seed())? {
                Some(Json::Digit(digit)) => row.push(digit),
                Some(other) => break other,
                None if row.is_empty() => return Ok(Json::List(Vec::new())),
                None => return Ok(Json::Row(row.into())),
            }
        };
        self.count(row.len() + 1)?;
        let mut list: Vec<Json> = row.into_iter().map(Json::Digit).chain([other]).collect();
        while let Some(item) = items.next_element_seed(seed())? {
            self.count(1)?;
            list.push(item);
        }
        Ok(Json::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Json, A::Error> {
        let mut object = Vec::new();
        while let Some(key) = entries.next_key::<Box<str>>()? {
            self.count(1)?;
            object.push((key, entries.next_value_seed(Seed { values: self.values })?));
        }
        Ok(Json::Object(object))
    }
}
