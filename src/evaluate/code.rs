//! Programs made ready to run: every name looked up once.

use std::collections::{HashMap, HashSet};

use crate::diagnostic::Diagnostic;
use crate::primitive;
use crate::program::tree::{Expression, ExpressionKind, Name, Program, Span, StatementKind};
use crate::text::{Lines, nearest};
use crate::value::{PrimitiveId, Value};

/// A program whose names are resolved: operations in the order in which Python performs them, each
/// on what earlier ones gave. It can run on any thread, any number of times.
#[derive(Clone, Debug, Default)]
pub struct Code {
    pub(super) operations: Vec<Operation>,
    /// The operands of all operations, one after the other.
    operands: Vec<Place>,
    pub(super) statements: Vec<Statement>,
    /// What the program returns.
    pub(super) result: Place,
}

/// The place of an operation among those of its program, and so of what it gives.
pub type Place = u32;

/// One step of a program.
#[derive(Clone, Debug)]
pub(super) struct Operation {
    pub kind: Kind,
    /// Where its operands stand among those of the program.
    operands: std::ops::Range<u32>,
}

#[derive(Clone, Debug)]
pub(super) enum Kind {
    Constant(Value),
    Parameter(Parameter),
    /// A tuple of the operands.
    Tuple,
    /// A primitive called with the number of arguments it takes, in the order of its parameters.
    Primitive(PrimitiveId),
    /// Any other call: of the first operand, with the others as arguments, of which the last have
    /// names.
    Call {
        keyword: Box<[Box<str>]>,
    },
    /// A variable that has no value yet.
    Unbound(Box<str>),
}

/// Stands in a form for a reference to an operation.
const OPERATION: u32 = u32::MAX;

impl Kind {
    /// Appends words that tell it from every other kind: three, and then the names of a call.
    pub(super) fn sign(&self, words: &mut Vec<u32>) {
        let (tag, word) = match self {
            Kind::Constant(Value::None) => (0, 0),
            Kind::Constant(Value::Bool(value)) => (1, u64::from(value.get())),
            Kind::Constant(Value::Int(value)) => (2, *value as u64),
            Kind::Constant(Value::Primitive(id)) => (3, id.0),
            Kind::Constant(Value::Vector(key)) => {
                (4, u64::from(key.i() as u32) << 32 | u64::from(key.j() as u32))
            }
            Kind::Constant(_) => unreachable!("the constants are ints, bools, vectors and primitives"),
            Kind::Parameter(parameter) => (5, *parameter as u64),
            Kind::Unbound(_) => (6, 0),
            Kind::Tuple => (7, 0),
            Kind::Primitive(id) => (8, id.0),
            Kind::Call { keyword } => (9, keyword.len() as u64),
        };
        words.extend([tag, word as u32, (word >> 32) as u32]);
        if let Kind::Call { keyword } = self {
            for name in keyword {
                words.push(name.len() as u32);
                words.extend(name.bytes().map(u32::from));
            }
        }
    }
}

/// One statement: the operations that belong to it come after those of the statement before.
#[derive(Clone, Debug)]
pub(super) struct Statement {
    /// The number of operations of the program up to its end.
    pub end: Place,
    /// What it computes.
    pub value: Place,
    pub span: Span,
}

/// What a candidate may ask to be given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parameter {
    /// `I`: the input grid.
    Input,
    /// `S`: the demonstration pairs as a tuple of (input, output).
    Demonstrations,
    /// `C`: the expected output, or None.
    Expected,
}

/// Why a program can't run at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeError {
    pub span: Span,
    pub message: String,
}

impl CodeError {
    /// The same with its place in the file of these lines.
    pub fn diagnostic(self, file: &str, lines: &Lines) -> Diagnostic {
        lines.diagnostic(file, self.span.range(), self.message)
    }
}

/// Resolves the names of a program.
///
/// # Errors
///
/// Each name that exists nowhere, parameters other than `I`, `S` and `C`, and that there is no `return`.
/// What else Python would find out by running only, such as a wrong number of arguments, is left to
/// the run; `check` warns about it.
pub fn compile(program: &Program) -> Result<Code, Vec<CodeError>> {
    let mut compiler = Compiler::default();
    for name in &program.parameters {
        let place = match parameter(name) {
            Ok(parameter) => compiler.operation(Kind::Parameter(parameter), &[]),
            Err(error) => compiler.fail(error),
        };
        compiler.variables.insert(&name.text, Some(place));
    }
    // A name that is assigned anywhere in a function is a variable in all of it.
    for statement in &program.body {
        if let StatementKind::Assign { targets, .. } = &statement.kind {
            for target in targets {
                compiler.variables.entry(&target.text).or_insert(None);
            }
        }
    }
    let mut returned = None;
    for statement in &program.body {
        let (targets, value, returns) = match &statement.kind {
            StatementKind::Assign { targets, value } => {
                (targets.as_slice(), compiler.expression(value), false)
            }
            StatementKind::Evaluate(value) => (&[][..], compiler.expression(value), false),
            StatementKind::Return(Some(value)) => (&[][..], compiler.expression(value), true),
            StatementKind::Return(None) => (&[][..], compiler.constant(Value::None), true),
        };
        for target in targets {
            compiler.variables.insert(&target.text, Some(value));
        }
        let end = compiler.code.operations.len() as Place;
        compiler.code.statements.push(Statement { end, value, span: statement.span });
        if returns && returned.is_none() {
            // Nothing after it ever runs, but its names must exist all the same.
            returned = Some((compiler.code.statements.len(), value));
        }
    }
    let Compiler { mut code, mut errors, .. } = compiler;
    let Some((statements, value)) = returned.filter(|_| errors.is_empty()) else {
        if returned.is_none() {
            errors.push(no_return(program));
        }
        errors.sort_by_key(|error| error.span.start);
        return Err(errors);
    };
    code.statements.truncate(statements);
    code.operations.truncate(code.statements[statements - 1].end as usize);
    code.result = value;
    Ok(code)
}

