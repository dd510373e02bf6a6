//! Whatever Python reads and our language covers gives the same tree, spans included; whatever
//! Python refuses is refused.

use std::path::PathBuf;
use std::{env, fs};

use arcscore::program::{self, ProgramFile};
use proptest::prelude::*;
use proptest::sample::{Index, select};

use crate::judge::{Item, Verdict, has_functions_in_strings, judge};

/// Sources of our own, each in our language from start to end.
fn corpus() -> Vec<(PathBuf, String)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/programs");
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut corpus: Vec<_> = files.map(|path| (path.clone(), fs::read_to_string(path).unwrap())).collect();
    corpus.sort();
    assert!(corpus.len() >= 5);
    corpus
}

/// Compares our verdict on a source text with Python's.
#[track_caller]
fn check(source: &str) {
    let ours = program::read("file.py", source);
    let refused = |file: &ProgramFile| {
        file.refused
            .iter()
            .map(|refused| format!("{:?} {}", refused.name, refused.diagnostic))
            .collect::<Vec<_>>()
    };
    match judge(source) {
        Verdict::Refused => assert!(!ours.refused.is_empty(), "Python refuses this, we don't:\n{source}"),
        Verdict::Read(items) => {
            if has_mixed_indentation(&ours) || (!ours.refused.is_empty() && has_functions_in_strings(source))
            {
                return;
            }
            let mut programs = Vec::new();
            let mut outside = Vec::new();
            for item in items {
                match item {
                    Item::Program(program) => programs.push(program),
                    Item::Outside(name) => outside.push(name),
                }
            }
            assert_eq!(ours.programs, programs, "other trees, refused {:#?}:\n{source}", refused(&ours));
            let empty = programs.is_empty() && outside.is_empty();
            assert_eq!(
                ours.refused.is_empty(),
                outside.is_empty() && !empty,
                "refused {:#?}, outside {outside:?}:\n{source}",
                refused(&ours)
            );
            let functions: Vec<_> = outside.into_iter().flatten().collect();
            let names: Vec<_> = ours.refused.iter().flat_map(|refused| refused.name.as_deref()).collect();
            assert_eq!(names, functions, "refused {:#?}:\n{source}", refused(&ours));
        }
    }
    // Each program that we keep is one by itself, whatever the rest of the file is.
    for program in &ours.programs {
        let (start, end) = (program.span.start as usize, program.span.end as usize);
        let alone = "\n".repeat(start) + &source[start..end];
        match judge(&alone) {
            Verdict::Read(items) => assert!(
                matches!(&items[..], [Item::Program(same)] if same == program),
                "another tree for {} alone:\n{source}",
                program.name.text
            ),
            Verdict::Refused => panic!("Python refuses {}, which we keep:\n{source}", program.name.text),
        }
    }
}

/// Python measures indentation with tab stops at 8 and at 1, ruff at 2 and at 1, so ruff lets some
/// lines pass that Python calls inconsistent.
fn has_mixed_indentation(file: &ProgramFile) -> bool {
    file.refused.iter().any(|refused| refused.diagnostic.message.starts_with("tabs and spaces are mixed"))
}

#[test]
fn for_programs_of_our_own() {
    for (path, source) in corpus() {
        let file = program::read("file.py", &source);
        assert_eq!(file.refused, [], "{}", path.display());
        assert!(!file.programs.is_empty(), "{}", path.display());
        check(&source);
    }
}

#[test]
fn for_programs_of_our_own_with_other_line_ends() {
    for (_, source) in corpus() {
        check(&source.replace('\n', "\r\n"));
        check(&source.replace('\n', "\r"));
        check(&format!("\u{feff}{source}"));
    }
}

/// An extra: `ARCSCORE_PROGRAMS` names a file of programs, such as the public solvers, which must
/// all be read.
#[test]
fn for_programs_given_by_the_environment() {
    let Some(path) = env::var_os("ARCSCORE_PROGRAMS") else { return };
    let source = fs::read_to_string(path).unwrap();
    let file = program::read("file.py", &source);
    assert_eq!(file.refused, []);
    check(&source);
}

