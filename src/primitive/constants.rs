//! The constants of the ARC DSL, as its `constants.py` names them.

use crate::value::{IndexKey, Value};

const fn vector(i: i32, j: i32) -> Value {
    Value::Vector(IndexKey::of(i, j))
}

/// Names and values of all constants.
pub const CONSTANTS: &[(&str, Value)] = &[
    ("F", Value::bool(false)),
    ("T", Value::bool(true)),
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
    ("DOWN", vector(1, 0)),
    ("RIGHT", vector(0, 1)),
    ("UP", vector(-1, 0)),
    ("LEFT", vector(0, -1)),
    ("ORIGIN", vector(0, 0)),
    ("UNITY", vector(1, 1)),
    ("NEG_UNITY", vector(-1, -1)),
    ("UP_RIGHT", vector(-1, 1)),
    ("DOWN_LEFT", vector(1, -1)),
    ("ZERO_BY_TWO", vector(0, 2)),
    ("TWO_BY_ZERO", vector(2, 0)),
    ("TWO_BY_TWO", vector(2, 2)),
    ("THREE_BY_THREE", vector(3, 3)),
];

/// The constant of this name.
pub fn constant(name: &str) -> Option<&'static Value> {
    CONSTANTS.iter().find(|(known, _)| *known == name).map(|(_, value)| value)
}
