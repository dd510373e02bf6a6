//! Programs as one expression: every variable replaced by what it stands for.

use std::fmt::Write;

use super::code::{Code, Kind, Parameter, Place};
use crate::primitive;
use crate::value::{Bool, Value};

/// Calls and tuples in each other that are written: nobody reads more, and a stack must hold them. A chain of variables
/// is an expression as deep as it is long.
const DEEPEST: usize = 1000;

impl Code {
    /// What the program returns as one expression, cut after about `limit` bytes: what is used twice is written
    /// twice, so a short program may be a long expression. `…` stands for what was cut, and for what lies too deep.
    ///
    /// What the program computes without using it may raise, so it comes first: `(unused, result)[-1]`.
    pub fn inlined(&self, limit: usize) -> String {
        let mut inliner = Inliner { code: self, limit, text: String::new() };
        let unused = self.unused();
        if unused.is_empty() {
            inliner.write(self.result, 0);
        } else {
            inliner.list(&[unused, vec![self.result]].concat(), &[], 0);
            inliner.text.push_str("[-1]");
        }
        let mut text = inliner.text;
        if text.len() > limit {
            text.truncate(text.floor_char_boundary(limit));
            text.push('…');
        }
        text
    }

    /// What is computed, and neither leads to the result nor to anything else.
    fn unused(&self) -> Vec<Place> {
        let mut leads_on = vec![false; self.operations.len()];
        leads_on[self.result as usize] = true;
        for operation in &self.operations {
            for operand in self.operands(operation) {
                leads_on[*operand as usize] = true;
            }
        }
        let fixed = |kind: &Kind| matches!(kind, Kind::Constant(_) | Kind::Parameter(_));
        let places = self.operations.iter().zip(0..).zip(leads_on);
        places
            .filter(|((operation, _), leads_on)| !leads_on && !fixed(&operation.kind))
            .map(|((_, place), _)| place)
            .collect()
    }
}

struct Inliner<'a> {
    code: &'a Code,
    limit: usize,
    text: String,
}

impl Inliner<'_> {
    fn write(&mut self, place: Place, depth: usize) {
        if self.text.len() > self.limit {
            return;
        }
        let operation = &self.code.operations[place as usize];
        let operands = self.code.operands(operation);
        if depth == DEEPEST && !operands.is_empty() {
            return self.text.push('…');
        }
        match &operation.kind {
            Kind::Constant(value) => constant(value, &mut self.text),
            Kind::Parameter(Parameter::Input) => self.text.push('I'),
            Kind::Parameter(Parameter::Demonstrations) => self.text.push('S'),
            Kind::Parameter(Parameter::Expected) => self.text.push('C'),
            Kind::Unbound(name) => self.text.push_str(name),
            Kind::Tuple => {
                self.list(operands, &[], depth);
                if operands.len() == 1 {
                    self.text.insert(self.text.len() - 1, ',');
                }
            }
            Kind::Primitive(id) => {
                self.text.push_str(primitive::get(*id).name);
                self.list(operands, &[], depth);
            }
            Kind::Call { keyword } => {
                let (callee, arguments) = operands.split_first().expect("a call has a callee");
                self.write(*callee, depth + 1);
                self.list(arguments, keyword, depth);
            }
        }
    }

    /// Writes operands in parentheses; the last of them have names.
    fn list(&mut self, operands: &[Place], keyword: &[Box<str>], depth: usize) {
        self.text.push('(');
        let positional = operands.len() - keyword.len();
        for (number, operand) in operands.iter().enumerate() {
            if number > 0 {
                self.text.push_str(", ");
            }
            if let Some(name) = number.checked_sub(positional).and_then(|named| keyword.get(named)) {
                self.text.push_str(name);
                self.text.push('=');
            }
            self.write(*operand, depth + 1);
        }
        self.text.push(')');
    }
}

/// A constant as the DSL writes it.
fn constant(value: &Value, text: &mut String) {
    let written = match value {
        Value::Bool(Bool::True) => write!(text, "T"),
        Value::Bool(Bool::False) => write!(text, "F"),
        Value::Int(value) => write!(text, "{value}"),
        Value::Vector(key) => write!(text, "({}, {})", key.i(), key.j()),
        Value::Primitive(id) => write!(text, "{}", primitive::get(*id).name),
        _ => write!(text, "None"),
    };
    written.expect("a String takes all that is written to it");
}
