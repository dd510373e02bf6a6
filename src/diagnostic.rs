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

/// Whether something is lost; what is worse comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// What the message is about is left out.
    Error,
    /// It is used as it stands, or it is nothing that should have been read.
    Warning,
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
    /// The place behind the last character that the message is about, where that is known.
    pub end: Option<Position>,
    pub severity: Severity,
    /// One sentence, without the place and without a full stop.
    pub message: String,
}

impl Diagnostic {
    /// A message about a file as a whole, or about a place that the message names itself.
    pub fn new(file: impl Into<String>, message: impl Into<String>) -> Self {
        Diagnostic {
            file: file.into(),
            position: None,
            end: None,
            severity: Severity::Error,
            message: message.into(),
        }
    }

    /// A message about one position in a file.
    pub fn at(file: impl Into<String>, position: Position, message: impl Into<String>) -> Self {
        Diagnostic { position: Some(position), ..Diagnostic::new(file, message) }
    }

    /// The same about everything up to a place.
    pub fn until(self, end: Position) -> Self {
        Diagnostic { end: Some(end), ..self }
    }

    /// The same as a warning.
    pub fn warning(self) -> Self {
        Diagnostic { severity: Severity::Warning, ..self }
    }
}

impl fmt::Display for Diagnostic {
    /// `FILE:LINE:COLUMN: message`, or `FILE: message` where there is no position. A warning has
    /// `warning: ` before its message.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(Position { line, column }) = self.position {
            write!(f, ":{line}:{column}")?;
        }
        let severity = match self.severity {
            Severity::Error => "",
            Severity::Warning => "warning: ",
        };
        write!(f, ": {severity}{}", self.message)
    }
}

impl std::error::Error for Diagnostic {}