impl Code {
    /// The operands of an operation.
    pub(super) fn operands(&self, operation: &Operation) -> &[Place] {
        &self.operands[operation.operands.start as usize..operation.operands.end as usize]
    }

    /// How many operations it performs: calls, and tuples that it makes.
    pub fn size(&self) -> usize {
        let performed = |operation: &&Operation| {
            !matches!(operation.kind, Kind::Constant(_) | Kind::Parameter(_) | Kind::Unbound(_))
        };
        self.operations.iter().filter(performed).count()
    }

    /// Whether it calls a primitive by its name, or hands it on.
    pub fn names(&self, primitive: PrimitiveId) -> bool {
        self.operations.iter().any(|operation| {
            matches!(&operation.kind, Kind::Primitive(id) | Kind::Constant(Value::Primitive(id)) if *id == primitive)
        })
    }

    /// What the program means by its form: two programs of one form do the same on every sample,
    /// exceptions included. The names of variables, keywords in other places, `x2 = x1`, and constants
    /// that nothing uses don't enter it.
    pub fn form(&self) -> Vec<u32> {
        let mut form = Vec::with_capacity(self.operations.len() * 4);
        // How each operation is referred to: what is fixed or given by what it is, others by number.
        let mut references: Vec<Vec<u32>> = Vec::with_capacity(self.operations.len());
        let mut number = 0;
        for operation in &self.operations {
            let mut sign = Vec::with_capacity(3);
            operation.kind.sign(&mut sign);
            if let Kind::Constant(_) | Kind::Parameter(_) = operation.kind {
                references.push(sign);
                continue;
            }
            form.extend(sign);
            form.push(operation.operands.len() as u32);
            for operand in self.operands(operation) {
                form.extend(&references[*operand as usize]);
            }
            references.push(vec![OPERATION, number, 0]);
            number += 1;
        }
        form.extend(&references[self.result as usize]);
        form
    }

    /// The place of the operation that does here what the one at `place` does in a program of the
    /// same form.
    pub fn counterpart(&self, other: &Code, place: Place) -> Option<Place> {
        fn performed(code: &Code) -> impl Iterator<Item = (Place, &Operation)> {
            (0..)
                .zip(&code.operations)
                .filter(|(_, operation)| !matches!(operation.kind, Kind::Constant(_) | Kind::Parameter(_)))
        }
        let number = performed(other).position(|(known, _)| known == place)?;
        performed(self).nth(number).map(|(place, _)| place)
    }

    /// The texts of its statements, in their order.
    pub fn spans(&self) -> impl Iterator<Item = Span> {
        self.statements.iter().map(|statement| statement.span)
    }

    /// The number, from 0, of the statement that an operation belongs to; that of none where it belongs to none.
    pub fn statement_of(&self, place: Place) -> usize {
        self.statements.partition_point(|statement| statement.end <= place)
    }

    /// The text of the statement that an operation belongs to; `None` for what belongs to none.
    pub fn span_of(&self, place: Place) -> Option<Span> {
        self.statements.get(self.statement_of(place)).map(|statement| statement.span)
    }
}

/// A program without `return` always gives None, whatever it has computed.
fn no_return(program: &Program) -> CodeError {
    let name = &program.name;
    let last = program.body.last().and_then(|statement| match &statement.kind {
        StatementKind::Assign { targets, .. } => targets.first(),
        _ => None,
    });
    let hint = match last {
        Some(target) => format!("; did you mean to end it with `return {}`?", target.text),
        None => String::new(),
    };
    CodeError {
        span: name.span,
        message: format!("`{}` has no `return`, so it gives nothing{hint}", name.text),
    }
}

fn parameter(name: &Name) -> Result<Parameter, CodeError> {
    match &*name.text {
        "I" => Ok(Parameter::Input),
        "S" => Ok(Parameter::Demonstrations),
        "C" => Ok(Parameter::Expected),
        other => Err(CodeError {
            span: name.span,
            message: format!(
                "unknown parameter `{other}`: a program is given `I` (the input), `S` (the demonstrations) or `C` (the expected output)"
            ),
        }),
    }
}

