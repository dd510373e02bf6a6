//! What is told about one file: the first of many warnings, and how many more there are.

use crate::diagnostic::Diagnostic;

/// After that many warnings about a file the others are only counted.
const MOST: usize = 100;

/// Warnings about a file, or about files that are read together.
#[derive(Default)]
pub struct Warnings {
    file: String,
    told: Vec<Diagnostic>,
    further: usize,
}

impl Warnings {
    /// None yet about a file of this name.
    pub fn new(file_name: &str) -> Self {
        Warnings { file: file_name.to_owned(), ..Warnings::default() }
    }

    /// Adds a warning about the file.
    pub fn warn(&mut self, message: String) {
        self.push(Diagnostic::new(&*self.file, message).warning());
    }

    /// Says what of the file is left out.
    pub fn lose(&mut self, message: String) {
        self.push(Diagnostic::new(&*self.file, message));
    }

    /// Adds what is to be told of any file.
    pub fn push(&mut self, warning: Diagnostic) {
        if self.told.len() < MOST {
            self.told.push(warning);
        } else {
            self.further += 1;
        }
    }

    /// Says what of the file is left out, however much was told before.
    pub fn sum_up(&mut self, message: String) {
        self.told.push(Diagnostic::new(&*self.file, message));
    }

    /// Adds a warning about the file, however much was told before.
    pub fn note(&mut self, message: String) {
        self.told.push(Diagnostic::new(&*self.file, message).warning());
    }

    /// The first that says what is left out, or the first one if none does, and how many such follow it.
    pub fn first(&self) -> Option<(&Diagnostic, usize)> {
        let most_severe = self.told.iter().map(|told| told.severity).min()?;
        let mut such = self.told.iter().filter(|told| told.severity == most_severe);
        such.next().map(|first| (first, such.count() + self.further))
    }

    /// All that is told.
    pub fn finish(mut self) -> Vec<Diagnostic> {
        if self.further > 0 {
            self.note(format!("there are {} more warnings", self.further));
        }
        self.told
    }
}
