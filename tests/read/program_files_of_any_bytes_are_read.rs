//! Whatever a file holds, it is read, and what can't be read is said.

use std::thread;

use arcscore::program::{self, MAX_FILE_SIZE, tree::Program};
use arcscore::text::Lines;

/// Compares the names of the programs kept and the complaints with what is expected.
#[track_caller]
fn check(bytes: impl AsRef<[u8]>, kept: &[&str], complaints: &[&str]) {
    let file = program::read_bytes("file.py", bytes.as_ref());
    let names: Vec<_> = file.programs.iter().map(|program| &*program.name.text).collect();
    let refused: Vec<_> = file.refused.iter().map(|refused| refused.diagnostic.to_string()).collect();
    assert_eq!(refused, complaints);
    assert_eq!(names, kept);
}

const EMPTY: &str = "file.py: there is no program in it, no `def name(I):`";

#[test]
fn without_a_program() {
    check("", &[], &[EMPTY]);
    check("\u{feff}", &[], &[EMPTY]);
    check("\n \t\n# nothing\n", &[], &[EMPTY]);
    check("import dsl\n'text'\npass\n", &[], &[EMPTY]);
}

#[test]
fn with_bytes_that_are_no_text() {
    let latin = b"def f(I):\n    # gr\xfc\xdfe\n    return I\n";
    check(latin, &[], &["file.py:2:9: this is not UTF-8 text: byte 18 is 0xFC"]);
    check(b"def f(I):\r\xe2\x82", &[], &["file.py:2:1: this is not UTF-8 text: byte 10 is 0xE2"]);
    for (bytes, encoding) in [
        (&b"\xff\xfed\0e\0f\0"[..], "UTF-16"),
        (b"\xfe\xff\0d\0e\0f", "UTF-16"),
        (b"\xff\xfe\0\0d\0\0\0", "UTF-32"),
        (b"\0\0\xfe\xff\0\0\0d", "UTF-32"),
    ] {
        check(bytes, &[], &[&format!("file.py: this is {encoding} text; save it as UTF-8")]);
    }
    check("def f(I):\n\0", &[], &["file.py:2:1: a null byte stands here, so this is no Python source"]);
    check("def f(I):\n# \0", &[], &["file.py:2:3: a null byte stands here, so this is no Python source"]);
}

#[test]
fn with_any_line_ends_and_spaces() {
    check("\u{feff}def f(I):\r\n    return I\r\n\r\ndef g(I):\r\n    return I", &["f", "g"], &[]);
    check("def f(I):\r    return I\rdef g(I):\r    return I\r", &["f", "g"], &[]);
    check("\x0cdef f(I):\n\x0c    return I\n\x0c\n  \x0cdef g(I): return I", &["f", "g"], &[]);
    check("def f(I):\n    return\\\n I\n\\\ndef g(I): return I\n", &["f", "g"], &[]);
    // Places are counted in characters, whatever ends the lines before them.
    check(
        "\u{feff}é",
        &[],
        &["file.py:1:1: the name `é` has letters beyond a to z, which candidate programs don't use"],
    );
    check("#\r\n#\r#\n'𝄞'; $", &[], &["file.py:4:6: `$` has no meaning in Python"]);
    check(
        "def f(I):\n    return \\",
        &[],
        &["file.py:2:12: only the end of the line can follow `\\`, which continues it"],
    );
    check(
        "def f(I):\n    return \\\n",
        &[],
        &["file.py:2:12: `\\` continues a line, but the file ends here"],
    );
}

#[test]
fn with_a_string_that_is_open_at_the_end() {
    check(
        "def f(I):\n    '''open\n    return I\n\ndef g(I):\n    return I\n",
        &["g"],
        &["file.py:2:5: the string `'''open…` is never closed"],
    );
    check(
        "x = '''\ndef f(I): return I\nclass of objects\nasync work\n@ home\ndefinition\n",
        &["f"],
        &[
            "file.py:1:1: expected a program, `def name(I):`, found `x`",
            "file.py:3:1: `class` starts a class, which candidate programs don't use",
        ],
    );
}

