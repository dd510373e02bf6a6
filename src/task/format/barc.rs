//! The generated tasks of BARC, such as ARC-Heavy: JSON lines, each a task with the program that made it,
//! `{"source": …, "examples": [[grid, grid], …], "seeds": […]}`.
//!
//! All examples are demonstrations, as in re-arc. The tasks have no ids; they get the file's name and the number of
//! their line.

use super::{Format, Reader, Reading};
use crate::diagnostic::{Diagnostic, Position};
use crate::task::json::{self, Json};

/// For a file with one line.
pub(super) const READER: Reader = Reader { format: Format::Barc, recognises, read };

fn recognises(json: &Json) -> bool {
    matches!(json.get("examples"), Some(Json::List(_)))
}

fn read(json: &Json, reading: &mut Reading<'_>) {
    line(1, json, reading);
}

/// Reads a file of several lines, if its first line is a task.
pub(super) fn read_lines(text: &str, reading: &mut Reading<'_>) -> Option<Format> {
    let mut lines = (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty());
    let (number, first) = lines.next()?;
    let mut lines = lines.peekable();
    if !first.trim_end().ends_with('}') || lines.peek().is_none() {
        return None;
    }
    let first = json::parse(reading.file_name, first).ok().filter(recognises)?;
    line(number, &first, reading);
    drop(first);
    for (number, text) in lines {
        match json::parse(reading.file_name, text) {
            Ok(json) => line(number, &json, reading),
            Err(Diagnostic { position, message, .. }) => {
                let column = position.map_or(1, |position| position.column);
                reading.lose_at(Position { line: number, column }, message);
            }
        }
        if reading.is_full() {
            break;
        }
    }
    Some(Format::Barc)
}

fn line(number: u32, json: &Json, reading: &mut Reading<'_>) {
    let id = format!("{}-{number}", reading.stem());
    match json.get("examples") {
        Some(Json::List(examples)) => reading.examples(&id, examples),
        Some(other) => {
            reading.lose(format!("{id}: its `examples` are {} instead of a list", other.describe()));
        }
        None => reading.lose(format!("{id}: there are no `examples`")),
    }
}
