//! What will probably go wrong when a program runs, found without running it.
//!
//! Python finds these out by running, and an earlier line may raise first, or the line may never run:
//! so they are warnings, and the program runs all the same.

use std::collections::{HashMap, HashSet};

use crate::primitive::{self, Kind, Primitive};
use crate::program::tree::{Expression, ExpressionKind, Name, Program, Span, StatementKind};
use crate::text::nearest;
use crate::value::{PrimitiveId, Value};

/// Something in a program that is probably not meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    pub span: Span,
    pub message: String,
}

/// Looks through a program, whose names all exist. Warnings come in the order of their places.
pub fn check(program: &Program) -> Vec<Warning> {
    let mut checker = Checker::new(program);
    for (place, statement) in program.body.iter().enumerate() {
        match &statement.kind {
            StatementKind::Assign { targets, value } => {
                let known = checker.expression(value);
                targets.iter().for_each(|target| checker.assign(target, known));
            }
            StatementKind::Evaluate(value) => {
                checker.expression(value);
                checker.warn(value.span, "this value is never used".to_string());
            }
            StatementKind::Return(value) => {
                if let Some(value) = value {
                    checker.expression(value);
                }
                if let Some(next) = program.body.get(place + 1) {
                    checker.warn(next.span, "nothing behind `return` is run".to_string());
                }
                break;
            }
        }
    }
    checker.finish()
}

/// What can be known of a value without running the program.
#[derive(Clone, Copy)]
enum Known {
    Nothing,
    /// It is no function, but this.
    Plain(&'static str),
    Primitive(PrimitiveId),
    /// A function that a primitive made, by the names of its parameters.
    Made(&'static [&'static str]),
}

struct Variable {
    known: Known,
    /// Where it took its value, until somebody uses that.
    unused: Option<Span>,
}

struct Checker<'a> {
    /// The variables that have a value by now.
    variables: HashMap<&'a str, Variable>,
    /// All names that are assigned anywhere.
    assigned: HashSet<&'a str>,
    warnings: Vec<Warning>,
}

impl<'a> Checker<'a> {
    fn new(program: &'a Program) -> Checker<'a> {
        let given = |name: &'a Name| {
            let known = Known::Plain(match &*name.text {
                "I" => "the input grid",
                "S" => "the demonstrations",
                _ => "the expected output",
            });
            (&*name.text, Variable { known, unused: None })
        };
        let targets = program.body.iter().flat_map(|statement| match &statement.kind {
            StatementKind::Assign { targets, .. } => targets.as_slice(),
            _ => &[],
        });
        Checker {
            variables: program.parameters.iter().map(given).collect(),
            assigned: targets.map(|target| &*target.text).collect(),
            warnings: Vec::new(),
        }
    }

    fn finish(mut self) -> Vec<Warning> {
        let variables = std::mem::take(&mut self.variables);
        for (name, variable) in variables {
            if let Some(span) = variable.unused {
                self.warn(span, format!("`{name}` is never used"));
            }
        }
        self.warnings.sort_by_key(|warning| warning.span.start);
        self.warnings
    }

    fn warn(&mut self, span: Span, message: String) {
        self.warnings.push(Warning { span, message });
    }

    fn assign(&mut self, target: &'a Name, known: Known) {
        let before = self.variables.insert(&target.text, Variable { known, unused: Some(target.span) });
        if let Some(span) = before.and_then(|variable| variable.unused) {
            let name = &target.text;
            self.warn(
                span,
                format!("this value of `{name}` is never used: `{name}` is assigned again before"),
            );
        }
    }

    fn expression(&mut self, expression: &'a Expression) -> Known {
        match &expression.kind {
            ExpressionKind::Int(_) => Known::Plain("an int"),
            ExpressionKind::Bool(_) => Known::Plain("a bool"),
            ExpressionKind::None => Known::Plain("None"),
            ExpressionKind::Tuple(items) => {
                for item in items {
                    self.expression(item);
                }
                Known::Plain("a tuple")
            }
            ExpressionKind::Name(name) => self.name(name, expression.span),
            ExpressionKind::Call { callee, positional, keyword } => self.call(callee, positional, keyword),
        }
    }