/// Unknown names of a program for which a known one is suggested: looking for it takes time for each variable.
const MOST_MEANT: usize = 20;

#[derive(Default)]
struct Compiler<'a> {
    /// Where the value of each variable is; `None` before it has one.
    variables: HashMap<&'a str, Option<Place>>,
    code: Code,
    errors: Vec<CodeError>,
    /// Names that exist nowhere, as far as was seen.
    unknown: HashSet<&'a str>,
}

impl<'a> Compiler<'a> {
    fn operation(&mut self, kind: Kind, operands: &[Place]) -> Place {
        let start = self.code.operands.len() as u32;
        self.code.operands.extend_from_slice(operands);
        let operands = start..self.code.operands.len() as u32;
        self.code.operations.push(Operation { kind, operands });
        self.code.operations.len() as Place - 1
    }

    fn constant(&mut self, value: Value) -> Place {
        self.operation(Kind::Constant(value), &[])
    }

    /// Notes an error and goes on, to find the others too.
    fn fail(&mut self, error: CodeError) -> Place {
        self.errors.push(error);
        self.constant(Value::None)
    }

    fn expression(&mut self, expression: &'a Expression) -> Place {
        match &expression.kind {
            ExpressionKind::Int(value) => self.constant(Value::Int(*value)),
            ExpressionKind::Bool(value) => self.constant(Value::bool(*value)),
            ExpressionKind::None => self.constant(Value::None),
            ExpressionKind::Name(name) => self.name(name, expression.span),
            ExpressionKind::Tuple(items) => {
                let items = self.expressions(items);
                self.operation(Kind::Tuple, &items)
            }
            ExpressionKind::Call { callee, positional, keyword } => self.call(callee, positional, keyword),
        }
    }

    fn expressions(&mut self, expressions: &'a [Expression]) -> Vec<Place> {
        expressions.iter().map(|expression| self.expression(expression)).collect()
    }

    fn name(&mut self, name: &'a str, span: Span) -> Place {
        match self.variables.get(name) {
            Some(Some(place)) => return *place,
            Some(None) => return self.operation(Kind::Unbound(name.into()), &[]),
            None => {}
        }
        if let Some(value) = primitive::constant(name) {
            return self.constant(value.clone());
        }
        if let Some(id) = primitive::find(name) {
            return self.constant(Value::Primitive(id));
        }
        if self.unknown.contains(name) {
            return self.constant(Value::None);
        }
        let message = match self.meant(name) {
            Some(known) => format!("there is no `{name}`; did you mean `{known}`?"),
            None => format!(
                "there is no `{name}`: it is no primitive, no constant and no variable of this program"
            ),
        };
        // Each unknown name is told once.
        self.unknown.insert(name);
        self.fail(CodeError { span, message })
    }

    /// The known name that may be meant by one that is not known.
    fn meant(&self, name: &str) -> Option<&str> {
        if self.unknown.len() >= MOST_MEANT {
            return None;
        }
        let variables = self.variables.keys().copied();
        let primitives = primitive::PRIMITIVES.iter().map(|primitive| primitive.name);
        let constants = primitive::CONSTANTS.iter().map(|(name, _)| *name);
        nearest(name, variables.chain(primitives).chain(constants))
    }

    fn call(
        &mut self,
        callee: &'a Expression,
        positional: &'a [Expression],
        keyword: &'a [(Name, Expression)],
    ) -> Place {
        let callee = self.expression(callee);
        let mut operands = vec![callee];
        operands.extend(self.expressions(positional));
        operands.extend(keyword.iter().map(|(_, value)| self.expression(value)));
        if let Kind::Constant(Value::Primitive(id)) = self.code.operations[callee as usize].kind
            && let Some(arguments) = arguments(id, &operands[1..], keyword)
        {
            return self.operation(Kind::Primitive(id), &arguments);
        }
        // Where they don't fit, Python evaluates the arguments and raises then, and so does the run.
        let keyword = keyword.iter().map(|(name, _)| name.text.clone()).collect();
        self.operation(Kind::Call { keyword }, &operands)
    }
}

/// The arguments of a primitive in the order of its parameters, if they fit; the last of them have
/// these names.
fn arguments(id: PrimitiveId, given: &[Place], keyword: &[(Name, Expression)]) -> Option<Vec<Place>> {
    let parameters = primitive::get(id).parameters;
    if given.len() != parameters.len() {
        return None;
    }
    let (positional, named) = given.split_at(given.len() - keyword.len());
    let mut arguments: Vec<Option<Place>> = vec![None; parameters.len()];
    for (argument, given) in arguments.iter_mut().zip(positional) {
        *argument = Some(*given);
    }
    for ((name, _), given) in keyword.iter().zip(named) {
        let place = parameters.iter().position(|parameter| *parameter.name == *name.text)?;
        if arguments[place].replace(*given).is_some() {
            return None;
        }
    }
    arguments.into_iter().collect()
}
