//! Programs as one expression: every variable replaced by what it stands for.

use std::fmt::Write;

use super::code::{Code, Kind, Parameter, Place};
use crate::primitive;
use crate::value::{Bool, Value};

impl Code {
    /// What the program returns as one expression, cut after about `limit` characters: what is used
    /// twice is written twice, so a short program may be a long expression.
    ///
    /// What the program computes without using it is missing, though it may raise.
    pub fn inlined(&self, limit: usize) -> String {
        let mut text = String::new();
        self.write(self.result, limit, &mut text);
        if text.len() > limit {
            text.truncate(limit);
            text.push('…');
        }
        text
    }

    fn write(&self, place: Place, limit: usize, text: &mut String) {
        if text.len() > limit {
            return;
        }
        let operation = &self.operations[place as usize];
        let operands = self.operands(operation);
        match &operation.kind {
            Kind::Constant(value) => constant(value, text),
            Kind::Parameter(Parameter::Input) => text.push('I'),
            Kind::Parameter(Parameter::Demonstrations) => text.push('S'),
            Kind::Parameter(Parameter::Expected) => text.push('C'),
            Kind::Unbound(name) => text.push_str(name),
            Kind::Tuple => {
                self.list(operands, &[], limit, text);
                if operands.len() == 1 {
                    text.insert(text.len() - 1, ',');
                }
            }
            Kind::Primitive(id) => {
                text.push_str(primitive::get(*id).name);
                self.list(operands, &[], limit, text);
            }
            Kind::Call { keyword } => {
                let (callee, arguments) = operands.split_first().expect("a call has a callee");
                self.write(*callee, limit, text);
                self.list(arguments, keyword, limit, text);
            }
        }
    }

    /// Writes operands in parentheses; the last of them have names.
    fn list(&self, operands: &[Place], keyword: &[Box<str>], limit: usize, text: &mut String) {
        text.push('(');
        let positional = operands.len() - keyword.len();
        for (number, operand) in operands.iter().enumerate() {
            if number > 0 {
                text.push_str(", ");
            }
            if let Some(name) = number.checked_sub(positional).and_then(|named| keyword.get(named)) {
                text.push_str(name);
                text.push('=');
            }
            self.write(*operand, limit, text);
        }
        text.push(')');
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
