//! Python source text to tokens, each with its span.
//!
//! The rules are those of CPython's tokenizer, as far as they can matter to a program that is
//! accepted: indentation with tabs, continuation lines, comments, every notation of strings and
//! ints. Where a program is refused anyway, the tokens are only good enough to go on behind it.

use super::tree::Span;

/// Brackets may be nested this deep, as in CPython (`MAXLEVEL` in its tokenizer), which refuses
/// more as "too many nested parentheses". The parser recurses over brackets only, so this also
/// bounds its use of the stack.
pub const MAX_BRACKETS: usize = 200;

/// Words that can't be names, in order.
const KEYWORDS: [&str; 35] = [
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def",
    "del", "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is",
    "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
];

/// Operators and delimiters other than brackets: each before those it starts with, frequent ones first.
const SYMBOLS: [&str; 42] = [
    ",", "==", "=", ":=", ":", "-=", "->", "-", "...", ".", "**=", "//=", ">>=", "<<=", "!=", "%=", "&=",
    "**", "*=", "+=", "//", "/=", "<<", "<=", ">=", ">>", "@=", "^=", "|=", "%", "&", "*", "+", "/", ";",
    "<", ">", "@", "^", "|", "~", "!",
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    pub kind: TokenKind,
    pub span: Span,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// The end of a logical line that held something.
    Newline,
    Indent,
    Dedent,
    /// The end of the file, for ever.
    End,
    Name,
    Keyword(&'static str),
    Int,
    /// A number that is no int: with a fraction, an exponent or a `j`.
    Float,
    /// A string literal with its prefix and quotes, f-strings included.
    String,
    Symbol(&'static str),
    Wrong(Mistake),
}

/// What can be wrong with the text itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mistake {
    /// A bracket that the rest of the program doesn't close; the span is the bracket's.
    Unclosed,
    Unopened,
    /// A closing bracket of another kind than this opening one.
    Mismatched(char),
    TooManyBrackets,
    UnclosedString,
    /// A triple-quoted string that runs to the end of the file.
    UnclosedTripleQuotes,
    TabsAndSpaces,
    /// A line that is indented less than the one above, but like no line before it.
    Unindent,
    Backslash,
    BackslashAtEnd,
    Number,
    ForeignName,
    Character(char),
}

/// How far a line is indented. CPython measures twice, so that no line's place depends on how wide
/// a tab is: lines whose two measures disagree are refused.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
struct Indent {
    /// With tab stops at every eighth column.
    column: u32,
    /// With tabs as wide as spaces.
    characters: u32,
}

#[derive(Clone)]
pub struct Lexer<'a> {
    source: &'a str,
    offset: usize,
    /// Whether the next token is the first of a logical line, so that its indentation counts.
    line_start: bool,
    /// The indentation of each enclosing block, outermost first; the first is zero.
    indents: Vec<Indent>,
    /// How many dedents are still to be handed out.
    dedents: u32,
    /// Each open bracket and where it stands, outermost first.
    brackets: Vec<(char, u32)>,
}

impl<'a> Lexer<'a> {
    /// A lexer at the start of a source text of less than 4 GiB.
    pub fn new(source: &'a str) -> Self {
        let offset = if source.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let mut lexer =
            Lexer { source, offset, line_start: true, indents: Vec::new(), dedents: 0, brackets: Vec::new() };
        lexer.seek(offset);
        lexer
    }

    /// Starts anew at the given offset, which must be the start of a line.
    pub fn seek(&mut self, offset: usize) {
        self.offset = offset;
        self.line_start = true;
        self.indents.clear();
        self.indents.push(Indent::default());
        self.dedents = 0;
        self.brackets.clear();
    }

    pub fn next_token(&mut self) -> Token {
        if self.dedents > 0 {
            self.dedents -= 1;
            return self.token(TokenKind::Dedent, self.offset);
        }
        if self.line_start
            && let Some(token) = self.indentation()
        {
            return token;
        }
        if let Err(token) = self.skip_space() {
            return token;
        }
        let start = self.offset;
        let Some(byte) = self.peek(0) else { return self.end() };
        match byte {
            b'\n' | b'\r' => {
                self.eat_newline();
                self.line_start = true;
                self.token(TokenKind::Newline, start)
            }
            b'"' | b'\'' => self.string(start),
            b'0'..=b'9' => self.number(),
            b'.' if self.peek(1).is_some_and(|next| next.is_ascii_digit()) => self.number(),
            b'a'..=b'z' | b'A'..=b'Z' | b'_' => self.word(),
            b'(' => self.open("("),
            b'[' => self.open("["),
            b'{' => self.open("{"),
            b')' => self.close(")", '('),
            b']' => self.close("]", '['),
            b'}' => self.close("}", '{'),
            _ => self.symbol_or_stray(),
        }
    }

