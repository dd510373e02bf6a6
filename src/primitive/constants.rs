//! The constants of the ARC DSL, as its `constants.py` names them.

use crate::value::Value;

/// Names and values of all constants.
pub const CONSTANTS: &[(&str, Value)] = &[
    ("F", Value::Bool(false)),
    ("T", Value::Bool(true)),
    ("ZERO", Value::Int(0)),
    ("ONE", Value::Int(1)),
    ("TWO", Value::Int(2)),
    ("THREE", Value::Int(3)),
    ("FOUR", Value::Int(4)),
    ("FIVE", Value::Int(5)),
    ("SIX", Value::Int(6)),
    ("SEVEN", Value::Int(7)),
    ("EIGHT", Value::Int(8)),
    ("NINE", Value::Int(9)),
    ("TEN", Value::Int(10)),
    ("NEG_ONE", Value::Int(-1)),
    ("NEG_TWO", Value::Int(-2)),
    ("DOWN", Value::Vector(1, 0)),
    ("RIGHT", Value::Vector(0, 1)),
    ("UP", Value::Vector(-1, 0)),
    ("LEFT", Value::Vector(0, -1)),
    ("ORIGIN", Value::Vector(0, 0)),
    ("UNITY", Value::Vector(1, 1)),
    ("NEG_UNITY", Value::Vector(-1, -1)),
    ("UP_RIGHT", Value::Vector(-1, 1)),
    ("DOWN_LEFT", Value::Vector(1, -1)),
    ("ZERO_BY_TWO", Value::Vector(0, 2)),
    ("TWO_BY_ZERO", Value::Vector(2, 0)),
    ("TWO_BY_TWO", Value::Vector(2, 2)),
    ("THREE_BY_THREE", Value::Vector(3, 3)),
];

/// The constant of this name.
pub fn constant(name: &str) -> Option<&'static Value> {
    CONSTANTS.iter().find(|(known, _)| *known == name).map(|(_, value)| value)
}
