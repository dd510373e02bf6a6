//! What is scored: the candidates of program files and the tasks of task files.

use std::collections::{HashMap, HashSet};
use std::mem;
use std::ops::Range;
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Position};
use crate::evaluate::{self, Code, Place};
use crate::primitive::{self, Primitive};
use crate::program::{self, ProgramFile, Refused, tree::Program};
use crate::task::Task;
use crate::text::Lines;
use crate::value::PrimitiveId;

/// Tasks and candidates that belong together, each name once.
#[derive(Clone, Default)]
pub struct Batch {
    /// Sorted by id.
    pub tasks: Vec<Task>,
    /// Sorted by name.
    pub candidates: Vec<Arc<Candidate>>,
    /// Names of programs that can't run, of whichever file.
    pub refused: HashSet<Box<str>>,
}

/// What a program file holds, read once for any number of batches.
#[derive(Debug, Default)]
pub struct Candidates {
    /// What can run, in file order; several may have the same name.
    pub ready: Vec<Arc<Candidate>>,
    /// What can't run, and why, in file order. There may be several things wrong with one program.
    pub refused: Vec<Refused>,
    /// What will probably go wrong in the candidates.
    pub warnings: Vec<Diagnostic>,
}

/// A program that is ready to run.
#[derive(Clone, Debug)]
pub struct Candidate {
    pub name: String,
    pub code: Code,
    /// Its file, as the user named it.
    pub file: String,
    /// Where its `def` stands.
    pub position: Position,
    /// From where to where its name stands.
    name_at: Range<Position>,
    /// Its source text, from `def` to the end of its last statement.
    pub source: String,
    /// For each statement of the code the line of the file in which it begins.
    lines: Vec<u32>,
}

impl Candidate {
    /// The line of the file, from 1, in which the statement begins that an operation belongs to.
    pub fn line_of(&self, place: Place) -> Option<u32> {
        self.lines.get(self.code.statement_of(place)).copied()
    }
}

impl Candidates {
    /// Reads a program file.
    pub fn read(file: &str, bytes: &[u8]) -> Candidates {
        Candidates::validated(file, bytes, program::read_bytes(file, bytes))
    }

    /// Validates the programs of a file that was read.
    pub fn validated(file: &str, bytes: &[u8], read: ProgramFile) -> Candidates {
        // What is no text has been refused as a whole.
        let source = str::from_utf8(bytes).unwrap_or_default();
        let lines = Lines::new(source);
        let mut candidates = Candidates { refused: read.refused, ..Candidates::default() };
        for program in &read.programs {
            match candidate(file, source, &lines, program) {
                Ok(candidate) => {
                    candidates.ready.push(Arc::new(candidate));
                    candidates.warnings.extend(evaluate::check(program).into_iter().map(|warning| {
                        lines.diagnostic(file, warning.span.range(), warning.message).warning()
                    }));
                }
                Err(diagnostics) => {
                    let name = Some(&program.name.text);
                    let refused =
                        diagnostics.into_iter().map(|diagnostic| Refused { name: name.cloned(), diagnostic });
                    candidates.refused.extend(refused);
                }
            }
        }
        candidates.refused.sort_by_key(|refused| refused.diagnostic.position);
        candidates.warn_of_earlier();
        candidates.warn_of_primitives(&read.aliases);
        candidates
    }

    /// In Python a later program replaces an earlier one of the same name, also where it can't run.
    fn warn_of_earlier(&mut self) {
        let ready: HashMap<&str, Position> =
            self.ready.iter().map(|candidate| (&*candidate.name, candidate.position)).collect();
        let mut told = HashSet::new();
        for Refused { name, diagnostic: Diagnostic { file, position, end, .. } } in &self.refused {
            let Some(name) = name else { continue };
            let earlier = ready.get(&**name).filter(|earlier| Some(**earlier) < *position);
            if let Some(Position { line, .. }) = earlier
                && told.insert(&**name)
            {
                let message = format!(
                    "this `{name}` can't run, so the one in line {line} counts, as it would not in Python"
                );
                let warning = Diagnostic { position: *position, end: *end, ..Diagnostic::new(file, message) };
                self.warnings.push(warning.warning());
            }
        }
    }

    /// In Python a program replaces the primitive of its name for all programs of its file, whether it can run
    /// here or not, and so does what is imported under that name.
    fn warn_of_primitives(&mut self, aliases: &[(Box<str>, Position)]) {
        let imported = aliases.iter().map(|(alias, Position { line, .. })| (&**alias, Some(line)));
        let ready = self.ready.iter().map(|candidate| &*candidate.name);
        let refused = self.refused.iter().filter_map(|refused| refused.name.as_deref());
        // For each name the line of its import, or none for a program.
        let names: HashMap<&str, Option<&u32>> =
            imported.chain(ready.chain(refused).map(|name| (name, None))).collect();
        for (Primitive { name, .. }, id) in primitive::PRIMITIVES.iter().zip((0..).map(PrimitiveId)) {
            let Some(import) = names.get(name) else { continue };
            let other = import.map_or_else(
                || "the program of this name".to_string(),
                |line| format!("what line {line} imports under this name"),
            );
            for candidate in self.ready.iter().filter(|candidate| candidate.code.names(id)) {
                let message = format!(
                    "`{name}` is the primitive in `{}`; in Python it would be {other}",
                    candidate.name
                );
                let Range { start, end } = candidate.name_at;
                self.warnings.push(Diagnostic::at(&*candidate.file, start, message).until(end).warning());
            }
        }
    }
}

