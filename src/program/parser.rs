//! Tokens to trees: plain recursive descent.
//!
//! The grammar is the part of Python's that candidate programs use. A program outside it is
//! refused, and reading goes on at the next one.

use std::collections::HashSet;

use super::lexer::{Lexer, Mistake, Token, TokenKind, int_value, next_item_line};
use super::outside;
use super::tree::{Expression, ExpressionKind, Name, Program, Span, Statement, StatementKind};

/// How many calls of what a call returned (`f(a)(b)`) one statement may hold. Together with the
/// bound on nested brackets this keeps every tree shallow enough for whoever recurses over it.
const MAX_CHAINED_CALLS: u32 = 100;

/// Why a piece of source is refused: what is wrong and where.
pub struct Problem {
    pub span: Span,
    pub message: String,
}

/// All that stands in a source text, in its order.
pub struct Parsed {
    pub programs: Vec<Program>,
    /// What is refused, with the function's name where it has got as far as having one.
    pub refused: Vec<(Option<Box<str>>, Problem)>,
    /// Names under which imports bind what has another name.
    pub aliases: Vec<Name>,
}

/// Reads a source text of less than 4 GiB.
pub fn parse(source: &str) -> Parsed {
    let mut lexer = Lexer::new(source);
    let token = lexer.next_token();
    let mut parser = Parser {
        source,
        lexer,
        token,
        previous_end: 0,
        statement_end: 0,
        chained_calls: 0,
        suspect_string: None,
        are_strings_closed: None,
        aliases: Vec::new(),
    };
    let mut parsed = Parsed { programs: Vec::new(), refused: Vec::new(), aliases: Vec::new() };
    while parser.token.kind != TokenKind::End {
        let mut start = parser.token.span.start;
        let mut name = None;
        parser.suspect_string = None;
        match parser.item(&mut name, &mut start) {
            Ok(program) => parsed.programs.extend(program),
            Err(mut problem) => {
                if let Some(string) = parser.suspect_string {
                    let string = outside::quote(parser.text(string));
                    problem.message += &format!("; or the string {string} further up is not closed");
                }
                parsed.refused.push((name, problem));
                parser.recover(start);
            }
        }
    }
    parsed.aliases = parser.aliases;
    parsed
}

/// Where the string ends in which a line begins, if there is one and it is closed.
fn end_of_string_around(lexer: &mut Lexer, line: usize) -> Option<usize> {
    loop {
        let Token { kind, span } = lexer.next_token();
        if span.end as usize > line || kind == TokenKind::End {
            return (kind == TokenKind::String && (span.start as usize) < line).then_some(span.end as usize);
        }
    }
}

/// Whether all strings are closed from here to the end of the file.
fn are_strings_closed(lexer: &mut Lexer) -> bool {
    loop {
        match lexer.next_token().kind {
            TokenKind::End => return true,
            TokenKind::Wrong(Mistake::UnclosedString | Mistake::UnclosedTripleQuotes) => return false,
            _ => {}
        }
    }
}

type Read<T> = Result<T, Problem>;

struct Parser<'a> {
    source: &'a str,
    lexer: Lexer<'a>,
    /// The token that is to be read next.
    token: Token,
    /// Where the token before it ends.
    previous_end: u32,
    /// Where the statement read last ends.
    statement_end: u32,
    /// Calls of calls in this statement so far.
    chained_calls: u32,
    /// The last string that has the start of another program in it.
    suspect_string: Option<Span>,
    /// Whether all strings are closed behind the first one that had to be looked at for that.
    are_strings_closed: Option<bool>,
    /// Names under which imports bind what has another name.
    aliases: Vec<Name>,
}

/// What stands between the commas of an annotation in brackets.
#[derive(Clone, Copy, PartialEq)]
enum MayBeEmpty {
    Yes,
    No,
}

// Moving over tokens.
impl<'a> Parser<'a> {
    fn advance(&mut self) {
        self.previous_end = self.token.span.end;
        self.token = self.lexer.next_token();
    }