/// Values of our language, as text.
fn value() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        40 => select(
            &["I", "x1", "T", "ZERO", "hmirror", "None", "True", "False", "_", "()", "0", "5", "0x1F"][..]
        )
        .prop_map(String::from),
        5 => any::<u32>().prop_map(|int| int.to_string()),
        1 => any::<i64>().prop_map(|int| int.to_string()),
        1 => (any::<u64>(), select(&["", "-", "+", "- ", "--"][..]))
            .prop_map(|(int, sign)| format!("{sign}{int}")),
    ];
    leaf.prop_recursive(5, 40, 4, |value| {
        let argument = prop_oneof![
            3 => value.clone(),
            1 => (select(&["a", "b", "grid", "x1"][..]), value.clone()).prop_map(|(name, value)| format!("{name}={value}")),
        ];
        prop_oneof![
            (value.clone(), prop::collection::vec(argument, 0..4), space(), select(&["", ","][..])).prop_map(
                |(callee, arguments, space, comma)| {
                    let comma = if arguments.is_empty() { "" } else { comma };
                    format!("{callee}({space}{}{comma})", arguments.join(&format!(",{space}")))
                }
            ),
            (prop::collection::vec(value.clone(), 1..4), space())
                .prop_map(|(items, space)| format!("({}{space},)", items.join(&format!("{space}, ")))),
            (value, space()).prop_map(|(value, space)| format!("({space}{value})")),
        ]
    })
}

/// What may stand between tokens in brackets.
fn space() -> impl Strategy<Value = &'static str> {
    select(&["", " ", "\t", "\n", "\r\n  ", " # comment )\n", " \\\n ", "\x0c"][..])
}

fn statement() -> impl Strategy<Value = String> {
    let values = || prop::collection::vec(value(), 1..3).prop_map(|values| values.join(", "));
    prop_oneof![
        4 => (select(&["x1", "x2", "(O)"][..]), value()).prop_map(|(target, value)| format!("{target} = {value}")),
        1 => values().prop_map(|value| format!("a = b = {value}")),
        1 => values().prop_map(|value| format!("x: Grid = {value}")),
        1 => values(),
        2 => values().prop_map(|value| format!("return {value}")),
        1 => select(&["pass", "return", "'text'", "\"\"\"lines\nof text\n\"\"\""][..]).prop_map(String::from),
    ]
}

fn function() -> impl Strategy<Value = String> {
    let indentation = select(&["    ", "\t", " ", "  \t"][..]);
    let ends = select(&["\n", "\r\n", "  # comment\n", "\n\n", "; pass\n", ";\n", "\n  # comment\n"][..]);
    let head =
        select(&["def f(I):", "def g ( I, n ) :", "def h(I: Grid) -> Grid:", "def k(): # comment"][..]);
    (head, indentation, prop::collection::vec((statement(), ends), 1..6)).prop_map(
        |(head, indentation, lines)| {
            let lines = lines.into_iter().map(|(line, end)| format!("{indentation}{line}{end}"));
            format!("{head}\n{}", lines.collect::<String>())
        },
    )
}

