//! A full Python parser, ruff's, as the judge of ours: what it makes of a source text, in our terms.

use arcscore::program::tree::{Expression, ExpressionKind, Name, Program, Span, Statement, StatementKind};
use ruff_python_ast::token::TokenKind;
use ruff_python_ast::{
    Alias, Expr, ExprNumberLiteral, ExprUnaryOp, Identifier, Mod, Number, Operator, PythonVersion, Stmt,
    StmtFunctionDef, UnaryOp,
};
use ruff_python_parser::{Mode, ParseOptions, parse_unchecked};
use ruff_text_size::{Ranged, TextRange};

/// What Python makes of a source text.
pub enum Verdict {
    /// It is no Python.
    Refused,
    /// Its top-level statements but for those that program files may hold besides.
    Read(Vec<Item>),
}

pub enum Item {
    Program(Program),
    /// Python outside of our language; with its name, if it is a function.
    Outside(Option<String>),
}

pub fn judge(source: &str) -> Verdict {
    let options = ParseOptions::from(Mode::Module).with_target_version(PythonVersion::PY314);
    let parsed = parse_unchecked(source, options);
    if parsed.has_syntax_errors() {
        return Verdict::Refused;
    }
    let Mod::Module(module) = parsed.into_syntax() else { unreachable!("a module was asked for") };
    let judge = Judge { source };
    let items = module.body.iter().filter_map(|statement| match statement {
        Stmt::Import(import) if judge.are_usable(&import.names) => None,
        Stmt::ImportFrom(import)
            if judge.are_usable(&import.names)
                && import.module.iter().all(|module| judge.name(module).is_some()) =>
        {
            None
        }
        _ if judge.is_skipped(statement) => None,
        Stmt::FunctionDef(function) => Some(match judge.program(function) {
            Some(program) => Item::Program(program),
            None => Item::Outside(Some(judge.text(function.name.range()).to_owned())),
        }),
        _ => Some(Item::Outside(None)),
    });
    Verdict::Read(items.collect())
}

/// Whether a string has lines that look like the start of a function. Behind a mistake they are one to
/// us, even where Python sees a string.
pub fn has_functions_in_strings(source: &str) -> bool {
    let parsed = parse_unchecked(source, ParseOptions::from(Mode::Module));
    let strings = parsed.tokens().iter().filter(|token| {
        matches!(token.kind(), TokenKind::String | TokenKind::FStringMiddle | TokenKind::TStringMiddle)
    });
    let mut lines = strings.flat_map(|string| source[string.range()].split(['\n', '\r']).skip(1));
    lines.any(|line| ["def", "async", "class", "@"].into_iter().any(|start| line.starts_with(start)))
}

struct Judge<'a> {
    source: &'a str,
}