    fn text(&self, span: Span) -> &'a str {
        &self.source[span.start as usize..span.end as usize]
    }

    fn is(&self, symbol: &'static str) -> bool {
        self.token.kind == TokenKind::Symbol(symbol)
    }

    fn eat(&mut self, symbol: &'static str) -> bool {
        let found = self.is(symbol);
        if found {
            self.advance();
        }
        found
    }

    fn expect(&mut self, symbol: &'static str, expected: &str) -> Read<()> {
        if self.eat(symbol) { Ok(()) } else { Err(self.unexpected(expected)) }
    }

    /// From `start` to the end of the token read last.
    fn span_from(&self, start: u32) -> Span {
        Span { start, end: self.previous_end }
    }

    fn problem(&self, span: Span, message: impl Into<String>) -> Problem {
        Problem { span, message: message.into() }
    }

    /// The complaint about the next token when something else is expected there.
    fn unexpected(&self, expected: &str) -> Problem {
        let Token { kind, span } = self.token;
        let message = match kind {
            TokenKind::Wrong(mistake) => outside::mistake(mistake, self.text(span)),
            TokenKind::Newline => format!("expected {expected}, found the end of the line"),
            TokenKind::Indent => "this line is indented further than the lines around it".into(),
            TokenKind::Dedent => format!("expected {expected}, found the end of the function"),
            TokenKind::End => format!("expected {expected}, found the end of the file"),
            _ => format!("expected {expected}, found {}", outside::quote(self.text(span))),
        };
        self.problem(span, message)
    }

    /// The same where a value has just ended: names what the token would do with the value.
    fn unexpected_after_value(&self, expected: &str) -> Problem {
        match outside::after_value(self.token.kind, self.text(self.token.span)) {
            Some(message) => self.problem(self.token.span, message),
            None => self.unexpected(expected),
        }
    }

    /// Goes on at the next line behind `start` that looks like the start of a program.
    ///
    /// Brackets and strings that a program forgot to close must not hide the next one, and behind a
    /// forgotten quote it can't be told any more what is text and what is string. So the look of
    /// the line decides, unless it stands in a string and all strings from here on are closed.
    fn recover(&mut self, start: u32) {
        let mut line = next_item_line(self.source, start as usize);
        if self.suspect_string.is_none() {
            let mut ahead = Lexer::new(self.source);
            ahead.seek(start as usize);
            while let Some(next) = line
                && let Some(end) = end_of_string_around(&mut ahead, next)
                && *self.are_strings_closed.get_or_insert_with(|| are_strings_closed(&mut ahead.clone()))
            {
                line = next_item_line(self.source, end);
            }
        }
        self.lexer.seek(line.unwrap_or(self.source.len()));
        self.advance();
    }
}

