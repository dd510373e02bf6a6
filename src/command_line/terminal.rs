//! Standard output and standard error: in color on a terminal, plain elsewhere and where `NO_COLOR`
//! is set, and without complaint when nobody listens any more.

use std::fmt::{Display, Write as _};
use std::io::{self, BufWriter, Write};

use anstream::AutoStream;
use anstyle::{AnsiColor, Style};
use indicatif::{ProgressBar, ProgressStyle};

use crate::diagnostic::{Diagnostic, Severity};

/// Standard output. Colors that are written to it arrive on a terminal only.
pub fn output() -> BufWriter<AutoStream<io::StdoutLock<'static>>> {
    BufWriter::new(AutoStream::auto(io::stdout().lock()))
}

/// What became of writing to standard output. That whoever reads it, `head` perhaps, has seen enough
/// is no error.
pub fn written(result: io::Result<()>) -> Result<(), String> {
    match result {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other.map_err(|error| format!("standard output: {error}")),
    }
}

/// Says a line on standard error. If that is closed there is nobody left to tell.
pub fn say(line: impl Display) {
    write_line(&visible(&line.to_string()));
}

fn write_line(line: &str) {
    let _ = writeln!(anstream::stderr().lock(), "{line}");
}

/// A text without control characters. Names of files and what is quoted from them may hold some, and a message is one
/// line that leaves the terminal as it is.
fn visible(text: &str) -> String {
    let mut visible = String::with_capacity(text.len());
    for character in text.chars() {
        if character.is_control() {
            visible.extend(character.escape_default());
        } else {
            visible.push(character);
        }
    }
    visible
}

/// A message in which no name is repeated that is as long as its file: its beginning and its end tell enough.
fn shortened(message: &str) -> String {
    let word = |word: &str| match (word.char_indices().nth(80), word.char_indices().rev().nth(39)) {
        (Some((from, _)), Some((to, _))) if word.chars().count() >= 200 => {
            format!("{}…{}", &word[..from], &word[to..])
        }
        _ => word.to_owned(),
    };
    message.split_inclusive(char::is_whitespace).map(word).collect()
}

/// Says what is wrong with a file, its place in color.
pub fn complain(diagnostic: &Diagnostic) {
    let color = match diagnostic.severity {
        Severity::Error => AnsiColor::Red,
        Severity::Warning => AnsiColor::Yellow,
    };
    let style = color.on_default().bold();
    let text = diagnostic.to_string();
    let place = text.strip_suffix(&diagnostic.message).unwrap_or_default();
    write_line(&format!("{style}{}{style:#}{}", visible(place), visible(&shortened(&diagnostic.message))));
}

/// A text in which the marks of results have their colors.
pub fn painted(text: &str) -> String {
    let mut painted = String::with_capacity(text.len() * 2);
    let mut style = Style::new();
    for character in text.chars() {
        let next = match character {
            '✓' => AnsiColor::Green.on_default(),
            '✗' | '!' => AnsiColor::Red.on_default(),
            '≈' | '⌛' => AnsiColor::Yellow.on_default(),
            _ => Style::new(),
        };
        if next != style {
            write!(painted, "{style:#}{next}").expect("a String takes all that is written");
            style = next;
        }
        painted.push(character);
    }
    write!(painted, "{style:#}").expect("a String takes all that is written");
    painted
}

/// A bar on standard error for so many evaluations, if that is a terminal.
pub fn progress(evaluations: usize) -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:32} {human_pos} of {human_len} evaluations, {eta} to go");
    ProgressBar::new(evaluations as u64).with_style(style.expect("the template is right"))
}