#[test]
fn with_brackets_nested_as_deep_as_python_allows() {
    let nested = |depth: usize| {
        format!("def f(I):\n    return {}I{}\ndef g(I): return I\n", "f(".repeat(depth), ")".repeat(depth))
    };
    // Browsers give 1 MiB; code without optimisation needs more of it.
    let stack = if cfg!(debug_assertions) { 2 << 20 } else { 512 << 10 };
    let small_stack = thread::Builder::new().stack_size(stack);
    let check = move || {
        check(nested(200), &["f", "g"], &[]);
        let refused = "brackets are nested more than 200 deep, which Python refuses as well";
        check(nested(201), &["g"], &[&format!("file.py:2:413: {refused}")]);
        check("(".repeat(1_000_000), &[], &["file.py:1:1: expected a program, `def name(I):`, found `(`"]);
        let annotation = format!("def f(I: {}\n", "[".repeat(1_000_000));
        check(annotation, &[], &[&format!("file.py:1:209: {refused}")]);
        let signs = format!("def f(I):\n    return {}1\n", "-".repeat(1_000_001));
        check(signs, &["f"], &[]);
    };
    small_stack.spawn(check).unwrap().join().unwrap();
}

#[test]
fn with_calls_of_calls_of_calls() {
    let chained = |calls: usize| format!("def f(I):\n    return f{}\n", "()".repeat(calls));
    check(chained(101), &["f"], &[]);
    let refused = "file.py:2:215: there are more than 100 calls of calls in one statement";
    check(chained(102), &[], &[refused]);
    check(chained(1_000_000), &[], &[refused]);
}

#[test]
fn with_fifty_megabytes_of_something_else() {
    // Without optimisation a tenth takes long enough.
    let size = if cfg!(debug_assertions) { 5_000_000 } else { 50_000_000 };
    let outside = "expected a program, `def name(I):`, found";
    check("[".repeat(size), &[], &[&format!("file.py:1:1: {outside} `[`")]);
    check("a".repeat(size), &[], &[&format!("file.py:1:1: {outside} `{}…`", "a".repeat(40))]);
    let last_line = size / 4 + 1;
    let open = format!("file.py:{last_line}:1: the string `'''` is never closed");
    check("'''\n".repeat(size / 4) + "'''", &[], &[&open]);
    check("\n".repeat(size), &[], &[EMPTY]);
    check("#".repeat(size), &[], &[EMPTY]);
    check("{\"a\": [1, 2.5]}\n".repeat(size / 16), &[], &[&format!("file.py:1:1: {outside} `{{`")]);
    check(vec![0; size], &[], &["file.py:1:1: a null byte stands here, so this is no Python source"]);
    check(vec![0xcc; size], &[], &["file.py:1:1: this is not UTF-8 text: byte 0 is 0xCC"]);
    let too_large = "file.py: the file has 65 MB; a program file may have 64 MB at most";
    check(vec![b' '; MAX_FILE_SIZE + 1], &[], &[too_large]);
}

#[test]
fn with_many_programs_and_places() {
    let one = "def f(I):\n    x1 = objects(I, T, F, T)\n    O = paint(I, first(x1))\n    return O\n\n";
    let file = program::read("file.py", &one.repeat(20_000));
    assert_eq!((file.programs.len(), file.refused.len()), (20_000, 0));
    let wrong = "def f(I):\n    '''\n    return [\n";
    let file = program::read("file.py", &wrong.repeat(20_000));
    assert_eq!((file.programs.len(), file.refused.len()), (0, 20_000));
}

#[test]
fn with_the_place_of_each_character() {
    let source = "\u{feff}ab\r\ncé𝄞\rd\n\n".to_owned() + &"long line ".repeat(1000) + "\n\nlast";
    let lines = Lines::new(&source);
    let (mut line, mut column) = (1, 1);
    let mut characters = source.char_indices().skip(1).peekable();
    while let Some((offset, character)) = characters.next() {
        let position = lines.position(offset);
        assert_eq!((position.line, position.column), (line, column), "{character:?} at {offset}");
        let line_end = match character {
            '\n' => true,
            '\r' => characters.peek().is_none_or(|(_, next)| *next != '\n'),
            _ => false,
        };
        (line, column) = if line_end { (line + 1, 1) } else { (line, column + 1) };
    }
    let end = lines.position(source.len());
    assert_eq!((end.line, end.column), (line, column));
}

#[test]
fn with_spans_of_all_that_is_kept() {
    let source = "\u{feff}def é(I): x\ndef f(I):\n    x = g(a=(1))\n    pass; 'end' ; # comment\n";
    let file = program::read("file.py", source);
    let text = |span: program::tree::Span| &source[span.start as usize..span.end as usize];
    let [Program { name, span, body, .. }] = &file.programs[..] else { panic!("{:?}", file.refused) };
    assert_eq!(text(name.span), "f");
    assert_eq!(text(*span), "def f(I):\n    x = g(a=(1))\n    pass; 'end'");
    assert_eq!(text(body[0].span), "x = g(a=(1))");
}