    fn peek(&self, ahead: usize) -> Option<u8> {
        self.source.as_bytes().get(self.offset + ahead).copied()
    }

    fn rest(&self) -> &'a str {
        &self.source[self.offset..]
    }

    /// A token from `start` to here.
    fn token(&self, kind: TokenKind, start: usize) -> Token {
        Token { kind, span: Span { start: start as u32, end: self.offset as u32 } }
    }

    fn wrong(&self, mistake: Mistake, start: usize) -> Token {
        self.token(TokenKind::Wrong(mistake), start)
    }

    /// Consumes a line end, if one is next: LF, CR LF or CR.
    fn eat_newline(&mut self) -> bool {
        match (self.peek(0), self.peek(1)) {
            (Some(b'\r'), Some(b'\n')) => self.offset += 2,
            (Some(b'\r' | b'\n'), _) => self.offset += 1,
            _ => return false,
        }
        true
    }

    fn skip_comment(&mut self) {
        while self.peek(0).is_some_and(|byte| byte != b'\n' && byte != b'\r') {
            self.offset += 1;
        }
    }

    /// Consumes a backslash and the line end that must follow it.
    fn continuation(&mut self) -> Result<(), Token> {
        let start = self.offset;
        self.offset += 1;
        let end = self.offset;
        if !self.eat_newline() {
            return Err(self.wrong(Mistake::Backslash, start));
        }
        if self.offset == self.source.len() {
            let span = Span { start: start as u32, end: end as u32 };
            return Err(Token { kind: TokenKind::Wrong(Mistake::BackslashAtEnd), span });
        }
        Ok(())
    }

    /// Skips blank lines, measures the indentation of the next line that holds something, and
    /// hands out what it means.
    fn indentation(&mut self) -> Option<Token> {
        let indent = loop {
            let mut indent = Indent::default();
            // The indentation of a line that is continued by a backslash before anything else
            // stands on it is what precedes the backslash, unless that is nothing.
            let mut before_backslash = 0;
            loop {
                match self.peek(0) {
                    Some(b' ') => {
                        indent.column += 1;
                        indent.characters += 1;
                    }
                    Some(b'\t') => {
                        indent.column = (indent.column / 8 + 1) * 8;
                        indent.characters += 1;
                    }
                    Some(b'\x0c') => indent = Indent::default(),
                    Some(b'\\') => {
                        if before_backslash == 0 {
                            before_backslash = indent.column;
                        }
                        if let Err(token) = self.continuation() {
                            self.line_start = false;
                            return Some(token);
                        }
                        continue;
                    }
                    _ => break,
                }
                self.offset += 1;
            }
            match self.peek(0) {
                None => return None,
                Some(b'#') => self.skip_comment(),
                Some(b'\n' | b'\r') => {}
                Some(_) if before_backslash > 0 => {
                    break Indent { column: before_backslash, characters: before_backslash };
                }
                Some(_) => break indent,
            }
            self.eat_newline();
        };
        self.line_start = false;
        let here = self.offset;
        let block = self.block();
        if indent.column == block.column {
            return (indent != block).then(|| self.wrong(Mistake::TabsAndSpaces, here));
        }
        if indent.column > block.column {
            self.indents.push(indent);
            let ambiguous = indent.characters <= block.characters;
            let kind = if ambiguous { TokenKind::Wrong(Mistake::TabsAndSpaces) } else { TokenKind::Indent };
            return Some(self.token(kind, here));
        }
        while indent.column < self.block().column {
            self.indents.pop();
            self.dedents += 1;
        }
        let block = self.block();
        if indent == block {
            self.dedents -= 1;
            return Some(self.token(TokenKind::Dedent, here));
        }
        // The line starts a block of its own, so that the lines after it are measured against it.
        self.dedents = 0;
        if indent.column > block.column {
            self.indents.push(indent);
            return Some(self.wrong(Mistake::Unindent, here));
        }
        Some(self.wrong(Mistake::TabsAndSpaces, here))
    }

    /// The indentation of the innermost block.
    fn block(&self) -> Indent {
        *self.indents.last().expect("the first indentation, zero, is never taken away")
    }

    /// Skips what may stand between two tokens.
    fn skip_space(&mut self) -> Result<(), Token> {
        loop {
            match self.peek(0) {
                Some(b' ' | b'\t' | b'\x0c') => self.offset += 1,
                Some(b'\\') => self.continuation()?,
                Some(b'#') => self.skip_comment(),
                Some(b'\n' | b'\r') if !self.brackets.is_empty() => {
                    self.eat_newline();
                    // Nothing that a bracket may hold looks like this, so the bracket was
                    // forgotten, and what follows is the next program.
                    if starts_item(self.rest()) {
                        let unclosed = self.unclosed().expect("a bracket is open");
                        self.line_start = true;
                        return Err(unclosed);
                    }
                }
                _ => return Ok(()),
            }
        }
    }

    /// Forgets the open brackets, if any, and complains about the innermost.
    fn unclosed(&mut self) -> Option<Token> {
        let (_, start) = self.brackets.pop()?;
        self.brackets.clear();
        let span = Span { start, end: start + 1 };
        Some(Token { kind: TokenKind::Wrong(Mistake::Unclosed), span })
    }

    fn end(&mut self) -> Token {
        if let Some(unclosed) = self.unclosed() {
            return unclosed;
        }
        let kind = if !self.line_start {
            self.line_start = true;
            TokenKind::Newline
        } else if self.indents.len() > 1 {
            self.indents.pop();
            TokenKind::Dedent
        } else {
            TokenKind::End
        };
        self.token(kind, self.offset)
    }

    fn open(&mut self, symbol: &'static str) -> Token {
        let start = self.offset;
        self.offset += 1;
        if self.brackets.len() == MAX_BRACKETS {
            return self.wrong(Mistake::TooManyBrackets, start);
        }
        self.brackets.push((char::from(symbol.as_bytes()[0]), start as u32));
        self.token(TokenKind::Symbol(symbol), start)
    }

    fn close(&mut self, symbol: &'static str, opening: char) -> Token {
        let start = self.offset;
        self.offset += 1;
        match self.brackets.pop() {
            Some((bracket, _)) if bracket == opening => self.token(TokenKind::Symbol(symbol), start),
            Some((bracket, _)) => self.wrong(Mistake::Mismatched(bracket), start),
            None => self.wrong(Mistake::Unopened, start),
        }
    }

    /// A string from its prefix, which starts at `start`; the opening quote is next.
    fn string(&mut self, start: usize) -> Token {
        let bytes = self.source.as_bytes();
        let quote = bytes[self.offset];
        let triple = self.peek(1) == Some(quote) && self.peek(2) == Some(quote);
        self.offset += if triple { 3 } else { 1 };
        loop {
            match self.peek(0) {
                None if triple => return self.wrong(Mistake::UnclosedTripleQuotes, start),
                Some(b'\n' | b'\r') | None if !triple => return self.wrong(Mistake::UnclosedString, start),
                Some(b'\\') => {
                    // A backslash takes the next character out of play, a line end included.
                    self.offset += 1;
                    if !self.eat_newline() && self.offset < bytes.len() {
                        self.offset += 1;
                    }
                }
                Some(byte) if byte == quote => {
                    let closes = !triple || (self.peek(1) == Some(quote) && self.peek(2) == Some(quote));
                    self.offset += if triple && closes { 3 } else { 1 };
                    if closes {
                        return self.token(TokenKind::String, start);
                    }
                }
                _ => self.offset += 1,
            }
        }
    }

    /// Letters and digits that stand together are one number, well formed or not: nothing in a
    /// candidate program can follow a number without a space or a symbol between.
    fn number(&mut self) -> Token {
        let start = self.offset;
        let bytes = self.source.as_bytes();
        let hexadecimal = bytes[start] == b'0' && matches!(self.peek(1), Some(b'x' | b'X'));
        while let Some(byte) = self.peek(0) {
            let exponent_sign = matches!(byte, b'+' | b'-')
                && matches!(bytes[self.offset - 1], b'e' | b'E')
                && self.offset > start
                && !hexadecimal
                && self.peek(1).is_some_and(|next| next.is_ascii_digit());
            if !(byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'.' || exponent_sign) {
                break;
            }
            self.offset += 1;
        }
        self.skip_foreign_letters();
        let text = &self.source[start..self.offset];
        if is_int(text) {
            self.token(TokenKind::Int, start)
        } else if text.bytes().all(|byte| b"0123456789._eEjJ+-".contains(&byte))
            && text.contains(['.', 'e', 'E', 'j', 'J'])
        {
            self.token(TokenKind::Float, start)
        } else {
            self.wrong(Mistake::Number, start)
        }
    }

    /// Consumes the rest of a word that has letters beyond ASCII; whether there were any.
    fn skip_foreign_letters(&mut self) -> bool {
        let rest = self.rest();
        let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len());
        self.offset += end;
        end > 0
    }

    /// A name, a keyword, or a string with a prefix.
    fn word(&mut self) -> Token {
        let start = self.offset;
        while self.peek(0).is_some_and(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
            self.offset += 1;
        }
        if self.skip_foreign_letters() {
            return self.wrong(Mistake::ForeignName, start);
        }
        let text = &self.source[start..self.offset];
        if matches!(self.peek(0), Some(b'"' | b'\'')) && is_string_prefix(text) {
            return self.string(start);
        }
        let kind = match KEYWORDS.binary_search(&text) {
            Ok(index) => TokenKind::Keyword(KEYWORDS[index]),
            Err(_) => TokenKind::Name,
        };
        self.token(kind, start)
    }

    fn symbol_or_stray(&mut self) -> Token {
        let start = self.offset;
        let rest = self.rest();
        if let Some(symbol) = SYMBOLS.into_iter().find(|symbol| rest.starts_with(symbol)) {
            self.offset += symbol.len();
            return self.token(TokenKind::Symbol(symbol), start);
        }
        let stray = rest.chars().next().expect("the end of the file is handled elsewhere");
        if stray.is_alphabetic() {
            self.skip_foreign_letters();
            return self.wrong(Mistake::ForeignName, start);
        }
        self.offset += stray.len_utf8();
        self.wrong(Mistake::Character(stray), start)
    }
}

