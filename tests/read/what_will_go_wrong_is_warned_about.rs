//! What a program will probably do wrong is said before it runs, and what can't run at all is refused.
//! The files in `tests/warned` say themselves what is wrong with them, as those in `tests/refused` do.

use std::fs;
use std::path::PathBuf;

use arcscore::diagnostic::{Diagnostic, Position, Severity};
use arcscore::scoring::Batch;

use super::programs_outside_the_language_are_refused::{expected, named};

fn said(diagnostic: &Diagnostic) -> String {
    let Position { line, column } = diagnostic.position.unwrap();
    let refused = match diagnostic.severity {
        Severity::Error => "refused: ",
        Severity::Warning => "",
    };
    format!("{line}:{column}: {refused}{}", diagnostic.message)
}

#[test]
fn with_the_messages_beside_them() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/warned");
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(paths.len() >= 3);
    for path in paths {
        let source = fs::read_to_string(&path).unwrap();
        let mut batch = Batch::default();
        let diagnostics = batch.add_programs("file.py", source.as_bytes()).diagnostics();
        let mut said: Vec<String> = diagnostics.iter().map(said).collect();
        let mut expected = expected(&source);
        // Of two on one line, the one further to the right stands above the other.
        said.sort();
        expected.sort();
        assert_eq!(said, expected, "{}", path.display());
        for program in named(&source, "refused") {
            assert!(batch.candidates.iter().all(|candidate| candidate.name != program), "{program}");
        }
        for program in named(&source, "warned") {
            assert!(batch.candidates.iter().any(|candidate| candidate.name == program), "{program}");
        }
    }
}

#[test]
fn up_to_the_end_of_what_is_wrong() {
    let source = "def warned(I):\n    x1 = size(fill(I,\n        3))\n    return vmirror(x1, I)\n";
    let diagnostics = Batch::default().add_programs("file.py", source.as_bytes()).diagnostics();
    let ends: Vec<_> = diagnostics
        .iter()
        .map(|diagnostic| (diagnostic.position.unwrap(), diagnostic.end.unwrap()))
        .map(|(start, end)| (start.line, start.column, end.line, end.column))
        .collect();
    assert_eq!(ends, [(2, 15, 2, 19), (4, 12, 4, 19)]);
}