/// Each method gives `None` for what is outside of our language.
impl Judge<'_> {
    fn text(&self, range: TextRange) -> &str {
        &self.source[range]
    }

    fn program(&self, function: &StmtFunctionDef) -> Option<Program> {
        let list = &function.parameters;
        let plain = !function.is_async
            && function.decorator_list.is_empty()
            && function.type_params.is_none()
            && list.posonlyargs.is_empty()
            && list.vararg.is_none()
            && list.kwonlyargs.is_empty()
            && list.kwarg.is_none()
            && function.returns.iter().all(|annotation| self.is_type(annotation));
        let mut parameters: Vec<Name> = Vec::new();
        for parameter in &list.args {
            let annotation = &parameter.parameter.annotation;
            if parameter.default.is_some() || !annotation.iter().all(|annotation| self.is_type(annotation)) {
                return None;
            }
            let name = self.binding(&parameter.parameter.name)?;
            if parameters.iter().any(|earlier| earlier.text == name.text) {
                return None;
            }
            parameters.push(name);
        }
        let mut body = Vec::new();
        for statement in &function.body {
            if !self.is_skipped(statement) {
                body.push(self.statement(statement)?);
            }
        }
        let name = self.binding(&function.name)?;
        plain.then_some(Program { name, parameters, body, span: span(function.range()) })
    }

    /// Whether we read over the names of an import.
    fn are_usable(&self, names: &[Alias]) -> bool {
        names.iter().all(|alias| {
            self.name(&alias.name).is_some() && alias.asname.iter().all(|name| self.binding(name).is_some())
        })
    }

    /// Whether a statement is `pass` or a docstring.
    fn is_skipped(&self, statement: &Stmt) -> bool {
        match statement {
            Stmt::Pass(_) => true,
            Stmt::Expr(line) => line.range() == line.value.range() && self.is_string(&line.value),
            _ => false,
        }
    }

    /// Whether this is a string literal whose escapes we check.
    fn is_string(&self, value: &Expr) -> bool {
        let names_a_character = |range: TextRange| {
            let text = self.text(range);
            let prefix = &text[..text.find(['"', '\'']).expect("a string has quotes")];
            text.contains("\\N") && !prefix.contains(['r', 'R'])
        };
        match value {
            Expr::StringLiteral(string) => !string.value.iter().any(|part| names_a_character(part.range())),
            Expr::BytesLiteral(_) => true,
            _ => false,
        }
    }

    fn statement(&self, statement: &Stmt) -> Option<Statement> {
        let kind = match statement {
            Stmt::Assign(assign) => {
                let targets = assign.targets.iter().map(|target| self.target(target));
                StatementKind::Assign {
                    targets: targets.collect::<Option<_>>()?,
                    value: self.value(&assign.value)?,
                }
            }
            Stmt::AnnAssign(assign) => {
                if !self.is_type(&assign.annotation) {
                    return None;
                }
                let value = self.value(assign.value.as_deref()?)?;
                StatementKind::Assign { targets: vec![self.target(&assign.target)?], value }
            }
            Stmt::Expr(line) => StatementKind::Evaluate(self.value(&line.value)?),
            Stmt::Return(line) => StatementKind::Return(match &line.value {
                Some(value) => Some(self.value(value)?),
                None => None,
            }),
            _ => return None,
        };
        Some(Statement { kind, span: span(statement.range()) })
    }

    fn target(&self, target: &Expr) -> Option<Name> {
        match target {
            Expr::Name(name) => self.usable(Name { text: name.id.as_str().into(), span: span(name.range()) }),
            _ => None,
        }
    }

    fn binding(&self, identifier: &Identifier) -> Option<Name> {
        self.usable(self.name(identifier)?)
    }

    fn usable(&self, name: Name) -> Option<Name> {
        // CPython refuses to compile a function that sets it; that is no business of a parser's.
        (name.text.is_ascii() && &*name.text != "__debug__").then_some(name)
    }

    fn name(&self, identifier: &Identifier) -> Option<Name> {
        let ascii = self.text(identifier.range()).is_ascii();
        ascii.then(|| Name { text: identifier.as_str().into(), span: span(identifier.range()) })
    }

    fn value(&self, value: &Expr) -> Option<Expression> {
        let kind = match value {
            Expr::Name(name) => {
                if !self.text(name.range()).is_ascii() {
                    return None;
                }
                ExpressionKind::Name(name.id.as_str().into())
            }
            Expr::NumberLiteral(_) | Expr::UnaryOp(_) => {
                ExpressionKind::Int(self.int(value)?.try_into().ok()?)
            }
            Expr::BooleanLiteral(literal) => ExpressionKind::Bool(literal.value),
            Expr::NoneLiteral(_) => ExpressionKind::None,
            Expr::Tuple(tuple) => {
                ExpressionKind::Tuple(tuple.elts.iter().map(|item| self.value(item)).collect::<Option<_>>()?)
            }
            Expr::Call(call) => {
                let positional = call.arguments.args.iter().map(|argument| self.value(argument));
                let mut keyword: Vec<(Name, Expression)> = Vec::new();
                for argument in &call.arguments.keywords {
                    let name = self.binding(argument.arg.as_ref()?)?;
                    if keyword.iter().any(|(earlier, _)| earlier.text == name.text) {
                        return None;
                    }
                    keyword.push((name, self.value(&argument.value)?));
                }
                ExpressionKind::Call {
                    callee: Box::new(self.value(&call.func)?),
                    positional: positional.collect::<Option<_>>()?,
                    keyword,
                }
            }
            _ => return None,
        };
        Some(Expression { kind, span: span(value.range()) })
    }

    /// An int with its signs. A number in parentheses must fit before its sign applies.
    fn int(&self, value: &Expr) -> Option<i128> {
        match value {
            Expr::NumberLiteral(ExprNumberLiteral { value: Number::Int(int), .. }) => {
                let magnitude: i128 = int.as_u64()?.into();
                let before = self.source[..value.start().to_usize()]
                    .trim_end_matches(|c: char| !c.is_ascii_punctuation());
                let fits = i64::try_from(magnitude).is_ok() || before.ends_with('-');
                fits.then_some(magnitude)
            }
            Expr::UnaryOp(ExprUnaryOp { op: UnaryOp::USub, operand, .. }) => Some(-self.int(operand)?),
            Expr::UnaryOp(ExprUnaryOp { op: UnaryOp::UAdd, operand, .. }) => self.int(operand),
            _ => None,
        }
    }

    /// Whether this is an annotation that we read over.
    fn is_type(&self, annotation: &Expr) -> bool {
        match annotation {
            Expr::Name(name) => self.text(name.range()).is_ascii(),
            Expr::NoneLiteral(_)
            | Expr::BooleanLiteral(_)
            | Expr::EllipsisLiteral(_)
            | Expr::NumberLiteral(ExprNumberLiteral { value: Number::Int(_), .. }) => true,
            Expr::StringLiteral(_) | Expr::BytesLiteral(_) => self.is_string(annotation),
            Expr::Attribute(attribute) => {
                self.is_type(&attribute.value) && self.text(attribute.attr.range()).is_ascii()
            }
            Expr::Subscript(subscript) => self.is_type(&subscript.value) && self.is_type(&subscript.slice),
            Expr::Tuple(tuple) => tuple.elts.iter().all(|item| self.is_type(item)),
            Expr::List(list) => list.elts.iter().all(|item| self.is_type(item)),
            Expr::BinOp(either) => {
                either.op == Operator::BitOr && self.is_type(&either.left) && self.is_type(&either.right)
            }
            _ => false,
        }
    }
}

fn span(range: TextRange) -> Span {
    Span { start: range.start().into(), end: range.end().into() }
}
