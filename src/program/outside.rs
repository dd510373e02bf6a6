//! What to say about the parts of Python that candidate programs don't use.

use super::lexer::{MAX_BRACKETS, Mistake, TokenKind};

/// What is wrong with the text itself.
pub fn mistake(mistake: Mistake, text: &str) -> String {
    let quoted = quote(text);
    match mistake {
        Mistake::Unclosed => format!("{quoted} is never closed"),
        Mistake::Unopened => format!("{quoted} closes a bracket that was never opened"),
        Mistake::Mismatched(open) => format!("{quoted} can't close `{open}`"),
        Mistake::TooManyBrackets => {
            format!("brackets are nested more than {MAX_BRACKETS} deep, which Python refuses as well")
        }
        Mistake::UnclosedString | Mistake::UnclosedTripleQuotes => {
            format!("the string {quoted} is never closed")
        }
        Mistake::TabsAndSpaces => "tabs and spaces are mixed in the indentation, so how far this line is \
                                   indented depends on how wide a tab is"
            .into(),
        Mistake::Unindent => {
            "this line is indented less than the one above, but like no line before it".into()
        }
        Mistake::Backslash => "only the end of the line can follow `\\`, which continues it".into(),
        Mistake::BackslashAtEnd => "`\\` continues a line, but the file ends here".into(),
        Mistake::Number => format!("{quoted} is not a number"),
        Mistake::ForeignName => {
            format!("the name {quoted} has letters beyond a to z, which candidate programs don't use")
        }
        Mistake::Character(quote @ ('\u{2018}'..='\u{201f}' | '\u{ab}' | '\u{bb}')) => {
            format!("`{quote}` is a typographic quote; Python's quotes are `\"` and `'`")
        }
        Mistake::Character(space) if space.is_whitespace() || space == '\u{200b}' || space == '\u{feff}' => {
            format!("an invisible character, U+{:04X}, stands here", u32::from(space))
        }
        Mistake::Character(control) if control.is_control() => {
            format!("a control character, U+{:04X}, stands here", u32::from(control))
        }
        Mistake::Character(other) => format!("`{other}` has no meaning in Python"),
    }
}

/// What a token means that stands where a value is expected, if it means something in Python.
pub fn in_place_of_value(kind: TokenKind, text: &str) -> Option<String> {
    let meaning = match kind {
        TokenKind::Symbol("[") => "starts a list",
        TokenKind::Symbol("{") => "starts a set or a dictionary",
        TokenKind::Symbol("*" | "**") => "unpacks a value",
        TokenKind::Symbol("~") | TokenKind::Keyword("not") => return operator(kind, text),
        TokenKind::Symbol("...") => "is the ellipsis",
        TokenKind::Keyword("lambda") => "makes a function of its own",
        TokenKind::Keyword("yield") => "makes a generator",
        TokenKind::Keyword("await") => "waits for a coroutine",
        TokenKind::Float => "is not an integer",
        TokenKind::String if is_interpolated(text) => "is a formatted string",
        TokenKind::String => {
            return Some(format!(
                "{} is a string, which candidate programs use only as a docstring",
                quote(text)
            ));
        }
        _ => return None,
    };
    Some(unused(text, meaning))
}

/// What a token means that follows a value, if it means something in Python.
pub fn after_value(kind: TokenKind, text: &str) -> Option<String> {
    let meaning = match kind {
        TokenKind::Symbol("[") => "takes an item by its index",
        TokenKind::Symbol(".") => "looks up an attribute",
        TokenKind::Symbol(":=") => "gives a name inside an expression",
        TokenKind::Symbol(symbol) if symbol.ends_with('=') && symbol.len() >= 2 && !is_comparison(symbol) => {
            "changes a name in place"
        }
        TokenKind::Keyword("if") => "chooses between two values",
        TokenKind::Keyword("for" | "async") => "starts a comprehension",
        _ => return operator(kind, text),
    };
    Some(unused(text, meaning))
}

/// What a token means that starts a statement, if it starts one that candidate programs don't use.
pub fn statement(kind: TokenKind, text: &str) -> Option<String> {
    let meaning = match kind {
        TokenKind::Keyword("for" | "while") => "starts a loop",
        TokenKind::Keyword("if" | "elif" | "else") => "chooses between statements",
        TokenKind::Keyword("def") => "starts a function inside a function",
        TokenKind::Keyword("class") => "starts a class",
        TokenKind::Keyword("async") => "belongs to coroutines",
        TokenKind::Keyword("try" | "except" | "finally" | "raise" | "assert") => "deals with exceptions",
        TokenKind::Keyword("with") => "opens a context",
        TokenKind::Keyword("del") => "takes a name away",
        TokenKind::Keyword("global" | "nonlocal") => "reaches for names outside the function",
        TokenKind::Keyword("break" | "continue") => "belongs to loops",
        TokenKind::Keyword("import" | "from") => {
            return Some(format!("{} belongs at the top of the file, outside the programs", quote(text)));
        }
        TokenKind::Symbol("@") => "starts a decorator",
        _ => return None,
    };
    Some(unused(text, meaning))
}

fn operator(kind: TokenKind, text: &str) -> Option<String> {
    let primitive = match kind {
        TokenKind::Symbol("+") => "add",
        TokenKind::Symbol("-") => "subtract",
        TokenKind::Symbol("*") => "multiply",
        TokenKind::Symbol("//") => "divide",
        TokenKind::Symbol("==") => "equality",
        TokenKind::Symbol(">") => "greater",
        TokenKind::Keyword("and") => "both",
        TokenKind::Keyword("or") => "either",
        TokenKind::Keyword("not") => "flip",
        TokenKind::Keyword("in") => "contained",
        TokenKind::Keyword("is") => return Some(unused(text, "is an operator")),
        TokenKind::Symbol(symbol) if is_comparison(symbol) || "@/%&|^~<<>>**".contains(symbol) => {
            return Some(unused(text, "is an operator"));
        }
        _ => return None,
    };
    Some(format!(
        "{} is an operator; candidate programs call primitives instead, here `{primitive}`",
        quote(text)
    ))
}

fn is_comparison(symbol: &str) -> bool {
    ["==", "!=", "<", "<=", ">", ">="].contains(&symbol)
}

/// Whether a string literal is an f-string or a t-string.
pub fn is_interpolated(literal: &str) -> bool {
    string_prefix(literal).contains(['f', 'F', 't', 'T'])
}

/// The letters before the opening quote.
pub fn string_prefix(literal: &str) -> &str {
    literal.split(['"', '\'']).next().expect("splitting gives at least one part")
}

fn unused(text: &str, meaning: &str) -> String {
    format!("{} {meaning}, which candidate programs don't use", quote(text))
}

/// A piece of the source as messages show it: on one line, and not too long.
pub fn quote(text: &str) -> String {
    const LONGEST: usize = 40;
    let line = text.split(['\n', '\r']).next().expect("splitting gives at least one part");
    let shown: String = line.chars().take(LONGEST).collect();
    if shown.len() < text.len() { format!("`{shown}…`") } else { format!("`{shown}`") }
}