// What stands at the top level of a file.
impl Parser<'_> {
    /// One top-level statement; gives the program, if it is one. If it is refused, `name` is the
    /// function's, and `start` is moved on where the function has another beginning than the item.
    fn item(&mut self, name: &mut Option<Box<str>>, start: &mut u32) -> Read<Option<Program>> {
        match self.token.kind {
            TokenKind::Keyword("def") => return self.program(name).map(Some),
            TokenKind::Keyword("async") | TokenKind::Symbol("@") => {
                let problem = self.wrong_statement();
                *name = self.skip_to_name();
                *start = self.token.span.start;
                return Err(problem);
            }
            TokenKind::Keyword("import" | "from") | TokenKind::Keyword("pass") | TokenKind::String => {}
            _ => return Err(self.wrong_statement()),
        }
        loop {
            match self.token.kind {
                TokenKind::Keyword("import") => self.import()?,
                TokenKind::Keyword("from") => self.import_from()?,
                TokenKind::Keyword("pass") => self.advance(),
                TokenKind::String => self.docstring()?,
                _ => return Err(self.wrong_statement()),
            }
            if !self.end_of_statement()? {
                return Ok(None);
            }
        }
    }

    /// The complaint about a top-level statement that is neither a program nor skipped.
    fn wrong_statement(&self) -> Problem {
        let Token { kind, span } = self.token;
        match outside::statement(kind, self.text(span)) {
            Some(message) => self.problem(span, message),
            None => self.unexpected("a program, `def name(I):`"),
        }
    }

    /// Finds the name of a function behind its decorators and `async`, so that it can be said which
    /// function is refused.
    fn skip_to_name(&mut self) -> Option<Box<str>> {
        while self.is("@") {
            while self.token.kind != TokenKind::Newline {
                if self.token.kind == TokenKind::End {
                    return None;
                }
                self.advance();
            }
            self.advance();
        }
        if self.token.kind == TokenKind::Keyword("async") {
            self.advance();
        }
        match self.token.kind {
            TokenKind::Keyword("def") => {
                self.advance();
                self.function_name()
            }
            TokenKind::Keyword("class") => {
                self.advance();
                None
            }
            _ => None,
        }
    }

    /// What the next token would be called if it stood behind `def`.
    fn function_name(&self) -> Option<Box<str>> {
        let is_name = matches!(self.token.kind, TokenKind::Name | TokenKind::Wrong(Mistake::ForeignName));
        is_name.then(|| self.text(self.token.span).into())
    }

    /// `import a.b as c, d`
    fn import(&mut self) -> Read<()> {
        self.advance();
        loop {
            let module = self.token.span.start;
            self.dotted_name()?;
            self.alias(self.span_from(module))?;
            if !self.eat(",") {
                return Ok(());
            }
        }
    }

    /// `from .a.b import c as d, e`, with or without parentheses, or `from a import *`
    fn import_from(&mut self) -> Read<()> {
        self.advance();
        let mut relative = false;
        while self.eat(".") || self.eat("...") {
            relative = true;
        }
        if !relative || self.token.kind == TokenKind::Name {
            self.dotted_name()?;
        }
        if self.token.kind != TokenKind::Keyword("import") {
            return Err(self.unexpected("`import`"));
        }
        self.advance();
        if self.eat("*") {
            return Ok(());
        }
        let parenthesised = self.eat("(");
        loop {
            let imported = self.token.span;
            self.name("the name of what is imported")?;
            self.alias(imported)?;
            if !self.eat(",") || (parenthesised && self.is(")")) {
                break;
            }
        }
        if parenthesised { self.expect(")", "`,` or `)`") } else { Ok(()) }
    }

    fn dotted_name(&mut self) -> Read<()> {
        loop {
            self.name("the name of a module")?;
            if !self.eat(".") {
                return Ok(());
            }
        }
    }

    /// `as name`, if it stands there
    fn alias(&mut self, imported: Span) -> Read<()> {
        if self.token.kind == TokenKind::Keyword("as") {
            self.advance();
            let alias = self.binding("a name")?;
            if *alias.text != *self.text(imported) {
                self.aliases.push(alias);
            }
        }
        Ok(())
    }

    /// Consumes the end of a simple statement; whether another one follows on the same line.
    fn end_of_statement(&mut self) -> Read<bool> {
        self.statement_end = self.previous_end;
        if self.eat(";") && self.token.kind != TokenKind::Newline {
            return Ok(true);
        }
        if self.token.kind != TokenKind::Newline {
            return Err(self.unexpected_after_value("the end of the line"));
        }
        self.advance();
        Ok(false)
    }
}

