//! Programs made ready to run: every name looked up once.

use std::collections::HashMap;

use crate::primitive;
use crate::program::tree::{Expression, ExpressionKind, Name, Program, Span, StatementKind};
use crate::value::{PrimitiveId, Value};

/// A program whose names are resolved. It can run on any thread, any number of times.
#[derive(Clone, Debug)]
pub struct Code {
    pub(super) steps: Vec<Assign>,
    /// What the program returns; a program that ends without `return` gives None.
    pub(super) parameters: Vec<(Parameter, Slot)>,
    pub(super) slots: usize,
}

/// A variable's place.
pub(super) type Slot = u16;

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

/// One statement: a value, and the variables that take it.
#[derive(Clone, Debug)]
pub(super) struct Assign {
    pub targets: Vec<Slot>,
    pub value: Node,
    pub returns: bool,
    pub span: Span,
}

/// An expression.
#[derive(Clone, Debug)]
pub(super) enum Node {
    Constant(Value),
    Variable(Slot),
    Tuple(Vec<Node>),
    /// A primitive called with the number of arguments it takes, in the order of its parameters.
    /// `order` says in which order they are evaluated, where that is another.
    Primitive {
        id: PrimitiveId,
        arguments: Vec<Node>,
        order: Option<Vec<usize>>,
    },
    /// Any other call.
    Call {
        callee: Box<Node>,
        positional: Vec<Node>,
        keyword: Vec<(Box<str>, Node)>,
    },
}

/// Why a program can't run at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeError {
    pub span: Span,
    pub message: String,
}

/// Resolves the names of a program.
///
/// # Errors
///
/// A name that exists nowhere, and a parameter other than `I`, `S` and `C`. What Python would find
/// out by running only, such as a wrong number of arguments, is left to the run.
pub fn compile(program: &Program) -> Result<Code, CodeError> {
    let mut compiler = Compiler { variables: HashMap::new() };
    let mut parameters = Vec::new();
    for name in &program.parameters {
        parameters.push((parameter(name)?, compiler.variable(name)?));
    }
    // A name that is assigned anywhere in a function is a variable in all of it.
    for statement in &program.body {
        if let StatementKind::Assign { targets, .. } = &statement.kind {
            for target in targets {
                compiler.variable(target)?;
            }
        }
    }
    let mut steps = Vec::new();
    for statement in &program.body {
        let (targets, value, returns) = match &statement.kind {
            StatementKind::Assign { targets, value } => (targets.as_slice(), compiler.node(value)?, false),
            StatementKind::Evaluate(value) => (&[][..], compiler.node(value)?, false),
            StatementKind::Return(Some(value)) => (&[][..], compiler.node(value)?, true),
            StatementKind::Return(None) => (&[][..], Node::Constant(Value::None), true),
        };
        let targets = targets.iter().map(|target| compiler.variables[&*target.text]).collect();
        steps.push(Assign { targets, value, returns, span: statement.span });
        if returns {
            // Nothing after it ever runs, but its names must exist all the same.
            continue;
        }
    }
    let end = steps.iter().position(|step| step.returns).map_or(steps.len(), |place| place + 1);
    steps.truncate(end);
    Ok(Code { steps, parameters, slots: compiler.variables.len() })
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

struct Compiler<'a> {
    variables: HashMap<&'a str, Slot>,
}

impl<'a> Compiler<'a> {
    fn variable(&mut self, name: &'a Name) -> Result<Slot, CodeError> {
        let next = self.variables.len();
        if let Some(slot) = self.variables.get(&*name.text) {
            return Ok(*slot);
        }
        let slot = Slot::try_from(next).map_err(|_| CodeError {
            span: name.span,
            message: format!("more than {} variables in one program", Slot::MAX),
        })?;
        self.variables.insert(&name.text, slot);
        Ok(slot)
    }

