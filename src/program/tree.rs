//! The tree of a candidate program, in the small part of Python that such programs use.

use std::ops::Range;

/// A piece of the source text, in bytes from its start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    pub start: u32,
    pub end: u32,
}

impl Span {
    /// The bytes, to cut the piece out of the source text.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// One `def` of a program file.
#[derive(Clone, Debug, PartialEq)]
pub struct Program {
    pub name: Name,
    pub parameters: Vec<Name>,
    /// What stands under the `def`, without docstrings and `pass`.
    pub body: Vec<Statement>,
    /// From `def` to the end of the last statement.
    pub span: Span,
}

/// An identifier where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Name {
    pub text: Box<str>,
    pub span: Span,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    pub kind: StatementKind,
    pub span: Span,
}

#[derive(Clone, Debug, PartialEq)]
pub enum StatementKind {
    /// `x1 = value`, or `x1 = x2 = value` with its targets from left to right.
    Assign { targets: Vec<Name>, value: Expression },
    /// A value computed and dropped; it may still raise.
    Evaluate(Expression),
    /// `return value`; `return` alone has none and gives None.
    Return(Option<Expression>),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Expression {
    pub kind: ExpressionKind,
    pub span: Span,
}

#[derive(Clone, Debug, PartialEq)]
pub enum ExpressionKind {
    Name(Box<str>),
    /// An integer literal, its sign included.
    Int(i64),
    Bool(bool),
    None,
    Tuple(Vec<Expression>),
    Call {
        callee: Box<Expression>,
        positional: Vec<Expression>,
        /// Keyword arguments in the order written.
        keyword: Vec<(Name, Expression)>,
    },
}
