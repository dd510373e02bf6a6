//! What is wrong with something the user gave us, and where it stands.

use std::fmt;

use serde::Serialize;

/// A place in a text file, as an editor counts it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Position {
    /// The line, from 1.
    pub line: u32,
    /// The column in Unicode code points, from 1.
    pub column: u32,
}

/// One message about one file of the user's: what is wrong, and where.
///
/// A mistake of ours is never a `Diagnostic`; it is a panic, and a bug report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// The file's name, as the user gave it.
    pub file: String,
    /// The place in the file, where there is one line to point at.
    pub position: Option<Position>,
    /// One sentence, without the place and without a full stop.
    pub message: String,
}

impl Diagnostic {
    /// A message about a file as a whole, or about a place that the message names itself.
    pub fn new(file: impl Into<String>, message: impl Into<String>) -> Self {
        Diagnostic { file: file.into(), position: None, message: message.into() }
    }

    /// A message about one position in a file.
    pub fn at(file: impl Into<String>, position: Position, message: impl Into<String>) -> Self {
        Diagnostic { file: file.into(), position: Some(position), message: message.into() }
    }
}

impl fmt::Display for Diagnostic {
    /// `FILE:LINE:COLUMN: message`, or `FILE: message` where there is no position.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.position {
            Some(Position { line, column }) => {
                write!(f, "{}:{line}:{column}: {}", self.file, self.message)
            }
            None => write!(f, "{}: {}", self.file, self.message),
        }
    }
}

impl std::error::Error for Diagnostic {}