/// Words, symbols and layout, in pieces that mutations move about.
fn pieces(source: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut rest = source;
    while let Some(first) = rest.chars().next() {
        let like_first = |c: char| (c == ' ' && first == ' ') || (is_word(c) && is_word(first));
        let end = rest.find(|c| !like_first(c)).unwrap_or(rest.len()).max(first.len_utf8());
        pieces.push(&rest[..end]);
        rest = &rest[end..];
    }
    pieces
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// What mutations put in: all that the language knows, and some of what it doesn't.
const VOCABULARY: &[&str] = &[
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ",",
    ":",
    ";",
    "=",
    ".",
    "...",
    "->",
    "+",
    "-",
    "*",
    "**",
    "/",
    "//",
    "%",
    "@",
    "@=",
    "==",
    "!=",
    "<",
    ">=",
    "<<",
    "~",
    ":=",
    "+=",
    "|",
    "!",
    "$",
    "?",
    "\\",
    "\n",
    "\r",
    "\r\n",
    "\n\n",
    " ",
    "    ",
    "\t",
    "\x0c",
    "  ",
    "# comment\n",
    "#",
    "\"",
    "'",
    "\"\"\"",
    "'''",
    "f'{x}'",
    "b'x'",
    "r'\\'",
    "u''",
    "'\\x4'",
    "'\\u00e9'",
    "b'\u{e9}'",
    "'\\N{DIGIT ONE}'",
    "0",
    "1",
    "007",
    "0_0",
    "1_",
    "1__0",
    "0x",
    "0xG",
    "0b12",
    "1.5",
    "1e5",
    "1j",
    ".5",
    "5.",
    "9223372036854775807",
    "9223372036854775808",
    "99999999999999999999",
    "1if",
    "x",
    "I",
    "None",
    "True",
    "__debug__",
    "\u{e9}",
    "\u{201c}",
    "\u{a0}",
    "\u{feff}",
    "def",
    "def f(I):",
    "def f(I): return I\n",
    "\ndef f(I):\n    return I\n",
    "return",
    "pass",
    "lambda",
    "lambda x: x",
    "if",
    "else",
    "for",
    "in",
    "not",
    "and",
    "or",
    "is",
    "async",
    "await",
    "yield",
    "class",
    "class A: pass\n",
    "import",
    "import a",
    "from",
    "from a import b\n",
    "from . import (a, b)\n",
    "as",
    "global",
    "del",
    "match",
    "type",
    "print",
    "@decorated\n",
    "x = 1\n",
    "a=1",
    "I, J",
    "*a",
    "**a",
    "(I)",
    "()",
    "(\n",
    "\n)",
];

#[derive(Clone, Debug)]
enum Edit {
    Delete,
    Double,
    Replace(&'static str),
    Insert(&'static str),
    Swap(Index),
}

fn edit() -> impl Strategy<Value = (Index, Edit)> {
    let kind = prop_oneof![
        Just(Edit::Delete),
        Just(Edit::Double),
        select(VOCABULARY).prop_map(Edit::Replace),
        select(VOCABULARY).prop_map(Edit::Insert),
        any::<Index>().prop_map(Edit::Swap),
    ];
    (any::<Index>(), kind)
}

fn mutated(source: &str, edits: Vec<(Index, Edit)>) -> String {
    let mut pieces = pieces(source);
    for (at, edit) in edits {
        if pieces.is_empty() {
            break;
        }
        let at = at.index(pieces.len());
        match edit {
            Edit::Delete => drop(pieces.remove(at)),
            Edit::Double => pieces.insert(at, pieces[at]),
            Edit::Replace(piece) => pieces[at] = piece,
            Edit::Insert(piece) => pieces.insert(at, piece),
            Edit::Swap(other) => {
                let other = other.index(pieces.len());
                pieces.swap(at, other);
            }
        }
    }
    pieces.concat()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn for_generated_programs(functions in prop::collection::vec(function(), 1..4)) {
        check(&functions.concat());
    }

    #[test]
    fn for_mutations_of_generated_programs(
        functions in prop::collection::vec(function(), 1..4),
        edits in prop::collection::vec(edit(), 1..4),
    ) {
        check(&mutated(&functions.concat(), edits));
    }

    #[test]
    fn for_mutations_of_our_own_programs(
        // A few functions at a time: in a long file one error hides all else from Python's verdict.
        (source, from) in (select(corpus()), any::<Index>()),
        edits in prop::collection::vec(edit(), 1..4),
    ) {
        let functions: Vec<_> = source.1.split("\n\n").collect();
        let from = from.index(functions.len());
        let some = functions[from..(from + 2).min(functions.len())].join("\n\n") + "\n";
        check(&mutated(&some, edits));
    }

    #[test]
    fn for_any_vocabulary(pieces in prop::collection::vec(select(VOCABULARY), 0..12)) {
        check(&pieces.concat());
        check(&format!("def f(I):\n    x = {}\n    return x\n", pieces.join(" ")));
    }
}