// Programs and their statements.
impl Parser<'_> {
    /// `def name(a, b: T) -> T:` and its body
    fn program(&mut self, refused_name: &mut Option<Box<str>>) -> Read<Program> {
        let start = self.token.span.start;
        self.advance();
        *refused_name = self.function_name();
        let name = self.binding("the name of the program")?;
        if self.is("[") {
            return Err(self
                .problem(self.token.span, "`[` starts type parameters, which candidate programs don't use"));
        }
        let parameters = self.parameters()?;
        if self.eat("->") {
            self.annotation()?;
        }
        self.expect(":", "`:`")?;
        let mut body = Vec::new();
        if self.token.kind != TokenKind::Newline {
            self.statements(&mut body)?;
        } else {
            self.advance();
            if self.token.kind != TokenKind::Indent {
                return Err(match self.token.kind {
                    TokenKind::Wrong(_) => self.unexpected(""),
                    _ => self.problem(
                        self.token.span,
                        format!("the body of `{}` is expected here, indented", name.text),
                    ),
                });
            }
            self.advance();
            while self.token.kind != TokenKind::Dedent {
                self.statements(&mut body)?;
            }
        }
        let span = Span { start, end: self.statement_end };
        if self.token.kind == TokenKind::Dedent {
            self.advance();
        }
        Ok(Program { name, parameters, body, span })
    }

    fn parameters(&mut self) -> Read<Vec<Name>> {
        self.expect("(", "`(` and the parameters")?;
        let mut parameters: Vec<Name> = Vec::new();
        let mut names = HashSet::new();
        while !self.is(")") {
            if self.is("*") || self.is("**") || self.is("/") {
                let message = format!(
                    "{} is for special parameters, which candidate programs don't use",
                    outside::quote(self.text(self.token.span))
                );
                return Err(self.problem(self.token.span, message));
            }
            let name = self.binding("the name of a parameter")?;
            if !names.insert(self.text(name.span)) {
                return Err(self.problem(name.span, format!("there are two parameters `{}`", name.text)));
            }
            parameters.push(name);
            if self.eat(":") {
                self.annotation()?;
            }
            if self.is("=") {
                let message = "`=` gives the parameter a default, which candidate programs don't use";
                return Err(self.problem(self.token.span, message));
            }
            if !self.eat(",") {
                break;
            }
        }
        self.expect(")", "`,` or `)`")?;
        Ok(parameters)
    }

    /// One line of statements, to its end.
    fn statements(&mut self, body: &mut Vec<Statement>) -> Read<()> {
        loop {
            self.chained_calls = 0;
            body.extend(self.statement()?);
            if !self.end_of_statement()? {
                return Ok(());
            }
        }
    }

    /// One statement; none for a docstring or `pass`.
    fn statement(&mut self) -> Read<Option<Statement>> {
        let Token { kind, span: Span { start, .. } } = self.token;
        let kind = match kind {
            TokenKind::Keyword("pass") => {
                self.advance();
                return Ok(None);
            }
            TokenKind::String => {
                self.docstring()?;
                return Ok(None);
            }
            TokenKind::Keyword("return") => {
                self.advance();
                let nothing = self.token.kind == TokenKind::Newline || self.is(";");
                StatementKind::Return(if nothing { None } else { Some(self.expressions()?) })
            }
            _ => {
                if let Some(message) = outside::statement(kind, self.text(self.token.span)) {
                    return Err(self.problem(self.token.span, message));
                }
                self.assignment_or_expression()?
            }
        };
        Ok(Some(Statement { kind, span: self.span_from(start) }))
    }

    /// `a = b = value`, `a: T = value`, or a value alone
    fn assignment_or_expression(&mut self) -> Read<StatementKind> {
        let mut value = self.expressions()?;
        if self.is(":") {
            let target = self.target(value)?;
            self.advance();
            self.annotation()?;
            if !self.is("=") {
                return Err(self.unexpected_after_value("`=` and a value"));
            }
            self.advance();
            let value = self.expressions()?;
            return Ok(StatementKind::Assign { targets: vec![target], value });
        }
        let mut targets = Vec::new();
        while self.eat("=") {
            targets.push(self.target(value)?);
            value = self.expressions()?;
        }
        Ok(if targets.is_empty() {
            StatementKind::Evaluate(value)
        } else {
            StatementKind::Assign { targets, value }
        })
    }

    /// What stands before `=`, which must be a name.
    fn target(&self, expression: Expression) -> Read<Name> {
        let span = expression.span;
        let what = match expression.kind {
            ExpressionKind::Name(text) => {
                let name = Name { text, span };
                self.check_binding(&name)?;
                return Ok(name);
            }
            ExpressionKind::Tuple(_) => {
                let message = format!(
                    "{} unpacks a tuple into several names, which candidate programs don't use",
                    outside::quote(self.text(span))
                );
                return Err(self.problem(span, message));
            }
            ExpressionKind::Call { .. } => "a call",
            ExpressionKind::Int(_) | ExpressionKind::Bool(_) | ExpressionKind::None => "a value",
        };
        let message =
            format!("{} is {what}; only a name can stand before `=`", outside::quote(self.text(span)));
        Err(self.problem(span, message))
    }

    fn name(&mut self, expected: &str) -> Read<Name> {
        if self.token.kind != TokenKind::Name {
            return Err(self.unexpected(expected));
        }
        let span = self.token.span;
        self.advance();
        Ok(Name { text: self.text(span).into(), span })
    }

    /// A name that is given a value here.
    fn binding(&mut self, expected: &str) -> Read<Name> {
        let name = self.name(expected)?;
        self.check_binding(&name)?;
        Ok(name)
    }

    fn check_binding(&self, name: &Name) -> Read<()> {
        if &*name.text == "__debug__" {
            return Err(self.problem(name.span, "Python reserves the name `__debug__`"));
        }
        Ok(())
    }
}