/// Whether a line that starts like this looks like the start of a function or a class, or decorates
/// one. Text that isn't code hardly ever does.
fn starts_item(line: &str) -> bool {
    let after = |word| line.strip_prefix(word).filter(|rest| rest.starts_with([' ', '\t', '\\']));
    if after("def").is_some() || after("async").is_some_and(|rest| rest.trim_start().starts_with("def")) {
        return true;
    }
    let class_or_decorator = after("class").map(str::trim_start).or(line.strip_prefix('@'));
    class_or_decorator.is_some_and(|rest| {
        let name_end =
            rest.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '.')).unwrap_or(rest.len());
        name_end > 0 && rest[name_end..].starts_with(['(', ':', '[', '\r', '\n'])
    })
}

/// The first line behind an offset that looks like the start of a function or class.
pub fn next_item_line(source: &str, offset: usize) -> Option<usize> {
    let line_ends = source[offset..].match_indices(['\n', '\r']);
    line_ends.map(|(line_end, _)| offset + line_end + 1).find(|line| starts_item(&source[*line..]))
}

/// Whether a number is an int in one of Python's notations.
fn is_int(text: &str) -> bool {
    let (digits, radix) = split_radix(text);
    // An underscore stands between two digits, or between the radix and a digit.
    let well_formed = digits.split('_').enumerate().all(|(i, group)| {
        (!group.is_empty() || (i == 0 && radix != 10 && digits.len() > 1))
            && group.chars().all(|c| c.is_digit(radix))
    });
    // Other than in C, a leading zero doesn't mean octal; Python allows it for zero only.
    let leading_zero =
        radix == 10 && digits.starts_with('0') && digits.contains(|c| ('1'..='9').contains(&c));
    well_formed && !leading_zero
}

/// The magnitude of an int, or `None` if it doesn't fit.
pub fn int_value(text: &str) -> Option<u64> {
    let (digits, radix) = split_radix(text);
    digits
        .chars()
        .filter_map(|c| c.to_digit(radix))
        .try_fold(0u64, |value, digit| value.checked_mul(u64::from(radix))?.checked_add(u64::from(digit)))
}

fn split_radix(text: &str) -> (&str, u32) {
    match text.as_bytes() {
        [b'0', b'x' | b'X', ..] => (&text[2..], 16),
        [b'0', b'o' | b'O', ..] => (&text[2..], 8),
        [b'0', b'b' | b'B', ..] => (&text[2..], 2),
        _ => (text, 10),
    }
}

fn is_string_prefix(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    ["r", "u", "b", "f", "t", "br", "rb", "fr", "rf", "tr", "rt"].contains(&lower.as_str())
}
