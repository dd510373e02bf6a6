//! Candidate programs: from Python source text to a tree with spans.
//!
//! A program is a function of a small part of Python: assignments and calls. What is outside of it
//! is refused for that program alone, and the other programs of the file are kept.

pub mod tree;

mod lexer;
mod outside;
mod parser;

use crate::diagnostic::{Diagnostic, Position};
use crate::text::{Lines, decode};
use tree::{Name, Program};

/// The largest program file that is read, in bytes: a hundred thousand programs of usual size.
pub const MAX_FILE_SIZE: usize = 64 << 20;

/// What a program file holds.
#[derive(Clone, Debug, PartialEq)]
pub struct ProgramFile {
    /// The programs in file order; several may have the same name.
    pub programs: Vec<Program>,
    /// What couldn't be read, in file order. Never empty where there is no program.
    pub refused: Vec<Refused>,
    /// What imports bind under another name than it has, with the position of that name: `first` in
    /// `from dsl import last as first`. Imports are read over, so for programs it is not there.
    pub aliases: Vec<(Box<str>, Position)>,
}

/// A program that is outside of the language, or something else that is no program.
#[derive(Clone, Debug, PartialEq)]
pub struct Refused {
    /// The function's name, where there is a function.
    pub name: Option<Box<str>>,
    pub diagnostic: Diagnostic,
}

/// Reads a program file from its bytes, which should be UTF-8. A file that is no text at all is
/// refused as one whole.
pub fn read_bytes(file_name: &str, bytes: &[u8]) -> ProgramFile {
    // The size comes first: there is no need to look at each byte of a huge file.
    if bytes.len() > MAX_FILE_SIZE {
        return too_large(file_name, bytes.len() as u64);
    }
    match decode(file_name, bytes) {
        Ok(source) => read(file_name, source),
        Err(diagnostic) => whole_file(diagnostic),
    }
}

/// Reads the programs of a Python source text: any number of `def name(I): …`, among imports,
/// comments and docstrings. Spans in the trees are in bytes of `source`.
pub fn read(file_name: &str, source: &str) -> ProgramFile {
    if source.len() > MAX_FILE_SIZE {
        return too_large(file_name, source.len() as u64);
    }
    let lines = Lines::new(source);
    if let Some(offset) = source.find('\0') {
        let message = "a null byte stands here, so this is no Python source";
        return whole_file(Diagnostic::at(file_name, lines.position(offset), message));
    }
    let parsed = parser::parse(source);
    if parsed.programs.is_empty() && parsed.refused.is_empty() {
        return whole_file(Diagnostic::new(file_name, "there is no program in it, no `def name(I):`"));
    }
    let refused = parsed.refused.into_iter().map(|(name, problem)| Refused {
        name,
        diagnostic: lines.diagnostic(file_name, problem.span.range(), problem.message),
    });
    let aliases =
        parsed.aliases.into_iter().map(|Name { text, span }| (text, lines.position(span.start as usize)));
    ProgramFile { programs: parsed.programs, refused: refused.collect(), aliases: aliases.collect() }
}

/// What is read of a file of so many bytes, more than it may have.
pub fn too_large(file_name: &str, size: u64) -> ProgramFile {
    let message = format!(
        "the file has {} MB; a program file may have {} MB at most",
        size.div_ceil(1 << 20),
        MAX_FILE_SIZE >> 20
    );
    whole_file(Diagnostic::new(file_name, message))
}

fn whole_file(diagnostic: Diagnostic) -> ProgramFile {
    ProgramFile {
        programs: Vec::new(),
        refused: vec![Refused { name: None, diagnostic }],
        aliases: Vec::new(),
    }
}