// Values.
impl Parser<'_> {
    /// One value, or several with commas between, which make a tuple.
    fn expressions(&mut self) -> Read<Expression> {
        let start = self.token.span.start;
        let first = self.expression()?;
        if !self.is(",") {
            return Ok(first);
        }
        let items = self.tuple_items(first)?;
        Ok(Expression { kind: ExpressionKind::Tuple(items), span: self.span_from(start) })
    }

    /// The items of a tuple, whose first has been read, up to what can't be one.
    fn tuple_items(&mut self, first: Expression) -> Read<Vec<Expression>> {
        let mut items = vec![first];
        while self.eat(",") {
            let over = self.is(")") || self.is("=") || self.is(";") || self.token.kind == TokenKind::Newline;
            if over {
                break;
            }
            items.push(self.expression()?);
        }
        Ok(items)
    }

    fn expression(&mut self) -> Read<Expression> {
        if self.is("-") || self.is("+") { self.signed() } else { self.operand() }
    }

    /// An int with its signs. Signs before anything else compute, and only primitives do that.
    fn signed(&mut self) -> Read<Expression> {
        let sign = self.token.span;
        let mut negative = false;
        while self.is("-") || self.is("+") {
            negative ^= self.is("-");
            self.advance();
        }
        let value = if self.token.kind == TokenKind::Int {
            let value = self.int(negative)?;
            if self.is("(") {
                return Err(self.problem(self.token.span, "a number can't be called"));
            }
            value
        } else {
            let operand = self.operand()?;
            let ExpressionKind::Int(value) = operand.kind else {
                let instead = if negative { ": they call primitives such as `invert`" } else { "" };
                let message = format!(
                    "{} before something other than a number is an operator, which candidate programs don't use{instead}",
                    outside::quote(self.text(sign))
                );
                return Err(self.problem(sign, message));
            };
            let signed = if negative { value.checked_neg() } else { Some(value) };
            signed.ok_or_else(|| self.too_large(operand.span))?
        };
        Ok(Expression { kind: ExpressionKind::Int(value), span: self.span_from(sign.start) })
    }

    /// The int that is the next token.
    fn int(&mut self, negative: bool) -> Read<i64> {
        let span = self.token.span;
        let magnitude = int_value(self.text(span)).map(i128::from);
        let value = magnitude.and_then(|value| i64::try_from(if negative { -value } else { value }).ok());
        let value = value.ok_or_else(|| self.too_large(span))?;
        self.advance();
        Ok(value)
    }

    fn too_large(&self, span: Span) -> Problem {
        let message = format!(
            "{} is beyond the integers that candidate programs use, from {} to {}",
            outside::quote(self.text(span)),
            i64::MIN,
            i64::MAX
        );
        self.problem(span, message)
    }

    /// A name, a literal, something in parentheses, or a call of one of these.
    fn operand(&mut self) -> Read<Expression> {
        let Token { kind, span } = self.token;
        let mut expression = match kind {
            TokenKind::Symbol("(") => self.parenthesised()?,
            TokenKind::Int => Expression { kind: ExpressionKind::Int(self.int(false)?), span },
            _ => {
                let kind = match kind {
                    TokenKind::Name => ExpressionKind::Name(self.text(span).into()),
                    TokenKind::Keyword("True") => ExpressionKind::Bool(true),
                    TokenKind::Keyword("False") => ExpressionKind::Bool(false),
                    TokenKind::Keyword("None") => ExpressionKind::None,
                    _ => {
                        return Err(match outside::in_place_of_value(kind, self.text(span)) {
                            Some(message) => self.problem(span, message),
                            None => self.unexpected("a value"),
                        });
                    }
                };
                self.advance();
                Expression { kind, span }
            }
        };
        while self.is("(") {
            expression = self.call(expression, span.start)?;
        }
        Ok(expression)
    }

    /// A tuple, or a value whose parentheses leave no trace in the tree.
    fn parenthesised(&mut self) -> Read<Expression> {
        let start = self.token.span.start;
        self.advance();
        if self.eat(")") {
            return Ok(Expression { kind: ExpressionKind::Tuple(Vec::new()), span: self.span_from(start) });
        }
        let first = self.expression()?;
        if !self.is(",") {
            self.close(start)?;
            return Ok(first);
        }
        let items = self.tuple_items(first)?;
        self.close(start)?;
        Ok(Expression { kind: ExpressionKind::Tuple(items), span: self.span_from(start) })
    }

    /// Consumes the `)` of what starts at `start`.
    fn close(&mut self, start: u32) -> Read<()> {
        if self.eat(")") {
            return Ok(());
        }
        let mut problem = self.unexpected_after_value("`,` or `)`");
        // On another line it may not be the comma that is missing, but the bracket further up.
        let before = &self.source[start as usize..self.token.span.start as usize];
        if before.contains(['\n', '\r']) && !matches!(self.token.kind, TokenKind::Wrong(_)) {
            problem.message += &format!("; {} is still open", outside::quote(before));
        }
        Err(problem)
    }

    /// The arguments of a call, after what is called, which starts at `start`.
    fn call(&mut self, callee: Expression, start: u32) -> Read<Expression> {
        if matches!(callee.kind, ExpressionKind::Call { .. }) {
            self.chained_calls += 1;
            if self.chained_calls > MAX_CHAINED_CALLS {
                let message =
                    format!("there are more than {MAX_CHAINED_CALLS} calls of calls in one statement");
                return Err(self.problem(self.token.span, message));
            }
        }
        self.advance();
        let mut positional = Vec::new();
        let mut keyword: Vec<(Name, Expression)> = Vec::new();
        let mut names = HashSet::new();
        while !self.is(")") {
            let first = self.token;
            let argument = self.expression()?;
            if self.is("=") {
                let name = match argument.kind {
                    // The name alone, without parentheses.
                    ExpressionKind::Name(text) if first.span == self.span_from(first.span.start) => {
                        Name { text, span: argument.span }
                    }
                    _ => {
                        let message = format!(
                            "only a name can stand before `=` in a call, not {}",
                            outside::quote(self.text(self.span_from(first.span.start)))
                        );
                        return Err(self.problem(argument.span, message));
                    }
                };
                self.check_binding(&name)?;
                if !names.insert(self.text(name.span)) {
                    return Err(
                        self.problem(name.span, format!("the argument `{}` is given twice", name.text))
                    );
                }
                self.advance();
                keyword.push((name, self.expression()?));
            } else if let Some((name, _)) = keyword.last()
                && !self.continues_value()
            {
                let message = format!(
                    "{} has no name, but follows the argument `{}`, which has one",
                    outside::quote(self.text(argument.span)),
                    name.text
                );
                return Err(self.problem(argument.span, message));
            } else {
                positional.push(argument);
            }
            if !self.eat(",") {
                break;
            }
        }
        self.close(start)?;
        let kind = ExpressionKind::Call { callee: Box::new(callee), positional, keyword };
        Ok(Expression { kind, span: self.span_from(start) })
    }

    /// Whether what follows belongs to the value that was just read, though it is not understood.
    fn continues_value(&self) -> bool {
        !(self.is(",") || self.is(")"))
    }
}