impl Batch {
    /// Reads a program file and takes in its programs.
    pub fn add_programs(&mut self, file: &str, bytes: &[u8]) -> Added {
        self.add(Candidates::read(file, bytes))
    }

    /// Takes in the programs of a file that was read.
    pub fn add(&mut self, candidates: Candidates) -> Added {
        let Candidates { ready, refused, warnings } = candidates;
        self.refused.extend(refused.iter().filter_map(|refused| refused.name.clone()));
        let refused = refused.into_iter().map(|refused| refused.diagnostic).collect();
        Added { refused, warnings, replaced: self.take_in(&ready) }
    }

    /// Takes in candidates of one file. A later one of the same name replaces an earlier one, as a later
    /// `def` does in Python: there is a warning for each, in the order of the candidates.
    pub fn take_in(&mut self, candidates: &[Arc<Candidate>]) -> Vec<Diagnostic> {
        let mut replaced = Vec::new();
        let new = candidates.iter().cloned();
        merge(
            &mut self.candidates,
            new,
            |candidate| &candidate.name,
            |earlier, later| {
                let message = format!(
                    "`{}` replaces the program of the same name at {}:{}",
                    later.name, earlier.file, earlier.position.line
                );
                let Range { start, end } = later.name_at;
                replaced.push(Diagnostic::at(&*later.file, start, message).until(end).warning());
            },
        );
        replaced
    }

    /// Takes in the tasks of a file. A later task of the same id replaces an earlier one, with a
    /// warning where the two differ.
    pub fn add_tasks(&mut self, file: &str, tasks: Vec<Task>) -> Vec<Diagnostic> {
        let mut warnings = Vec::new();
        merge(
            &mut self.tasks,
            tasks,
            |task| &task.id,
            |earlier, later| {
                if earlier != later {
                    let message = format!("task {} replaces another task of the same id", later.id);
                    warnings.push(Diagnostic::new(file, message).warning());
                }
            },
        );
        warnings
    }
}

/// Takes new items into a list that is sorted by name and has each name once. A later item replaces an earlier
/// one of the same name; `replaces` is shown both before it does.
///
/// Of what is known only a few names are looked at for each new item: thousands of files may come one by one.
fn merge<T>(
    known: &mut Vec<T>,
    new: impl IntoIterator<Item = T>,
    name: impl Fn(&T) -> &str,
    mut replaces: impl FnMut(&T, &T),
) {
    let mut added: Vec<T> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    for item in new {
        let earlier = match known.binary_search_by(|known| name(known).cmp(name(&item))) {
            Ok(place) => &mut known[place],
            Err(_) => match places.get(name(&item)) {
                Some(place) => &mut added[*place],
                None => {
                    places.insert(name(&item).to_owned(), added.len());
                    added.push(item);
                    continue;
                }
            },
        };
        replaces(earlier, &item);
        *earlier = item;
    }
    added.sort_by(|a, b| name(a).cmp(name(b)));
    let mut rest = mem::replace(known, Vec::with_capacity(known.len() + added.len())).into_iter();
    for item in added {
        let before = rest.as_slice().partition_point(|known| name(known) < name(&item));
        known.extend(rest.by_ref().take(before));
        known.push(item);
    }
    known.extend(rest);
}

/// What there is to say of a program file that was added to a batch.
#[derive(Debug, Default)]
pub struct Added {
    /// What can't run, and why.
    pub refused: Vec<Diagnostic>,
    /// What will probably go wrong in the programs.
    pub warnings: Vec<Diagnostic>,
    /// Which programs replace others of the same name.
    pub replaced: Vec<Diagnostic>,
}

impl Added {
    /// All there is to say, in file order.
    pub fn diagnostics(self) -> Vec<Diagnostic> {
        let mut all = [self.refused, self.warnings, self.replaced].concat();
        all.sort_by_key(|diagnostic| diagnostic.position);
        all
    }
}

fn candidate(
    file: &str,
    source: &str,
    lines: &Lines,
    program: &Program,
) -> Result<Candidate, Vec<Diagnostic>> {
    let code = evaluate::compile(program).map_err(|errors| {
        errors.into_iter().map(|error| error.diagnostic(file, lines)).collect::<Vec<_>>()
    })?;
    let (span, name) = (program.span, program.name.span.range());
    Ok(Candidate {
        name: program.name.text.to_string(),
        lines: code.spans().map(|span| lines.position(span.start as usize).line).collect(),
        code,
        file: file.to_string(),
        position: lines.position(span.start as usize),
        name_at: lines.position(name.start)..lines.position(name.end),
        source: source[span.range()].to_string(),
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn of_each_name_the_last_is_kept_however_names_come_in_files(
            files in prop::collection::vec(prop::collection::vec("[a-d]{1,3}", 0..20), 0..12),
        ) {
            let mut known: Vec<(String, usize)> = Vec::new();
            let mut model: BTreeMap<String, usize> = BTreeMap::new();
            let (mut said, mut expected) = (Vec::new(), Vec::new());
            let mut number = 0;
            for file in files {
                let items: Vec<_> = file.into_iter().map(|name| { number += 1; (name, number) }).collect();
                for (name, number) in items.clone() {
                    expected.extend(model.insert(name, number).map(|earlier| (earlier, number)));
                }
                merge(&mut known, items, |item| &item.0, |earlier, later| said.push((earlier.1, later.1)));
                prop_assert!(known.iter().cloned().eq(model.clone()));
            }
            prop_assert_eq!(said, expected);
        }
    }
}
