//! What is outside of our language is refused with a message and its place, and nothing else is.
//! The files in `tests/refused` say themselves what is wrong with them; the first says how.

use std::fs;
use std::path::{Path, PathBuf};

use arcscore::program;

/// A line, a column and a message, as `Diagnostic` shows them.
pub type Complaint = String;

/// What the comments of a file expect.
pub fn expected(source: &str) -> Vec<Complaint> {
    let mut expected = Vec::new();
    let mut line_above = 0;
    for (line, text) in (1..).zip(source.lines()) {
        let comment = text.strip_prefix('#').unwrap_or("");
        if let Some(message) = comment.strip_prefix("< ") {
            expected.push(format!("{line_above}:1: {message}"));
        } else if let Some(message) = comment.trim_start().strip_prefix("^ ") {
            let column = text.len() - message.len() - 1;
            expected.push(format!("{line_above}:{column}: {message}"));
        } else {
            line_above = line;
        }
    }
    expected
}

/// The names that stand in a source text behind `def` and start like this.
pub fn named(source: &str, start: &str) -> Vec<String> {
    let names = source.lines().filter_map(|line| {
        let head = line.strip_prefix("def ").or(line.strip_prefix("async def "))?;
        let name: String = head.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        name.starts_with(start).then_some(name)
    });
    names.collect()
}

fn check(path: &Path) {
    let source = fs::read_to_string(path).unwrap();
    let file = program::read("file.py", &source);

    let complaints: Vec<Complaint> =
        file.refused.iter().map(|refused| refused.diagnostic.to_string().replace("file.py:", "")).collect();
    assert_eq!(complaints, expected(&source), "{}", path.display());

    let refused: Vec<_> = file.refused.iter().filter_map(|refused| refused.name.as_deref()).collect();
    assert_eq!(refused, named(&source, "refused"), "{}", path.display());

    let kept: Vec<_> = file.programs.iter().map(|program| &*program.name.text).collect();
    assert_eq!(kept, named(&source, "kept"), "{}", path.display());
}

#[test]
fn with_the_messages_beside_them() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/refused");
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(paths.len() >= 6);
    for path in paths {
        check(&path);
    }
}