// What is checked and skipped.
impl Parser<'_> {
    /// One or more string literals on end, as a statement.
    fn docstring(&mut self) -> Read<()> {
        let mut first_is_bytes = None;
        while self.token.kind == TokenKind::String {
            let span = self.token.span;
            let text = self.text(span);
            if outside::is_interpolated(text) {
                let message = outside::in_place_of_value(TokenKind::String, text);
                return Err(self.problem(span, message.expect("formatted strings are outside the language")));
            }
            let bytes = outside::string_prefix(text).contains(['b', 'B']);
            if *first_is_bytes.get_or_insert(bytes) != bytes {
                return Err(self.problem(span, "bytes and text can't be joined"));
            }
            self.check_string(span, bytes)?;
            if next_item_line(text, 0).is_some() {
                self.suspect_string = Some(span);
            }
            self.advance();
        }
        Ok(())
    }

    /// Checks what Python checks inside of a string literal.
    fn check_string(&self, span: Span, bytes: bool) -> Read<()> {
        let text = self.text(span);
        let problem = |at: usize, length: usize, message: String| {
            let start = span.start + at as u32;
            self.problem(Span { start, end: start + length as u32 }, message)
        };
        if bytes && let Some((at, foreign)) = text.char_indices().find(|(_, c)| !c.is_ascii()) {
            return Err(problem(
                at,
                foreign.len_utf8(),
                format!("`{foreign}` can't stand in bytes, only ASCII can"),
            ));
        }
        if outside::string_prefix(text).contains(['r', 'R']) {
            return Ok(());
        }
        let mut at = 0;
        while let Some(found) = text[at..].find('\\') {
            at += found;
            let escape = text[at + 1..].chars().next().expect("a quote stands behind a backslash at least");
            let length = 1 + escape.len_utf8();
            let digits = match escape {
                'x' => 2,
                'u' if !bytes => 4,
                'U' if !bytes => 8,
                'N' if !bytes => {
                    let message =
                        "`\\N` stands for a character by its name, which candidate programs don't use";
                    return Err(problem(at, length, message.into()));
                }
                _ => 0,
            };
            let code = text
                .get(at + length..at + length + digits)
                .filter(|code| code.bytes().all(|c| c.is_ascii_hexdigit()));
            let beyond_unicode =
                |code| u32::from_str_radix(code, 16).is_ok_and(|code| code > u32::from(char::MAX));
            if code.is_none_or(beyond_unicode) {
                let message =
                    format!("`\\{escape}` must be followed by the {digits} digits of a character's number");
                return Err(problem(at, length, message));
            }
            at += length;
        }
        Ok(())
    }

    /// A type annotation: alternatives with `|` between.
    fn annotation(&mut self) -> Read<()> {
        loop {
            self.annotated_type()?;
            if !self.eat("|") {
                return Ok(());
            }
        }
    }

    /// A dotted name, a literal or something in brackets, with any number of brackets behind.
    fn annotated_type(&mut self) -> Read<()> {
        match self.token.kind {
            TokenKind::Symbol("(") => self.annotations_in_brackets(")", MayBeEmpty::Yes)?,
            TokenKind::Symbol("[") => self.annotations_in_brackets("]", MayBeEmpty::Yes)?,
            TokenKind::String => self.docstring()?,
            TokenKind::Name
            | TokenKind::Int
            | TokenKind::Keyword("None" | "True" | "False")
            | TokenKind::Symbol("...") => self.advance(),
            _ => return Err(self.unexpected("a type")),
        }
        loop {
            if self.eat(".") {
                self.name("a name")?;
            } else if self.is("[") {
                self.annotations_in_brackets("]", MayBeEmpty::No)?;
            } else {
                return Ok(());
            }
        }
    }

    fn annotations_in_brackets(&mut self, closing: &'static str, may_be_empty: MayBeEmpty) -> Read<()> {
        self.advance();
        if may_be_empty == MayBeEmpty::Yes && self.eat(closing) {
            return Ok(());
        }
        loop {
            self.annotation()?;
            if !self.eat(",") || self.is(closing) {
                break;
            }
        }
        self.expect(closing, &format!("`,` or `{closing}`"))
    }
}