    fn name(&mut self, name: &'a str, span: Span) -> Known {
        if let Some(variable) = self.variables.get_mut(name) {
            variable.unused = None;
            return variable.known;
        }
        let primitive = primitive::find(name);
        let constant = primitive::constant(name);
        if self.assigned.contains(name) {
            self.warn(
                span,
                match (primitive, constant) {
                    (None, None) => format!("`{name}` is used before it has a value"),
                    _ => format!(
                        "`{name}` is used before it has a value: since this program assigns `{name}` somewhere, \
                         it does not stand for the DSL's `{name}` anywhere in it"
                    ),
                },
            );
            return Known::Nothing;
        }
        match (primitive, constant) {
            (Some(id), _) => Known::Primitive(id),
            (_, Some(Value::Int(_))) => Known::Plain("an int"),
            (_, Some(Value::Bool(_))) => Known::Plain("a bool"),
            (_, Some(_)) => Known::Plain("a tuple"),
            _ => Known::Nothing,
        }
    }

    fn call(
        &mut self,
        callee: &'a Expression,
        positional: &'a [Expression],
        keyword: &'a [(Name, Expression)],
    ) -> Known {
        let function = self.expression(callee);
        let mut arguments: Vec<(&Expression, Known)> = Vec::with_capacity(positional.len() + keyword.len());
        for argument in positional.iter().chain(keyword.iter().map(|(_, value)| value)) {
            let known = self.expression(argument);
            arguments.push((argument, known));
        }
        match function {
            Known::Nothing => Known::Nothing,
            Known::Plain(what) => {
                let subject = in_words(callee, "this");
                self.warn(callee.span, format!("{subject} is {what}, which can't be called"));
                Known::Nothing
            }
            Known::Made(parameters) => {
                if let Err(misfit) = arrange(parameters, positional.len(), keyword) {
                    let subject = in_words(callee, "this function");
                    let (span, message) = misfit.of(callee.span, &subject, parameters, None);
                    self.warn(span, message);
                }
                Known::Nothing
            }
            Known::Primitive(id) => {
                let primitive = primitive::get(id);
                let names: Vec<&str> = primitive.parameters.iter().map(|parameter| parameter.name).collect();
                match arrange(&names, positional.len(), keyword) {
                    Ok(places) => self.result(primitive, &places, &arguments),
                    Err(misfit) => {
                        let subject = format!("`{}`", primitive.name);
                        let (span, message) = misfit.of(callee.span, &subject, &names, Some(primitive));
                        self.warn(span, message);
                        Known::Nothing
                    }
                }
            }
        }
    }

    /// What is known of what a primitive gives. `places` tells for each parameter which argument it has.
    fn result(
        &mut self,
        primitive: &Primitive,
        places: &[usize],
        arguments: &[(&Expression, Known)],
    ) -> Known {
        for (parameter, place) in primitive.parameters.iter().zip(places) {
            let (argument, known) = arguments[*place];
            if let (Kind::Callable, Known::Plain(what)) = (parameter.kind, known) {
                let message = format!(
                    "`{}` needs a function as `{}`, but {} is {what}",
                    primitive.name,
                    parameter.name,
                    in_words(argument, "this"),
                );
                self.warn(argument.span, message);
            }
        }
        let first = places.first().map_or(Known::Nothing, |place| arguments[*place].1);
        match primitive.name {
            "identity" => first,
            "compose" | "chain" | "matcher" | "fork" => Known::Made(&["x"]),
            "lbind" => bound(first, &["y", "z", "a"]),
            "rbind" => bound(first, &["x", "y", "z"]),
            _ => plain(primitive.result),
        }
    }
}

/// What is known of a function with one argument fixed: how many it still takes follows from how many
/// it took.
fn bound(function: Known, parameters: &'static [&'static str; 3]) -> Known {
    let count = match function {
        Known::Primitive(id) => primitive::get(id).parameters.len(),
        Known::Made(parameters) => parameters.len(),
        Known::Plain(_) | Known::Nothing => return Known::Nothing,
    };
    Known::Made(match count {
        2 => &parameters[..1],
        3 => &parameters[..2],
        _ => parameters,
    })
}