    fn node(&self, expression: &Expression) -> Result<Node, CodeError> {
        Ok(match &expression.kind {
            ExpressionKind::Int(value) => Node::Constant(Value::Int(*value)),
            ExpressionKind::Bool(value) => Node::Constant(Value::Bool(*value)),
            ExpressionKind::None => Node::Constant(Value::None),
            ExpressionKind::Name(name) => self.name(name, expression.span)?,
            ExpressionKind::Tuple(items) => Node::Tuple(self.nodes(items)?),
            ExpressionKind::Call { callee, positional, keyword } => self.call(callee, positional, keyword)?,
        })
    }

    fn nodes(&self, expressions: &[Expression]) -> Result<Vec<Node>, CodeError> {
        expressions.iter().map(|expression| self.node(expression)).collect()
    }

    fn name(&self, name: &str, span: Span) -> Result<Node, CodeError> {
        if let Some(slot) = self.variables.get(name) {
            return Ok(Node::Variable(*slot));
        }
        if let Some(value) = primitive::constant(name) {
            return Ok(Node::Constant(value.clone()));
        }
        if let Some(id) = primitive::find(name) {
            return Ok(Node::Constant(Value::Primitive(id)));
        }
        let message = match self.suggestion(name) {
            Some(known) => format!("there is no `{name}`; did you mean `{known}`?"),
            None => format!(
                "there is no `{name}`: it is no primitive, no constant and no variable of this program"
            ),
        };
        Err(CodeError { span, message })
    }

    /// The known name that is nearest to an unknown one, if one is near.
    fn suggestion(&self, name: &str) -> Option<String> {
        let variables = self.variables.keys().copied();
        let primitives = primitive::PRIMITIVES.iter().map(|primitive| primitive.name);
        let constants = primitive::CONSTANTS.iter().map(|(name, _)| *name);
        let known = variables.chain(primitives).chain(constants);
        let near =
            known.map(|known| (strsim::osa_distance(&known.to_lowercase(), &name.to_lowercase()), known));
        let (distance, known) = near.min()?;
        (distance <= (name.chars().count() / 3).max(1)).then(|| known.to_string())
    }

    fn call(
        &self,
        callee: &Expression,
        positional: &[Expression],
        keyword: &[(Name, Expression)],
    ) -> Result<Node, CodeError> {
        let callee = self.node(callee)?;
        let mut arguments = self.nodes(positional)?;
        let keyword = keyword
            .iter()
            .map(|(name, value)| Ok((name.text.clone(), self.node(value)?)))
            .collect::<Result<Vec<_>, _>>()?;
        let Node::Constant(Value::Primitive(id)) = callee else {
            return Ok(Node::Call { callee: Box::new(callee), positional: arguments, keyword });
        };
        let parameters = primitive::get(id).parameters;
        let place = |name: &str| parameters.iter().position(|parameter| parameter.name == name);
        let mut places: Vec<usize> = (0..arguments.len()).collect();
        places.extend(keyword.iter().filter_map(|(name, _)| place(name)));
        let mut order = vec![usize::MAX; parameters.len()];
        for (evaluated, place) in places.iter().enumerate() {
            if let Some(slot) = order.get_mut(*place) {
                *slot = evaluated;
            }
        }
        let fits = places.len() == parameters.len()
            && arguments.len() + keyword.len() == parameters.len()
            && !order.contains(&usize::MAX);
        if !fits {
            // Python evaluates the arguments and raises then, and so does the run.
            return Ok(Node::Call {
                callee: Box::new(Node::Constant(Value::Primitive(id))),
                positional: arguments,
                keyword,
            });
        }
        let in_order = order.iter().enumerate().all(|(place, evaluated)| place == *evaluated);
        arguments.extend(keyword.into_iter().map(|(_, node)| node));
        // `order[p]` is the place in writing of parameter `p`; the nodes stay as they are written.
        Ok(Node::Primitive { id, arguments, order: (!in_order).then_some(order) })
    }
}
