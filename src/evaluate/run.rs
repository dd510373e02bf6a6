//! The evaluation of a program's statements in turn.

use crate::primitive::{self, Limits, Machine, Watch};
use crate::program::tree::Span;
use crate::value::{Exception, Failure, Value};

use super::code::{Assign, Code, Node, Parameter};

/// What a program is given.
#[derive(Clone, Debug)]
pub struct Inputs {
    /// `I`: the input grid.
    pub input: Value,
    /// `S`: the demonstration pairs as a tuple of (input, output).
    pub demonstrations: Value,
    /// `C`: the expected output, or None.
    pub expected: Value,
}

impl Inputs {
    /// For a program that takes the input grid only.
    pub fn of(input: Value) -> Inputs {
        Inputs { input, demonstrations: Value::None, expected: Value::None }
    }
}

/// One evaluation, ended.
#[derive(Debug)]
pub struct Run {
    pub result: Result<Value, Failure>,
    /// Units of fuel used.
    pub fuel: u64,
    /// The statement that failed, where one did.
    pub failed: Option<Span>,
}

/// One statement of a traced evaluation.
#[derive(Debug)]
pub struct Step {
    pub span: Span,
    pub result: Result<Value, Failure>,
}

/// Runs a program.
pub fn run(code: &Code, inputs: &Inputs, limits: Limits, watch: &dyn Watch) -> Run {
    execute(code, inputs, limits, watch, |_, _| {})
}

/// Runs a program and keeps what each statement gave, the failing one included.
pub fn trace(code: &Code, inputs: &Inputs, limits: Limits, watch: &dyn Watch) -> (Run, Vec<Step>) {
    let mut steps = Vec::new();
    let run = execute(code, inputs, limits, watch, |step, result| {
        steps.push(Step { span: step.span, result: result.clone() });
    });
    (run, steps)
}

fn execute(
    code: &Code,
    inputs: &Inputs,
    limits: Limits,
    watch: &dyn Watch,
    mut visit: impl FnMut(&Assign, &Result<Value, Failure>),
) -> Run {
    let mut machine = Machine::new(limits, watch);
    let mut variables: Vec<Option<Value>> = vec![None; code.slots];
    for (parameter, slot) in &code.parameters {
        let value = match parameter {
            Parameter::Input => &inputs.input,
            Parameter::Demonstrations => &inputs.demonstrations,
            Parameter::Expected => &inputs.expected,
        };
        variables[usize::from(*slot)] = Some(value.clone());
    }
    for step in &code.steps {
        let result = evaluate(&mut machine, &variables, &step.value);
        visit(step, &result);
        match result {
            Err(failure) => {
                return Run { result: Err(failure), fuel: machine.used(), failed: Some(step.span) };
            }
            Ok(value) if step.returns => {
                return Run { result: Ok(value), fuel: machine.used(), failed: None };
            }
            Ok(value) => {
                for slot in &step.targets {
                    variables[usize::from(*slot)] = Some(value.clone());
                }
            }
        }
    }
    Run { result: Ok(Value::None), fuel: machine.used(), failed: None }
}

fn evaluate(machine: &mut Machine, variables: &[Option<Value>], node: &Node) -> Result<Value, Failure> {
    match node {
        Node::Constant(value) => Ok(value.clone()),
        Node::Variable(slot) => {
            Ok(variables[usize::from(*slot)].clone().ok_or(Exception::UnboundLocalError)?)
        }
        Node::Tuple(items) => {
            machine.build(items.len())?;
            let items = items.iter().map(|item| evaluate(machine, variables, item));
            let tuple = Value::tuple(items.collect::<Result<_, _>>()?);
            machine.admit(&tuple)?;
            Ok(tuple)
        }
        Node::Primitive { id, arguments, order } => {
            // The first four arguments, more than all primitives take, live on the stack.
            let mut values = [const { Value::None }; 4];
            let count = arguments.len();
            for (value, argument) in values.iter_mut().zip(arguments) {
                *value = evaluate(machine, variables, argument)?;
            }
            let [a, b, c, d] = match order {
                None => [&values[0], &values[1], &values[2], &values[3]],
                Some(order) => std::array::from_fn(|place| &values[*order.get(place).unwrap_or(&3)]),
            };
            machine.call_primitive(*id, &[a, b, c, d][..count])
        }
        Node::Call { callee, positional, keyword } => {
            let callee = evaluate(machine, variables, callee)?;
            let mut values = Vec::with_capacity(positional.len() + keyword.len());
            for argument in positional.iter().chain(keyword.iter().map(|(_, value)| value)) {
                values.push(evaluate(machine, variables, argument)?);
            }
            let arguments = arrange(&callee, &values, positional.len(), keyword)?;
            machine.call(&callee, &arguments)
        }
    }
}

/// Positional and keyword arguments in the order of the callee's parameters: a TypeError where they
/// don't fit.
fn arrange<'v>(
    callee: &Value,
    values: &'v [Value],
    positional: usize,
    keyword: &[(Box<str>, Node)],
) -> Result<Vec<&'v Value>, Exception> {
    let names: Vec<&str> = match callee {
        Value::Primitive(id) => {
            primitive::get(*id).parameters.iter().map(|parameter| parameter.name).collect()
        }
        Value::Closure(closure) => closure.parameters().to_vec(),
        _ => return Err(Exception::TypeError),
    };
    if values.len() != names.len() {
        return Err(Exception::TypeError);
    }
    let mut arranged: Vec<Option<&Value>> = vec![None; names.len()];
    for (place, value) in values[..positional].iter().enumerate() {
        arranged[place] = Some(value);
    }
    for ((name, _), value) in keyword.iter().zip(&values[positional..]) {
        let place = names.iter().position(|known| **known == **name).ok_or(Exception::TypeError)?;
        if arranged[place].replace(value).is_some() {
            return Err(Exception::TypeError);
        }
    }
    arranged.into_iter().collect::<Option<Vec<_>>>().ok_or(Exception::TypeError)
}