/// What a primitive gives, if that is never a function.
fn plain(result: Kind) -> Known {
    Known::Plain(match result {
        Kind::Any | Kind::Callable => return Known::Nothing,
        Kind::Boolean => "a bool",
        Kind::Integer => "an int",
        Kind::IntegerTuple | Kind::Tuple | Kind::TupleTuple => "a tuple",
        Kind::Numerical => "an int or a tuple",
        Kind::Grid => "a grid",
        Kind::IntegerSet | Kind::Object | Kind::Objects | Kind::Indices | Kind::Patch | Kind::FrozenSet => {
            "a set"
        }
        Kind::Element | Kind::Piece => "a grid or a set",
        Kind::Container | Kind::ContainerContainer => "a container",
    })
}

/// What an expression is called in a message.
fn in_words(expression: &Expression, otherwise: &str) -> String {
    match &expression.kind {
        ExpressionKind::Name(name) => format!("`{name}`"),
        _ => otherwise.to_string(),
    }
}

/// Why arguments don't fit.
enum Misfit<'a> {
    Unknown(&'a Name),
    Twice(&'a Name),
    /// So many were given.
    Number(usize),
}

/// For each parameter the place of its argument in a call.
fn arrange<'a>(
    parameters: &[&str],
    positional: usize,
    keyword: &'a [(Name, Expression)],
) -> Result<Vec<usize>, Misfit<'a>> {
    let mut places: Vec<Option<usize>> = vec![None; parameters.len()];
    let all = positional + keyword.len();
    for place in 0..positional {
        *places.get_mut(place).ok_or(Misfit::Number(all))? = Some(place);
    }
    for (number, (name, _)) in keyword.iter().enumerate() {
        let known = parameters.iter().position(|parameter| **parameter == *name.text);
        let place = &mut places[known.ok_or(Misfit::Unknown(name))?];
        if place.replace(positional + number).is_some() {
            return Err(Misfit::Twice(name));
        }
    }
    places.into_iter().collect::<Option<_>>().ok_or(Misfit::Number(all))
}

impl Misfit<'_> {
    /// Where to say it, and what.
    fn of(
        self,
        callee: Span,
        subject: &str,
        parameters: &[&str],
        primitive: Option<&Primitive>,
    ) -> (Span, String) {
        let signature = primitive.map(signature);
        match self {
            Misfit::Unknown(name) => {
                let known = nearest(&name.text, parameters.iter().copied());
                let hint = match (known, signature) {
                    (Some(known), _) => format!("; did you mean `{known}`?"),
                    (None, Some(signature)) => format!(": `{signature}`"),
                    (None, None) => format!("; it has `{}`", parameters.join("`, `")),
                };
                (name.span, format!("{subject} has no parameter `{}`{hint}", name.text))
            }
            Misfit::Twice(name) => (name.span, format!("{subject} is given `{}` twice", name.text)),
            Misfit::Number(given) => {
                let takes = match parameters.len() {
                    1 => "1 argument".to_string(),
                    more => format!("{more} arguments"),
                };
                let signature = signature.map_or_else(String::new, |signature| format!(": `{signature}`"));
                let other = primitive
                    .and_then(|primitive| namesake(primitive, given))
                    .map_or_else(String::new, |other| {
                        format!("; did you mean `{}`?", self::signature(other))
                    });
                (callee, format!("{subject} takes {takes}, {given} given{signature}{other}"))
            }
        }
    }
}

fn signature(primitive: &Primitive) -> String {
    let parameters: Vec<&str> = primitive.parameters.iter().map(|parameter| parameter.name).collect();
    format!("{}({})", primitive.name, parameters.join(", "))
}

/// Another primitive with a name like this one's that takes so many arguments.
fn namesake(primitive: &Primitive, given: usize) -> Option<&'static Primitive> {
    let others = primitive::PRIMITIVES
        .iter()
        .filter(|other| other.parameters.len() == given && other.name != primitive.name);
    let name = nearest(primitive.name, others.map(|other| other.name))?;
    primitive::find(name).map(primitive::get)
}
